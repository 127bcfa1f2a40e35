"""Coreference: MUC, B3, CEAF, the two halves of BLANC, and LEA, read off one table.

Sources: Vilain et al. 1995 (MUC-6); Bagga and Baldwin 1998; Luo 2005 (CEAF, phi 3 and phi 4);
Recasens and Hovy 2011 and Luo et al. 2014 (BLANC for predicted mentions); Moosavi and Strube 2016
(LEA). Predicted mentions are taken as they are (Pradhan et al. 2014): none is added or removed.

Below, n is the number of mentions that an entity of k mentions shares with one of the other side
that has r.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import comb, fsum, lcm
from typing import NamedTuple

from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.clusters import (
    Cluster,
    Shared,
    share_mentions,
    without_singletons,
)
from goldfield.scoring.outcome import Outcome

__all__ = [
    "COREF_MODES",
    "CorefMode",
    "b3_credit",
    "lea",
    "lea_credit",
    "most_similar",
    "score_coref",
]


class CorefMode(NamedTuple):
    """What a mode asks, what it counts, and how; without singletons both sides lose theirs."""

    why: str
    unit: str
    score: Callable[[Shared], Counts]
    singletons: bool = True


def score_coref(
    gold: Sequence[Cluster], pred: Sequence[Cluster], modes: Iterable[str]
) -> dict[str, Outcome]:
    """Outcomes of several of `COREF_MODES` on the two clusterings of one article."""
    rows = {mode: COREF_MODES[mode] for mode in modes}
    tables: dict[bool, Shared] = {}
    for kept in {row.singletons for row in rows.values()}:
        keep = list if kept else without_singletons
        tables[kept] = share_mentions(keep(gold), keep(pred))
    return {mode: Outcome(row.score(tables[row.singletons]), {}, []) for mode, row in rows.items()}


def lea(gold: Sequence[Cluster], pred: Sequence[Cluster]) -> Counts:
    """LEA of two clusterings given as sets of places."""
    return _lea(share_mentions(gold, pred))


def _muc(table: Shared) -> Counts:
    """An entity in p parts lacks p - 1 of the k - 1 links that hold it together."""
    correct = sum(n - 1 for n in table.pairs.values())
    return Counts.of(correct, sum(table.pred) - len(table.pred), sum(table.gold) - len(table.gold))


def _b3(table: Shared) -> Counts:
    """Each of the n mentions is worth n / k."""
    return _by_mention(table, b3_credit)


def _lea(table: Shared) -> Counts:
    """An entity is worth k times the share of its k (k - 1) / 2 links that are found.

    A singleton has one link, to itself, which only a singleton finds.
    """
    return _by_mention(table, lea_credit)


def b3_credit(n: int, k: int, r: int) -> float:
    """What an entity of k mentions earns by the n that one of r shares with it."""
    return n * n / k


def lea_credit(n: int, k: int, r: int) -> float:
    """What an entity of k mentions earns by the links between the n that one of r shares."""
    return n * (n - 1) / (k - 1) if k > 1 else float(r == 1)


def _by_mention(table: Shared, credit: Callable[[int, int, int], float]) -> Counts:
    """Counts out of all mentions; `credit` (n, k, r) is what a pair of entities earns for k."""
    pairs = [(n, table.gold[left], table.pred[right]) for (left, right), n in table.pairs.items()]
    return Counts(
        fsum(credit(n, right, left) for n, left, right in pairs),
        sum(table.pred),
        fsum(credit(n, left, right) for n, left, right in pairs),
        sum(table.gold),
    )


def _ceafm(table: Shared) -> Counts:
    """Entities paired one to one for most shared mentions (phi 3)."""
    edges = {pair: (n,) for pair, n in table.pairs.items()}
    correct = sum(table.pairs[pair] for pair in best_pairs(edges))
    return Counts.of(correct, sum(table.pred), sum(table.gold))


def _ceafe(table: Shared) -> Counts:
    """Entities paired one to one for the largest sum of 2 n / (k + r) (phi 4)."""
    worth, unit = most_similar(table)
    return Counts.of(sum(worth.values()) / unit, len(table.pred), len(table.gold))


def most_similar(table: Shared) -> tuple[dict[tuple[int, int], int], int]:
    """Pairs of entities, one to one, for the largest sum of 2 n / (k + r), with what each adds.

    In whole multiples of a common fraction, which is the second number, so that equal sums are
    equal.
    """
    sizes = {pair: table.gold[pair[0]] + table.pred[pair[1]] for pair in table.pairs}
    unit = lcm(*sizes.values())
    worth = {pair: 2 * n * (unit // sizes[pair]) for pair, n in table.pairs.items()}
    best = best_pairs({pair: (weight,) for pair, weight in worth.items()})
    return {pair: worth[pair] for pair in best}, unit


def _coreferent(table: Shared) -> Counts:
    """Links between two mentions of one entity."""
    return Counts.of(_links(table.pairs.values()), _links(table.pred), _links(table.gold))


def _apart(table: Shared) -> Counts:
    """Links between mentions of two entities: all links that are not coreferent.

    Of the links between shared mentions, those that either side has in one entity are taken off.
    """
    rows, columns = Counter[int](), Counter[int]()
    for (left, right), n in table.pairs.items():
        rows[left] += n
        columns[right] += n
    correct = comb(sum(rows.values()), 2) - _links(rows.values()) - _links(columns.values())
    return Counts.of(
        correct + _links(table.pairs.values()),
        comb(sum(table.pred), 2) - _links(table.pred),
        comb(sum(table.gold), 2) - _links(table.gold),
    )


def _links(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


COREF_MODES = {
    "muc": CorefMode("links that hold entities together", "links", _muc),
    "b3": CorefMode("each mention by the share of its entity found with it", "mentions", _b3),
    "ceafm": CorefMode("entities one to one, by shared mentions", "mentions", _ceafm),
    "ceafe": CorefMode("entities one to one, by their similarity", "entities", _ceafe),
    "blanc-c": CorefMode("pairs of mentions of one entity", "links", _coreferent),
    "blanc-n": CorefMode("pairs of mentions of two entities", "links", _apart),
    "lea": CorefMode("links resolved, weighted by entity size", "mentions", _lea),
    "b3-nosing": CorefMode("b3 without singletons on either side", "mentions", _b3, False),
    "ceafe-nosing": CorefMode("ceafe without singletons on either side", "entities", _ceafe, False),
    "lea-nosing": CorefMode("lea without singletons on either side", "mentions", _lea, False),
}
