"""The metrics of coval, and of goldfield, cluster by cluster and mention by mention."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from math import fsum
from typing import NamedTuple

from goldfield.peers.clusters import (
    Bag,
    Found,
    by_largest,
    by_last,
    in_each,
    largest_holders,
    once_each,
    shared_by_each,
)
from goldfield.peers.ladder import Pair, Tally, Worth
from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.measures.clusters import Place, Shared
from goldfield.scoring.measures.coreference import b3_credit, lea_credit, most_similar

__all__ = ["CLUSTER_TALLIES", "MENTION_TALLIES"]

Find = Callable[[Sequence[Bag], Sequence[Bag]], Found]


class Metric(NamedTuple):
    """What a cluster of k mentions earns by the n it shares with one of r, and what it weighs."""

    credit: Callable[[int, int, int], float]
    weight: Callable[[int], int]


METRICS = {
    "muc": Metric(lambda n, k, r: n - 1, lambda k: k - 1),
    "b3": Metric(b3_credit, lambda k: k),
    "lea": Metric(lea_credit, lambda k: k),
}


def _linked(pair: Pair, metric: Metric, find: Find) -> Tally:
    """The clusters of both sides by a metric that adds up what each shares with others."""
    found = find(pair.gold, pair.pred)
    of_pred = {(j, i): n for (i, j), n in found.of_pred.items()}
    return Tally(
        _worths(found.gold, found.pred, found.of_gold, metric),
        _worths(found.pred, found.gold, of_pred, metric),
    )


def _worths(
    sizes: Sequence[int],
    others: Sequence[int],
    shared: Mapping[tuple[int, int], int],
    metric: Metric,
) -> tuple[Worth, ...]:
    credits: list[list[float]] = [[] for _ in sizes]
    for (own, other), n in shared.items():
        credits[own].append(metric.credit(n, sizes[own], others[other]))
    return tuple(
        Worth(sum(earned) if all(isinstance(e, int) for e in earned) else fsum(earned), weight)
        for earned, weight in zip(credits, map(metric.weight, sizes), strict=True)
    )


def _aligned(pair: Pair, find: Find) -> Tally:
    """The clusters of both sides, one to one, each by its similarity with its partner."""
    gold, pred, pairs, _ = find(pair.gold, pair.pred)
    best, unit = most_similar(Shared(gold, pred, pairs))
    ours = {i: worth / unit for (i, _), worth in best.items()}
    theirs = {j: worth / unit for (_, j), worth in best.items()}
    return Tally(
        tuple(Worth(ours.get(i, 0), 1) for i in range(len(gold))),
        tuple(Worth(theirs.get(j, 0), 1) for j in range(len(pred))),
    )


def _once(find: Find, gold: Sequence[Bag], pred: Sequence[Bag]) -> Found:
    return find(once_each(gold), once_each(pred))


_MAPPED: dict[str, Find] = {
    "": by_largest,
    "last-cluster": by_last,
    "each-cluster": partial(_once, in_each),
    "copies": in_each,
}
# CEAF has no map from mentions to clusters: it compares every two clusters.
_COMPARED: dict[str, Find] = {
    "": by_largest,
    "each-cluster": partial(_once, shared_by_each),
    "copies": shared_by_each,
}

CLUSTER_TALLIES: dict[str, dict[str, Callable[[Pair], Tally]]] = {
    **{
        name: {rule: partial(_linked, metric=metric, find=find) for rule, find in _MAPPED.items()}
        for name, metric in METRICS.items()
    },
    "ceafe": {rule: partial(_aligned, find=find) for rule, find in _COMPARED.items()},
}
"""How the clusters of a document are counted, by metric and rule; rules in the order of steps."""


def _in_paired_cluster(pair: Pair) -> Tally:
    """A mention is right if its cluster is paired with the one that has it on the other side."""
    found = by_largest(pair.gold, pair.pred)
    chosen = set(best_pairs({pair: (n,) for pair, n in found.of_gold.items()}))
    ours, theirs = largest_holders(pair.gold), largest_holders(pair.pred)
    right = {m for m, i in ours.items() if (i, theirs.get(m)) in chosen}
    return Tally(_held(pair.gold, ours, right), _held(pair.pred, theirs, right))


def _held(
    clusters: Iterable[Bag], holders: Mapping[Place, int], right: set[Place]
) -> tuple[Worth, ...]:
    return tuple(
        Worth(int(place in right and holders[place] == index), 1)
        for index, cluster in enumerate(once_each(clusters))
        for place in cluster
    )


def _anywhere(pair: Pair) -> Tally:
    """A mention is right if the other side has it in any cluster."""
    return Tally(_known(pair.gold, pair.pred), _known(pair.pred, pair.gold))


def _known(clusters: Iterable[Bag], others: Iterable[Bag]) -> tuple[Worth, ...]:
    known = {place for cluster in others for place in cluster}
    return tuple(
        Worth(int(place in known), 1) for cluster in once_each(clusters) for place in cluster
    )


def _each_once(pair: Pair) -> Tally:
    """As anywhere; in further clusters a mention is not counted."""
    gold, pred = _anywhere(pair)
    return Tally(_first(pair.gold, gold), _first(pair.pred, pred))


def _first(clusters: Iterable[Bag], worths: Iterable[Worth]) -> tuple[Worth, ...]:
    seen: set[Place] = set()
    found: list[Worth] = []
    places = (place for cluster in once_each(clusters) for place in cluster)
    for place, worth in zip(places, worths, strict=True):
        found.append(Worth(0, 0) if place in seen else worth)
        seen.add(place)
    return tuple(found)


MENTION_TALLIES: dict[str, Callable[[Pair], Tally]] = {
    "": _in_paired_cluster,
    "any-cluster": _anywhere,
    "once": _each_once,
}
"""How the mentions of a document are counted, by rule."""
