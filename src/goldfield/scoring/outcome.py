"""What a measure says about one document: counts, counts by label, and item verdicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec import Struct

from goldfield.scoring.counts import Counts

__all__ = ["Answer", "Item", "Judgement", "Outcome", "Verdict", "answer_of", "outcome_of"]

# The categories of MUC (Chinchor 1991): correct, incorrect, partial, missing, spurious.
Category = Literal["COR", "INC", "PAR", "MIS", "SPU"]
# What became of a field that holds at most one value; right only in part is wrong.
Answer = Literal["correct", "correct_absence", "wrong", "missed", "hallucinated"]


class Item(Struct, frozen=True, gc=False):
    """A gold or predicted item as a verdict shows it. Values that have no place have no offsets."""

    label: str
    text: str
    start: int | None = None
    end: int | None = None


class Judgement(Struct, frozen=True, gc=False):
    """A pair, or one item alone, with what it is worth.

    `credit` counts on both sides, in the units in which an item is worth `worth`. `homes` are the
    ids of the events or quotes that the items are of, where a measure compares inside these.
    """

    category: Category
    gold: Item | None
    pred: Item | None
    reason: str = ""
    credit: int = 0
    homes: tuple[str | None, str | None] = (None, None)


class Verdict(Struct, frozen=True, gc=False):
    """One row of ``verdicts.jsonl``."""

    id: str
    measure: str
    verdict: Category
    gold: Item | None
    pred: Item | None
    reason: str


class Outcome(NamedTuple):
    """One measure on one document; `answer` only where the field holds at most one value."""

    counts: Counts
    labels: dict[str, Counts]
    judgements: list[Judgement]
    answer: Answer | None = None


def outcome_of(judgements: Iterable[Judgement], worth: int = 1) -> Outcome:
    """Counts and label counts of judgements in which every item stands once.

    Args:
        judgements: each gold and each predicted item in exactly one of them.
        worth: units an item is worth, such as 2 where credit comes in halves.
    """
    rows = list(judgements)
    cells: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in rows:
        gold, pred, credit = row.gold, row.pred, row.credit
        if pred is not None:
            cell = cells[pred.label]
            cell[0] += credit
            cell[1] += worth
        if gold is not None:
            cell = cells[gold.label]
            cell[2] += credit
            cell[3] += worth
    labels = {label: Counts(*cells[label]) for label in sorted(cells)}
    pred_total, gold_total = (sum([cell[at] for cell in cells.values()]) for at in (1, 3))
    counts = Counts.of(sum([row.credit for row in rows]), pred_total, gold_total)
    return Outcome(counts, labels, rows)


def answer_of(judgements: Iterable[Judgement]) -> Answer:
    """What became of a field that holds at most one value."""
    categories = {row.category for row in judgements}
    if not categories:
        return "correct_absence"
    alone: dict[Category, Answer] = {"COR": "correct", "MIS": "missed", "SPU": "hallucinated"}
    return alone.get(categories.pop(), "wrong") if len(categories) == 1 else "wrong"
