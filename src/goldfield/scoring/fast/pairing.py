"""Equal items paired off in bulk; only what is left over is looked at one by one.

An item is a place with a label. Where several pairings of the rest may be best, the aligner of
the full measures decides, so that counts by label are the same as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.spans import Labelled, align_spans
from goldfield.scoring.outcome import Outcome

__all__ = [
    "Key",
    "best_first",
    "count_equal",
    "count_spans",
    "outcome_from",
    "overlapping",
    "tally",
]

Key = tuple[int, int, str]
Pair = tuple[int, int]
Place = tuple[int, int, object]
Tally = dict[str, int]
T = TypeVar("T", bound=Hashable)


def count_equal(golds: Sequence[Key], preds: Sequence[Key]) -> Outcome:
    """Items that are equal in place and label, each paired once."""
    wanted, given = set(golds), set(preds)
    if len(wanted) == len(golds) and len(given) == len(preds):
        right = tally([key[2] for key in wanted & given])
    else:
        right = tally([key[2] for key in (Counter(golds) & Counter(preds)).elements()])
    return outcome_from(_labels(golds), _labels(preds), right)


def count_spans(golds: Sequence[Key], preds: Sequence[Key], mode: str) -> Outcome | None:
    """Spans in a mode of `SPAN_MODES`; None if either side says something twice."""
    if mode == "strict":
        return count_equal(golds, preds)
    wanted, given = set(golds), set(preds)
    if len(wanted) != len(golds) or len(given) != len(preds):
        return None
    same, worth = wanted & given, 2 if mode == "partial" else 1
    found = [key[2] for key in same] * worth
    right = found.copy()
    if len(same) < len(wanted) and len(same) < len(given):
        for gold, pred in _align(sorted(wanted - same), sorted(given - same)):
            credit = _credit(gold, pred, mode)
            found += [gold[2]] * credit
            right += [pred[2]] * credit
    return outcome_from(_labels(golds, worth), _labels(preds, worth), tally(found), tally(right))


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


def tally(labels: Iterable[T], worth: int = 1) -> dict[T, int]:
    """As a `Counter`, which takes longer to make than a few labels to count."""
    found: dict[T, int] = {}
    for label in labels:
        found[label] = found.get(label, 0) + worth
    return found


def _labels(keys: Iterable[Key], worth: int = 1) -> Tally:
    return tally([key[2] for key in keys], worth)


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


def overlapping(golds: Sequence[Place], preds: Sequence[Place]) -> list[Pair]:
    """Positions of spans that share a character; predicted ones are sorted by start."""
    starts = [key[0] for key in preds]
    longest = max((key[1] - key[0] for key in preds), default=0)
    return [
        (i, j)
        for i, gold in enumerate(golds)
        for j in range(bisect_left(starts, gold[0] - longest), bisect_left(starts, gold[1]))
        if min(gold[1], preds[j][1]) > max(gold[0], preds[j][0])
    ]


def best_first(edges: Mapping[Pair, tuple[int, ...]]) -> list[Pair]:
    """A best pairing: all left items get their best partner, or else a solver is asked."""
    best: dict[int, Pair] = {}
    for pair, weight in edges.items():
        if pair[0] not in best or weight > edges[best[pair[0]]]:
            best[pair[0]] = pair
    chosen = list(best.values())
    return chosen if len({right for _, right in chosen}) == len(chosen) else best_pairs(edges)
