"""What two annotations of one text call the items that both of them mark at the same place.

F1 says whether items were found; a category says how those found by both were labelled. Items that
one side alone marks are in no pair: agreement on categories is given agreement on places.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from goldfield.schema.labels import Layer
from goldfield.schema.records import Annotations, Event, Span
from goldfield.schema.walk import spans_by_id
from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.measures.contents import places_of

__all__ = ["CATEGORIES", "Category", "Labels"]

Place = tuple[int, int]
Placed = Iterable[tuple[Hashable, str]]  # a place, and the label of an item there


class Labels(NamedTuple):
    """Both labels of each item that both sides mark, and the number of items of each side."""

    pairs: list[tuple[str, str]]
    first: int
    second: int


class Category(NamedTuple):
    """A closed set of labels: the layers it needs, what counts as one place, and the labels."""

    layers: tuple[Layer, ...]
    place: str
    read: Callable[[Annotations, Annotations], Labels]


def _at_places(
    read: Callable[[Annotations], Placed],
) -> Callable[[Annotations, Annotations], Labels]:
    """Labels of items that have a place of their own."""
    return lambda first, second: _paired(list(read(first)), list(read(second)))


def _paired(
    first: Sequence[tuple[Hashable, str]], second: Sequence[tuple[Hashable, str]]
) -> Labels:
    """Items at one place, equal labels first; of a side with more of them some have no pair."""
    left, right = _by_place(first), _by_place(second)
    pairs: list[tuple[str, str]] = []
    for place in left.keys() & right.keys():
        same = left[place] & right[place]
        rest = (sorted((side[place] - same).elements()) for side in (left, right))
        pairs += [(label, label) for label in same.elements()]
        pairs += zip(*rest, strict=False)
    return Labels(sorted(pairs), len(first), len(second))


def _by_place(items: Placed) -> Mapping[Hashable, Counter[str]]:
    found: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for place, label in items:
        found[place][label] += 1
    return found


class _Frame(NamedTuple):
    """All of an event that is compared; what is null is empty. Arguments stand at their place."""

    triggers: tuple[Place, ...]
    type: str
    factuality: str
    status: str
    roles: tuple[tuple[Place, str], ...]


def _frames(record: Annotations) -> list[_Frame]:
    known = spans_by_id(record)
    return [_frame(event, known) for event in record.events]


def _frame(event: Event, known: Mapping[str, Sequence[Span]]) -> _Frame:
    roles: list[tuple[Place, str]] = []
    for argument in event.arguments:
        span = argument.span or next(iter(known.get(argument.ref or "", ())), None)
        if span is not None:
            roles.append(((span.start, span.end), argument.role))
    triggers = sorted({(span.start, span.end) for span in event.triggers})
    labels = event.type, event.factuality or "", event.status or ""
    return _Frame(tuple(triggers), *labels, tuple(sorted(roles)))


def _frame_pairs(first: Annotations, second: Annotations) -> list[tuple[_Frame, _Frame]]:
    """Events paired one to one for most triggers at the same place, then for most equal labels.

    Of pairings that are equal in this one is always the same, whichever side is first: each pair
    outweighs all that come before it in an order that does not know the sides.
    """
    lefts, rights = _frames(first), _frames(second)
    weights: dict[tuple[int, int], tuple[int, ...]] = {}
    for i, a in enumerate(lefts):
        for j, b in enumerate(rights):
            if shared := len({*a.triggers} & {*b.triggers}):
                alike = a.type == b.type, a.factuality == b.factuality, a.status == b.status
                weights[i, j] = (shared, *map(int, alike))
    both = {(i, j): tuple(sorted((lefts[i], rights[j]))) for i, j in weights}
    rank = {pair: 2**n for n, pair in enumerate(sorted(set(both.values())))}
    chosen = best_pairs({at: (*weight, rank[both[at]]) for at, weight in weights.items()})
    return [(lefts[i], rights[j]) for i, j in chosen]


def _of_events(read: Callable[[_Frame], str]) -> Callable[[Annotations, Annotations], Labels]:
    """Labels of whole events; those without one are no items."""

    def labels(first: Annotations, second: Annotations) -> Labels:
        both = [(read(a), read(b)) for a, b in _frame_pairs(first, second)]
        sizes = (sum(map(bool, map(read, _frames(side)))) for side in (first, second))
        return Labels(sorted((a, b) for a, b in both if a and b), *sizes)

    return labels


def _roles(first: Annotations, second: Annotations) -> Labels:
    """Roles of arguments at the same place within paired events."""
    pairs: list[tuple[str, str]] = []
    for a, b in _frame_pairs(first, second):
        pairs += _paired(a.roles, b.roles).pairs
    sizes = (sum(len(event.arguments) for event in side.events) for side in (first, second))
    return Labels(sorted(pairs), *sizes)


def _entity_types(record: Annotations) -> Placed:
    return (((m.start, m.end), e.type) for e in record.entities for m in e.mentions)


def _mention_kinds(record: Annotations) -> Placed:
    return (((m.start, m.end), m.kind) for e in record.entities for m in e.mentions)


_MENTION, _EVENT = "mentions with the same boundaries", "events that share a trigger, one to one"
_QUOTE = "quotes with the same content"

CATEGORIES: dict[str, Category] = {
    "entity type": Category(("entities",), _MENTION, _at_places(_entity_types)),
    "mention kind": Category(("entities",), _MENTION, _at_places(_mention_kinds)),
    "time type": Category(
        ("times",),
        "times with the same boundaries",
        _at_places(lambda record: (((t.span.start, t.span.end), t.type) for t in record.times)),
    ),
    "quote type": Category(
        ("quotes",),
        _QUOTE,
        _at_places(lambda record: ((places_of(q), q.type) for q in record.quotes)),
    ),
    "source status": Category(
        ("quotes", "speakers"),
        _QUOTE,
        _at_places(lambda record: ((places_of(q), q.source.status) for q in record.quotes)),
    ),
    "event type": Category(("events",), _EVENT, _of_events(lambda frame: frame.type)),
    "argument role": Category(
        ("events", "arguments"), "arguments with the same boundaries in such events", _roles
    ),
    "factuality": Category(
        ("events", "factuality"), _EVENT, _of_events(lambda frame: frame.factuality)
    ),
    "event status": Category(
        ("events", "factuality"), _EVENT, _of_events(lambda frame: frame.status)
    ),
}
"""Each category by its name, in the order of the layers."""
