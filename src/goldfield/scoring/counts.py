"""Numbers that add. A measure yields four of them per document; ratios are derived last."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from msgspec import Struct

__all__ = ["Counts", "exact_sum", "total"]


class Counts(Struct, frozen=True, array_like=True, gc=False):
    """Correct and all, seen from the prediction and from gold.

    The two numerators differ where precision and recall have their own, as in B3 or LEA. Units
    are whole items, half credits or characters, as the measure says; only links of coreference
    are fractions.
    """

    # Spelled out, so that what was a whole number is one again when it is read back.
    tp_pred: int | float = 0
    pred: int | float = 0
    tp_gold: int | float = 0
    gold: int | float = 0

    @classmethod
    def of(cls, correct: float, pred: float, gold: float) -> Counts:
        """Counts of a measure with one numerator."""
        return cls(correct, pred, correct, gold)

    @property
    def precision(self) -> float | None:
        """tp_pred / pred, from 0 to 1; None if nothing was predicted."""
        return self.tp_pred / self.pred if self.pred else None

    @property
    def recall(self) -> float | None:
        """tp_gold / gold, from 0 to 1; None if there is nothing to find."""
        return self.tp_gold / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean; 0 if one side is empty or both ratios are 0, None if both are empty.

        Van Rijsbergen 1979, Information Retrieval, chapter 7, with beta = 1.
        """
        precision, recall = self.precision, self.recall
        if precision is None and recall is None:
            return None
        if not precision or not recall:
            return 0.0
        return 2 * precision * recall / (precision + recall)

    @property
    def empty(self) -> bool:
        """True if there is nothing on either side: a true-negative document."""
        return not self.pred and not self.gold


def total(counts: Iterable[Counts]) -> Counts:
    """The sum, exact for fractions whatever their order."""
    columns = list(zip(*((c.tp_pred, c.pred, c.tp_gold, c.gold) for c in counts), strict=True))
    if not columns:
        return Counts()
    return Counts(*(exact_sum(column) for column in columns))


def exact_sum(column: Sequence[float]) -> float:
    """The sum, exact for fractions whatever their order, and an integer of integers."""
    whole = all(isinstance(number, int) for number in column)
    return sum(column) if whole else math.fsum(column)
