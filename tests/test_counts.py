"""Four numbers that add, and the three ratios that are read off them last."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldfield.scoring.counts import Counts, total

THIRDS = st.integers(0, 1000).map(lambda n: n / 3)


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1"),
    [
        (Counts.of(3, 4, 6), 0.75, 0.5, 0.6),  # 2 * 0.75 * 0.5 / 1.25
        (Counts(1, 2, 3, 4), 0.5, 0.75, 0.6),  # each ratio has its own numerator
        (Counts.of(0, 4, 6), 0.0, 0.0, 0.0),
        (Counts.of(0, 4, 0), 0.0, None, 0.0),  # nothing to find, something said
        (Counts.of(0, 0, 6), None, 0.0, 0.0),  # something to find, nothing said
        (Counts.of(0, 0, 0), None, None, None),
        (Counts.of(5, 5, 5), 1.0, 1.0, 1.0),
    ],
)
def test_ratios(
    counts: Counts, precision: float | None, recall: float | None, f1: float | None
) -> None:
    assert (counts.precision, counts.recall) == (precision, recall)
    assert counts.f1 == (None if f1 is None else pytest.approx(f1))
    assert counts.empty == (f1 is None)


def test_only_both_sides_empty_is_empty() -> None:
    assert Counts().empty
    assert not Counts(0, 1, 0, 0).empty
    assert not Counts(0, 0, 0, 1).empty


def test_the_sum_of_nothing_is_nothing() -> None:
    assert total([]) == Counts()
    assert total([]).f1 is None


def test_whole_numbers_stay_whole() -> None:
    summed = total([Counts.of(1, 2, 3), Counts.of(4, 5, 6)])
    assert msgspec.json.encode(summed) == b"[5,7,5,9]"
    # Beyond 2**53 a float would drop the 1.
    assert total([Counts.of(2**53, 0, 0), Counts.of(1, 0, 0)]).tp_pred == 2**53 + 1


@given(st.lists(st.builds(Counts, THIRDS, THIRDS, THIRDS, THIRDS)), st.integers())
def test_fractions_add_up_in_any_order(rows: list[Counts], seed: int) -> None:
    mixed = rows.copy()
    random.Random(seed).shuffle(mixed)
    assert total(mixed) == total(rows)
    exact = float(sum(Fraction(row.gold) for row in rows))
    assert total(rows).gold == exact


def test_a_plain_sum_would_depend_on_the_order() -> None:
    # 1e16 + 1 is 1e16 in floating point, so that 1 is lost in one order and kept in another.
    rows = [Counts(1e16), Counts(1.0), Counts(-1e16)]
    assert sum(row.tp_pred for row in rows) == 0.0
    assert total(rows).tp_pred == 1.0


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_f1_lies_between_its_ratios(correct: int, more: int, further: int) -> None:
    counts = Counts.of(correct, correct + more, correct + further)
    if counts.f1 is None:
        assert counts.empty
        return
    low, high = sorted((counts.precision or 0.0, counts.recall or 0.0))
    assert low - 1e-12 <= counts.f1 <= high + 1e-12
    # The harmonic mean of P = c/p and R = c/g is 2c / (p + g).
    assert math.isclose(counts.f1, 2 * correct / (counts.pred + counts.gold))
