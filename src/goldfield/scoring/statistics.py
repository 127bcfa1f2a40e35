"""How far a score may be from the score on other articles: intervals from counts a document.

A document is the unit of sampling; items within one are not independent. A document with nothing
on either side of a measure says nothing about it and does not count as one of its documents.

Which method is used was settled by simulation: ``eval/coverage/README.md``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from goldfield.release import root
from goldfield.scoring.counts import Counts

__all__ = [
    "FEWEST",
    "NO_VARIANCE",
    "SEED",
    "Interval",
    "Method",
    "bounds",
    "cells",
    "f1_intervals",
    "interval_method",
    "jackknife",
    "pooled_f1",
    "resample",
    "score_interval",
]

Interval = tuple[float, float]
Matrix = NDArray[np.float64]

LEVEL = 0.95
RESAMPLES = 10_000
SEED = 20261122
FEWEST = 6
MANY = 100
_BLOCK = 64
_ONE_THREAD = 2**18
"""Products in a multiplication of matrices that OpenBLAS does not share out among threads, which
wait for one another by turning in a loop: on a busy machine that took ten times as long."""
NO_VARIANCE = 1e-12
"""A variance up to this is rounding: the documents do not vary."""


class Method(NamedTuple):
    """How intervals are made for a number of documents."""

    name: str
    why: str


def interval_method(documents: int) -> Method:
    """No interval under 6 documents, jackknife to 99, bootstrap from 100 on."""
    if documents < FEWEST:
        why = f"no intervals: too few articles to speak of others ({documents}, {FEWEST} needed)"
        return Method("none", why)
    size, least, most = _measured(documents)
    told = f"measured coverage {least:.1f}-{most:.1f} %" + f" at {size}" * (size != documents)
    if documents < MANY:
        why = f"{LEVEL:.0%} jackknife-t with Wilson's bounds over {documents} articles ({told})"
        return Method("jackknife-t", why)
    why = f"{LEVEL:.0%} bootstrap over {documents} articles, {RESAMPLES} resamples; jackknife-t for"
    why = f"{why} fields that fewer than {MANY} have ({told})"
    return Method(f"bootstrap,n={RESAMPLES},seed={SEED}", why)


@cache
def _measured(documents: int) -> tuple[int, float, float]:
    """The simulated size nearest to a number of documents, with least and most coverage there."""
    table = msgspec.json.decode((root() / "eval" / "coverage" / "table.json").read_bytes())
    rows = [row for row in table["cells"] if row["coverage"]["published"] is not None]
    size: int = min({row["documents"] for row in rows}, key=lambda n: abs(math.log(n / documents)))
    found = [row["coverage"]["published"] for row in rows if row["documents"] == size]
    return size, min(found), max(found)


def f1_intervals(
    rows: Mapping[str, Mapping[str, Counts]], measures: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Interval]:
    """The interval of each measure's F1, from the counts of each document by id.

    Measures that fewer than 6 documents speak of have none.

    Args:
        rows: the counts of each document, by its id and by measure.
        measures: those to speak of, with the measures that each is the mean of; by default all
            of the rows, each by itself.
    """
    if measures is None:
        measures = {name: (name,) for row in rows.values() for name in row}
    documents = [rows[id] for id in sorted(rows)]
    if len(documents) < FEWEST:
        return {}
    tables = {name: cells(documents, parts) for name, parts in sorted(measures.items())}
    many = [name for name, table in tables.items() if _speaking(table).sum() >= MANY]
    sums = dict(zip(many, resample([tables[name] for name in many]), strict=True))
    found = {name: bounds(table, sums.get(name)) for name, table in tables.items()}
    return {name: (float(x[0]), float(x[1])) for name, x in found.items() if not np.isnan(x[0])}


def cells(rows: Sequence[Mapping[str, Counts]], parts: Sequence[str]) -> Matrix:
    """The counts of some measures side by side, one row a document; 0 where it lacks them."""
    nothing = Counts()
    found = [[row.get(part, nothing) for part in parts] for row in rows]
    numbers = [[(c.tp_pred, c.pred, c.tp_gold, c.gold) for c in counts] for counts in found]
    return np.array(numbers, dtype=np.float64).reshape(len(rows), 4 * len(parts))


def pooled_f1(sums: Matrix, groups: Sequence[int] | None = None) -> Matrix:
    """F1 of summed counts, shape (..., 4 n) to (...); 0 where it is undefined.

    The mean of n measures, without those that have nothing on either side.

    Args:
        sums: the four counts of each of n measures.
        groups: how many of them each part of a mean of means takes, summing to n; a part that has
            nothing on either side is left out. By default they are one part.
    """
    tp_pred, pred, tp_gold, gold = np.moveaxis(
        sums.reshape(*sums.shape[:-1], sums.shape[-1] // 4, 4), -1, 0
    )
    told = (pred + gold > 0).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision, recall = tp_pred / pred, tp_gold / gold
        f1 = np.nan_to_num(2 * precision * recall / (precision + recall), nan=0.0)
    if groups is not None:
        starts = np.cumsum([0, *groups[:-1]])
        number = np.add.reduceat(told, starts, axis=-1)
        f1 = np.add.reduceat(f1, starts, axis=-1) / np.maximum(number, 1)
        told = number > 0
    mean: Matrix = f1.sum(axis=-1) / np.maximum(told.sum(axis=-1), 1)
    return mean


def bounds(table: Matrix, resampled: Matrix | None = None) -> Matrix:
    """Both ends of the interval of F1; nan where fewer than 6 documents speak.

    Args:
        table: the counts of each document, shape (..., documents, 4 n).
        resampled: their sums over each resample, shape (..., resamples, 4 n); used where at least
            100 documents speak, unless they all agree.
    """
    documents = _speaking(table).sum(axis=-1)
    f1, variance = jackknife(table)
    ends = score_interval(f1, variance, documents)
    if resampled is not None:
        used = (documents >= MANY) & (variance > NO_VARIANCE)
        ends = np.where(used[..., None], _percentiles(pooled_f1(resampled), documents), ends)
    clipped: Matrix = np.where((documents < FEWEST)[..., None], np.nan, ends.clip(0, 1))
    return clipped


def jackknife(
    table: Matrix, statistic: Callable[[Matrix], Matrix] = pooled_f1
) -> tuple[Matrix, Matrix]:
    """F1 (or another statistic of summed counts), and its variance by leaving out each document.

    Only documents that speak are left out. Efron and Tibshirani 1993, An Introduction to the
    Bootstrap, section 11.2.
    """
    speaking = _speaking(table)
    n = np.maximum(speaking.sum(axis=-1), 1)
    whole = table.sum(axis=-2)
    without = statistic(whole[..., None, :] - table)
    mean = (without * speaking).sum(axis=-1) / n
    squares = ((without - mean[..., None]) ** 2 * speaking).sum(axis=-1)
    return statistic(whole), squares * (n - 1) / n


def _speaking(table: Matrix) -> NDArray[np.bool_]:
    return np.asarray(table.any(axis=-1))


def score_interval(f1: Matrix, variance: Matrix, documents: NDArray[np.intp]) -> Matrix:
    """Wilson's interval for the number of independent items that would vary as F1 does.

    It serves any share of what is counted, such as the agreement that alpha is made from.

    That number is f1 (1 - f1) / variance; where documents do not vary at all, such as where all
    are right, each counts as one item. Student's t stands for the normal quantile.

    Wilson 1927, JASA 22; for clustered samples Franco, Little, Louis and Slud 2019, Journal of
    Survey Statistics and Methodology 7(3).
    """
    varies = (variance > NO_VARIANCE) & (f1 > 0) & (f1 < 1)
    items = np.where(varies, f1 * (1 - f1) / np.where(varies, variance, 1), documents)
    items = np.maximum(items, NO_VARIANCE)
    square = _student(documents) ** 2
    middle = (f1 + square / (2 * items)) / (1 + square / items)
    spread = f1 * (1 - f1) / items + square / (4 * items**2)
    half = np.sqrt(square * spread) / (1 + square / items)
    return np.stack([middle - half, middle + half], axis=-1)


def _percentiles(scores: Matrix, documents: NDArray[np.intp]) -> Matrix:
    """Percentiles of resampled scores, as far out as Student's t is, for n - 1 and not n.

    Hesterberg 2015, What Teachers Should Know About the Bootstrap, The American Statistician 69:
    the expanded percentile interval. Plain percentiles are too narrow by a factor that shrinks
    with n.
    """
    from scipy.special import ndtr

    n = np.maximum(documents, 2)
    share = np.asarray(ndtr(-np.sqrt(n / (n - 1)) * _student(documents)))
    low = np.maximum((share * (scores.shape[-1] + 1)).astype(int) - 1, 0)
    places = np.stack([low, scores.shape[-1] - 1 - low], axis=-1)
    ordered: Matrix = np.partition(scores, np.unique(places), axis=-1)
    ends: Matrix = np.take_along_axis(ordered, places, axis=-1)
    return ends


def _student(documents: NDArray[np.intp]) -> Matrix:
    from scipy.special import stdtrit

    quantile = stdtrit(np.maximum(documents - 1, 1), 0.5 + LEVEL / 2)
    return np.asarray(quantile, dtype=np.float64)


def resample(tables: Sequence[Matrix], resamples: int = RESAMPLES) -> list[Matrix]:
    """The sums of each table over documents drawn with replacement, the same for every table."""
    if not tables:
        return []
    ends = np.cumsum([table.shape[1] for table in tables])[:-1]
    every = np.concatenate(tables, axis=1)
    # Measures of one layer share most of their columns.
    known: dict[bytes, int] = {}
    places = [known.setdefault(column.tobytes(), len(known)) for column in every.T]
    columns = every[:, [places.index(place) for place in range(len(known))]]
    parts = _cut(columns)
    blocks = [
        np.hstack([weights @ part for part in parts])
        for weights in _weights(len(columns), resamples)
    ]
    return np.split(np.concatenate(blocks)[:, places], ends, axis=1)


def _cut(columns: Matrix) -> list[Matrix]:
    """The table in pieces of at least four columns that one thread multiplies, if there are any."""
    width = _ONE_THREAD // (_BLOCK * len(columns))
    if width < 4:
        return [columns]
    return np.split(columns, range(width, columns.shape[1], width), axis=1)


def _weights(n: int, resamples: int) -> Iterator[Matrix]:
    """How often each of n documents is drawn, in blocks of resamples."""
    generator = np.random.default_rng(SEED)
    for start in range(0, resamples, _BLOCK):
        block = min(_BLOCK, resamples - start)
        drawn = generator.integers(0, n, size=(block, n), dtype=np.uint32)
        offsets = drawn + (np.arange(block, dtype=np.uint32) * np.uint32(n))[:, None]
        yield np.bincount(offsets.ravel(), minlength=block * n).reshape(block, n).astype(np.float64)
