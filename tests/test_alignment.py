"""The pairing is a best one, whichever solver finds it and in whatever order it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldfield.scoring import alignment
from goldfield.scoring.alignment import best_pairs, part_copies, split_copies

Pair = tuple[int, int]
Weight = tuple[int, ...]
Edges = dict[Pair, Weight]


def all_pairings(edges: Mapping[Pair, Weight]) -> Iterator[list[Pair]]:
    """Every one-to-one choice of edges, the empty one too."""
    yield []
    for left, right in edges:
        later = {
            e: w for e, w in edges.items() if e > (left, right) and left != e[0] and right != e[1]
        }
        for rest in all_pairings(later):
            yield [(left, right), *rest]


def worth(edges: Mapping[Pair, Weight], pairing: list[Pair]) -> Weight:
    levels = len(next(iter(edges.values()), ()))
    return tuple(sum(edges[pair][level] for pair in pairing) for level in range(levels))


def brute(edges: Edges) -> Weight:
    return max(worth(edges, pairing) for pairing in all_pairings(edges))


def weights(digits: st.SearchStrategy[int], levels: int) -> st.SearchStrategy[Weight]:
    return st.tuples(*[digits] * levels).filter(any)


def tables(rows: int, columns: int, digits: st.SearchStrategy[int]) -> st.SearchStrategy[Edges]:
    places = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    return st.integers(1, 3).flatmap(
        lambda levels: st.dictionaries(places, weights(digits, levels), max_size=rows * columns)
    )


def check_best(edges: Edges) -> None:
    chosen = best_pairs(edges)
    assert len({left for left, _ in chosen}) == len({right for _, right in chosen}) == len(chosen)
    assert chosen == sorted(chosen)
    assert set(chosen) <= edges.keys()
    assert worth(edges, chosen) == brute(edges)


@given(tables(4, 4, st.integers(0, 3)))
@settings(max_examples=150)
def test_no_pairing_is_worth_more(edges: Edges) -> None:
    check_best(edges)


@given(tables(3, 4, st.integers(0, 2) | st.integers(10**29, 10**30)))
@settings(max_examples=100)
def test_digits_of_any_size_are_exact(edges: Edges) -> None:
    check_best(edges)


def test_one_unit_in_a_huge_number_decides() -> None:
    # Diagonal 2 * 10**40 + 1 against 2 * 10**40 off it: no float could tell them apart.
    huge = 10**40
    edges = {(0, 0): (huge + 1,), (1, 1): (huge,), (0, 1): (huge,), (1, 0): (huge,)}
    assert best_pairs(edges) == [(0, 0), (1, 1)]


@pytest.mark.parametrize(
    ("edges", "best"),
    [
        ({}, []),
        # One pair of (1, 0) is worth more than two pairs of (0, 9).
        ({(0, 0): (0, 9), (0, 1): (1, 0), (1, 1): (0, 9)}, [(0, 1)]),
        # Greed takes (0, 0) for 3 and loses: 2 + 2 = 4.
        ({(0, 0): (3,), (0, 1): (2,), (1, 0): (2,)}, [(0, 1), (1, 0)]),
    ],
)
def test_levels_count_in_order(edges: Edges, best: list[Pair]) -> None:
    assert best_pairs(edges) == best


def dense(size: int, wide: int, digits: st.SearchStrategy[int]) -> st.SearchStrategy[Edges]:
    cells = st.lists(digits, min_size=size * wide, max_size=size * wide)
    return cells.map(
        lambda drawn: {divmod(i, wide): (cell, 1) for i, cell in enumerate(drawn) if cell}
    )


@given(dense(14, 15, st.sampled_from([0, 0, 1, 2, 7])))
@settings(max_examples=25)
def test_all_solvers_agree(edges: Edges) -> None:
    turned = {(right, left): weight for (left, right), weight in edges.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_SMALL", 0)
        by_scipy = worth(edges, best_pairs(edges)) if edges else ()
        patch.setattr(alignment, "_EXACT", 0)
        assert (worth(edges, best_pairs(edges)) if edges else ()) == by_scipy
        assert (worth(turned, best_pairs(turned)) if turned else ()) == by_scipy
    assert (worth(edges, best_pairs(edges)) if edges else ()) == by_scipy


def test_which_solver_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    # 13 x 13 goes to scipy, 12 x 13 does not, nor 13 x 13 with numbers beyond 2**52.
    ran: list[str] = []
    solve = alignment._shortest_paths

    def noted(matrix: list[list[int]], top: int) -> list[Pair]:
        ran.append("python")
        return solve(matrix, top)

    monkeypatch.setattr(alignment, "_shortest_paths", noted)

    def full(rows: int, columns: int, weight: int) -> Edges:
        return {(i, j): (weight,) for i in range(rows) for j in range(columns)}

    assert len(best_pairs(full(13, 13, 1))) == 13
    assert ran == []
    assert len(best_pairs(full(12, 13, 1))) == 12
    assert len(best_pairs(full(13, 13, 2**52))) == 13
    assert ran == ["python", "python"]


@given(tables(4, 4, st.integers(0, 2)), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_the_order_of_the_edges_changes_no_pair(edges: Edges, chance: object) -> None:
    items = list(edges.items())
    chance.shuffle(items)  # type: ignore[attr-defined]
    assert best_pairs(dict(items)) == best_pairs(edges)


def test_a_long_chain_stays_one_part() -> None:
    # 0-0-1-1-2-2-...: left i meets right i and i + 1; all can be paired.
    edges = {(i, i + step): (1,) for i in range(40) for step in (0, 1)}
    assert len(best_pairs(edges)) == 40


def test_copies_beyond_those_of_the_other_side_are_surplus() -> None:
    # a: 3 here, 2 there -> 1 surplus. b: 2 here, none there -> 1 is kept. c: 1 and 5 -> kept.
    kept, surplus = split_copies("aababc", str, Counter({"a": 2, "c": 5}))
    assert (kept, surplus) == (list("aabc"), ["a", "b"])


def test_copies_are_parted_by_what_the_other_side_has() -> None:
    # a: 1 and 2 -> one duplicate. b: 2 and none -> one is surplus. c: 1 and none.
    found = part_copies("abbc", "aa", str)
    assert found == (list("abc"), ["b"], ["a"], ["a"])
