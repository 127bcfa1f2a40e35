"""Two systems on the same simulated documents, with a known difference.

Both see the same gold. Each document has a chance for either system that an item is found, from
beta distributions that correlate by 0.7 (a Gaussian copula): what is hard for one is hard for the
other. Half of the items are found or missed by the same luck. A draw gives the counts of both, each
of shape (trials, documents, 4 n) for n measures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldfield.scoring.simulated import TILT, chances_of, counts_of, draw_sizes

__all__ = ["CASES", "KINDS", "Case", "Side", "draw_pair", "draw_runs"]

Matrix = NDArray[np.float64]
Shape = tuple[int, int]

_ALIKE = 0.7
_SHARED = 0.5
_SEED_EFFECT = 0.04  # standard deviation of the chance of an item from run to run


class Side(NamedTuple):
    """A system: its true F1, and how far precision lies on the way from F1 to 1."""

    f1: float
    tilt: float = TILT


class Case(NamedTuple):
    """Two systems; `runs` of each, that differ by their seed."""

    a: Side
    b: Side
    runs: int = 1

    @property
    def difference(self) -> float:
        """The true one, of B less A."""
        return self.b.f1 - self.a.f1


CASES = {
    "equal 0.6": Case(Side(0.6), Side(0.6)),
    "equal 0.9": Case(Side(0.9), Side(0.9)),
    "tilted 0.6": Case(Side(0.6, 0.6), Side(0.6, 0.0)),  # precision 0.84 and 0.60
    "0.3 to 0.4": Case(Side(0.3), Side(0.4)),
    "0.8 to 0.9": Case(Side(0.8), Side(0.9)),
}


def _scalar(generator: np.random.Generator, case: Case, shape: Shape) -> tuple[Matrix, Matrix]:
    luck, shared = generator.random(shape), generator.random(shape) < _SHARED
    found = []
    for side in (case.a, case.b):
        chances = chances_of(*side)
        right = np.where(shared, luck, generator.random(shape)) < chances.recall
        wrong = ~right & (generator.random(shape) < chances.spurious)
        found.append(counts_of(right, right | wrong, right, np.ones(shape)))
    return found[0], found[1]


def _entities(generator: np.random.Generator, case: Case, shape: Shape) -> tuple[Matrix, Matrix]:
    return _items(generator, case, draw_sizes(generator, shape, 40, 4), 15)


def _quotes(generator: np.random.Generator, case: Case, shape: Shape) -> tuple[Matrix, Matrix]:
    return _items(generator, case, draw_sizes(generator, shape, 8, 1.5), 6)


def _rare(generator: np.random.Generator, case: Case, shape: Shape) -> tuple[Matrix, Matrix]:
    """No item in seven of ten documents; what is invented is anywhere."""
    gold = (generator.random(shape) < 0.3) * (1 + generator.poisson(0.3, shape))
    right = _right(generator, case, gold, 6)
    found = []
    for side, good in zip((case.a, case.b), right, strict=True):
        chances = chances_of(*side)
        invented = 0.39 * chances.recall * (1 - chances.precision) / chances.precision
        found.append(counts_of(good, good + generator.poisson(invented, shape), good, gold))
    return found[0], found[1]


def _mean(generator: np.random.Generator, case: Case, shape: Shape) -> tuple[Matrix, Matrix]:
    """Four measures whose mean is a headline."""
    drawn = [draw(generator, case, shape) for draw in (_scalar, _entities, _quotes, _rare)]
    a, b = (np.concatenate(side, axis=-1) for side in zip(*drawn, strict=True))
    return a, b


Draw = Callable[[np.random.Generator, Case, Shape], tuple[Matrix, Matrix]]

KINDS: dict[str, Draw] = {
    "scalar": _scalar,
    "entities": _entities,
    "quotes": _quotes,
    "rare": _rare,
    "mean": _mean,
}


def draw_pair(
    kind: str, generator: np.random.Generator, case: Case, shape: Shape
) -> tuple[Matrix, Matrix]:
    """The counts of both systems; `shape` is trials and documents."""
    return KINDS[kind](generator, case, shape)


def draw_runs(
    generator: np.random.Generator, case: Case, shape: Shape
) -> tuple[list[Matrix], list[Matrix]]:
    """Several runs of two equal systems on fields like entities; each run is a little off.

    How far, with a standard deviation of 0.04 in the chance of an item, depends on the seed alone.
    """
    gold = draw_sizes(generator, shape, 40, 4)
    chances = chances_of(*case.a)
    alike = generator.beta(chances.recall * 15, (1 - chances.recall) * 15, shape)
    sides: tuple[list[Matrix], list[Matrix]] = ([], [])
    for side in sides:
        for _ in range(case.runs):
            off = generator.normal(0, _SEED_EFFECT, (shape[0], 1))
            chance = (alike + off).clip(0, 1)
            right = generator.binomial(gold, chance)
            invented = generator.poisson(gold * (1 - chance) * chances.spurious)
            side.append(counts_of(right, right + invented, right, gold))
    return sides


def _items(
    generator: np.random.Generator, case: Case, gold: NDArray[np.int64], weight: float
) -> tuple[Matrix, Matrix]:
    alike = _chances(generator, case, gold.shape, weight)
    found = []
    for side, chance, right in zip(
        (case.a, case.b), alike, _found(generator, gold, alike), strict=True
    ):
        spurious = chances_of(*side).spurious
        invented = generator.poisson(gold * (1 - chance) * spurious)
        found.append(counts_of(right, right + invented, right, gold))
    return found[0], found[1]


def _right(
    generator: np.random.Generator, case: Case, gold: NDArray[np.int64], weight: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return _found(generator, gold, _chances(generator, case, gold.shape, weight))


def _chances(
    generator: np.random.Generator, case: Case, shape: tuple[int, ...], weight: float
) -> tuple[Matrix, Matrix]:
    """The chance of each document for either system."""
    first, second = generator.standard_normal((2, *shape))
    second = _ALIKE * first + np.sqrt(1 - _ALIKE**2) * second
    recalls = chances_of(*case.a).recall, chances_of(*case.b).recall
    return _beta_of(first, recalls[0], weight), _beta_of(second, recalls[1], weight)


def _beta_of(normal: Matrix, mean: float, weight: float) -> Matrix:
    """Normal draws as draws from a beta distribution, by its quantiles on a fine grid."""
    from scipy.special import betaincinv, ndtr

    grid = np.linspace(-6, 6, 6001)
    quantiles = betaincinv(mean * weight, (1 - mean) * weight, ndtr(grid))
    return np.interp(normal, grid, quantiles)


def _found(
    generator: np.random.Generator, gold: NDArray[np.int64], alike: tuple[Matrix, Matrix]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Items found by either; of half of them the same luck decides, the rest is its own."""
    a, b = alike
    shared = generator.binomial(gold, _SHARED)
    low, high = np.minimum(a, b), np.maximum(a, b)
    both = generator.binomial(shared, low)
    more = generator.binomial(shared - both, (high - low) / np.maximum(1 - low, 1e-12))
    rest = gold - shared
    right_a = both + np.where(a > b, more, 0) + generator.binomial(rest, a)
    right_b = both + np.where(b > a, more, 0) + generator.binomial(rest, b)
    return right_a, right_b
