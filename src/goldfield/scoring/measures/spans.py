"""Spans with a label: strict, exact, partial, type, read off one alignment.

Source: SemEval-2013 task 9.1 (Segura-Bedmar et al. 2013), after MUC-5 (Chinchor and Sundheim
1993). Ranges are half-open, so spans that only touch do not overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from goldfield.scoring.alignment import best_pairs, part_copies
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["SPAN_MODES", "Aligned", "Labelled", "align_spans", "read_mode"]

SPAN_MODES = {
    "strict": "same boundaries and same label",
    "exact": "same boundaries, whatever the label",
    "partial": "same boundaries count 1, an overlap one half, whatever the label",
    "type": "any overlap with the same label",
    "relaxed": "any overlap, whatever the label",
}
_IOU_STEPS = 1000


class Labelled(NamedTuple):
    """A span to be matched. `also` holds labels that gold accepts as well."""

    start: int
    end: int
    label: str
    text: str
    also: frozenset[str] = frozenset()

    def shown(self) -> Item:
        """As verdicts show it."""
        return Item(self.label, self.text, self.start, self.end)


class Matched(NamedTuple):
    """A pair of an alignment and the levels at which it agrees."""

    gold: Labelled
    pred: Labelled
    exact: bool
    typed: bool


class Aligned(NamedTuple):
    """A pairing of two lists of spans; what is in no pair stands in one of the other lists."""

    pairs: list[Matched]
    missed: list[Labelled]
    spurious: list[Labelled]
    duplicates: list[Labelled]


def align_spans(gold: Iterable[Labelled], pred: Iterable[Labelled]) -> Aligned:
    """Pair gold and predicted spans one to one.

    The pairing has most (1) equal spans with equal label, (2) equal spans, (3) overlaps with
    equal label, (4) overlaps, in this order of importance, then the largest shared part.
    """
    golds, preds = sorted(gold, key=_order), sorted(pred, key=_order)
    golds, surplus, preds, duplicates = part_copies(golds, preds, _copy)
    pairs, golds, preds = _equal_first(golds, preds)
    chosen = best_pairs(_edges(golds, preds))
    pairs += [_match(golds[left], preds[right]) for left, right in chosen]
    paired_gold, paired_pred = {left for left, _ in chosen}, {right for _, right in chosen}
    missed = [item for i, item in enumerate(golds) if i not in paired_gold]
    spurious = [item for i, item in enumerate(preds) if i not in paired_pred]
    return Aligned(pairs, missed + surplus, spurious, duplicates)


def _order(item: Labelled) -> tuple[int, int, str, str]:
    return item[:4]


def _copy(item: Labelled) -> tuple[object, ...]:
    """What equal items share; strings that are not in the text are told apart by their words."""
    return item[:3] if item.start >= 0 else item[:4]


def _place(item: Labelled) -> tuple[int, int, str]:
    return item[:3]


def _equal_first(
    golds: list[Labelled], preds: list[Labelled]
) -> tuple[list[Matched], list[Labelled], list[Labelled]]:
    """Take off the pairs that agree in everything: no better pairing can do without them.

    Not where gold accepts other labels on the same span, since then equality is not the only
    full agreement.
    """
    open_spans = {item[:2] for item in golds if item.also}
    waiting = Counter(map(_place, preds))
    for item in preds:
        if item[:2] in open_spans:
            del waiting[_place(item)]
    pairs: list[Matched] = []
    rest: list[Labelled] = []
    for item in golds:
        place = item[:3]
        if waiting.get(place):
            waiting[place] -= 1
            pairs.append(Matched(item, item, True, True))
        else:
            rest.append(item)
    taken = Counter([pair.gold[:3] for pair in pairs])
    left: list[Labelled] = []
    for item in preds:
        place = item[:3]
        if taken.get(place):
            taken[place] -= 1
        else:
            left.append(item)
    return pairs, rest, left


def _edges(
    golds: Sequence[Labelled], preds: Sequence[Labelled]
) -> dict[tuple[int, int], tuple[int, ...]]:
    """Weights of all overlapping pairs; both lists are sorted by start."""
    starts = [item.start for item in preds]
    longest = max((item.end - item.start for item in preds), default=0)
    edges: dict[tuple[int, int], tuple[int, ...]] = {}
    for i, gold in enumerate(golds):
        first = bisect_left(starts, gold.start - longest)
        for j in range(first, bisect_left(starts, gold.end)):
            pred = preds[j]
            shared = min(gold.end, pred.end) - max(gold.start, pred.start)
            if shared > 0:
                _, _, exact, typed = _match(gold, pred)
                union = max(gold.end, pred.end) - min(gold.start, pred.start)
                weight = (exact and typed, exact, typed, True, _IOU_STEPS * shared // union)
                edges[i, j] = tuple(map(int, weight))
    return edges


def _match(gold: Labelled, pred: Labelled) -> Matched:
    exact = gold.start == pred.start and gold.end == pred.end
    return Matched(gold, pred, exact, gold.label == pred.label or pred.label in gold.also)


def read_mode(aligned: Aligned, mode: str) -> Outcome:
    """Counts and judgements of one mode of `SPAN_MODES`; `partial` counts in half credits."""
    worth = 2 if mode == "partial" else 1
    rows = [_judge(pair, mode) for pair in aligned.pairs]
    rows += [
        Judgement("MIS", item.shown(), None, "nothing predicted here") for item in aligned.missed
    ]
    rows += [Judgement("SPU", None, item.shown(), _why(item)) for item in aligned.spurious]
    rows += [Judgement("SPU", None, item.shown(), "duplicate") for item in aligned.duplicates]
    return outcome_of(rows, worth)


def _why(item: Labelled) -> str:
    return "not in the text" if item.start < 0 else "nothing in gold here"


def _judge(pair: Matched, mode: str) -> Judgement:
    gold = pair.gold.shown()
    if pair.gold is pair.pred:  # taken off as equal
        return Judgement("COR", gold, gold, "", 2 if mode == "partial" else 1)
    pred = pair.pred.shown()
    boundary = "" if pair.exact else "boundary"
    label = "" if pair.typed else "label"
    faults = {
        "strict": [boundary, label], "exact": [boundary], "partial": [boundary],
        "type": [label], "relaxed": [],
    }[mode]  # fmt: skip
    reason = " and ".join(filter(None, faults))
    if mode == "partial":
        return Judgement("PAR" if reason else "COR", gold, pred, reason, 1 if reason else 2)
    return Judgement("INC" if reason else "COR", gold, pred, reason, 0 if reason else 1)
