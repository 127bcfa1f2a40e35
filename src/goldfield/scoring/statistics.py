"""How far a score may be from the score on other articles: intervals from counts a document.

A document is the unit of sampling; items within one are not independent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldfield.scoring.counts import Counts

__all__ = ["Interval", "Method", "f1_intervals", "interval_method", "pooled_f1"]

Interval = tuple[float, float]
Matrix = NDArray[np.float64]

LEVEL = 0.95
RESAMPLES = 10_000
SEED = 20261122
FEWEST = 6
MANY = 100
_BLOCK = 64


class Method(NamedTuple):
    """How intervals are made for a number of documents."""

    name: str
    why: str


def interval_method(documents: int) -> Method:
    """No interval under 6 documents, jackknife to 99, bootstrap from 100 on."""
    if documents < FEWEST:
        why = f"no intervals: too few articles to speak of others ({documents}, {FEWEST} needed)"
        return Method("none", why)
    if documents < MANY:
        return Method("jackknife-t", f"{LEVEL:.0%} jackknife-t over {documents} documents")
    why = f"{LEVEL:.0%} percentile bootstrap over {documents} documents, {RESAMPLES} resamples"
    return Method(f"bootstrap,n={RESAMPLES},seed={SEED}", why)


def f1_intervals(rows: Mapping[str, Mapping[str, Counts]]) -> dict[str, Interval]:
    """The interval of each measure's F1, from the counts of each document by id.

    Jackknife: Tukey's pseudo-values of the pooled F1 with Student's t (Efron and Tibshirani 1993,
    An Introduction to the Bootstrap, section 11.5). Bootstrap: percentiles (chapter 13).
    """
    ids = sorted(rows)
    if interval_method(len(ids)).name == "none":
        return {}
    found: dict[str, Interval] = {}
    for name in sorted({name for row in rows.values() for name in row}):
        matrix = _matrix([rows[id][name] for id in ids if name in rows[id]])
        if len(matrix) >= FEWEST and matrix.any():
            found[name] = _jackknife(matrix) if len(matrix) < MANY else _bootstrap(matrix)
    return found


def _matrix(counts: list[Counts]) -> Matrix:
    return np.array([(c.tp_pred, c.pred, c.tp_gold, c.gold) for c in counts], dtype=np.float64)


def pooled_f1(sums: Matrix) -> Matrix:
    """F1 of summed counts, shape (..., 4) to (...); 0 where it is undefined."""
    tp_pred, pred, tp_gold, gold = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision, recall = tp_pred / pred, tp_gold / gold
        f1 = 2 * precision * recall / (precision + recall)
    cleaned: Matrix = np.nan_to_num(f1, nan=0.0)
    return cleaned


def _jackknife(matrix: Matrix) -> Interval:
    from scipy.special import stdtrit

    n = len(matrix)
    whole = pooled_f1(matrix.sum(axis=0))
    without = pooled_f1(matrix.sum(axis=0) - matrix)
    pseudo = n * whole - (n - 1) * without
    half = float(stdtrit(n - 1, 0.5 + LEVEL / 2) * pseudo.std(ddof=1) / np.sqrt(n))
    return _clipped(float(whole) - half, float(whole) + half)


def _bootstrap(matrix: Matrix) -> Interval:
    n = len(matrix)
    generator = np.random.default_rng(SEED)
    scores: list[Any] = []
    for start in range(0, RESAMPLES, _BLOCK):
        block = min(_BLOCK, RESAMPLES - start)
        drawn = generator.integers(0, n, size=(block, n), dtype=np.uint32)
        offsets = drawn + (np.arange(block, dtype=np.uint32) * np.uint32(n))[:, None]
        weights = np.bincount(offsets.ravel(), minlength=block * n).reshape(block, n)
        scores.append(pooled_f1(weights @ matrix))
    low, high = np.quantile(np.concatenate(scores), [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    return _clipped(float(low), float(high))


def _clipped(low: float, high: float) -> Interval:
    return max(0.0, low), min(1.0, high)
