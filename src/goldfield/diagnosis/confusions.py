"""Which label is taken for which, where gold and prediction have something in the same place.

Items are aligned by place: equal places first, then overlaps; of equal alignments one with most
equal labels. An item without a partner counts against no label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from msgspec import Struct

from goldfield.diagnosis.nodes import kit_of
from goldfield.diagnosis.oracles import pair_quotes
from goldfield.diagnosis.subjects import Subject
from goldfield.schema.labels import Layer
from goldfield.schema.records import Annotations
from goldfield.scoring.measures import items
from goldfield.scoring.measures.spans import Labelled, align_spans

__all__ = ["Cell", "Confusion", "confusions"]

NOTHING = ""
"""Stands for the missing partner of an item."""


class Cell(Struct, frozen=True, order=True):
    """How often gold's label was taken for another; "" is an item without a partner."""

    gold: str
    pred: str
    count: int


class Confusion(Struct, frozen=True):
    """The labels of one kind of item.

    Attributes:
        aligned: pairs of items in one place; `agreed` of them have the same label.
        cells: those that are not 0, those of equal labels among them, sorted by labels.
    """

    labels: str
    aligned: int
    agreed: int
    cells: list[Cell]


Pairs = Iterable[tuple[str, str]]


class _Set(NamedTuple):
    labels: str
    layers: tuple[Layer, ...]
    pairs: Callable[[Annotations, Annotations], Pairs]


def confusions(subject: Subject) -> list[Confusion]:
    """The confusion matrices of all layers that are annotated and predicted."""
    predicted = {layer for record in subject.found.records.values() for layer in record.layers}
    predicted |= set(subject.about.layers or ())
    found: list[Confusion] = []
    for labels, layers, pairs in _SETS:
        counted = Counter(
            pair
            for id, gold in subject.golds.items()
            if {*layers} <= {*gold.layers} & predicted
            for pair in pairs(gold, subject.preds[id])
        )
        aligned = {pair: count for pair, count in counted.items() if NOTHING not in pair}
        agreed = sum(count for (gold, pred), count in aligned.items() if gold == pred)
        cells = sorted(Cell(*pair, count) for pair, count in counted.items())
        if cells:
            found.append(Confusion(labels, sum(aligned.values()), agreed, cells))
    return found


def _spans(
    read: Callable[[Annotations], Iterable[Labelled]],
) -> Callable[[Annotations, Annotations], Pairs]:
    def pairs(gold: Annotations, pred: Annotations) -> Pairs:
        aligned = align_spans(read(gold), read(pred))
        yield from ((pair.gold.label, pair.pred.label or "untyped") for pair in aligned.pairs)
        yield from ((item.label, NOTHING) for item in aligned.missed)
        alone = aligned.spurious + aligned.duplicates
        yield from ((NOTHING, item.label or "untyped") for item in alone)

    return pairs


def _quotes(gold: Annotations, pred: Annotations) -> Pairs:
    pairs = pair_quotes(gold, pred)
    lefts, rights = {left for left, _ in pairs}, {right for _, right in pairs}
    yield from ((gold.quotes[i].type, pred.quotes[j].type) for i, j in pairs)
    yield from ((q.type, NOTHING) for i, q in enumerate(gold.quotes) if i not in lefts)
    yield from ((NOTHING, q.type) for j, q in enumerate(pred.quotes) if j not in rights)


def _roles(record: Annotations) -> Iterable[Labelled]:
    """Arguments by their role, whatever the event."""
    for item in kit_of("events@arg-c").shown(record):
        role = item.label.partition(".")[2]
        yield Labelled(item.start or 0, item.end or 0, role, item.text)


_SETS = (
    _Set("entity types", ("entities",), _spans(items.mentions)),
    _Set("event types", ("events",), _spans(items.triggers)),
    _Set("roles", ("events", "arguments"), _spans(_roles)),
    _Set("quote types", ("quotes",), _quotes),
    _Set("time types", ("times",), _spans(items.time_types)),
)
