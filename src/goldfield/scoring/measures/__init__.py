"""Every field that can be scored, with its modes: the table from which measures are spelled.

To add a field, add a row to `FIELDS`; to add a mode, a row to the field's modes. Nothing else
knows their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from goldfield.errors import UnknownName
from goldfield.schema.labels import Layer
from goldfield.schema.records import Annotations
from goldfield.scoring.measures import items
from goldfield.scoring.measures.coreference import score_lea
from goldfield.scoring.measures.events import ARGUMENT_MODES, EventAlignment
from goldfield.scoring.measures.quotes import QUOTE_MODES, QuoteAlignment
from goldfield.scoring.measures.scalars import SCALARS, score_scalar
from goldfield.scoring.measures.spans import SPAN_MODES, Labelled, align_spans, read_mode
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.measures.projections import Projection, load_projection, project

__all__ = ["FIELDS", "Field", "Measure", "Mode", "parse_measure", "score_pair"]


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


class Field(NamedTuple):
    """A field: its modes and the function that scores several of them on one pair of records."""

    modes: Mapping[str, Mode]
    score: Scorer
    projectable: bool = False


def parse_measure(text: str) -> Measure:
    """The measure spelled ``field@mode`` or ``field@mode:projection``.

    Raises:
        UnknownName: no such field, mode or projection.
    """
    base, _, projection = text.partition(":")
    name, _, mode = base.partition("@")
    if name not in FIELDS:
        raise UnknownName("field", name, FIELDS)
    field = FIELDS[name]
    if mode not in field.modes:
        raise UnknownName("measure", base, [f"{name}@{known}" for known in field.modes])
    if projection and not field.projectable:
        raise UnknownName(f"projection of {name}", projection, [])
    if projection:
        load_projection(projection)
    return Measure(name, mode, projection or None)


def score_pair(
    gold: Annotations, pred: Annotations, measures: Iterable[Measure]
) -> dict[Measure, Outcome]:
    """Outcomes of all measures on one article; alignments are shared between a field's modes."""
    by_field: dict[str, list[Measure]] = {}
    for measure in measures:
        by_field.setdefault(measure.field, []).append(measure)
    found: dict[Measure, Outcome] = {}
    for name, wanted in by_field.items():
        found |= FIELDS[name].score(gold, pred, wanted)
    return found


def _score_spans(
    gold: Annotations,
    pred: Annotations,
    measures: Sequence[Measure],
    *,
    read: Callable[[Annotations], Iterable[Labelled]],
    modes: Mapping[str, str],
) -> dict[Measure, Outcome]:
    aligned = {
        name: align_spans(_projected(read(gold), name), _projected(read(pred), name))
        for name in {measure.projection for measure in measures}
    }
    return {m: read_mode(aligned[m.projection], modes[m.mode]) for m in measures}


def _projected(spans: Iterable[Labelled], name: str | None) -> Iterable[Labelled]:
    table: Projection | None = load_projection(name) if name else None
    return project(spans, table) if table else spans


def _score_scalars(
    gold: Annotations, pred: Annotations, measures: Sequence[Measure]
) -> dict[Measure, Outcome]:
    return {measure: score_scalar(gold, pred, str(measure)) for measure in measures}


def _score_quotes(
    gold: Annotations, pred: Annotations, measures: Sequence[Measure]
) -> dict[Measure, Outcome]:
    aligned = QuoteAlignment(gold, pred)
    found = {m: aligned.read(m.mode) for m in measures if m.mode in QUOTE_MODES}
    for mode, read in (("quoted", items.quoted), ("cue", items.cues)):
        wanted = [measure for measure in measures if measure.mode == mode]
        found |= _score_spans(gold, pred, wanted, read=read, modes={mode: "exact"})
    return found


