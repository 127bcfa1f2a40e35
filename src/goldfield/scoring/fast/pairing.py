"""Equal keys paired off in bulk; only what is left over is looked at one by one.

Where several pairings of the rest may be best, the aligner of the full measures decides, so that
counts by label are the same as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar

from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.counts import Counts
from goldfield.scoring.fast.keys import Key
from goldfield.scoring.measures.spans import Labelled, align_spans
from goldfield.scoring.outcome import Outcome

__all__ = [
    "best_first", "count_copies", "count_rest", "count_spans", "outcome_from", "overlapping",
    "tally",
]  # fmt: skip

Pair = tuple[int, int]
Tally = dict[str, int]
T = TypeVar("T", bound=Hashable)
_label = itemgetter(2)


def count_spans(golds: Sequence[Key], preds: Sequence[Key], mode: str) -> Outcome | None:
    """Spans in a mode of `SPAN_MODES`; None if either side says something twice."""
    wanted, given = set(golds), set(preds)
    if len(wanted) != len(golds) or len(given) != len(preds):
        return None
    return count_rest(tally(map(_label, golds)), wanted - given, given - wanted, mode)


def count_rest(
    total: Tally, missed: Collection[Key], spurious: Collection[Key], mode: str
) -> Outcome:
    """Spans of which no side says one twice, in a mode of `SPAN_MODES`.

    Args:
        total: how many gold spans each label has.
        missed: gold spans that no predicted one equals, label and all.
        spurious: predicted spans that no gold one equals.
        mode: what is counted.
    """
    worth = 2 if mode == "partial" else 1
    gold = {label: worth * number for label, number in total.items()}
    found = gold.copy()
    for _, _, label in missed:
        found[label] -= worth
    right, pred = found.copy(), found.copy()
    for _, _, label in spurious:
        pred[label] = pred.get(label, 0) + worth
    if mode != "strict" and missed and spurious:
        for one, other in _align(sorted(missed), sorted(spurious)):
            credit = _credit(one, other, mode)
            found[one[2]] += credit
            right[other[2]] = right.get(other[2], 0) + credit
    return outcome_from(gold, pred, found, right)


def count_copies(golds: Sequence[Key], preds: Sequence[Key]) -> Outcome:
    """Keys that are equal, each paired once, where a side may have some of them several times."""
    right = tally(map(_label, (Counter(golds) & Counter(preds)).elements()))
    return outcome_from(tally(map(_label, golds)), tally(map(_label, preds)), right)


def outcome_from(gold: Tally, pred: Tally, found: Tally, right: Tally | None = None) -> Outcome:
    """Counts from labels: of gold, of the prediction, and of what is right of either.

    `right` is left out where the labels of a pair are always the same.
    """
    right = found if right is None else right
    counts = Counts.of(sum(found.values()), sum(pred.values()), sum(gold.values()))
    labels = {
        label: Counts(
            right.get(label, 0), pred.get(label, 0), found.get(label, 0), gold.get(label, 0)
        )
        for label in sorted(gold.keys() | pred.keys())
    }
    return Outcome(counts, labels, [])


def tally(labels: Iterable[T]) -> dict[T, int]:
    """As a `Counter`, which takes longer to make than a few labels to count."""
    found: dict[T, int] = {}
    for label in labels:
        found[label] = found.get(label, 0) + 1
    return found


def _align(golds: Sequence[Key], preds: Sequence[Key]) -> Iterable[tuple[Key, Key]]:
    """The best pairs of two sorted lists without copies that have no item in common."""
    pairs = overlapping(golds, preds)
    if len({i for i, _ in pairs}) == len(pairs) == len({j for _, j in pairs}):
        return [(golds[i], preds[j]) for i, j in pairs]
    sides = ([Labelled(*key, "") for key in side] for side in (golds, preds))
    return [(gold[:3], pred[:3]) for gold, pred, _, _ in align_spans(*sides).pairs]


def _credit(gold: Key, pred: Key, mode: str) -> int:
    exact = gold[:2] == pred[:2]
    return {"exact": exact, "partial": 1 + exact, "type": gold[2] == pred[2], "relaxed": 1}[mode]


def overlapping(
    golds: Sequence[tuple[int, int, object]], preds: Sequence[tuple[int, int, object]]
) -> list[Pair]:
    """Positions of spans that share a character; predicted ones are sorted by start."""
    starts = [key[0] for key in preds]
    longest = max([key[1] - key[0] for key in preds], default=0)
    return [
        (i, j)
        for i, gold in enumerate(golds)
        for j in range(bisect_left(starts, gold[0] - longest + 1), bisect_left(starts, gold[1]))
        if preds[j][1] > gold[0]
    ]


def best_first(edges: Mapping[Pair, tuple[int, ...]]) -> list[Pair]:
    """A best pairing: all left items get their best partner, or else a solver is asked."""
    best: dict[int, Pair] = {}
    for pair, weight in edges.items():
        if pair[0] not in best or weight > edges[best[pair[0]]]:
            best[pair[0]] = pair
    chosen = list(best.values())
    return chosen if len({right for _, right in chosen}) == len(chosen) else best_pairs(edges)
