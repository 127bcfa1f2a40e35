"""Many tests at once: p-values corrected for their number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["benjamini_hochberg", "holm"]


def holm(p: Sequence[float]) -> list[float]:
    """Corrected so that the chance of any false finding among them stays below the level.

    Source: Holm 1979, Scandinavian Journal of Statistics 6(2), 65-70.
    """
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    raised = values[order] * np.arange(len(p), 0, -1)
    return _placed(np.maximum.accumulate(raised), order)


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Corrected so that the share of false findings among all findings stays below the level.

    Source: Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57(1), 289-300.
    """
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")[::-1]
    raised = values[order] * len(p) / np.arange(len(p), 0, -1)
    return _placed(np.minimum.accumulate(raised), order)


def _placed(values: NDArray[np.float64], order: NDArray[np.intp]) -> list[float]:
    """Sorted values where they came from; no p is above 1."""
    found = np.empty_like(values)
    found[order] = np.minimum(values, 1.0)
    return [float(value) for value in found]
