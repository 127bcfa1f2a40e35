"""Coreference: LEA. Mentions match if their spans are equal; singletons count.

Source: Moosavi and Strube 2016 (ACL), sections 3 and 3.1: an entity is worth its number of
mentions, times the share of its links that the other side has resolved. A singleton has one link,
to itself, which only a singleton can resolve.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from goldfield.schema.records import Annotations
from goldfield.scoring.counts import Counts
from goldfield.scoring.outcome import Outcome

__all__ = ["lea", "score_lea"]

Cluster = frozenset[tuple[int, int]]


def score_lea(gold: Annotations, pred: Annotations) -> Outcome:
    """LEA of one article; the units are mentions, weighted by the links of their entity."""
    golds, preds = _clusters(gold), _clusters(pred)
    counts = Counts(
        _resolved(preds, golds), sum(map(len, preds)), _resolved(golds, preds), sum(map(len, golds))
    )
    return Outcome(counts, {}, [])


def lea(gold: Sequence[Cluster], pred: Sequence[Cluster]) -> Counts:
    """LEA of two clusterings given as sets of places."""
    return Counts(
        _resolved(pred, gold), sum(map(len, pred)), _resolved(gold, pred), sum(map(len, gold))
    )


def _clusters(record: Annotations) -> list[Cluster]:
    """The entities as sets of places; mentions that are not in the text stay apart, unresolved."""
    found = []
    for entity in record.entities:
        places = [
            (m.start, m.end) if m.start >= 0 else (m.start, -i)
            for i, m in enumerate(entity.mentions)
        ]
        if places:
            found.append(frozenset(places))
    return sorted(found, key=sorted)


def _resolved(clusters: Sequence[Cluster], other: Sequence[Cluster]) -> float:
    from math import fsum

    where: dict[tuple[int, int], list[int]] = {}
    for index, cluster in enumerate(other):
        for place in cluster:
            where.setdefault(place, []).append(index)
    return fsum(_share(cluster, other, where) for cluster in clusters)


def _share(
    cluster: Cluster, other: Sequence[Cluster], where: dict[tuple[int, int], list[int]]
) -> float:
    """The worth of one entity: its size times the share of its links that are resolved."""
    if len(cluster) == 1:
        (place,) = cluster
        return float(any(len(other[index]) == 1 for index in where.get(place, ())))
    common = Counter(index for place in cluster for index in where.get(place, ()))
    links = sum(size * (size - 1) // 2 for size in common.values())
    return len(cluster) * min(1.0, links / (len(cluster) * (len(cluster) - 1) / 2))
