"""Spans with a label: strict, exact, partial, type, read off one alignment.

Source: SemEval-2013 task 9.1 (Segura-Bedmar et al. 2013), after MUC-5 (Chinchor and Sundheim
1993). Ranges are half-open, so spans that only touch do not overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from goldfield.scoring.alignment import best_pairs, part_copies
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["SPAN_MODES", "Aligned", "Labelled", "align_spans", "read_mode", "read_modes"]

SPAN_MODES = {
    "strict": "same boundaries and same label",
    "exact": "same boundaries, whatever the label",
    "partial": "same boundaries count 1, an overlap one half, whatever the label",
    "type": "any overlap with the same label",
    "relaxed": "any overlap, whatever the label",
}
# What each mode asks of a pair: the same boundaries, the same label.
_ASKED = {
    "strict": (True, True),
    "exact": (True, False),
    "partial": (True, False),
    "type": (False, True),
    "relaxed": (False, False),
}
_IOU_STEPS = 1000
Place = tuple[int, int, str]
_order, _place = itemgetter(0, 1, 2, 3), itemgetter(0, 1, 2)


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


def _copy(item: Labelled) -> tuple[object, ...]:
    """What equal items share; strings that are not in the text are told apart by their words."""
    return item[:3] if item.start >= 0 else item[:4]


def _equal_first(
    golds: list[Labelled], preds: list[Labelled]
) -> tuple[list[Matched], list[Labelled], list[Labelled]]:
    """Take off the pairs that agree in everything: no better pairing can do without them.

    Not where gold accepts other labels on the same span, since then equality is not the only
    full agreement.
    """
    open_spans = {item[:2] for item in golds if item.also}
    waiting = Counter(map(_place, preds))
    for place in [place for place in waiting if place[:2] in open_spans]:
        del waiting[place]
    wanted = Counter(map(_place, golds))
    taken = {place: min(wanted[place], n) for place, n in waiting.items() if place in wanted}
    rest, same = _take(golds, taken)
    left, _ = _take(preds, taken)
    return [Matched(item, item, True, True) for item in same], rest, left


def _take(
    items: Sequence[Labelled], taken: Mapping[Place, int]
) -> tuple[list[Labelled], list[Labelled]]:
    """What is left of sorted items, and those taken: of equal ones the first so many."""
    open_to = dict(taken)
    left: list[Labelled] = []
    found: list[Labelled] = []
    for item, place in zip(items, map(_place, items), strict=True):
        if open_to.get(place):
            open_to[place] -= 1
            found.append(item)
        else:
            left.append(item)
    return left, found


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
                edges[i, j] = exact and typed, exact, typed, 1, _IOU_STEPS * shared // union
    return edges


def _match(gold: Labelled, pred: Labelled) -> Matched:
    exact = gold.start == pred.start and gold.end == pred.end
    return Matched(gold, pred, exact, gold.label == pred.label or pred.label in gold.also)


def read_mode(aligned: Aligned, mode: str) -> Outcome:
    """Counts and judgements of one mode of `SPAN_MODES`; `partial` counts in half credits."""
    return read_modes(aligned, [mode])[mode]


def read_modes(aligned: Aligned, modes: Iterable[str]) -> dict[str, Outcome]:
    """`read_mode` of several modes, which share what they say alike."""
    same = [pair.gold.shown() for pair in aligned.pairs if pair.gold is pair.pred]
    others = [
        (pair, pair.gold.shown(), pair.pred.shown())
        for pair in aligned.pairs
        if pair.gold is not pair.pred
    ]
    alone = _alone(aligned)
    found: dict[str, Outcome] = {}
    for mode in modes:
        worth = 2 if mode == "partial" else 1
        rows = [Judgement("COR", item, item, "", worth) for item in same]
        rows += [_judge(pair, gold, pred, mode) for pair, gold, pred in others]
        found[mode] = outcome_of(rows + alone, worth)
    return found


def _alone(aligned: Aligned) -> list[Judgement]:
    return [
        *[Judgement("MIS", one.shown(), None, "nothing predicted here") for one in aligned.missed],
        *[Judgement("SPU", None, one.shown(), _why(one)) for one in aligned.spurious],
        *[Judgement("SPU", None, one.shown(), "duplicate") for one in aligned.duplicates],
    ]


def _why(item: Labelled) -> str:
    return "not in the text" if item.start < 0 else "nothing in gold here"


def _judge(pair: Matched, gold: Item, pred: Item, mode: str) -> Judgement:
    boundaries, label = _ASKED[mode]
    faults = [
        *(["boundary"] if boundaries and not pair.exact else []),
        *(["label"] if label and not pair.typed else []),
    ]
    reason = " and ".join(faults)
    if mode == "partial":
        return Judgement("PAR" if reason else "COR", gold, pred, reason, 1 if reason else 2)
    return Judgement("INC" if reason else "COR", gold, pred, reason, 0 if reason else 1)
