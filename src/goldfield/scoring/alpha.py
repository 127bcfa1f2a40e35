"""Krippendorff's alpha for nominal categories and two annotators, from counts a document.

alpha = 1 - Do / De: the disagreement observed, over the one expected if the same categories were
dealt to the units by chance. With d units on which two annotators differ, and each category given
n_c times by both together (n in all, two a unit),

    Do = 2 d / n        De = (n^2 - sum n_c^2) / (n (n - 1))

d and n_c add up over documents, as counts of a measure do.

Source: Krippendorff 2004, Content Analysis, 2nd edition, section 11.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from goldfield.scoring.statistics import FEWEST, Interval, jackknife, score_interval

__all__ = ["Alpha", "nominal_alpha"]

Matrix = NDArray[np.float64]
Pair = tuple[str, str]


class Alpha(Struct, frozen=True):
    """Agreement on one category.

    `alpha` is at most 1, and 0 where annotators agree as often as by chance; null if there are no
    units or all have one value. `units` were given a value by both, `agreed` of them the same;
    `values` are the different values used; `documents` hold at least one unit.
    """

    alpha: float | None
    ci: Interval | None
    units: int
    agreed: int
    values: int
    documents: int


def nominal_alpha(documents: Sequence[Sequence[Pair]]) -> Alpha:
    """Alpha over documents, each the list of its units: the values of both annotators.

    The interval leaves out one document at a time, and is made as that of F1: Wilson's bounds for
    the agreement observed, carried over to alpha at the disagreement expected. Below 6 documents
    with a unit there is none.
    """
    values = sorted({value for units in documents for pair in units for value in pair})
    table = np.array([_counts(units, values) for units in documents], dtype=np.float64)
    table = table.reshape(len(documents), 1 + len(values))
    units, apart = sum(map(len, documents)), int(table[:, 0].sum())
    told = sum(map(bool, documents))
    alpha = float(_alpha(table.sum(axis=0)))
    if np.isnan(alpha):
        return Alpha(None, None, units, units - apart, len(values), told)
    return Alpha(alpha, _interval(table, told), units, units - apart, len(values), told)


def _counts(units: Sequence[Pair], values: Sequence[str]) -> list[int]:
    """How many units of a document are disagreed on, then how often each value is given."""
    given = Counter(value for pair in units for value in pair)
    return [sum(a != b for a, b in units), *(given[value] for value in values)]


def _expected(sums: Matrix) -> Matrix:
    """De of summed counts; nan where fewer than two values are given."""
    given = sums[..., 1:]
    n = given.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected: Matrix = (n**2 - (given**2).sum(axis=-1)) / (n * (n - 1))
    return np.where(expected > 0, expected, np.nan)


def _alpha(sums: Matrix) -> Matrix:
    with np.errstate(divide="ignore", invalid="ignore"):
        observed: Matrix = 2 * sums[..., 0] / sums[..., 1:].sum(axis=-1)
        alpha: Matrix = 1 - observed / _expected(sums)
    return alpha


def _interval(table: Matrix, documents: int) -> Interval | None:
    """None as well where alpha is undefined without one of the documents."""
    alpha, variance = jackknife(table, _alpha)
    if documents < FEWEST or np.isnan(variance):
        return None
    expected = _expected(table.sum(axis=0))
    agreement = 1 - (1 - alpha) * expected
    ends = score_interval(agreement, variance * expected**2, np.asarray(documents))
    low, high = (1 - (1 - ends) / expected).clip(-1, 1)
    return float(low), float(high)
