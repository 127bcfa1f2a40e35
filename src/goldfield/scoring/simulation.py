"""How often intervals cover the truth, measured on simulated corpora.

Items are alike within a document: each document has its own chance that an item is found, from a
beta distribution. Precision is above recall. The truth is F1 of the expected counts, that is, the
score on a corpus without end.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from goldfield.release import root
from goldfield.scoring.simulated import FIELDS
from goldfield.scoring.statistics import (
    LEVEL,
    MANY,
    SEED,
    Matrix,
    bounds,
    jackknife,
    pooled_f1,
    resample,
)

__all__ = [
    "DOCUMENTS",
    "TRIALS",
    "TRUTHS",
    "Cell",
    "Coverage",
    "measure",
    "measure_cell",
    "published",
]

DOCUMENTS = (6, 12, 24, 48, 100, 400)
TRUTHS = (0.3, 0.6, 0.9)
TRIALS = 4000
RESAMPLES = 2000
_CHUNK = 250
_RARELY = 0.05

Shape = tuple[int, int]


class Cell(Struct, frozen=True):
    """One kind of field at one true F1 and number of documents; shares are percentages.

    `coverage` is by method, `published` being the one in use; `below` and `above` say how often
    the truth is on that side of the published interval; `width` is its mean. `none` says how often
    there is no interval, as too few documents speak; such trials are left out of the rest, and if
    they are nearly all, the rest is null.
    """

    field: str
    f1: float
    documents: int
    none: float
    coverage: dict[str, float | None]
    below: float | None
    above: float | None
    width: float | None


class Coverage(Struct, frozen=True):
    """What ``goldfield coverage`` measures and ``eval/coverage/table.json`` keeps."""

    seed: int
    trials: int
    resamples: int
    level: float
    cells: list[Cell]


def measure(
    documents: Sequence[int] = DOCUMENTS, trials: int = TRIALS, seed: int = SEED
) -> Coverage:
    """Measure every kind of field at each number of documents; the same seed, the same table."""
    cells = [
        measure_cell(field, f1, (trials, size), seed)
        for field in FIELDS
        for f1 in TRUTHS
        for size in documents
    ]
    return Coverage(seed, trials, RESAMPLES, LEVEL, cells)


def published() -> Coverage:
    """The table of this release."""
    kept = (root() / "eval" / "coverage" / "table.json").read_bytes()
    return msgspec.json.decode(kept, type=Coverage)


def measure_cell(field: str, f1: float, shape: Shape, seed: int = SEED) -> Cell:
    """Measure one cell, which depends on no other: `shape` is trials and documents."""
    trials, documents = shape
    generator = np.random.default_rng([seed, documents, round(1000 * f1), *field.encode()])
    chunks = [min(_CHUNK, trials - start) for start in range(0, trials, _CHUNK)]
    drawn = [_intervals(FIELDS[field](generator, f1, (chunk, documents))) for chunk in chunks]
    ends = {method: np.concatenate([found[method] for found in drawn]) for method in drawn[0]}
    told = ~np.isnan(ends["published"][:, 0])
    none = _percent(~told)
    if told.mean() < _RARELY:
        return Cell(field, f1, documents, none, dict.fromkeys(ends), None, None, None)
    coverage: dict[str, float | None] = {
        method: _percent((found[told, 0] <= f1) & (f1 <= found[told, 1]))
        for method, found in ends.items()
    }
    low, high = ends["published"][told].T
    width = round(float((high - low).mean()), 3)
    missed = _percent(f1 < low), _percent(f1 > high)
    return Cell(field, f1, documents, none, coverage, *missed, width)


def _percent(flags: NDArray[np.bool_]) -> float:
    return round(100 * float(flags.mean()), 1)


def _intervals(tables: Matrix) -> dict[str, Matrix]:
    """The published interval of each trial, and those it was chosen over."""
    resampled = None
    if tables.shape[-2] >= MANY:
        resampled = np.stack(resample(list(tables), RESAMPLES))
    return {"published": bounds(tables, resampled), **_plain(tables), **_percentiles(resampled)}


def _plain(tables: Matrix) -> dict[str, Matrix]:
    """Student's t with the jackknife's variance or the delta method's, and on two other scales.

    Where a scale is undefined (F1 is 0 or 1) the interval is that point.
    """
    from scipy.special import expit, logit, stdtrit

    t = float(stdtrit(tables.shape[-2] - 1, 0.5 + LEVEL / 2))
    f1, variance = jackknife(tables)
    error = t * np.sqrt(variance)
    slope = np.where((f1 > 0) & (f1 < 1), f1 * (1 - f1), np.inf)
    angle = np.arcsin(np.sqrt(f1))
    turn = error / (2 * np.sqrt(slope))
    return {
        "jackknife-t": _around(f1, error),
        "delta-t": _around(f1, t * np.sqrt(_delta_variance(tables))),
        "logit": expit(_around(logit(f1), error / slope)),
        "arcsine": np.sin(_around(angle, turn).clip(0, np.pi / 2)) ** 2,
    }


def _around(middle: Matrix, half: Matrix) -> Matrix:
    return np.stack([middle - half, middle + half], axis=-1)


def _delta_variance(tables: Matrix) -> Matrix:
    """The variance of F1 by its slopes in the four sums."""
    n = tables.shape[-2]
    tp_pred, pred, tp_gold, gold = np.moveaxis(tables.sum(axis=-2), -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        p, r = tp_pred / pred, tp_gold / gold
        both = 2 / (p + r) ** 2
        slopes = np.stack([r**2 / pred, -p * r**2 / pred, p**2 / gold, -r * p**2 / gold], axis=-1)
        slopes = np.nan_to_num(both[..., None] * slopes, nan=0.0, posinf=0.0, neginf=0.0)
    influence = (tables @ slopes[..., None])[..., 0]
    variance: Matrix = influence.var(axis=-1, ddof=1) * n
    return variance


def _percentiles(resampled: Matrix | None) -> dict[str, Matrix]:
    if resampled is None:
        return {}
    ends = np.quantile(pooled_f1(resampled), [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=-1)
    return {"percentile": np.moveaxis(ends, 0, -1)}
