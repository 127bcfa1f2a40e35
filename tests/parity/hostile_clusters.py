"""Seeded clusterings with all that makes scorers of coreference differ."""

from __future__ import annotations

import random

from oracles.structures import Clustering, make_clusterings
from parity.common import Record

__all__ = ["make_clusters"]

Clusters = list[list[list[int]]]


def make_clusters(seed: int, number: int) -> list[tuple[Record, Record]]:
    """Gold and predicted clusters; a third are plain, a third have mentions more than once.

    In the rest clusters are reversed, so that the order of the file is not that of the text, or
    all are singletons.
    """
    chance = random.Random(seed)
    return [_pair(chance, one, index) for index, one in enumerate(make_clusterings(seed, number))]


def _pair(chance: random.Random, one: Clustering, index: int) -> tuple[Record, Record]:
    gold, pred = ([[list(m) for m in cluster] for cluster in side] for side in one[1:])
    if index % 3 == 1:
        gold, pred = _repeated(chance, gold), _repeated(chance, pred)
    elif index % 12 == 2:
        gold, pred = ([[m] for cluster in side for m in cluster] for side in (gold, pred))
    elif index % 3 == 2:
        gold, pred = gold[::-1], pred[::-1]
    return {"clusters": gold}, {"clusters": pred}


def _repeated(chance: random.Random, clusters: Clusters) -> Clusters:
    """Some mentions once more, in their own cluster, in another or in a new one."""
    for mention in [m for cluster in clusters for m in cluster]:
        if chance.random() < 0.3:
            chance.choice([*clusters, *clusters]).append(mention)
        elif chance.random() < 0.1:
            clusters.append([mention])
    chance.shuffle(clusters)
    return clusters
