"""Spans whose boundaries are half right: the same start, the same end, or the shared part.

Each mode has a pairing of its own, between spans of one label only, so that its count is the most
that any one-to-one pairing reaches.

Sources: intersection over union summed over the best pairing, as in BioNLP-ST 2013 Bacteria
Biotopes (Bossy et al. 2013) and SPRadIE 2021, where it is called lenient.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import lcm
from operator import itemgetter
from typing import NamedTuple

from goldfield.scoring.alignment import best_pairs, part_copies
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.spans import Labelled
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["BOUNDARY_MODES", "score_boundaries"]

BOUNDARY_MODES = {
    "left": "the same start and the same label",
    "right": "the same end and the same label",
    "iou": "the shared part of the union, with the same label",
}
Pair = tuple[int, int]
_order = itemgetter(0, 1, 2, 3)


class _Sides(NamedTuple):
    """Spans to pair and how verdicts show them, surplus copies of either side, what overlaps."""

    golds: list[Labelled]
    preds: list[Labelled]
    shown: tuple[list[Item], list[Item]]
    rest: tuple[list[Labelled], list[Labelled]]
    overlaps: dict[Pair, Pair]


def score_boundaries(
    gold: Iterable[Labelled], pred: Iterable[Labelled], modes: Iterable[str]
) -> dict[str, Outcome]:
    """Outcomes of several of `BOUNDARY_MODES`; `iou` counts fractions of items."""
    golds, preds = sorted(gold, key=_order), sorted(pred, key=_order)
    golds, surplus, preds, duplicates = part_copies(golds, preds, _copy)
    shown = [item.shown() for item in golds], [item.shown() for item in preds]
    sides = _Sides(golds, preds, shown, (surplus, duplicates), _overlaps(golds, preds))
    return {mode: _shared(sides) if mode == "iou" else _edge(sides, mode) for mode in modes}


def _edge(sides: _Sides, mode: str) -> Outcome:
    edge = 0 if mode == "left" else 1
    edges = {
        (i, j): (1, int(sides.golds[i][:2] == sides.preds[j][:2]))
        for i, j in sides.overlaps
        if sides.golds[i][edge] == sides.preds[j][edge]
    }
    chosen = best_pairs(edges)
    golds, preds = sides.shown
    rows = [Judgement("COR", golds[i], preds[j], "", 1) for i, j in chosen]
    return outcome_of(rows + _alone(sides, chosen))


def _copy(item: Labelled) -> tuple[object, ...]:
    """What equal items share; strings that are not in the text are told apart by their words."""
    return item[:3] if item.start >= 0 else item[:4]


def _overlaps(golds: Sequence[Labelled], preds: Sequence[Labelled]) -> dict[Pair, Pair]:
    """Shared characters and characters of the union, of all overlapping pairs of one label."""
    by_label: dict[str, list[int]] = {}
    for j, item in enumerate(preds):
        by_label.setdefault(item.label, []).append(j)
    found: dict[Pair, Pair] = {}
    for i, gold in enumerate(golds):
        for j in by_label.get(gold.label, ()):
            pred = preds[j]
            shared = min(gold.end, pred.end) - max(gold.start, pred.start)
            if shared > 0:
                found[i, j] = shared, max(gold.end, pred.end) - min(gold.start, pred.start)
    return found


def _shared(sides: _Sides) -> Outcome:
    """The pairing with the largest sum of intersection over union, computed in whole numbers."""
    unit = lcm(*(union for _, union in sides.overlaps.values()))
    parts = {at: shared * (unit // union) for at, (shared, union) in sides.overlaps.items()}
    chosen = best_pairs({at: (part,) for at, part in parts.items()})
    golds, preds = sides.shown
    rows = [
        Judgement("COR", golds[i], preds[j], "", parts[i, j])
        if parts[i, j] == unit
        else Judgement("PAR", golds[i], preds[j], "boundary", parts[i, j])
        for i, j in chosen
    ]
    whole = outcome_of(rows + _alone(sides, chosen), unit)
    labels = {label: _divided(counts, unit) for label, counts in whole.labels.items()}
    return Outcome(_divided(whole.counts, unit), labels, whole.judgements)


def _divided(counts: Counts, unit: int) -> Counts:
    """Whole items stay whole numbers, so that only true fractions are rounded, once."""
    cells = counts.tp_pred, counts.pred, counts.tp_gold, counts.gold
    return Counts(*(cell / unit if cell % unit else cell // unit for cell in cells))


def _alone(sides: _Sides, chosen: Iterable[Pair]) -> list[Judgement]:
    """Judgements of what is in no pair."""
    lefts, rights = {left for left, _ in chosen}, {right for _, right in chosen}
    missed = [item for i, item in enumerate(sides.shown[0]) if i not in lefts]
    spurious = [
        Judgement("SPU", None, sides.shown[1][j], _why(item))
        for j, item in enumerate(sides.preds)
        if j not in rights
    ]
    missed += [item.shown() for item in sides.rest[0]]
    return [
        *[Judgement("MIS", item, None, "no such boundary predicted") for item in missed],
        *spurious,
        *[Judgement("SPU", None, item.shown(), "duplicate") for item in sides.rest[1]],
    ]


def _why(item: Labelled) -> str:
    return "not in the text" if item.start < 0 else "no such boundary in gold"
