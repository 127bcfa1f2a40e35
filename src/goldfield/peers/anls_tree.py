"""One similarity of two JSON values, leaf by leaf, by the rules of ANLS*.

Source: Peer et al. 2024, "ANLS* - A Universal Document Processing Metric for Generative Large
Language Models", section 3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from goldfield.scoring.similarity import edit_distance

__all__ = ["Graded", "Leaf", "grade", "same_or_near", "size", "without_nulls"]

Leaf = Callable[[Any, Any], float]
"""How alike two leaves are, from 0 to 1."""

NEAR = 0.5


class Graded(NamedTuple):
    """What the leaves of a pair of values earn, and how many leaves there were to earn it.

    `chosen` is gold in the order of the prediction; equal to it, a pair wins over its equals.
    """

    credits: list[float]
    length: int
    chosen: Any

    @property
    def mean(self) -> float:
        """From 0 to 1; nothing on both sides is 1."""
        return sum(self.credits) / self.length if self.length else 1.0


class _Absent(NamedTuple):
    """Stands for a member that an object does not have."""


ABSENT = _Absent()


def size(value: Any) -> int:
    """The leaves of a value. A null or an absent member is one; empty containers have none."""
    if isinstance(value, dict):
        return sum(map(size, value.values()))
    return sum(map(size, value)) if isinstance(value, list) else 1


def grade(gold: Any, pred: Any, leaf: Leaf) -> Graded:
    """Compare two values; of different kinds they earn nothing."""
    if gold is None or gold is ABSENT:
        alike = _nothing(pred)
        shown = (None if pred is ABSENT else pred) if alike else None
        return Graded([float(alike)], max(1, size(pred)), shown)
    if isinstance(gold, dict) and isinstance(pred, dict):
        return _grade_objects(gold, pred, leaf)
    if isinstance(gold, list) and isinstance(pred, list):
        return _grade_lists(gold, pred, leaf)
    leaves = not isinstance(gold, dict | list) and not isinstance(pred, dict | list)
    if leaves and pred is not None and pred is not ABSENT:
        return Graded([leaf(gold, pred)], 1, gold)
    return Graded([0.0], max(size(gold), size(pred)), gold)


def _nothing(value: Any) -> bool:
    return value is ABSENT or value in (None, {}, [], "")


def _grade_objects(gold: dict[str, Any], pred: dict[str, Any], leaf: Leaf) -> Graded:
    credits: list[float] = []
    chosen: dict[str, Any] = {}
    length = 0
    for key in [*gold, *(key for key in pred if key not in gold)]:
        found = grade(gold.get(key, ABSENT), pred.get(key, ABSENT), leaf)
        length += found.length
        if key not in gold and _nothing(pred[key]):
            continue  # it has a length, but earns nothing
        credits += found.credits
        if key in pred or not _nothing(found.chosen):
            chosen[key] = found.chosen
    return Graded(credits, length, chosen)


def _grade_lists(gold: list[Any], pred: list[Any], leaf: Leaf) -> Graded:
    table = [[grade(one, other, leaf) for other in pred] for one in gold]
    pairs = _best(table, pred)
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    lone = [gold[i] for i in range(len(gold)) if i not in rows]
    spare = [pred[j] for j in range(len(pred)) if j not in columns]
    chosen = [table[i][j].chosen for i, j in sorted(pairs, key=lambda pair: pair[1])]
    return Graded(
        [credit for i, j in pairs for credit in table[i][j].credits],
        sum(table[i][j].length for i, j in pairs) + sum(map(size, [*lone, *spare])),
        [*chosen, *lone],
    )


def _best(table: Sequence[Sequence[Graded]], pred: Sequence[Any]) -> list[tuple[int, int]]:
    """The one-to-one pairs with the highest sum of means; equal values win over equal means."""
    if not table or not pred:
        return []
    from scipy.optimize import linear_sum_assignment

    means = [
        [
            math.nextafter(cell.mean, math.inf) if other == cell.chosen else cell.mean
            for cell, other in zip(row, pred, strict=True)
        ]
        for row in table
    ]
    rows, columns = linear_sum_assignment(np.array(means), maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def same_or_near(gold: Any, pred: Any) -> float:
    """Edit similarity of two leaves as text, case and blanks folded; below one half it is 0."""
    one, other = (" ".join(str(value).strip().lower().split()) for value in (gold, pred))
    longest = max(len(one), len(other))
    alike = 1 - edit_distance(one, other) / longest if longest else 1.0
    return alike if alike >= NEAR else 0.0


def without_nulls(value: Any) -> Any:
    """The value without nulls, as goldfield sees it."""
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [without_nulls(v) for v in value if v is not None]
    return value
