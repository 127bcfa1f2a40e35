"""How small a difference a number of documents can show: by pencil, and by trying it out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from goldfield.scoring.counts import Counts
from goldfield.scoring.resolution import POWER, detectable_differences
from goldfield.scoring.simulated import FIELDS
from goldfield.scoring.statistics import LEVEL, jackknife

ONE = {"m": ("m",)}


def rows_of(right: int, wrong: int) -> dict[str, dict[str, Counts]]:
    """Documents of one gold item, found in `right` of them and replaced by another in the rest."""
    flags = [1] * right + [0] * wrong
    return {f"d{i:02}": {"m": Counts(flag, 1, flag, 1)} for i, flag in enumerate(flags)}


def test_by_pencil() -> None:
    # F1 6/12; without a right one 5/11, without a wrong one 6/11: each 1/22 from the mean 1/2.
    # Variance 11/12 * 12 / 22^2 = 1/44; t with 11 degrees of freedom: 2.2010 and 0.8755.
    found = detectable_differences(rows_of(6, 6), ONE)
    assert found["m"] == pytest.approx((2.2010 + 0.8755) * math.sqrt(2 / 44), abs=1e-4)


@pytest.mark.parametrize(("right", "wrong"), [(5, 0), (3, 2), (12, 0), (0, 12), (3, 3)])
def test_nothing_is_said_where_nothing_would_show(right: int, wrong: int) -> None:
    """Too few documents, all alike, or (6 documents) a difference of more than 1."""
    assert detectable_differences(rows_of(right, wrong), ONE) == {}


@pytest.mark.parametrize("documents", [6, 13, 24])
def test_rounding_is_no_variance(documents: int) -> None:
    """One right of 1 predicted and 4 in gold, everywhere: F1 0.4 up to its last digit."""
    rows = {f"d{i}": {"m": Counts(1, 1, 1, 4)} for i in range(documents)}
    assert detectable_differences(rows, ONE) == {}


def test_documents_that_say_nothing_do_not_count() -> None:
    rows = rows_of(6, 6)
    silent = {f"s{i}": {"m": Counts()} for i in range(50)}
    both = [detectable_differences(given, ONE)["m"] for given in (rows, rows | silent)]
    assert both[0] == pytest.approx(both[1])


def test_a_quarter_of_the_articles_shows_half_as_much() -> None:
    few, many = (detectable_differences(rows_of(n, n), ONE)["m"] for n in (24, 96))
    assert few / many == pytest.approx(2, rel=0.03)


@pytest.mark.parametrize("field", ["entities", "quotes"])
def test_a_difference_of_that_size_is_found_as_often_as_told(field: str) -> None:
    """Two systems that far apart, on many corpora of 48: how often a t test tells them apart."""
    generator = np.random.default_rng(7)
    documents, middle = 48, 0.6
    tables = FIELDS[field](generator, middle, (1500, documents))
    error = math.sqrt(float(jackknife(tables)[1].mean()))
    half = (2.0117 + 0.8492) * math.sqrt(2) * error / 2  # t with 47 degrees, at .975 and at .8
    assert (LEVEL, POWER) == (0.95, 0.8)
    first, second = (
        FIELDS[field](generator, f1, (1500, documents)) for f1 in (middle - half, middle + half)
    )
    (a, va), (b, vb) = jackknife(first), jackknife(second)
    found = float((np.abs(b - a) > 2.0117 * np.sqrt(va + vb)).mean())
    assert found == pytest.approx(POWER, abs=0.05)
