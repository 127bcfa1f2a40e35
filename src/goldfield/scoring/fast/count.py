"""One row of counts a document: the quick way for each measure that has one.

A quick way may decline a document by giving None; the measure itself then counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from goldfield.schema.records import Annotations, Entity, Event
from goldfield.scoring.counts import Counts
from goldfield.scoring.fast.checks import place_of
from goldfield.scoring.fast.pairing import Key, count_equal, count_spans, outcome_from
from goldfield.scoring.fast.quotes import PairedQuotes, pair_quotes
from goldfield.scoring.measures import Measure, items, score_pair
from goldfield.scoring.measures.clusters import Shared
from goldfield.scoring.measures.coreference import COREF_MODES
from goldfield.scoring.outcome import Answer, Outcome
from goldfield.scoring.scorer import DocumentCounts

__all__ = ["QUICK", "Both", "count_document", "row_of"]


class Both:
    """Gold and prediction of one article, with what several measures share."""

    def __init__(self, gold: Annotations, pred: Annotations) -> None:
        self.gold, self.pred = gold, pred

    @cached_property
    def quotes(self) -> PairedQuotes | None:
        """The quotes, paired."""
        return pair_quotes(self.gold, self.pred)

    @cached_property
    def entities(self) -> Shared | None:
        """The entities by the mentions they share; None if a side has a mention twice."""
        gold, pred = _owners(self.gold.entities), _owners(self.pred.entities)
        if gold is None or pred is None:
            return None
        pairs: dict[tuple[int, int], int] = {}
        for place, left in gold.items():
            right = pred.get(place)
            if right is not None:
                pairs[left, right] = pairs.get((left, right), 0) + 1
        return Shared(_sizes(self.gold.entities), _sizes(self.pred.entities), pairs)


Quick = Callable[[Both], Outcome | None]


def count_document(
    gold: Annotations, pred: Annotations, measures: Mapping[str, Measure], *, quick: bool
) -> DocumentCounts:
    """Counts of one document.

    Args:
        gold: the article.
        pred: a prediction about it.
        measures: those to count, by their names.
        quick: whether quick ways may be taken: every place of `pred` is in the text.
    """
    both = Both(gold, pred)
    found = {name: QUICK[name](both) for name in measures if name in QUICK} if quick else {}
    slow = {name: measure for name, measure in measures.items() if not found.get(name)}
    scored = score_pair(gold, pred, slow.values()) if slow else {}
    outcomes = {name: found.get(name) or scored[measure] for name, measure in measures.items()}
    return row_of(gold.id, outcomes)


def row_of(id: str, outcomes: Mapping[str, Outcome]) -> DocumentCounts:
    """The row of a document."""
    return DocumentCounts(
        id,
        {name: outcome.counts for name, outcome in outcomes.items()},
        {name: outcome.labels for name, outcome in outcomes.items() if outcome.labels},
        {name: outcome.answer for name, outcome in outcomes.items() if outcome.answer},
    )


def _owners(entities: list[Entity]) -> dict[tuple[int, int], int] | None:
    """The entity of each place; None if a mention stands twice or an entity has none."""
    found = {(m.start, m.end): index for index, e in enumerate(entities) for m in e.mentions}
    sizes = _sizes(entities)
    return found if len(found) == sum(sizes) and all(sizes) else None


def _sizes(entities: list[Entity]) -> list[int]:
    return [len(entity.mentions) for entity in entities]


def _coref(mode: str) -> Quick:
    def count(both: Both) -> Outcome | None:
        table = both.entities
        return Outcome(COREF_MODES[mode].score(table), {}, []) if table else None

    return count


def _typed_mentions(both: Both) -> Outcome:
    """Mentions of equal place and type, from the table of entities where there is one."""
    table, golds, preds = both.entities, both.gold.entities, both.pred.entities
    if table is None:
        return count_equal(_mentions(both.gold), _mentions(both.pred))
    right: dict[str, int] = {}
    for (left, other), shared in table.pairs.items():
        label = golds[left].type
        if label == preds[other].type:
            right[label] = right.get(label, 0) + shared
    return outcome_from(_types(golds), _types(preds), right)


def _types(entities: list[Entity]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entity in entities:
        found[entity.type] = found.get(entity.type, 0) + len(entity.mentions)
    return found


def _spans(read: Callable[[Annotations], list[Key] | None], mode: str) -> Quick:
    def count(both: Both) -> Outcome | None:
        golds, preds = read(both.gold), read(both.pred)
        if golds is None or preds is None:
            return None
        return count_spans(golds, preds, mode)

    return count


def _names(record: Annotations) -> list[Key]:
    return [
        (m.start, m.end, e.type) for e in record.entities for m in e.mentions if m.kind == "NAM"
    ]


def _mentions(record: Annotations) -> list[Key]:
    return [(m.start, m.end, e.type) for e in record.entities for m in e.mentions]


def _times(record: Annotations) -> list[Key] | None:
    if any([time.acceptable for time in record.times]):
        return None
    return [(time.span.start, time.span.end, time.value or "") for time in record.times]


def _quantities(record: Annotations) -> list[Key] | None:
    if any([quantity.acceptable for quantity in record.quantities]):
        return None
    return [(q.span.start, q.span.end, items.quantity_label(q)) for q in record.quantities]


def _triggers(record: Annotations) -> list[Key]:
    return [(t.start, t.end, event.type) for event in record.events for t in event.triggers]


def _arguments(record: Annotations) -> list[Key] | None:
    """Arguments labelled with their events' type and their role; none may have to be looked for."""
    found: list[Key] = []
    for event in record.events:
        for argument in event.arguments:
            span = argument.span
            if span is None or argument.acceptable:
                return None
            found.append((span.start, span.end, f"{event.type}.{argument.role}"))
    return found if len(set(found)) == len(found) or _distinct(record.events) else None


