"""Which fillers of two templates are the same: the pairings that template measures rest on.

A filler is an entity, a bag of mention strings, in a role. Fillers of two roles never match.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from goldfield.scoring.alignment import best_pairs, split_copies

__all__ = ["Filler", "Fit", "best_fit", "contained", "one_to_one", "phi3", "subset"]


class Filler(NamedTuple):
    """An entity in a role: its mentions, normalised and sorted, and how it is shown."""

    role: str
    mentions: tuple[str, ...]
    text: str


class Fit(NamedTuple):
    """The fillers of two sides, those that are paired, and what each is credited with."""

    gold: Sequence[Filler]
    pred: Sequence[Filler]
    pairs: list[tuple[int, int]]
    gold_credit: list[int]
    pred_credit: list[int]

    @property
    def worth(self) -> tuple[int, int]:
        """The credit of all predicted fillers, and of all gold ones."""
        return sum(self.pred_credit), sum(self.gold_credit)


def contained(gold: Sequence[Filler], pred: Sequence[Filler]) -> Fit:
    """One to one; a predicted entity is right if it has no mention that the gold one lacks."""
    return best_fit(gold, pred, lambda g, p: int(set(p.mentions) <= set(g.mentions)))


def phi3(gold: Sequence[Filler], pred: Sequence[Filler]) -> Fit:
    """One to one; a pair is worth the mentions it shares."""
    return best_fit(gold, pred, shared)


def subset(gold: Sequence[Filler], pred: Sequence[Filler]) -> Fit:
    """A predicted entity is right if it shares a mention with any gold one, as others may.

    Of gold as many are found as can each have a predicted entity of their own.
    """
    edges = _edges(gold, pred, shared)
    pairs = best_pairs(dict.fromkeys(edges, (1,)))
    touched = {right for _, right in edges}
    found = {left for left, _ in pairs}
    return Fit(
        gold,
        pred,
        pairs,
        [int(i in found) for i in range(len(gold))],
        [int(j in touched) for j in range(len(pred))],
    )


def one_to_one(gold: Sequence[Filler], pred: Sequence[Filler]) -> Fit:
    """One to one; a predicted entity is right if it shares a mention. Surplus copies are wrong."""
    golds, preds = Counter[object](map(_copy, gold)), Counter[object](map(_copy, pred))
    open_gold, _ = split_copies(range(len(gold)), lambda i: _copy(gold[i]), preds)
    open_pred, _ = split_copies(range(len(pred)), lambda j: _copy(pred[j]), golds)
    edges = _edges(gold, pred, shared).items()
    kept = {pair: (1, n) for pair, n in edges if pair[0] in open_gold and pair[1] in open_pred}
    return _fit(gold, pred, {pair: 1 for pair in best_pairs(kept)})


def shared(gold: Filler, pred: Filler) -> int:
    """How many mentions two fillers share; a string counts as often as both have it."""
    return (Counter(gold.mentions) & Counter(pred.mentions)).total()


def _copy(filler: Filler) -> tuple[str, frozenset[str]]:
    return filler.role, frozenset(filler.mentions)


def best_fit(
    gold: Sequence[Filler], pred: Sequence[Filler], weigh: Callable[[Filler, Filler], int]
) -> Fit:
    """One to one for the largest sum of weights, which are what a pair is worth to both sides."""
    edges = _edges(gold, pred, weigh)
    best = best_pairs({pair: (weight,) for pair, weight in edges.items()})
    return _fit(gold, pred, {pair: edges[pair] for pair in best})


def _edges(
    gold: Sequence[Filler], pred: Sequence[Filler], weigh: Callable[[Filler, Filler], int]
) -> dict[tuple[int, int], int]:
    """The weight of each pair of fillers of one role that is above 0."""
    weights = {
        (i, j): weigh(g, p)
        for i, g in enumerate(gold)
        for j, p in enumerate(pred)
        if g.role == p.role
    }
    return {pair: weight for pair, weight in weights.items() if weight}


def _fit(
    gold: Sequence[Filler], pred: Sequence[Filler], credits: dict[tuple[int, int], int]
) -> Fit:
    by_gold = {i: credit for (i, _), credit in credits.items()}
    by_pred = {j: credit for (_, j), credit in credits.items()}
    return Fit(
        gold,
        pred,
        sorted(credits),
        [by_gold.get(i, 0) for i in range(len(gold))],
        [by_pred.get(j, 0) for j in range(len(pred))],
    )
