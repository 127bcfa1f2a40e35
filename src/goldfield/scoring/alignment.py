"""The best one-to-one pairing of two lists, the same whatever the order of the input.

A pair's weight is a tuple of small whole numbers; the pairing maximises their sums
lexicographically. Every count that is read off a pairing is one of these sums, so two optimal
pairings always give equal counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

__all__ = ["best_pairs", "part_copies", "split_copies"]

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
    chosen = _first_choices(edges, edges)
    if chosen is None:
        chosen = []
        for component in _components(edges):
            chosen += _first_choices(component, edges) or _solved(component, edges)
    return sorted(chosen)


def _first_choices(pairs: Iterable[Pair], edges: Mapping[Pair, Weight]) -> list[Pair] | None:
    """The best pair of each left item, if it has but one and no two want the same right item.

    No other pairing is as good then. Most need no more than this.
    """
    best: dict[int, tuple[Weight, Pair, bool]] = {}
    for pair in pairs:
        weight, known = edges[pair], best.get(pair[0])
        if known is None or weight > known[0]:
            best[pair[0]] = weight, pair, False
        elif weight == known[0]:
            best[pair[0]] = weight, pair, True
    chosen = [pair for _, pair, tied in best.values() if not tied]
    return chosen if len({right for _, right in chosen}) == len(best) else None


def _solved(component: Sequence[Pair], edges: Mapping[Pair, Weight]) -> Iterator[Pair]:
    rows = sorted({left for left, _ in component})
    columns = sorted({right for _, right in component})
    packed = _pack(component, edges, min(len(rows), len(columns)))
    matrix = [[packed.get((left, right), 0) for right in columns] for left in rows]
    for row, column in _solve(matrix):
        if matrix[row][column]:
            yield rows[row], columns[column]


def part_copies(
    golds: Sequence[T], preds: Sequence[T], key: Callable[[T], Hashable]
) -> tuple[list[T], list[T], list[T], list[T]]:
    """Gold to align, surplus gold, predictions to align, duplicates: `split_copies` both ways."""
    names = list(map(key, golds)), list(map(key, preds))
    if all(len(set(side)) == len(side) for side in names):
        return list(golds), [], list(preds), []
    counted = Counter(names[0]), Counter(names[1])
    return *split_copies(golds, key, counted[1]), *split_copies(preds, key, counted[0])


def split_copies(
    items: Sequence[T], key: Callable[[T], Hashable], other: Counter[Hashable]
) -> tuple[list[T], list[T]]:
    """Items to align, and surplus copies that nothing may be paired with.

    Of equal items as many may be aligned as the other side has, and at least one; so a
    duplicate can never earn credit that the item alone would not have earned.
    """
    names = list(map(key, items))
    if len(set(names)) == len(names):
        return list(items), []
    seen: Counter[Hashable] = Counter()
    kept: list[T] = []
    surplus: list[T] = []
    for name, item in zip(names, items, strict=True):
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
    costs = [[top - weight for weight in row] for row in matrix]
    # Column 0 is the entry of each path; owner[j] is the row (from 1) that holds column j.
    owner = [0] * (len(matrix[0]) + 1)
    potentials = [0] * (len(matrix) + 1), [0] * len(owner)
    for row in range(1, len(matrix) + 1):
        owner[0] = row
        column, way = _search(costs, owner, potentials)
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    return [(row - 1, j - 1) for j, row in enumerate(owner) if j and row]


def _search(
    costs: list[list[int]], owner: list[int], potentials: tuple[list[int], list[int]]
) -> tuple[int, list[int]]:
    """The free column at the end of the cheapest path from column 0, and the way back."""
    of_row, of_column = potentials
    free = list(range(1, len(owner)))
    reached = [0]
    way = [0] * len(owner)
    slack: dict[int, int] = {}
    while True:
        column, row = reached[-1], owner[reached[-1]]
        for j in free:
            cost = costs[row - 1][j - 1] - of_row[row] - of_column[j]
            if j not in slack or cost < slack[j]:
                slack[j], way[j] = cost, column
        nearest = min(free, key=slack.__getitem__)
        step = slack[nearest]
        for j in reached:
            of_row[owner[j]] += step
            of_column[j] -= step
        for j in free:
            slack[j] -= step
        if not owner[nearest]:
            return nearest, way
        free.remove(nearest)
        reached.append(nearest)