def _distinct(events: list[Event]) -> bool:
    """Whether no event stands twice and none says anything twice."""
    said = [frozenset((a.role, place_of(a.span)) for a in event.arguments) for event in events]
    keys = {
        (event.type, frozenset(map(place_of, event.triggers)), arguments)
        for event, arguments in zip(events, said, strict=True)
    }
    once = all([len(s) == len(e.arguments) for s, e in zip(said, events, strict=True)])
    return once and len(keys) == len(events)


def _scalar(read: Callable[[Annotations], str | None]) -> Quick:
    """A field whose values are the same if they are equal; unequal ones are declined."""

    def count(both: Both) -> Outcome | None:
        wanted, given = read(both.gold), read(both.pred)
        if wanted is not None and given is not None and wanted != given:
            return None
        in_gold, in_pred = int(wanted is not None), int(given is not None)
        counts = Counts.of(in_gold & in_pred, in_pred, in_gold)
        answer = _ANSWERS[in_gold, in_pred]
        return Outcome(counts, {} if counts.empty else {"": counts}, [], answer)

    return count


_ANSWERS: dict[tuple[int, int], Answer] = {
    (0, 0): "correct_absence",
    (1, 1): "correct",
    (1, 0): "missed",
    (0, 1): "hallucinated",
}


def _date(record: Annotations) -> str | None:
    date = record.meta.date_published
    return date.value if date else None


def _headline(record: Annotations) -> str | None:
    span = record.meta.headline
    return span.text if span else None


def _place(record: Annotations) -> str | None:
    line = record.meta.dateline
    return None if line is None else (line.city or (line.place and line.place.text) or None)


QUICK: dict[str, Quick] = {
    "date_published@value": _scalar(_date),
    "headline@text": _scalar(_headline),
    "dateline@place": _scalar(_place),
    **{
        f"{field}@{mode}": _spans(read, mode)
        for field, read in (("entities", _names), ("mentions", _mentions))
        for mode in ("strict", "exact", "partial", "type")
    },
    "mentions@strict": _typed_mentions,
    **{f"coref@{mode}": _coref(mode) for mode, row in COREF_MODES.items() if row.singletons},
    "times@value": _spans(_times, "type"),
    "quantities@value": _spans(_quantities, "type"),
    "quotes@partial": lambda both: both.quotes and both.quotes.partial,
    "quotes@speaker": lambda both: both.quotes and both.quotes.speaker,
    "events@tri-c": _spans(_triggers, "strict"),
    "events@arg-c": _spans(_arguments, "strict"),
}
