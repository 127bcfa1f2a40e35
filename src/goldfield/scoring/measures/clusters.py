"""Two clusterings of mentions as one table: how many mentions each pair of entities shares.

Every measure of coreference is read off this table. A mention is a place, `(start, end)`, and
matches by equal boundaries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from goldfield.schema.records import Annotations

__all__ = [
    "Cluster",
    "Place",
    "Shared",
    "clusters_of",
    "largest_first",
    "share_mentions",
    "without_singletons",
]

Place = tuple[int, int]
Cluster = frozenset[Place]


class Shared(NamedTuple):
    """Sizes of the entities of both sides, and the mentions that gold i and predicted j share.

    Pairs of entities that share nothing are not listed.
    """

    gold: list[int]
    pred: list[int]
    pairs: dict[tuple[int, int], int]


def clusters_of(record: Annotations) -> list[Cluster]:
    """The entities as sets of places; mentions that are not in the text stay apart."""
    return [
        frozenset(
            (mention.start, mention.end if mention.start >= 0 else index)
            for index, mention in enumerate(entity.mentions)
        )
        for entity in record.entities
    ]


def without_singletons(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The entities of two mentions and more."""
    return [cluster for cluster in clusters if len(cluster) > 1]


def share_mentions(gold: Iterable[Cluster], pred: Iterable[Cluster]) -> Shared:
    """The table of two clusterings; places before the text match nothing.

    A mention belongs to one entity. If a side has it in several, the largest keeps it, of equal
    ones the first in the text; in the others it counts as a mention that matches nothing. So a
    copy is spurious, whatever the order of the input.
    """
    golds, preds = _ordered(gold), _ordered(pred)
    theirs = _owners(preds)
    pairs = Counter(
        (left, theirs[place]) for place, left in _owners(golds).items() if place in theirs
    )
    return Shared([len(cluster) for cluster in golds], [len(cluster) for cluster in preds], pairs)


def _ordered(clusters: Iterable[Cluster]) -> list[Cluster]:
    return sorted(filter(None, clusters), key=largest_first)


def largest_first(cluster: Cluster) -> tuple[int, list[Place]]:
    """A sort key: large entities first, of equal ones the first in the text."""
    return -len(cluster), sorted(cluster)


def _owners(clusters: Sequence[Cluster]) -> dict[Place, int]:
    owners: dict[Place, int] = {}
    for index, cluster in enumerate(clusters):
        for place in cluster:
            if place[0] >= 0:
                owners.setdefault(place, index)
    return owners
