"""Do intervals cover the truth as often as the published table says?"""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from goldfield.cli.coverage import coverage
from goldfield.errors import UsageError
from goldfield.release import root
from goldfield.scoring import simulation
from goldfield.scoring.counts import Counts
from goldfield.scoring.simulated import FIELDS
from goldfield.scoring.statistics import f1_intervals, interval_method, pooled_f1

PUBLISHED = simulation.published()
APP = typer.Typer(pretty_exceptions_enable=False)
APP.command()(coverage)

Row = tuple[int, int, int]


def f1_interval(*counts: Row) -> tuple[float, float] | None:
    rows = {f"d{i:03}": {"m": Counts.of(*row)} for i, row in enumerate(counts)}
    return f1_intervals(rows).get("m")


def output(*arguments: str) -> str:
    result = CliRunner().invoke(APP, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_wilson_bounds_on_paper() -> None:
    # Six documents of 4 predicted and 4 gold items; 3 3 3 1 1 1 are right. F1 = 12/24 = 0.5.
    # Without a 3: 9/20 = 0.45; without a 1: 0.55. Variance 5/6 * 6 * 0.05^2 = 0.0125.
    # 0.5 * 0.5 / 0.0125 = 20 independent items would vary as much. t with 5 degrees of freedom is
    # 2.570582, its square 6.607891. Middle (0.5 + 6.607891/40) / (1 + 6.607891/20) = 0.5; half the
    # width sqrt(6.607891 * (0.25/20 + 6.607891/1600)) / (1 + 6.607891/20) = 0.2491703.
    found = f1_interval(*[(3, 4, 4)] * 3, *[(1, 4, 4)] * 3)
    assert found == pytest.approx((0.2508297, 0.7491703), abs=1e-6)


@pytest.mark.parametrize("documents", [6, 24, 99, 100, 250])
def test_documents_that_all_agree_still_leave_room(documents: int) -> None:
    # All right, each document being one item: t^2 / (n + t^2) below 1. At 6 documents that is
    # 6.607891 / 12.607891 = 0.5241076.
    low, high = f1_interval(*[(2, 2, 2)] * documents) or (math.nan, math.nan)
    assert high == 1.0
    if documents == 6:
        assert low == pytest.approx(0.4758924, abs=1e-6)
    assert 3 / documents < 1 - low < 7 / documents
    assert f1_interval(*[(0, 2, 2)] * documents) == pytest.approx((0.0, 1 - low))
    low, high = f1_interval(*[(1, 2, 2)] * documents) or (math.nan, math.nan)
    assert low < 0.5 < high


def test_a_document_with_nothing_on_either_side_says_nothing() -> None:
    some: list[Row] = [(3, 4, 4)] * 3 + [(1, 4, 4)] * 3
    assert f1_interval(*some, *[(0, 0, 0)] * 5) == pytest.approx(f1_interval(*some))
    assert f1_interval(*some[1:], *[(0, 0, 0)] * 200) is None


def test_bootstrap_and_jackknife_agree_where_the_one_takes_over() -> None:
    rows: list[Row] = [(3, 4, 4), (1, 4, 4), (2, 2, 5)] * 40
    bootstrap = f1_interval(*rows)
    jackknife = f1_interval(*rows[:99])
    assert bootstrap == pytest.approx(jackknife, abs=0.02)
    assert bootstrap != pytest.approx(jackknife, abs=1e-6)


@pytest.mark.parametrize("f1", simulation.TRUTHS)
@pytest.mark.parametrize("field", FIELDS)
def test_a_simulated_corpus_without_end_has_the_true_score(field: str, f1: float) -> None:
    drawn = FIELDS[field](np.random.default_rng(5), f1, (1, 100_000))
    tp_pred, pred, tp_gold, gold = drawn.sum(axis=(0, 1))
    assert float(pooled_f1(drawn.sum(axis=(0, 1)))) == pytest.approx(f1, abs=0.01)
    assert tp_pred / pred == pytest.approx(f1 + 0.3 * (1 - f1), abs=0.01)
    assert tp_gold <= gold
    assert (drawn[..., 0] <= drawn[..., 1]).all()
    assert (drawn[..., 2] <= drawn[..., 3]).all()


@pytest.mark.parametrize(
    ("field", "f1", "documents"),
    [("scalar", 0.9, 6), ("rare", 0.6, 24), ("quotes", 0.9, 12), ("entities", 0.3, 100)],
)
def test_the_published_table_comes_out_again(field: str, f1: float, documents: int) -> None:
    kept = [c for c in PUBLISHED.cells if (c.field, c.f1, c.documents) == (field, f1, documents)]
    again = simulation.measure_cell(field, f1, (PUBLISHED.trials, documents), PUBLISHED.seed)
    assert [again] == kept


def test_coverage_is_within_2_points_of_nominal_from_100_documents_on() -> None:
    assert PUBLISHED.level == 0.95
    cells = [cell for cell in PUBLISHED.cells if cell.documents >= 100]
    assert {cell.field for cell in cells} == set(FIELDS)
    for cell in cells:
        assert cell.coverage["published"] == pytest.approx(95, abs=2), cell


def test_misses_and_coverage_add_up() -> None:
    for cell in PUBLISHED.cells:
        covered = cell.coverage["published"]
        if covered is None:
            assert cell.none > 95
        else:
            assert covered + (cell.below or 0) + (cell.above or 0) == pytest.approx(100, abs=0.16)


@pytest.mark.parametrize(
    ("documents", "size"), [(6, 6), (20, 24), (24, 24), (100, 100), (999, 400)]
)
def test_scores_tell_the_coverage_at_the_nearest_simulated_size(documents: int, size: int) -> None:
    covered = [
        value
        for cell in PUBLISHED.cells
        if cell.documents == size and (value := cell.coverage["published"]) is not None
    ]
    told = f"measured coverage {min(covered):.1f}-{max(covered):.1f} %"
    assert told in interval_method(documents).why
    assert interval_method(documents).why.endswith(f"% at {size})") == (documents != size)
    assert "coverage" not in interval_method(5).why


def test_command_is_deterministic_and_can_be_asked_for_a_part() -> None:
    arguments = ("--documents", "12,6", "--trials", "40", "--seed", "3", "--format", "json")
    first = output(*arguments)
    assert output(*arguments) == first
    found = json.loads(first)
    assert (found["seed"], found["trials"]) == (3, 40)
    assert {cell["documents"] for cell in found["cells"]} == {6, 12}
    assert len(found["cells"]) == 2 * len(simulation.TRUTHS) * len(FIELDS)
    table = output("--documents", "6", "--trials", "40")
    assert "jackknife-t" in table
    assert "characters" in table


def test_readme_shows_the_published_table() -> None:
    readme = (root() / "eval" / "coverage" / "README.md").read_text(encoding="utf-8")
    assert output("--published", "--format", "markdown") in readme


@pytest.mark.parametrize("documents", ["5", "x", "6,,12", "-6"])
def test_documents_that_have_no_intervals_are_refused(documents: str) -> None:
    with pytest.raises(UsageError, match="--documents"):
        output(f"--documents={documents}", "--trials", "1")
