"""What a field is made of: its modes, and the function that scores them on a pair of records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import partial
from typing import NamedTuple

from goldfield.schema.labels import Layer
from goldfield.schema.records import Annotations
from goldfield.scoring.measures import items
from goldfield.scoring.measures.boundaries import BOUNDARY_MODES, score_boundaries
from goldfield.scoring.measures.clusters import clusters_of
from goldfield.scoring.measures.coreference import COREF_MODES, score_coref
from goldfield.scoring.measures.events import ARGUMENT_MODES, EventAlignment
from goldfield.scoring.measures.factuality import FACTUALITY_MODES, score_factuality
from goldfield.scoring.measures.linking import score_linking as score_links
from goldfield.scoring.measures.projections import Projection, load_projection, project
from goldfield.scoring.measures.quotes import QUOTE_MODES, QuoteAlignment
from goldfield.scoring.measures.scalars import SCALAR_UNITS, score_scalar
from goldfield.scoring.measures.spans import SPAN_MODES, Labelled, align_spans, read_modes
from goldfield.scoring.outcome import Outcome

__all__ = [
    "Field",
    "Measure",
    "Mode",
    "mention_field",
    "scalar_field",
    "score_coreference",
    "score_events",
    "score_linking",
    "score_quotes",
    "value_field",
]


class Measure(NamedTuple):
    """A measure by name; ``str()`` gives the spelling that `parse_measure` reads back."""

    field: str
    mode: str
    projection: str | None = None

    def __str__(self) -> str:
        base = f"{self.field}@{self.mode}"
        return f"{base}:{self.projection}" if self.projection else base


class Mode(NamedTuple):
    """What a mode asks, the layers it needs on both sides, and its unit where not items."""

    why: str
    layers: tuple[Layer, ...]
    unit: str = "items"


Scorer = Callable[[Annotations, Annotations, Sequence[Measure]], dict[Measure, Outcome]]
Reader = Callable[[Annotations], Iterable[Labelled]]
SpanMode = tuple[Reader, str]  # what is read, and a mode of `SPAN_MODES` or `BOUNDARY_MODES`


class Field(NamedTuple):
    """A field: its modes and the function that scores several of them on one pair of records."""

    modes: Mapping[str, Mode]
    score: Scorer
    projectable: bool = False


def _score_spans(
    gold: Annotations,
    pred: Annotations,
    measures: Sequence[Measure],
    *,
    modes: Mapping[str, SpanMode],
) -> dict[Measure, Outcome]:
    drawn: dict[tuple[Reader, str | None], dict[Measure, str]] = {}
    for measure in measures:
        read, base = modes[measure.mode]
        drawn.setdefault((read, measure.projection), {})[measure] = base
    sides = {read: (list(read(gold)), list(read(pred))) for read, _ in drawn}
    found: dict[Measure, Outcome] = {}
    for (read, projection), bases in drawn.items():
        golds, preds = (_projected(side, projection) for side in sides[read])
        outcomes = _read_spans(golds, preds, set(bases.values()))
        found |= {measure: outcomes[base] for measure, base in bases.items()}
    return found


def _read_spans(
    golds: Sequence[Labelled], preds: Sequence[Labelled], modes: Set[str]
) -> dict[str, Outcome]:
    aligned, boundaries = modes & SPAN_MODES.keys(), modes & BOUNDARY_MODES.keys()
    found = read_modes(align_spans(golds, preds), aligned) if aligned else {}
    return found | (score_boundaries(golds, preds, boundaries) if boundaries else {})


def _projected(spans: Sequence[Labelled], name: str | None) -> Sequence[Labelled]:
    table: Projection | None = load_projection(name) if name else None
    return list(project(spans, table)) if table else spans


def _score_scalars(
    gold: Annotations, pred: Annotations, measures: Sequence[Measure]
) -> dict[Measure, Outcome]:
    return {measure: score_scalar(gold, pred, str(measure)) for measure in measures}


def score_quotes(
    gold: Annotations, pred: Annotations, measures: Sequence[Measure]
) -> dict[Measure, Outcome]:
    """Modes of quotes; `quoted` and `cue` are spans of their own."""
    aligned = QuoteAlignment(gold, pred)
    spans = [measure for measure in measures if measure.mode in _QUOTE_SPANS]
    found = _score_spans(gold, pred, spans, modes=_QUOTE_SPANS)
    return found | {m: aligned.read(m.mode) for m in measures if m.mode in QUOTE_MODES}


def score_events(
    gold: Annotations, pred: Annotations, measures: Sequence[Measure]
) -> dict[Measure, Outcome]:
    """Modes of events: triggers, arguments, templates, factuality."""
    triggers = [measure for measure in measures if measure.mode in _TRIGGERS]
    found = _score_spans(gold, pred, triggers, modes=_TRIGGERS)
    aligned = EventAlignment(gold, pred)
    found |= {m: aligned.read(m.mode) for m in measures if m.mode in ARGUMENT_MODES}
    valued = {measure: measure.mode for measure in measures if measure.mode in FACTUALITY_MODES}
    outcomes = score_factuality(gold, pred, valued.values()) if valued else {}
    return found | {measure: outcomes[mode] for measure, mode in valued.items()}


def score_coreference(
    gold: Annotations, pred: Annotations, measures: Sequence[Measure]
) -> dict[Measure, Outcome]:
    """Modes of coreference; a derived one has no outcome on an article."""
    wanted = {measure: measure.mode for measure in measures if measure.mode in COREF_MODES}
    found = score_coref(clusters_of(gold), clusters_of(pred), wanted.values())
    return {measure: found[mode] for measure, mode in wanted.items()}


def score_linking(
    gold: Annotations, pred: Annotations, measures: Sequence[Measure]
) -> dict[Measure, Outcome]:
    """Modes of entity linking."""
    found = score_links(gold, pred, [measure.mode for measure in measures])
    return {measure: found[measure.mode] for measure in measures}


_TRIGGERS: dict[str, SpanMode] = {
    "tri-i": (items.triggers, "exact"),
    "tri-c": (items.triggers, "strict"),
}
_QUOTE_SPANS: dict[str, SpanMode] = {
    "quoted": (items.quoted, "exact"),
    "cue": (items.cues, "exact"),
}


def _span_field(layer: Layer, modes: Mapping[str, SpanMode], *, projectable: bool = False) -> Field:
    """A field of labelled spans; each of its modes reads spans and judges them in one way."""
    why = SPAN_MODES | BOUNDARY_MODES
    rows = {
        mode: Mode(why[base], (layer,), "halves" if base == "partial" else "items")
        for mode, (_, base) in modes.items()
    }
    return Field(rows, partial(_score_spans, modes=modes), projectable)


def mention_field(read: Reader) -> Field:
    """Mentions labelled with the type of their entity."""
    bases = ("strict", "exact", "partial", "type", *BOUNDARY_MODES)
    return _span_field("entities", {base: (read, base) for base in bases}, projectable=True)


def value_field(layer: Layer, read: Reader, apart: str, other: Reader) -> Field:
    """Times and quantities: the extent alone is strict, the value is the label of `read`."""
    own = {"strict": (read, "exact"), "relaxed": (read, "relaxed"), "value": (read, "type")}
    return _span_field(layer, own | {apart: (other, "type")})


def scalar_field(name: Layer, **modes: str) -> Field:
    """A field an article has at most once; each mode with what it takes as correct."""
    rows = {
        mode: Mode(why, (name,), SCALAR_UNITS.get(mode, "items")) for mode, why in modes.items()
    }
    return Field(rows, _score_scalars)
