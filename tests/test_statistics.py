"""Intervals: the jackknife on paper, the bootstrap where its answer is known."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldfield.scoring.counts import Counts
from goldfield.scoring.scorer import score_task
from goldfield.scoring.statistics import f1_intervals, interval_method, pooled_f1
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task

Row = tuple[int, int, int]


def rows(*counts: Row, name: str = "m") -> dict[str, dict[str, Counts]]:
    return {f"d{i:03}": {name: Counts.of(*row)} for i, row in enumerate(counts)}


def test_jackknife_on_paper() -> None:
    # Six documents of 4 predicted and 4 gold items; 3 3 3 1 1 1 are right. F1 = 12/24 = 0.5.
    # Without a 3: 9/20 = 0.45; without a 1: 0.55. Variance: 5/6 * 6 * 0.05^2 = 0.0125, as much as
    # that of m = 0.25 / 0.0125 = 20 items. Student's t, 5 degrees of freedom, 97.5 %: 2.570582,
    # squared q = 6.607891. Half the width: sqrt(q (0.25/m + q/4m^2)) / (1 + q/m) = 0.2491703.
    found = f1_intervals(rows(*[(3, 4, 4)] * 3, *[(1, 4, 4)] * 3))["m"]
    assert found == pytest.approx((0.2508297, 0.7491703), abs=1e-6)


def test_intervals_stay_between_0_and_1() -> None:
    # The same deviations around 0.75 = 9/12: m = 0.1875 / 0.0125 = 15 items, q/m = 0.4405260.
    # (0.75 + 0.2202630) / 1.4405260 = 0.6735477 in the middle; half the width 0.2513646.
    found = f1_intervals(rows(*[(2, 2, 2)] * 3, *[(1, 2, 2)] * 3))["m"]
    assert found == pytest.approx((0.4221831, 0.9249123), abs=1e-6)
    # All right, or all wrong: each document is one item, 6 / (6 + q) = 0.4758924.
    assert f1_intervals(rows(*[(1, 1, 1)] * 6))["m"] == pytest.approx((0.4758924, 1), abs=1e-6)
    assert f1_intervals(rows(*[(0, 1, 1)] * 6))["m"] == pytest.approx((0, 0.5241076), abs=1e-6)


@pytest.mark.parametrize(
    ("documents", "name"),
    [(0, "none"), (5, "none"), (6, "jackknife-t"), (99, "jackknife-t"),
     (100, "bootstrap,n=10000,seed=20261122")],
)  # fmt: skip
def test_which_method(documents: int, name: str) -> None:
    method = interval_method(documents)
    assert method.name == name
    assert str(documents) in method.why
    assert bool(f1_intervals(rows(*[(1, 2, 2)] * documents))) == (name != "none")


def test_no_interval_for_what_few_documents_have_or_nobody_speaks_of() -> None:
    found = rows(*[(1, 2, 2)] * 6)
    for id in list(found)[:5]:
        found[id]["rare"] = Counts.of(1, 1, 1)
    assert set(f1_intervals(found)) == {"m"}
    assert f1_intervals(rows(*[(0, 0, 0)] * 6)) == {}


def test_bootstrap_of_a_fair_coin() -> None:
    # F1 of a resample is a binomial share of 100 draws: its 2.5 % and 97.5 % points are 0.4, 0.6.
    table = rows(*[(1, 1, 1), (0, 1, 1)] * 50)
    found = f1_intervals(table)["m"]
    assert found == pytest.approx((0.4, 0.6), abs=0.0101)
    assert f1_intervals(dict(reversed(table.items())))["m"] == found
    # 100 documents that all agree: each is one item, q = 3.936992; half the width is
    # sqrt(q (0.25/100 + q/40000)) / (1 + q/100) = 0.0973137.
    agreed = f1_intervals(rows(*[(1, 2, 2)] * 100))["m"]
    assert agreed == pytest.approx((0.4026863, 0.5973137), abs=1e-6)


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=5))
def test_pooled_f1_is_that_of_counts(drawn: list[Row]) -> None:
    counts = [Counts.of(min(row), *row[1:]) for row in drawn]
    cells = np.array([(c.tp_pred, c.pred, c.tp_gold, c.gold) for c in counts], dtype=np.float64)
    assert pooled_f1(cells).tolist() == pytest.approx([c.f1 or 0.0 for c in counts])


@given(st.lists(st.integers(0, 4), min_size=6, max_size=12), st.permutations(range(12)))
@settings(max_examples=50)
def test_an_interval_holds_its_score_whatever_the_order(right: list[int], order: list[int]) -> None:
    table = rows(*[(n, 4, 4) for n in right])
    low, high = f1_intervals(table)["m"]
    assert low - 1e-12 <= sum(right) / (4 * len(right)) <= high + 1e-12 or not any(right)
    mixed = {id: table[id] for _, id in sorted(zip(order, table, strict=False))}
    assert f1_intervals(mixed)["m"] == (low, high)


@pytest.mark.parametrize("documents", [5, 6])
def test_scores_say_how_their_intervals_were_made(documents: int) -> None:
    suite = load_suite("spans")
    gold = [{"id": i, "spans": [{"start": 0, "end": 4, "label": "A"}]} for i in range(documents)]
    scores = score_task(build_task(suite, [gold], gold), suite).scores
    ci = scores.fields["spans@strict"].ci
    assert (ci is None) == (documents == 5)
    assert ci is None or ci["f1"] == pytest.approx((0.4758924, 1), abs=1e-6)
    assert scores.intervals.startswith("no intervals: " if ci is None else "95% jackknife-t")
    assert f"intervals:{interval_method(documents).name}" in scores.signature


THREADS = """
import random
from goldfield.scoring.counts import Counts
from goldfield.scoring.statistics import f1_intervals

draw = random.Random(4)
rows = {
    str(i): {str(j): Counts(draw.randrange(9) / 7, 5, draw.randrange(9) / 11, 6) for j in range(16)}
    for i in range(500)
}
print(f1_intervals(rows))
"""


def test_intervals_do_not_depend_on_the_number_of_threads() -> None:
    """Fractions are rounded as they are added, so an order of adding is a result of its own."""
    told = [
        subprocess.run(
            [sys.executable, "-c", THREADS],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    ]
    assert told[0] == told[1] != ""
