"""Intervals, tests, corrections, ranks and seeds of a comparison, with a pencil and by peers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from compared import Right, gold_of, run
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from goldfield.comparison import Difference, System, compare, compare_systems
from goldfield.comparison.corrections import benjamini_hochberg, holm
from goldfield.comparison.intervals import (
    Moments,
    detectable,
    difference_interval,
    moments,
    mover,
    t_interval,
)
from goldfield.comparison.planning import needed, plan
from goldfield.comparison.ranks import rank_groups
from goldfield.comparison.swaps import swap_p_values
from goldfield.comparison.systems import Spread, View, design_of
from goldfield.scoring.statistics import Matrix, pooled_f1

ONE = View("m", np.arange(4), (1,))
SIX_A: list[Right] = [(3, 1)] * 3 + [(1, 3)] * 3
SIX_B: list[Right] = [(3, 1)] * 6


def table(*rows: tuple[int, int, int]) -> Matrix:
    """Right, predicted and gold items of each document."""
    return np.array([(right, pred, right, gold) for right, pred, gold in rows], dtype=np.float64)


def strict(a: list[Right], b: list[Right], sizes: list[int]) -> Difference:
    gold = gold_of(sizes)
    found = compare(run("a", gold, a), run("b", gold, b)).differences
    return next(row for row in found if row.measure == "spans@strict")


def six() -> Moments:
    a, b = (table(*[(right, 4, 4) for right, _ in side]) for side in (SIX_A, SIX_B))
    return moments(a, b, ONE)


def test_moments_on_paper() -> None:
    # A: F1 = 12/24; without a 3 it is 9/20, without a 1 it is 11/20: variance 5/6 x 6 x .05^2.
    # B: 18/24, whichever is left out.
    found = six()
    assert (found.f1_a, found.f1_b) == (0.5, 0.75)
    assert found.variance_a == pytest.approx(0.0125)
    assert found.variance_b == pytest.approx(0, abs=1e-15)
    assert found.covariance == pytest.approx(0, abs=1e-15)
    assert (found.documents, found.freedom) == (6, 5)


def test_systems_that_err_together_differ_by_little() -> None:
    # B has one more right than A everywhere: both vary, their difference does not.
    a, b = table(*[(n, 4, 4) for n in (3, 3, 1, 1)]), table(*[(n, 4, 4) for n in (4, 4, 2, 2)])
    found = moments(a, b, ONE)
    assert found.variance_a == pytest.approx(found.covariance) == pytest.approx(found.variance_b)
    assert found.variance == pytest.approx(0, abs=1e-15)


def test_intervals_on_paper() -> None:
    # Student's t with 5 degrees of freedom is 2.570582: .25 -+ 2.570582 x sqrt(.0125) = .287400.
    # Wilson: A [.250830, .749170] as in test_coverage. B's F1 does not vary, so 6 items: middle
    # (.75 + 6.607891/12) / (1 + 6.607891/6) = .618973, half sqrt(6.607891 x (.1875/6 +
    # 6.607891/144)) / 2.101315 = .339762: [.279211, .958735]. Not correlated:
    # down sqrt((.75 - .279211)^2 + (.749170 - .5)^2) = .532661, up sqrt((.958735 - .75)^2 +
    # (.5 - .250830)^2) = .325047.
    of = six()
    assert t_interval(of) == pytest.approx((-0.037400, 0.537400), abs=1e-5)
    assert mover(of) == pytest.approx((-0.282661, 0.575047), abs=1e-5)
    assert difference_interval(of) == mover(of)
    found = strict(SIX_A, SIX_B, [4] * 6)
    assert found.interval == pytest.approx((-0.282661, 0.575047), abs=1e-5)


def test_the_wider_end_is_taken_of_either() -> None:
    # Fully correlated, so the second interval is narrow where F1 is near .5 on both sides.
    of = Moments(0.5, 0.55, 0.01, 0.01, 0.0, 6, 5)
    low, high = difference_interval(of) or (math.nan, math.nan)
    assert low == min(t_interval(of)[0], mover(of)[0])
    assert high == max(t_interval(of)[1], mover(of)[1])


def test_who_predicts_nothing_has_zero_for_certain() -> None:
    right = [(2, 4, 4)] * 6
    nothing = moments(table(*[(0, 0, 4)] * 6), table(*right), ONE)
    wrong = moments(table(*[(0, 4, 4)] * 6), table(*right), ONE)
    assert mover(nothing)[0] > mover(wrong)[0]
    assert nothing.said == (False, True)


def test_no_interval_under_six_documents() -> None:
    assert strict(SIX_A[:5], SIX_B[:5], [4] * 5).interval is None
    assert strict(SIX_A[:5], SIX_B[:5], [4] * 5).detectable is None


def test_detectable_on_paper() -> None:
    # (2.570582 + .919544) x sqrt(.0125) = .390208
    assert detectable(six()) == pytest.approx(0.390208, abs=1e-5)
    assert strict(SIX_A, SIX_B, [4] * 6).detectable == pytest.approx(0.390208, abs=1e-5)
    assert detectable(Moments(0.5, 0.5, 0.01, 0.01, 0.01, 8, 7)) is None  # does not vary
    assert detectable(Moments(0.5, 0.5, 0.5, 0.5, 0.0, 8, 7)) is None  # not even 1 would show


def test_articles_won_tied_and_lost() -> None:
    # Right of 2: A 0 1 2 2, B 2 1 1 2. In the last two gold has nothing: B invents, then A.
    found = strict(
        [(0, 2), (1, 1), (2, 0), (2, 0), (0, 0), (0, 1)],
        [(2, 0), (1, 1), (1, 1), (2, 0), (0, 1), (0, 0)],
        [2, 2, 2, 2, 0, 0],
    )
    assert (found.wins, found.ties, found.losses, found.documents) == (2, 2, 2, 6)


@pytest.mark.parametrize("seed", range(4))
def test_exact_p_is_scipys(seed: int) -> None:
    generator = np.random.default_rng(seed)
    gold = generator.integers(1, 6, 8)
    sides = []
    for _ in range(2):
        right = generator.binomial(gold, 0.6)
        sides.append(table(*zip(right, right + generator.integers(0, 3, 8), gold, strict=True)))
    both = np.concatenate(sides)

    def difference(x: Matrix, y: Matrix, axis: int) -> Matrix:
        before, after = (both[side.astype(int)].sum(axis=axis - 1) for side in (x, y))
        return pooled_f1(after) - pooled_f1(before)

    found = stats.permutation_test(
        (np.arange(8.0), np.arange(8.0, 16.0)),
        difference,
        permutation_type="samples",
        n_resamples=2**8,  # all of them
        vectorized=True,
        axis=-1,
    )
    assert swap_p_values(sides[0], sides[1], [ONE]) == [pytest.approx(found.pvalue)]


def test_seeds_widen_the_null_distribution() -> None:
    # The differences of three documents are +2 +1 +1 of 6 items each side. Under all eight swaps
    # that is 4 2 2 0 0 -2 -2 -4 sixths, each with Student's t times .5 around it.
    a, b = table(*[(0, 2, 2)] * 3), table((2, 2, 2), (1, 2, 2), (1, 2, 2))
    spreads = (Spread(0.15, 2), Spread(0.1, 2))
    freedom = 0.25**2 / (0.15**2 / 2 + 0.1**2 / 2)
    t = stats.t(freedom)
    wanted = np.mean(
        [
            t.cdf((-4 / 6 - d / 6) / 0.5) + t.sf((4 / 6 - d / 6) / 0.5)
            for d in (4, 2, 2, 0, 0, -2, -2, -4)
        ]
    )
    assert swap_p_values(a, b, [ONE], spreads=[spreads]) == [pytest.approx(wanted)]
    assert wanted > swap_p_values(a, b, [ONE])[0] == 2 / 8


@given(st.integers(1, 8), st.floats(1e-6, 0.1))
def test_seeds_bring_no_p_below_what_the_documents_allow(documents: int, variance: float) -> None:
    # The data are one of the swaps, and at least as large as themselves.
    a, b = table(*[(1, 4, 4)] * documents), table(*[(3, 4, 4)] * documents)
    (p,) = swap_p_values(a, b, [ONE], spreads=[(Spread(variance, 2), Spread(variance, 2))])
    assert 2 / 2**documents <= p <= 1


def test_variance_over_seeds_is_added_on_paper() -> None:
    # As in the case above: .0125 over documents, with 5 degrees of freedom; .03 and .01 over seeds,
    # with 2 and 1. Pooled: .0525^2 / (.0125^2 / 5 + .03^2 / 2 + .01^2 / 1) = 4.742
    a, b = (table(*[(right, 4, 4) for right, _ in side]) for side in (SIX_A, SIX_B))
    found = moments(a, b, ONE, (Spread(0.03, 2), Spread(0.01, 1)))
    assert (found.variance_a, found.variance_b) == pytest.approx((0.0425, 0.01))
    assert found.variance == pytest.approx(0.0525)
    assert found.freedom == pytest.approx(4.742, abs=0.001)


def test_several_seeds_are_averaged_and_their_variance_is_in() -> None:
    # Of 4 in each of six documents: seeds of A have 1, 2, 3 right, so F1 .25, .5, .75: variance
    # .0625, of the mean .0625 / 3. Nothing varies over documents. B is run once.
    gold = gold_of([4] * 6)
    seeds = tuple(run("a", gold, [(n, 4 - n)] * 6).result for n in (1, 2, 3))
    systems = [System("a", seeds), System("b", (run("b", gold, [(4, 0)] * 6).result,))]
    design = design_of(systems, ["spans@strict"])
    assert design.spreads[0]["spans@strict"] == pytest.approx((0.0625 / 3, 2))
    report = compare_systems(systems, ["spans@strict"])
    (row,) = report.comparisons[0].differences
    assert (row.a, row.b) == (0.5, 1.0)
    assert row.interval is not None
    # 2 degrees of freedom: t is 4.302653, times sqrt(.0625 / 3) = .621
    assert row.interval[0] < 0.5 - 0.62
    assert row.p > row.smallest_p
    first, second = report.standings
    assert first.deviation == pytest.approx(0.25)
    assert second.deviation is None
    assert "one run each, so what another seed would change is not in: b" in report.notes
    assert any("a (3)" in note for note in report.notes)
    alone = compare_systems([System("a", seeds[1:2]), systems[1]], ["spans@strict"])
    assert alone.comparisons[0].differences[0].p == row.smallest_p


P = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def test_corrections_on_paper() -> None:
    # Holm: .01 x 3, then max(.03, .03 x 2), then max(.06, .04). BH: .04, min(.04, .03 x 3/2), ...
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])
    assert holm([]) == benjamini_hochberg([]) == []


@given(P)
def test_benjamini_hochberg_is_scipys(p: list[float]) -> None:
    assert benjamini_hochberg(p) == pytest.approx(list(stats.false_discovery_control(p)))


@given(P)
def test_holm_lies_between_fdr_and_bonferroni(p: list[float]) -> None:
    for raw, corrected, fdr in zip(p, holm(p), benjamini_hochberg(p), strict=True):
        assert raw <= fdr + 1e-12
        assert fdr <= corrected + 1e-12
        assert corrected <= min(1.0, raw * len(p)) + 1e-12


def test_p_of_all_fields_and_pairs_is_one_family() -> None:
    gold = gold_of([2] * 6)
    systems = [
        System(name, (run(name, gold, [(good, 2 - good)] * 6).result,))
        for name, good in (("a", 0), ("b", 1), ("c", 2))
    ]
    rows = [row for pair in compare_systems(systems).comparisons for row in pair.differences]
    assert [row.holm for row in rows] == pytest.approx(holm([row.p for row in rows]))
    assert [row.fdr for row in rows] == pytest.approx(benjamini_hochberg([row.p for row in rows]))
    assert len(rows) == 3 * 4


@pytest.mark.parametrize(
    ("scores", "apart", "groups"),
    [
        ([0.5, 0.9, 0.7], [], [1, 1, 1]),
        ([0.5, 0.9, 0.7], [(1, 0), (1, 2), (2, 0)], [3, 1, 2]),
        ([0.5, 0.9, 0.7], [(1, 0)], [2, 1, 1]),
        # the second is told from the first, the third varies more and is not
        ([0.5, 0.9, 0.7], [(1, 2)], [1, 1, 2]),
        # two others tied below; that they differ from each other leads to no third group
        ([0.9, 0.5, 0.4, 0.3], [(0, 1), (0, 2), (0, 3), (2, 3)], [1, 2, 2, 2]),
    ],
)
def test_rank_groups(scores: list[float], apart: list[tuple[int, int]], groups: list[int]) -> None:
    def p(a: int, b: int) -> float:
        return 0.001 if (a, b) in apart or (b, a) in apart else 0.5

    assert rank_groups(scores, p) == groups


def test_a_group_corrects_for_those_it_is_compared_with() -> None:
    assert rank_groups([0.9, 0.5], lambda _a, _b: 0.03) == [1, 2]
    assert rank_groups([0.9, 0.5, 0.4], lambda _a, _b: 0.03) == [1, 1, 1]  # .03 x 2 > .05


def test_how_often_first() -> None:
    gold = gold_of([2] * 8)
    shown = {
        "best": [(2, 0)] * 8,
        "same": [(2, 0)] * 8,
        "worst": [(1, 1)] * 8,
    }
    systems = [System(name, (run(name, gold, rows).result,)) for name, rows in shown.items()]
    found = [s for s in compare_systems(systems).standings if s.measure == "spans@strict"]
    assert [s.first for s in found] == [0.5, 0.5, 0.0]


def test_how_often_first_is_counted_over_documents() -> None:
    # Of three documents B wins one and A none: B is first unless that one is never drawn, which
    # has a chance of (2/3)^3 = 8/27; then both tie.
    gold = gold_of([1] * 3)
    a, b = run("a", gold, [(0, 1)] * 3), run("b", gold, [(1, 0), (0, 1), (0, 1)])
    report = compare_systems([System("a", (a.result,)), System("b", (b.result,))])
    shares = {s.system: s.first for s in report.standings if s.measure == "spans@strict"}
    assert shares["b"] == pytest.approx(1 - 4 / 27, abs=0.01)
    assert shares["a"] + shares["b"] == pytest.approx(1)


def test_a_plan_gives_back_what_a_corpus_can_show() -> None:
    gold = gold_of([4] * 40)
    pilots = [
        System(name, (run(name, gold, [(n, 4 - n) for n in right]).result,))
        for name, right in (("a", [1, 2, 3, 4] * 10), ("b", [2, 2, 4, 1] * 10))
    ]
    needs = {need.measure: need for need in plan(0.05, pilots)}
    shown = needs["spans@strict"].detectable
    assert shown is not None
    assert {n.measure: n for n in plan(shown + 1e-9, pilots)}["spans@strict"].articles == 40
    # one pilot: independent systems; its own detectable difference is that of the card
    alone = {n.measure: n for n in plan(0.05, pilots[:1])}["spans@strict"]
    card = pilots[0].runs[0].scores.fields["spans@strict"].detectable
    assert alone.detectable == pytest.approx(card)


@given(st.floats(0.01, 20), st.floats(0.005, 0.5))
def test_a_plan_is_the_fewest(variance: float, difference: float) -> None:
    found = needed(variance, difference)
    assert found is not None

    def shows(n: int) -> bool:
        t = stats.t(n - 1)
        return bool((t.ppf(0.975) + t.ppf(0.8)) * math.sqrt(variance / n) <= difference)

    assert shows(found)
    assert found == 6 or not shows(found - 1)


def test_no_number_of_articles_makes_seeds_vary_less() -> None:
    assert needed(0.1, 0.05, fixed=0.0001) is not None
    assert needed(0.1, 0.05, fixed=0.001) is None
