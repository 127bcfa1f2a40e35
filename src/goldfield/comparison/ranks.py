"""Who is first, and who cannot be told from the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from goldfield.comparison.corrections import holm
from goldfield.comparison.systems import Design, View
from goldfield.scoring.statistics import SEED, Matrix, resample

__all__ = ["CLEAR", "first_shares", "rank_groups"]

CLEAR = 0.05
"""Two systems are told apart at p up to this, corrected for the comparisons with one leader."""

_ROUNDING = 1e-12


def rank_groups(scores: Sequence[float], p: Callable[[int, int], float]) -> list[int]:
    """The group of each system, 1 being the best.

    The best system leads the first group; all that cannot be told from it, at p <= .05 after
    Holm's correction for the number compared with it, are in it too. The best of the others leads
    the next one, and so on. So two systems of one group may well differ from each other, and a
    system may stand in a better group than one that is a little better but varies less.

    Args:
        scores: F1 of each system.
        p: that of the difference of two systems, given by their places.
    """
    groups = [0] * len(scores)
    left = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    number = 0
    while left:
        number += 1
        leader, *others = left
        told = holm([p(leader, other) for other in others])
        tied = [other for other, value in zip(others, told, strict=True) if value > CLEAR]
        for place in (leader, *tied):
            groups[place] = number
        left = [other for other in others if other not in tied]
    return groups


def first_shares(design: Design) -> list[list[float]]:
    """How often each system comes first on documents drawn with replacement, by measure.

    A paired bootstrap: the same documents for all systems, 10,000 times. Over the seeds of a
    system its F1 varies as its runs do. Systems that tie share the first place.
    """
    sums = resample(design.tables)
    generator = np.random.default_rng(SEED)
    found = []
    for view in design.views:
        scores = np.stack([view.f1(one) for one in sums])
        found.append(_shares(scores + _noise(design, view, generator, scores.shape[1])))
    return found


def _noise(design: Design, view: View, generator: np.random.Generator, size: int) -> Matrix:
    rows = []
    for spreads in design.spreads:
        variance, freedom = spreads[view.name]
        drawn = generator.standard_t(freedom, size) if variance else np.zeros(size)
        rows.append(drawn * variance**0.5)
    return np.stack(rows)


def _shares(scores: Matrix) -> list[float]:
    first = scores >= scores.max(axis=0) - _ROUNDING
    shares = (first / first.sum(axis=0)).mean(axis=1)
    return [float(share) for share in shares]
