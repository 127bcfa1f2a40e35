"""Could the difference be chance? A label-swap randomisation test on pooled counts.

If two systems were equal, each document's two rows of counts could be swapped. Exact up to 20
documents, sampled above.

Source: approximate randomisation (Noreen 1989; Yeh 2000, COLING), on F1 of summed counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from goldfield.comparison.intervals import ALONE
from goldfield.comparison.systems import Spread, View
from goldfield.scoring.statistics import NO_VARIANCE, SEED, Matrix

__all__ = ["EXACT", "SAMPLES", "smallest_p", "swap_p_values"]

EXACT = 20
"""Up to so many documents all swaps are tried."""

SAMPLES = 100_000
_BLOCK = 1 << 13
_ROUNDING = 1e-12

Spreads = tuple[Spread, Spread]


def smallest_p(documents: int, samples: int) -> float:
    """The smallest p that the test can give where so many documents speak."""
    return min(1.0, 2 / 2**documents) if documents <= EXACT else 1 / (samples + 1)


def swap_p_values(
    a: Matrix,
    b: Matrix,
    views: Sequence[View],
    samples: int = SAMPLES,
    spreads: Sequence[Spreads] | None = None,
) -> list[float]:
    """Two-sided p of each measure: the share of swaps with a difference at least as large.

    Where systems were run with several seeds, the difference under the null hypothesis varies
    over seeds as well: to that of each swap Student's t is added, times the standard error over
    seeds. The data themselves count in full, as one swap: no p is below `smallest_p`.

    Args:
        a: the counts of each document, (documents, 4 parts).
        b: those of the other system.
        views: the measures.
        samples: where more than 20 documents speak of a measure; the same swaps for all of them.
        spreads: of each measure, over the seeds of both systems; by default there is none.
    """
    noise = spreads or [(ALONE, ALONE)] * len(views)
    told = [(a + b)[:, view.columns].any(axis=1) for view in views]
    few = [int(rows.sum()) <= EXACT for rows in told]
    found = [1.0] * len(views)
    for place, view in enumerate(views):
        if few[place] and told[place].any():
            own = [side[told[place]][:, view.columns] for side in (a, b)]
            swaps = _all_swaps(len(own[0]))
            share = _shares(own[0], own[1], [view.alone], [noise[place]], swaps)[0]
            found[place] = max(share, smallest_p(len(own[0]), samples))
    many = [place for place, exact in enumerate(few) if not exact]
    if many:
        chosen = [views[place] for place in many], [noise[place] for place in many]
        shares = _shares(a, b, *chosen, _drawn_swaps(len(a), samples))
        for place, share in zip(many, shares, strict=True):
            found[place] = (share * samples + 1) / (samples + 1)
    return found


def _shares(
    a: Matrix,
    b: Matrix,
    views: Sequence[View],
    noise: Sequence[Spreads],
    swaps: Iterator[Matrix],
) -> list[float]:
    """Of each measure the share of swaps whose difference is at least as large as observed."""
    before, after = a.sum(axis=0), b.sum(axis=0)
    observed = [abs(float(view.f1(after) - view.f1(before))) for view in views]
    hits, total = np.zeros(len(views)), 0
    for block in swaps:
        moved = block @ (b - a)
        left, right = before + moved, after - moved
        total += len(block)
        for place, view in enumerate(views):
            apart = view.f1(right) - view.f1(left)
            hits[place] += _as_large(apart, observed[place], noise[place]).sum()
    return [float(share) for share in hits / total]


def _as_large(apart: Matrix, observed: float, noise: Spreads) -> NDArray[np.generic]:
    """How likely each difference is at least as large, both ways, once noise is added to it."""
    variance = noise[0].variance + noise[1].variance
    if variance <= NO_VARIANCE:
        return np.abs(apart) >= observed - _ROUNDING
    from scipy.special import stdtr

    below = sum(s.variance**2 / s.freedom for s in noise if s.freedom)
    freedom, error = variance**2 / below, variance**0.5
    low, high = (stdtr(freedom, (x - apart) / error) for x in (-observed, observed))
    return np.asarray(low + 1 - high)


def _all_swaps(documents: int) -> Iterator[Matrix]:
    """Half of all swaps; the other half exchanges what these leave, and turns the sign."""
    total = 1 << (documents - 1)
    for start in range(0, total, _BLOCK):
        numbers = np.arange(start, min(start + _BLOCK, total))[:, None]
        yield ((numbers >> np.arange(documents)) & 1).astype(np.float64)


def _drawn_swaps(documents: int, samples: int) -> Iterator[Matrix]:
    generator = np.random.default_rng(SEED)
    for start in range(0, samples, _BLOCK):
        size = (min(_BLOCK, samples - start), documents)
        yield generator.integers(0, 2, size=size, dtype=np.int8).astype(np.float64)
