"""Is B better than A? The test by hand, by enumeration, and where it is refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from compared import Record, Run, gold_of, run
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldfield.comparison import Difference, compare
from goldfield.errors import UsageError
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task


def strict(gold: list[Record], a: list[tuple[int, int]], b: list[tuple[int, int]]) -> Difference:
    found = compare(run("a", gold, a), run("b", gold, b)).differences
    return next(row for row in found if row.measure == "spans@strict")


@pytest.mark.parametrize(
    ("a", "b", "p"),
    [
        # 2 gold and 2 predicted items in each of three documents, so F1 is the share of right ones
        # and a swap turns the sign of one document's difference.
        # +2 +1 +1 = 4 of 6. Of the eight sums of +-2 +-1 +-1 only 4 and -4 are as large: 2/8.
        ((0, 0, 0), (2, 1, 1), 2 / 8),
        # +2 +1 -1 = 2. As large are 4, 2, 2, -2, -2, -4; not 0 and 0: 6/8.
        ((0, 0, 1), (2, 1, 0), 6 / 8),
        # -2 +1 +1 = 0: all eight.
        ((2, 0, 0), (0, 1, 1), 1.0),
        ((1, 1, 1), (1, 1, 1), 1.0),
    ],
)
def test_exact_p_by_hand(a: tuple[int, ...], b: tuple[int, ...], p: float) -> None:
    gold = gold_of([2, 2, 2])
    found = strict(gold, [(n, 2 - n) for n in a], [(n, 2 - n) for n in b])
    assert found.p == p
    assert found.difference == pytest.approx((sum(b) - sum(a)) / 6)
    assert (found.a, found.b) == pytest.approx((sum(a) / 6, sum(b) / 6))
    assert (found.smallest_p, found.documents) == (2 / 8, 3)


DOCUMENT = st.tuples(
    st.integers(0, 3), st.tuples(st.integers(0, 3), st.integers(0, 2)),
    st.tuples(st.integers(0, 3), st.integers(0, 2)),
)  # fmt: skip


def f1(rows: list[tuple[int, int, int]]) -> Fraction:
    right, said, there = (sum(column) for column in zip(*rows, strict=True))
    return Fraction(2 * right, said + there) if said + there else Fraction(0)


@given(st.lists(DOCUMENT, min_size=1, max_size=5))
@settings(max_examples=60)
def test_exact_p_is_that_of_all_swaps(
    drawn: list[tuple[int, tuple[int, int], tuple[int, int]]],
) -> None:
    sizes = [size for size, _, _ in drawn]
    assume(any(size or sum(bad for _, bad in said) for size, *said in drawn))  # else not listed
    sides = [
        [(min(size, pair[side][0]), pair[side][1]) for size, *pair in drawn] for side in (0, 1)
    ]
    found = strict(gold_of(sizes), *sides)
    tables = [
        [(good, good + bad, size) for (good, bad), size in zip(side, sizes, strict=True)]
        for side in sides
    ]
    observed = abs(f1(tables[1]) - f1(tables[0]))
    hits = 0
    for swaps in product((False, True), repeat=len(sizes)):
        left = [rows[swap] for rows, swap in zip(zip(*tables, strict=True), swaps, strict=True)]
        right = [
            rows[not swap] for rows, swap in zip(zip(*tables, strict=True), swaps, strict=True)
        ]
        hits += abs(f1(left) - f1(right)) >= observed
    assert found.p == pytest.approx(hits / 2 ** len(sizes))


def test_turning_the_question_round_turns_the_sign() -> None:
    gold = gold_of([2, 3, 4, 1])
    a, b = [(1, 1), (0, 2), (4, 0), (1, 0)], [(2, 0), (2, 2), (3, 1), (0, 0)]
    there, back = strict(gold, a, b), strict(gold, b, a)
    assert (there.p, there.difference) == (back.p, -back.difference)


def test_documents_with_nothing_on_any_side_tell_nothing() -> None:
    nothing = [(0, 0)] * 4
    some = strict(gold_of([2, 2, 2]), [(0, 0)] * 3, [(2, 0)] * 3)
    more = strict(gold_of([2, 2, 2, 0, 0, 0, 0]), [(0, 0)] * 3 + nothing, [(2, 0)] * 3 + nothing)
    assert more == some
    assert (
        compare(run("a", gold_of([0]), [(0, 0)]), run("b", gold_of([0]), [(0, 0)])).differences
        == []
    )


def test_above_twenty_documents_swaps_are_sampled() -> None:
    # Only three of 21 documents differ, all to one side: exactly 2/8 of all swaps are as large.
    gold = gold_of([1] * 21)
    a, b = [(0, 1)] * 3 + [(1, 0)] * 18, [(1, 0)] * 21
    found = strict(gold, a, b)
    assert found.p == pytest.approx(0.25, abs=0.01)
    assert found.p != 0.25
    assert strict(gold, a, b) == found  # the same samples each time
    # All 21 differ: 2 of 2**21 swaps. Hardly a sample hits; the data itself counts as one.
    assert 1 / 100_001 <= strict(gold, [(0, 1)] * 21, b).p <= 4 / 100_001
    assert found.smallest_p == 1 / 100_001


def test_the_card_says_what_was_done_and_what_it_can_show() -> None:
    gold = gold_of([2, 2, 2])
    shown = str(compare(run("a", gold, [(0, 0)] * 3), run("b", gold, [(2, 0)] * 3)))
    assert "two-sided label-swap test, exact" in shown
    assert "3 documents cannot show a difference at p <= 0.05" in shown
    assert "+1.000" in shown


def test_runs_on_different_corpora_or_suites_are_refused() -> None:
    a = run("a", gold_of([2, 2]), [(1, 0), (1, 0)])
    with pytest.raises(UsageError, match=r"differ in corpus: .* and .*"):
        compare(a, run("b", gold_of([2, 1]), [(1, 0), (1, 0)]))
    with pytest.raises(UsageError, match="documents: 2 and 1"):
        compare(a, run("b", gold_of([2]), [(1, 0)]))
    other = load_suite("values")
    task = build_task(other, [gold_of([2, 2])], [])
    with pytest.raises(UsageError, match=r"differ in suite: .* and .*"):
        compare(a, Run("b", score_task(task, other)))
    assert compare(a, a).differences  # another extractor, or the same, is no obstacle


@pytest.mark.parametrize("other", [None, "runs/a", 0.5])
def test_what_is_no_run_is_refused_by_its_type(other: object) -> None:
    a = run("a", gold_of([2]), [(1, 0)])
    with pytest.raises(UsageError, match=f"two runs.*{type(other).__name__}"):
        compare(a, other)  # type: ignore[arg-type]
