"""Clusters of mentions as a peer reads them: in the order of the text, copies and all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from goldfield.peers.ladder import Pair
from goldfield.schema.records import Annotations
from goldfield.scoring.measures.clusters import Place, cluster_order
from goldfield.scoring.outcome import Item

__all__ = [
    "Bag",
    "Found",
    "by_largest",
    "by_last",
    "cluster_items",
    "clusters_of_entities",
    "clusters_of_record",
    "in_each",
    "largest_holders",
    "last_holders",
    "mention_items",
    "once_each",
    "shared_by_each",
]

Bag = tuple[Place, ...]
"""The mentions of a cluster; a place that stands in it twice is two mentions."""


class Found(NamedTuple):
    """How many mentions clusters share: Shared of goldfield, where both sides may see their own.

    Args:
        gold: sizes.
        pred: sizes.
        of_gold: the mentions of gold i that predicted j has.
        of_pred: the mentions of predicted j that gold i has.
    """

    gold: list[int]
    pred: list[int]
    of_gold: dict[tuple[int, int], int]
    of_pred: dict[tuple[int, int], int]


def clusters_of_record(record: Any, _: object = None) -> tuple[Bag, ...]:
    """The clusters of a generic record."""
    return _as_read(tuple((a, b) for a, b in cluster) for cluster in record.clusters)


def clusters_of_entities(record: Annotations, _: object = None) -> tuple[Bag, ...]:
    """The entities of an article; a mention that is not in the text has a place of its own."""
    return _as_read(
        tuple(
            (mention.start, mention.end) if mention.start >= 0 else (-1 - index, position)
            for position, mention in enumerate(entity.mentions)
        )
        for index, entity in enumerate(record.entities)
    )


def _as_read(clusters: Iterable[Bag]) -> tuple[Bag, ...]:
    """In the order in which a reader of CoNLL columns meets the end of a first mention.

    Of mentions that end at one token it reads those of a single token first.
    """
    return tuple(sorted(filter(None, clusters), key=_first_end))


def _first_end(cluster: Bag) -> tuple[bool, int, bool]:
    ends = [(False, end, end - start > 1) for start, end in cluster if start >= 0]
    return min(ends, default=(True, 0, False))


def by_largest(gold: Sequence[Bag], pred: Sequence[Bag]) -> Found:
    """As goldfield has it: of several clusters that have a mention the largest keeps it."""
    return _by_holder(gold, pred, largest_holders(gold), largest_holders(pred))


def by_last(gold: Sequence[Bag], pred: Sequence[Bag]) -> Found:
    """Of several clusters that have a mention the last one keeps it."""
    return _by_holder(gold, pred, last_holders(gold), last_holders(pred))


def _by_holder(
    gold: Sequence[Bag],
    pred: Sequence[Bag],
    ours: dict[Place, int],
    theirs: dict[Place, int],
) -> Found:
    pairs = Counter((i, theirs[place]) for place, i in ours.items() if place in theirs)
    return Found([len(set(c)) for c in gold], [len(set(c)) for c in pred], pairs, pairs)


def last_holders(clusters: Sequence[Bag]) -> dict[Place, int]:
    """The cluster that has each place; of several the last one."""
    return {place: index for index, cluster in enumerate(clusters) for place in cluster}


def largest_holders(clusters: Sequence[Bag]) -> dict[Place, int]:
    """The cluster that has each place; of several the largest, of equal ones the first."""
    sets = [frozenset(cluster) for cluster in clusters]
    order = sorted(range(len(sets)), key=lambda index: cluster_order(sets[index]))
    return {place: index for index in reversed(order) for place in sets[index]}


def in_each(gold: Sequence[Bag], pred: Sequence[Bag]) -> Found:
    """Every cluster that has a mention counts it, by the last cluster of the other side."""
    ours, theirs = last_holders(gold), last_holders(pred)
    return Found(
        list(map(len, gold)),
        list(map(len, pred)),
        Counter((i, theirs[m]) for i, cluster in enumerate(gold) for m in cluster if m in theirs),
        Counter((ours[m], j) for j, cluster in enumerate(pred) for m in cluster if m in ours),
    )


def shared_by_each(gold: Sequence[Bag], pred: Sequence[Bag]) -> Found:
    """What every two clusters share, however many have it; copies count as often as in gold."""
    sets = list(map(set, pred))
    pairs = {
        (i, j): shared
        for i, cluster in enumerate(gold)
        for j, other in enumerate(sets)
        if (shared := sum(place in other for place in cluster))
    }
    return Found(list(map(len, gold)), list(map(len, pred)), pairs, pairs)


def once_each(clusters: Iterable[Bag]) -> list[Bag]:
    """The clusters with each place once."""
    return [tuple(dict.fromkeys(cluster)) for cluster in clusters]


def cluster_items(pair: Pair) -> tuple[Sequence[Item], Sequence[Item]]:
    """A cluster as it is shown: how many mentions, and the first in the text."""
    return [_shown(c, pair.text) for c in pair.gold], [_shown(c, pair.text) for c in pair.pred]


def _shown(cluster: Bag, text: str | None) -> Item:
    place = min((place for place in cluster if place[0] >= 0), default=None)
    label = f"cluster of {len(cluster)}"
    return Item(label, "") if place is None else _at(label, place, text)


def _at(label: str, place: Place, text: str | None) -> Item:
    return Item(label, text[slice(*place)] if text else "", *place)


def mention_items(pair: Pair) -> tuple[Sequence[Item], Sequence[Item]]:
    """The mentions of each cluster, each once."""
    return _mentions(pair.gold, pair.text), _mentions(pair.pred, pair.text)


def _mentions(clusters: Iterable[Bag], text: str | None) -> list[Item]:
    return [
        _at("mention", place, text) if place[0] >= 0 else Item("mention", "")
        for cluster in once_each(clusters)
        for place in cluster
    ]
