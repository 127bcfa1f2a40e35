"""Counts of documents drawn at random, in the shapes that fields of an article have.

Every draw takes a generator, the true F1 and a shape (trials, documents), and gives an array with
the four counts of a measure as its last axis.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["FIELDS", "TILT", "Chances", "Draw", "chances_of", "counts_of", "draw_sizes"]

Matrix = NDArray[np.float64]
Shape = tuple[int, int]
Draw = Callable[[np.random.Generator, float, Shape], Matrix]

TILT = 0.3
"""Precision lies three tenths of the way from F1 to 1, recall follows."""

_MEAN_LENGTH, _SPREAD = 4.6, 0.6  # of the logarithm of the characters of a quote


class Chances(NamedTuple):
    """What a true F1 means for an item; `spurious` are invented for each that is missed."""

    precision: float
    recall: float
    spurious: float


def chances_of(f1: float, tilt: float = TILT) -> Chances:
    """The chances at a true F1.

    Args:
        f1: above 0 and below 1.
        tilt: how far precision lies on the way from F1 to 1; below 0 it is under recall.
    """
    precision = f1 + tilt * (1 - f1)
    recall = f1 * precision / (2 * precision - f1)
    return Chances(precision, recall, recall * (1 - precision) / (precision * (1 - recall)))


def scalar(generator: np.random.Generator, f1: float, shape: Shape) -> Matrix:
    """One value in every document; a miss may be a wrong value or none."""
    chances = chances_of(f1)
    right = generator.random(shape) < chances.recall
    wrong = ~right & (generator.random(shape) < chances.spurious)
    return counts_of(right, right | wrong, right, np.ones(shape))


def entities(generator: np.random.Generator, f1: float, shape: Shape) -> Matrix:
    """About 40 items in a document."""
    return _items(generator, f1, draw_sizes(generator, shape, 40, 4), 15)


def quotes(generator: np.random.Generator, f1: float, shape: Shape) -> Matrix:
    """About 8 items, in some documents none and in others dozens."""
    return _items(generator, f1, draw_sizes(generator, shape, 8, 1.5), 6)


def events(generator: np.random.Generator, f1: float, shape: Shape) -> Matrix:
    """About 6 items."""
    return _items(generator, f1, draw_sizes(generator, shape, 6, 2), 6)


def rare(generator: np.random.Generator, f1: float, shape: Shape) -> Matrix:
    """No item in seven of ten documents; what is invented is anywhere."""
    chances = chances_of(f1)
    gold = (generator.random(shape) < 0.3) * (1 + generator.poisson(0.3, shape))
    right = generator.binomial(gold, _alike(generator, chances.recall, 6, shape))
    invented = 0.39 * chances.recall * (1 - chances.precision) / chances.precision
    return counts_of(right, right + generator.poisson(invented, shape), right, gold)


def characters(generator: np.random.Generator, f1: float, shape: Shape) -> Matrix:
    """Characters of about 8 quotes, each found whole, not at all, or (one in five) in part."""
    chances = chances_of(f1)
    number = draw_sizes(generator, shape, 8, 1.5).ravel()
    document = np.repeat(np.arange(number.size), number)
    alike = _alike(generator, chances.recall, 6, number.shape)[document]
    whole = generator.random(document.size) < alike
    share = np.where(generator.random(document.size) < 0.2, alike, whole)
    gold = _lengths(generator, document.size)
    right = np.rint(gold * share)
    invented = generator.random(document.size) < (1 - alike) * chances.spurious
    pred = right + invented * _lengths(generator, document.size)
    summed = (np.bincount(document, column, number.size) for column in (right, pred, right, gold))
    return counts_of(*(column.reshape(shape) for column in summed))


def fractions(generator: np.random.Generator, f1: float, shape: Shape) -> Matrix:
    """Mentions whose links are right in part, as in coreference: two numerators, no integers."""
    chances = chances_of(f1)
    gold = draw_sizes(generator, shape, 40, 4)
    pred = generator.poisson(0.8 * gold)
    precise = _alike(generator, chances.precision, 15, shape)
    return counts_of(
        pred * precise, pred, gold * _alike(generator, chances.recall, 15, shape), gold
    )


FIELDS: dict[str, Draw] = {
    "scalar": scalar,
    "entities": entities,
    "quotes": quotes,
    "events": events,
    "rare": rare,
    "characters": characters,
    "fractions": fractions,
}


def draw_sizes(
    generator: np.random.Generator, shape: Shape, mean: float, gamma: float
) -> NDArray[np.int64]:
    """Negative binomial numbers of items; the smaller `gamma`, the less alike documents are."""
    return generator.poisson(generator.gamma(gamma, mean / gamma, shape))


def _alike(
    generator: np.random.Generator, chance: float, weight: float, shape: tuple[int, ...]
) -> Matrix:
    """The chance of each document; items of one correlate by 1 / (weight + 1)."""
    return generator.beta(chance * weight, (1 - chance) * weight, shape)


def _items(
    generator: np.random.Generator, f1: float, gold: NDArray[np.int64], weight: float
) -> Matrix:
    chances = chances_of(f1)
    alike = _alike(generator, chances.recall, weight, gold.shape)
    right = generator.binomial(gold, alike)
    invented = generator.poisson(gold * (1 - alike) * chances.spurious)
    return counts_of(right, right + invented, right, gold)


def _lengths(generator: np.random.Generator, size: int) -> Matrix:
    return np.maximum(1, np.rint(generator.lognormal(_MEAN_LENGTH, _SPREAD, size)))


def counts_of(*columns: NDArray[np.generic]) -> Matrix:
    """Four columns of counts, or rows of them, as the last axis."""
    return np.stack([column.astype(np.float64) for column in columns], axis=-1)
