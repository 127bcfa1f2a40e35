"""Spans whose boundaries are half right: the same start, the same end, or the shared part.

Each mode has a pairing of its own, between spans of one label only, so that its count is the most
that any one-to-one pairing reaches.

Sources: intersection over union summed over the best pairing, as in BioNLP-ST 2013 Bacteria
Biotopes (Bossy et al. 2013) and SPRadIE 2021, where it is called lenient.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import lcm

from goldfield.scoring.alignment import best_pairs, part_copies
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.spans import Labelled
from goldfield.scoring.outcome import Judgement, Outcome, outcome_of

__all__ = ["BOUNDARY_MODES", "score_boundaries"]

BOUNDARY_MODES = {
    "left": "the same start and the same label",
    "right": "the same end and the same label",
    "iou": "the shared part of the union, with the same label",
}
Pair = tuple[int, int]


def score_boundaries(gold: Iterable[Labelled], pred: Iterable[Labelled], mode: str) -> Outcome:
    """Counts and judgements of one mode of `BOUNDARY_MODES`; `iou` counts fractions of items."""
    golds, preds = sorted(gold, key=_order), sorted(pred, key=_order)
    golds, surplus, preds, duplicates = part_copies(golds, preds, _copy)
    overlaps = _overlaps(golds, preds)
    if mode == "iou":
        return _shared(golds, preds, overlaps, (surplus, duplicates))
    edge = 0 if mode == "left" else 1
    edges = {
        (i, j): (1, int(golds[i][:2] == preds[j][:2]))
        for i, j in overlaps
        if golds[i][edge] == preds[j][edge]
    }
    chosen = best_pairs(edges)
    rows = [Judgement("COR", golds[i].shown(), preds[j].shown(), "", 1) for i, j in chosen]
    return outcome_of(rows + _alone(golds, preds, chosen, (surplus, duplicates)))


def _order(item: Labelled) -> tuple[int, int, str, str]:
    return item[:4]


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


def _shared(
    golds: Sequence[Labelled],
    preds: Sequence[Labelled],
    overlaps: Mapping[Pair, Pair],
    rest: tuple[Sequence[Labelled], Sequence[Labelled]],
) -> Outcome:
    """The pairing with the largest sum of intersection over union, computed in whole numbers."""
    unit = lcm(*(union for _, union in overlaps.values()))
    parts = {at: shared * (unit // union) for at, (shared, union) in overlaps.items()}
    chosen = best_pairs({at: (part,) for at, part in parts.items()})
    rows = [
        Judgement("COR", golds[i].shown(), preds[j].shown(), "", parts[i, j])
        if parts[i, j] == unit
        else Judgement("PAR", golds[i].shown(), preds[j].shown(), "boundary", parts[i, j])
        for i, j in chosen
    ]
    whole = outcome_of(rows + _alone(golds, preds, chosen, rest), unit)
    labels = {label: _divided(counts, unit) for label, counts in whole.labels.items()}
    return Outcome(_divided(whole.counts, unit), labels, whole.judgements)


def _divided(counts: Counts, unit: int) -> Counts:
    """Whole items stay whole numbers, so that only true fractions are rounded, once."""
    cells = counts.tp_pred, counts.pred, counts.tp_gold, counts.gold
    return Counts(*(cell / unit if cell % unit else cell // unit for cell in cells))


def _alone(
    golds: Sequence[Labelled],
    preds: Sequence[Labelled],
    chosen: Iterable[Pair],
    rest: tuple[Sequence[Labelled], Sequence[Labelled]],
) -> list[Judgement]:
    """Judgements of what is in no pair; `rest` are the surplus copies of gold and prediction."""
    lefts, rights = {left for left, _ in chosen}, {right for _, right in chosen}
    missed = [item for i, item in enumerate(golds) if i not in lefts] + [*rest[0]]
    spurious = [(item, _why(item)) for j, item in enumerate(preds) if j not in rights]
    spurious += [(item, "duplicate") for item in rest[1]]
    return [
        *(Judgement("MIS", item.shown(), None, "no such boundary predicted") for item in missed),
        *(Judgement("SPU", None, item.shown(), why) for item, why in spurious),
    ]


def _why(item: Labelled) -> str:
    return "not in the text" if item.start < 0 else "no such boundary in gold"