def _score_events(
    gold: Annotations, pred: Annotations, measures: Sequence[Measure]
) -> dict[Measure, Outcome]:
    triggers = [measure for measure in measures if measure.mode in _TRIGGER_MODES]
    found = _score_spans(gold, pred, triggers, read=items.triggers, modes=_TRIGGER_MODES)
    aligned = EventAlignment(gold, pred)
    return found | {m: aligned.read(m.mode) for m in measures if m.mode in ARGUMENT_MODES}


def _score_coreference(
    gold: Annotations, pred: Annotations, measures: Sequence[Measure]
) -> dict[Measure, Outcome]:
    return dict.fromkeys(measures, score_lea(gold, pred))


_TRIGGER_MODES = {"tri-i": "exact", "tri-c": "strict"}


def _span_field(
    read: Callable[[Annotations], Iterable[Labelled]],
    layer: Layer,
    modes: Mapping[str, str],
    *,
    projectable: bool = False,
) -> Field:
    """A field of labelled spans; `modes` maps its modes to those of `SPAN_MODES`."""
    rows = {
        mode: Mode(SPAN_MODES[base], (layer,), "halves" if base == "partial" else "items")
        for mode, base in modes.items()
    }
    return Field(rows, partial(_score_spans, read=read, modes=modes), projectable)


def _scalar_field(name: Layer, **modes: str) -> Field:
    return Field({mode: Mode(why, (name,)) for mode, why in modes.items()}, _score_scalars)


_FOUR = {mode: mode for mode in ("strict", "exact", "partial", "type")}
# Of times and quantities the extent alone is strict; their value is the label.
_THREE = {"strict": "exact", "relaxed": "relaxed", "value": "type"}
_SAME_TEXT = "the same text after NFKC, with plain quotes and dashes and single blanks"
_SAME_SPAN = "the same boundaries"
_QUOTE_LAYERS: dict[str, tuple[Layer, ...]] = {
    mode: ("quotes", "speakers") if "speaker" in mode else ("quotes",) for mode in QUOTE_MODES
}

FIELDS: dict[str, Field] = {
    "date_published": _scalar_field("date_published", value="the same ISO 8601 string"),
    "headline": _scalar_field("headline", text=_SAME_TEXT, strict=_SAME_SPAN),
    "deck": _scalar_field("deck", text=_SAME_TEXT, strict=_SAME_SPAN),
    "dateline": _scalar_field(
        "dateline",
        place="the same city, by its English name or the words of the text, in any case",
        strict=_SAME_SPAN,
        country="the same ISO 3166-1 code",
        date="the same ISO 8601 string",
        agency=_SAME_TEXT,
    ),
    "byline": _scalar_field("byline", text=_SAME_TEXT),
    "publisher": _scalar_field("publisher", text=_SAME_TEXT),
    "lang": _scalar_field("lang", value="the same BCP 47 tag, in any case"),
    "entities": _span_field(items.names, "entities", _FOUR, projectable=True),
    "mentions": _span_field(items.mentions, "entities", _FOUR, projectable=True),
    "coref": Field(
        {"lea": Mode("links resolved, weighted by entity size", ("coref",), "mentions")},
        _score_coreference,
    ),
    "times": _span_field(items.times, "times", _THREE),
    "quantities": _span_field(items.quantities, "quantities", _THREE),
    "quotes": Field(
        {
            mode: Mode(why, _QUOTE_LAYERS[mode], "characters" if mode == "partial" else "items")
            for mode, why in QUOTE_MODES.items()
        }
        | {
            "quoted": Mode("the same text between quote marks", ("quotes",)),
            "cue": Mode("the same cue", ("quotes",)),
        },
        _score_quotes,
    ),
    "events": Field(
        {
            "tri-i": Mode("the same trigger", ("events",)),
            "tri-c": Mode("the same trigger and event type", ("events",)),
        }
        | {mode: Mode(why, ("events", "arguments")) for mode, why in ARGUMENT_MODES.items()},
        _score_events,
    ),
}
