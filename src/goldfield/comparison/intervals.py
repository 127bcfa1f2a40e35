"""How far the difference of two systems may be from that on other articles.

Which interval is used was settled by simulation: ``eval/coverage/PAIRED.md``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from goldfield.comparison.systems import Spread, View
from goldfield.scoring.resolution import POWER
from goldfield.scoring.statistics import (
    FEWEST,
    LEVEL,
    NO_VARIANCE,
    Interval,
    Matrix,
    score_interval,
)

__all__ = [
    "ALONE",
    "Moments",
    "detectable",
    "difference_interval",
    "moments",
    "mover",
    "t_interval",
]

ALONE = Spread(0.0, 0)
"""The spread of a system that was run once."""


class Moments(NamedTuple):
    """F1 of two systems with variances and covariance, by leaving out each document in turn.

    `documents` speak of at least one of them; `freedom` is that of the variances. `said` tells
    whether either predicts anything at all.
    """

    f1_a: float
    f1_b: float
    variance_a: float
    variance_b: float
    covariance: float
    documents: int
    freedom: float
    said: tuple[bool, bool] = (True, True)

    @property
    def difference(self) -> float:
        """F1 of B less that of A."""
        return self.f1_b - self.f1_a

    @property
    def variance(self) -> float:
        """That of the difference."""
        return max(self.variance_a + self.variance_b - 2 * self.covariance, 0.0)


def moments(
    a: Matrix, b: Matrix, view: View, spreads: tuple[Spread, Spread] = (ALONE, ALONE)
) -> Moments:
    """What the counts of two systems on the same documents say about a measure.

    Documents with nothing on any side say nothing. Variance over seeds is added to that over
    documents, and degrees of freedom are pooled.

    Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 11.2 (jackknife);
    Satterthwaite 1946, Biometrics Bulletin 2(6) (degrees of freedom).
    """
    own, other = a[:, view.columns], b[:, view.columns]
    told = (own + other).any(axis=1)
    n = int(told.sum())
    sides = [own[told], other[told]]
    apart = np.stack([view.alone.f1(side.sum(axis=0) - side) for side in sides])
    products = np.cov(apart, bias=True) * (n - 1) if n > 1 else np.zeros((2, 2))
    across = max(float(products[0, 0] + products[1, 1] - 2 * products[0, 1]), 0.0)
    return Moments(
        f1_a=float(view.alone.f1(sides[0].sum(axis=0))),
        f1_b=float(view.alone.f1(sides[1].sum(axis=0))),
        variance_a=float(products[0, 0]) + spreads[0].variance,
        variance_b=float(products[1, 1]) + spreads[1].variance,
        covariance=float(products[0, 1]),
        documents=n,
        freedom=_freedom([(across, n - 1), *spreads]),
        said=(bool(own[:, 1::4].any()), bool(other[:, 1::4].any())),
    )


def _freedom(parts: Sequence[tuple[float, int]]) -> float:
    """Degrees of freedom of a sum of variances; that of the documents if nothing varies."""
    below = sum(variance**2 / freedom for variance, freedom in parts if freedom > 0)
    whole = sum(variance for variance, _ in parts) ** 2
    return max(whole / below, 1.0) if below > NO_VARIANCE**2 else max(parts[0][1], 1)


def difference_interval(of: Moments) -> Interval | None:
    """The 95 % interval of F1 of B less that of A; none where under 6 documents speak.

    The wider of two at either end: the jackknife's with Student's t, which knows how alike the
    two systems err, and the one made from both systems' own intervals, which knows that no F1 is
    above 1 or below 0.
    """
    if of.documents < FEWEST:
        return None
    one, other = t_interval(of), mover(of)
    return min(one[0], other[0]), max(one[1], other[1])


def t_interval(of: Moments) -> Interval:
    """The difference and Student's t times its standard error to either side, within -1 and 1."""
    half = _student(of.freedom, 0.5 + LEVEL / 2) * math.sqrt(of.variance)
    return max(of.difference - half, -1.0), min(of.difference + half, 1.0)


def mover(of: Moments) -> Interval:
    """From the Wilson interval of each F1 and the correlation of the two.

    A system that predicts nothing has an F1 of 0 on any articles, and no interval around it.

    Source: Zou and Donner 2008, Statistics in Medicine 27(10), 1693-1702; for paired proportions
    Newcombe 1998, Statistics in Medicine 17(22), 2635-2650.
    """
    low_a, high_a = _own_interval(of.f1_a, of.variance_a, of.freedom) if of.said[0] else (0, 0)
    low_b, high_b = _own_interval(of.f1_b, of.variance_b, of.freedom) if of.said[1] else (0, 0)
    product = of.variance_a * of.variance_b
    alike = of.covariance / math.sqrt(product) if product > NO_VARIANCE**2 else 0.0
    alike = min(max(alike, -1.0), 1.0)
    below_a, above_a = of.f1_a - low_a, high_a - of.f1_a
    below_b, above_b = of.f1_b - low_b, high_b - of.f1_b
    down = below_b**2 - 2 * alike * below_b * above_a + above_a**2
    up = above_b**2 - 2 * alike * above_b * below_a + below_a**2
    return of.difference - math.sqrt(max(down, 0)), of.difference + math.sqrt(max(up, 0))


def _own_interval(f1: float, variance: float, freedom: float) -> Interval:
    low, high = score_interval(np.array(f1), np.array(variance), np.array(freedom + 1)).clip(0, 1)
    return float(low), float(high)


def detectable(of: Moments) -> float | None:
    """The smallest difference that these documents would show between these two systems.

    Two-sided test at 5 %, power 80 %: ``(t(.975) + t(.8)) * sqrt(variance)``. None where under 6
    documents speak, where the difference does not vary, and if not even 1 would show.

    Source: the sample size formula of a paired t test (Cohen 1988, Statistical Power Analysis for
    the Behavioral Sciences, 2nd ed., section 2.4), solved for the difference.
    """
    if of.documents < FEWEST or of.variance <= NO_VARIANCE:
        return None
    quantiles = _student(of.freedom, 0.5 + LEVEL / 2) + _student(of.freedom, POWER)
    found = quantiles * math.sqrt(of.variance)
    return found if found <= 1 else None


def _student(freedom: float, share: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, share))
