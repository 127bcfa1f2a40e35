"""Repeating a measurement until its mean is known well enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from statistics import fmean, stdev
from time import perf_counter
from typing import Literal, TypeAlias

import msgspec

__all__ = ["Interval", "StoppedBy", "interval", "repeat"]

StoppedBy: TypeAlias = Literal["stable", "budget", "rounds"]

FEWEST, MOST = 5, 30
"""Rounds before a mean may be called stable, and rounds after which to stop anyhow."""
PRECISION = 0.03
"""A mean is stable once half its interval is no more than this share of it."""

# Two-sided 95 % quantiles of Student's t for 1 to 29 degrees of freedom: a table, because a
# worker process should not load a statistics package into the memory it measures.
T_95 = (
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
    2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
    2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452,
)  # fmt: skip


class Interval(msgspec.Struct, frozen=True):
    """A mean over rounds with its 95 % t-interval; no bounds for a single round."""

    mean: float
    low: float | None
    high: float | None


def interval(values: Sequence[float]) -> Interval:
    """The mean of 1 to 30 values and its 95 % t-interval."""
    mean = fmean(values)
    if len(values) == 1:
        return Interval(mean, None, None)
    half = _half_width(values)
    return Interval(mean, mean - half, mean + half)


def repeat(measure: Callable[[], float], until: float) -> tuple[list[float], StoppedBy]:
    """Call `measure` until the mean of what it returns is stable, time is up, or 30 times.

    Args:
        measure: one round; returns what is to be averaged.
        until: the reading of `time.perf_counter` at which time is up.
    """
    values = list[float]()
    while True:
        values.append(measure())
        if len(values) >= FEWEST and _half_width(values) <= PRECISION * fmean(values):
            return values, "stable"
        if len(values) >= MOST:
            return values, "rounds"
        if perf_counter() >= until:
            return values, "budget"


def _half_width(values: Sequence[float]) -> float:
    return T_95[len(values) - 2] * stdev(values) / sqrt(len(values))
