"""Do intervals of differences and the test hold what the published table says?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from paired import SEEDS, measure_cell, tables
from simulated_pairs import CASES, KINDS, draw_pair, draw_runs

from goldfield.comparison.measured import PairedCell, measured_at, published
from goldfield.release import root
from goldfield.reporting.tables import render
from goldfield.scoring.statistics import pooled_f1

TABLE = published()
ERROR = math.sqrt(0.05 * 0.95 / TABLE.trials) * 100
"""Of a share of 5 %, in points."""


def cells(documents: int | None = None) -> list[PairedCell]:
    return [c for c in TABLE.used() if documents is None or c.documents == documents]


def test_the_table_has_every_case_at_every_size() -> None:
    wanted = len(KINDS) * len(CASES) + len(SEEDS)
    for size in (12, 24, 48, 100, 1000):
        assert len([c for c in TABLE.cells if c.documents == size]) == wanted
    assert TABLE.trials >= 4000


def test_the_test_errs_no_more_often_than_it_says() -> None:
    false = [cell for cell in cells() if cell.difference == 0]
    for cell in false:
        assert cell.found <= 5 + 3.2 * ERROR, cell  # the most of 80 chance findings
    mean = sum(cell.found for cell in false) / len(false)
    assert mean <= 5 + 3 * ERROR / math.sqrt(len(false))


def test_coverage_is_within_2_points_of_nominal_from_100_documents_on() -> None:
    for cell in cells(100) + cells(1000):
        assert cell.coverage["published"] == pytest.approx(95, abs=2), cell


def test_the_page_says_what_the_table_does() -> None:
    page = (root() / "eval" / "coverage" / "PAIRED.md").read_text(encoding="utf-8")
    for size in (12, 24, 48):
        assert f"{min(c.coverage['published'] for c in cells(size)):.1f} % at {size}" in page
    large = [cell.coverage["published"] for cell in cells(100) + cells(1000)]
    assert f"in {min(large):.1f} to {max(large):.1f} %, in every row" in page
    false = [cell.found for cell in cells() if cell.difference == 0]
    told = f"at most {max(false):.1f} % get p <= .05, {sum(false) / len(false):.1f} % on average"
    assert told in page


def test_seeds_taken_for_one_find_differences_that_are_not_there() -> None:
    naive = [c for c in TABLE.cells if c not in TABLE.used() and c.documents >= 100]
    assert len(naive) == 2
    assert all(c.found > 30 and c.coverage["published"] < 60 for c in naive)


@pytest.mark.parametrize(("kind", "case"), [("rare", "0.3 to 0.4"), ("scalar", "equal 0.9")])
def test_the_published_table_comes_out_again(kind: str, case: str) -> None:
    kept = [c for c in TABLE.cells if (c.field, c.case, c.documents) == (kind, case, 12)]
    assert [measure_cell(kind, case, (TABLE.trials, 12), TABLE.seed)] == kept


@pytest.mark.parametrize("case", ["equal 0.6", "tilted 0.6", "0.3 to 0.4"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "mean"])
def test_a_simulated_corpus_without_end_has_the_true_scores(kind: str, case: str) -> None:
    systems = CASES[case]
    drawn = draw_pair(kind, np.random.default_rng(5), systems, (1, 100_000))
    for table, side in zip(drawn, (systems.a, systems.b), strict=True):
        assert float(pooled_f1(table.sum(axis=(0, 1)))) == pytest.approx(side.f1, abs=0.01)
    both = np.corrcoef(drawn[0][0, :, 0], drawn[1][0, :, 0])[0, 1]
    assert both > 0.3  # what is hard for one is hard for the other


def test_seeds_differ_by_more_than_documents_do() -> None:
    runs, _ = draw_runs(np.random.default_rng(5), SEEDS["3 seeds"], (200, 1000))
    scores = np.array([pooled_f1(run.sum(axis=1)) for run in runs])
    assert scores.mean() == pytest.approx(0.6, abs=0.02)
    assert scores.std(axis=0, ddof=1).mean() > 0.02


def test_the_page_shows_the_table() -> None:
    page = (root() / "eval" / "coverage" / "PAIRED.md").read_text(encoding="utf-8")
    for table in tables(TABLE):
        assert render(table, "markdown") in page


@pytest.mark.parametrize(("documents", "size"), [(8, 12), (48, 48), (60, 48), (5000, 1000)])
def test_a_comparison_tells_what_was_measured_at_its_size(documents: int, size: int) -> None:
    shares = [cell.coverage["published"] for cell in cells(size)]
    told = measured_at(documents)
    assert told.startswith(f"measured at {size} articles: ")
    assert f"{min(shares):.1f} to {max(shares):.1f} %" in told
