"""The best one-to-one pairing of two lists, the same whatever the order of the input.

A pair's weight is a tuple of small whole numbers; the pairing maximises their sums
lexicographically. Every count that is read off a pairing is one of these sums, so two optimal
pairings always give equal counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

__all__ = ["best_pairs", "split_copies"]

Pair = tuple[int, int]
Weight = tuple[int, ...]
T = TypeVar("T")

_SMALL = 12  # up to this many rows the solver below is faster than importing another
_EXACT = 2**52  # sums under this are exact in the float64 of scipy's solver


def best_pairs(edges: Mapping[Pair, Weight]) -> list[Pair]:
    """The pairs (left, right) of a lexicographically best one-to-one pairing, sorted.

    Args:
        edges: the weight of each pair that may be made; at least one number of a weight is
            above 0, none is below.
    """
    chosen: list[Pair] = []
    for component in _components(edges):
        if len(component) == 1:
            chosen.extend(component)
            continue
        lefts = sorted({left for left, _ in component})
        rights = sorted({right for _, right in component})
        packed = _pack(component, edges, min(len(lefts), len(rights)))
        matrix = [[packed.get((left, right), 0) for right in rights] for left in lefts]
        for row, column in _solve(matrix):
            if matrix[row][column]:
                chosen.append((lefts[row], rights[column]))
    return sorted(chosen)


def split_copies(
    items: Sequence[T], key: Callable[[T], Hashable], other: Counter[Hashable]
) -> tuple[list[T], list[T]]:
    """Items to align, and surplus copies that nothing may be paired with.

    Of equal items as many may be aligned as the other side has, and at least one; so a
    duplicate can never earn credit that the item alone would not have earned.
    """
    seen: Counter[Hashable] = Counter()
    kept: list[T] = []
    surplus: list[T] = []
    for item in items:
        name = key(item)
        seen[name] += 1
        (kept if seen[name] <= max(1, other[name]) else surplus).append(item)
    return kept, surplus


def _components(edges: Mapping[Pair, Weight]) -> list[list[Pair]]:
    """The edges, grouped into connected parts that can be solved apart."""
    by_left: dict[int, list[Pair]] = defaultdict(list)
    by_right: dict[int, list[Pair]] = defaultdict(list)
    for edge in sorted(edges):
        by_left[edge[0]].append(edge)
        by_right[edge[1]].append(edge)
    found: list[list[Pair]] = []
    seen: set[Pair] = set()
    for first in sorted(edges):
        if first in seen:
            continue
        seen.add(first)
        part, todo = [], [first]
        while todo:
            edge = todo.pop()
            part.append(edge)
            for near in (*by_left.pop(edge[0], ()), *by_right.pop(edge[1], ())):
                if near not in seen:
                    seen.add(near)
                    todo.append(near)
        found.append(part)
    return found


def _pack(component: Sequence[Pair], edges: Mapping[Pair, Weight], most: int) -> dict[Pair, int]:
    """Each weight as one whole number whose digits never carry when `most` of them are added."""
    weights = [edges[pair] for pair in component]
    bases = [1 + most * max(level) for level in zip(*weights, strict=True)]
    packed: dict[Pair, int] = {}
    for pair, weight in zip(component, weights, strict=True):
        number = 0
        for digit, base in zip(weight, bases, strict=True):
            number = number * base + digit
        packed[pair] = number
    return packed


def _solve(matrix: list[list[int]]) -> list[Pair]:
    """Row and column of each chosen cell: a largest total, exactly."""
    rows, columns = len(matrix), len(matrix[0])
    top = max(map(max, matrix))
    if min(rows, columns) > _SMALL and top * min(rows, columns) < _EXACT:
        from scipy.optimize import linear_sum_assignment

        left, right = linear_sum_assignment(matrix, maximize=True)
        return list(zip(left.tolist(), right.tolist(), strict=True))
    if rows > columns:
        turned = [list(column) for column in zip(*matrix, strict=True)]
        return [(row, column) for column, row in _shortest_paths(turned, top)]
    return _shortest_paths(matrix, top)


def _shortest_paths(matrix: list[list[int]], top: int) -> list[Pair]:
    """Kuhn 1955 with potentials, in whole numbers of any size; rows <= columns.

    Each round adds one row along the cheapest augmenting path, O(rows^2 columns) in all.
    """
    columns = len(matrix[0])
    row_potential = [0] * (len(matrix) + 1)
    column_potential = [0] * (columns + 1)
    owner = [0] * (columns + 1)  # row (from 1) that holds a column; column 0 is the entry
    for row in range(1, len(matrix) + 1):
        owner[0] = row
        column = 0
        slack: list[int | None] = [None] * (columns + 1)
        way = [0] * (columns + 1)
        done = [False] * (columns + 1)
        while owner[column]:
            done[column] = True
            current = owner[column]
            step: int | None = None
            following = 0
            for j in range(1, columns + 1):
                if done[j]:
                    continue
                cost = top - matrix[current - 1][j - 1] - row_potential[current]
                cost -= column_potential[j]
                best = slack[j]
                if best is None or cost < best:
                    slack[j], way[j], best = cost, column, cost
                if step is None or best < step:
                    step, following = best, j
            for j in range(columns + 1):
                if done[j]:
                    row_potential[owner[j]] += step or 0
                    column_potential[j] -= step or 0
                elif (rest := slack[j]) is not None:
                    slack[j] = rest - (step or 0)
            column = following
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    return [(owner[j] - 1, j - 1) for j in range(1, columns + 1) if owner[j]]
