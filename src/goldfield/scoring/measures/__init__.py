"""Every field that can be scored, with its modes: the table from which measures are spelled.

To add a field, add a row to `FIELDS`; to add a mode, a row to the field's modes. Nothing else
knows their names.
"""

from __future__ import annotations

from collections.abc import Iterable

from goldfield.errors import UnknownName
from goldfield.schema.labels import Layer
from goldfield.schema.records import Annotations
from goldfield.scoring.measures import items
from goldfield.scoring.measures.coreference import COREF_MODES
from goldfield.scoring.measures.events import ARGUMENT_MODES
from goldfield.scoring.measures.factuality import FACTUALITY_MODES
from goldfield.scoring.measures.fields import (
    Field,
    Measure,
    Mode,
    mention_field,
    scalar_field,
    score_coreference,
    score_events,
    score_linking,
    score_quotes,
    value_field,
)
from goldfield.scoring.measures.linking import LINKING_MODES
from goldfield.scoring.measures.projections import load_projection
from goldfield.scoring.measures.quotes import QUOTE_MODES
from goldfield.scoring.outcome import Outcome

__all__ = ["FIELDS", "Field", "Measure", "Mode", "parse_measure", "score_pair"]


def parse_measure(text: str) -> Measure:
    """The measure spelled ``field@mode`` or ``field@mode:projection``.

    Raises:
        UnknownName: no such field, mode or projection.
    """
    base, colon, projection = text.partition(":")
    name, _, mode = base.partition("@")
    if name not in FIELDS:
        raise UnknownName("field", name, FIELDS)
    field = FIELDS[name]
    if mode not in field.modes:
        raise UnknownName("measure", base, [f"{name}@{known}" for known in field.modes])
    if colon and not field.projectable:
        raise UnknownName(f"projection of {name}", projection, [])
    if colon:
        load_projection(projection)
    return Measure(name, mode, projection or None)


def score_pair(
    gold: Annotations, pred: Annotations, measures: Iterable[Measure]
) -> dict[Measure, Outcome]:
    """Outcomes of all measures on one article; alignments are shared between a field's modes.

    Derived measures have no outcome on an article; their parts have.
    """
    by_field: dict[str, list[Measure]] = {}
    for measure in measures:
        by_field.setdefault(measure.field, []).append(measure)
    found: dict[Measure, Outcome] = {}
    for name, wanted in by_field.items():
        found |= FIELDS[name].score(gold, pred, wanted)
    return found


_SAME_TEXT = "the same text after NFKC, with plain quotes and dashes and single blanks"
_SAME_SPAN = "the same boundaries"
_LINE = {
    "text": _SAME_TEXT,
    "strict": _SAME_SPAN,
    "tokens": "words in common, in any order",
    "edit": "characters less the edit distance, out of those of the longer text",
}
_QUOTE_LAYERS: dict[str, tuple[Layer, ...]] = {
    mode: ("quotes", "speakers") if "speaker" in mode else ("quotes",) for mode in QUOTE_MODES
}

FIELDS: dict[str, Field] = {
    "date_published": scalar_field(
        "date_published",
        value="the same ISO 8601 string",
        prefix="the same date counts 1, a coarser or finer one that agrees one half",
    ),
    "headline": scalar_field("headline", **_LINE),
    "deck": scalar_field("deck", **_LINE),
    "dateline": scalar_field(
        "dateline",
        place="the same city, by its English name or the words of the text, in any case",
        strict=_SAME_SPAN,
        country="the same ISO 3166-1 code, in any case",
        date="the same ISO 8601 string",
        agency="the same text after folding, in any case",
    ),
    "byline": scalar_field("byline", text=_SAME_TEXT),
    "publisher": scalar_field("publisher", text=_SAME_TEXT),
    "lang": scalar_field("lang", value="the same BCP 47 tag, in any case"),
    "entities": mention_field(items.names),
    "mentions": mention_field(items.mentions),
    "coref": Field(
        {mode: Mode(row.why, ("coref",), row.unit) for mode, row in COREF_MODES.items()}
        | {
            "blanc": Mode("mean F1 of the links blanc-c and blanc-n", ("coref",), "mean"),
            "conll": Mode("mean F1 of muc, b3 and ceafe", ("coref",), "mean"),
            "conll-nosing": Mode("conll without singletons", ("coref",), "mean"),
        },
        score_coreference,
    ),
    "linking": Field(
        {mode: Mode(why, ("entities",)) for mode, why in LINKING_MODES.items()}, score_linking
    ),
    "times": value_field("times", items.times, "type", items.time_types),
    "quantities": value_field("quantities", items.quantities, "unit", items.quantity_units),
    "quotes": Field(
        {
            mode: Mode(why, _QUOTE_LAYERS[mode], "characters" if mode == "partial" else "items")
            for mode, why in QUOTE_MODES.items()
        }
        | {
            "quoted": Mode("the same text between quote marks", ("quotes",)),
            "cue": Mode("the same cue", ("quotes",)),
        },
        score_quotes,
    ),
    "events": Field(
        {
            "tri-i": Mode("the same trigger", ("events",)),
            "tri-c": Mode("the same trigger and event type", ("events",)),
        }
        | {mode: Mode(why, ("events", "arguments")) for mode, why in ARGUMENT_MODES.items()}
        | {mode: Mode(why, ("events", "factuality")) for mode, why in FACTUALITY_MODES.items()},
        score_events,
    ),
}
