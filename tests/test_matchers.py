"""Matchers with a tolerance: no equivalence, so lists are paired one to one."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldfield.errors import DataError, UnknownName, UsageError
from goldfield.scoring.counts import Counts
from goldfield.scoring.matchers import Limits, find_matcher
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.values import ValueField, score_values


def number(absolute: float | None = None, relative: float | None = None) -> ValueField:
    return ValueField(
        "n", "$.n", "scalar", "number", absolute=absolute, relative=relative
    )  # fmt: skip


NUMBERS: list[tuple[float | None, float | None, Any, Any, bool]] = [
    # absolute, relative, gold, prediction, match?
    (None, None, 100, 100.01, False),
    (0.01, None, 100, 100.01, True),  # in binary the difference is 0.0100000000000051
    (0.01, None, 100, 100.02, False),
    (0.01, None, 100000, 100000.02, False),
    (None, 0.01, 100, 101, True),
    (None, 0.01, 100, 101.01, False),
    (None, 0.01, 101.01, 100, True),  # 1.01 of gold's 101.01: gold sets the limit
    (None, 0.01, -100, -101, True),
    (None, 0.01, 100, -100, False),
    (5, 0.01, 100, 104, True),  # the wider of the two counts
    (0.5, 0.1, 100, 109, True),
    (None, 0.5, 0, 0.1, False),  # a share of nothing is nothing
    (0.1, None, "1.05", 1, True),  # numerals
    (1, None, True, 1, False),  # a flag is no number
    (1, None, "about 5", 5, False),
    (1, None, "about 5", "about 5", True),
    (0, None, 2**53, 2**53 + 1, False),
    (1, None, 2**53, 2**53 + 1, True),
    (1, None, 1e300, 1e300, True),
    (None, 0.1, 1e300, 1.05e300, True),
    (1, None, "1e999999999", "1", False),
]


@pytest.mark.parametrize(("absolute", "relative", "gold", "pred", "same"), NUMBERS)
def test_numbers(
    absolute: float | None, relative: float | None, gold: Any, pred: Any, same: bool
) -> None:
    found = score_values({"n": gold}, {"n": pred}, number(absolute, relative))
    assert found.counts == Counts.of(same, 1, 1)


@pytest.mark.parametrize(
    ("threshold", "gold", "pred", "same"),
    [
        (0.9, "Rain tax passes", "Rain tax passed", True),  # 1 - 1/15
        (0.94, "Rain tax passes", "Rain tax passed", False),
        (0.5, "ab", "ax", True),  # exactly one half
        (0.51, "ab", "ax", False),
        (1, "“Ａb”", '"ab"', True),  # folded first, as text is
        (0.1, "ab", "xy", False),
        (0.1, 12, 13, False),  # nothing but text is similar
        (0.1, 12, 12.0, True),
        (0.1, "12", 12, False),
    ],
)
def test_similar_text(threshold: float, gold: Any, pred: Any, same: bool) -> None:
    field = ValueField("t", "$.t", "scalar", "edit", threshold=threshold)
    assert score_values({"t": gold}, {"t": pred}, field).counts == Counts.of(same, 1, 1)


def near_set(gold: list[Any], pred: list[Any], absolute: float = 1) -> Counts:
    field = ValueField("n", "$.n[*]", "set", "number", absolute=absolute)
    return score_values({"n": gold}, {"n": pred}, field).counts


def test_worked_example_of_a_set() -> None:
    # 10 is near 9 and 10, 11 only near 10. Equal ones first would leave 11 without a partner.
    assert near_set([10, 11], [10, 9]) == Counts.of(2, 2, 2)
    assert near_set([10, 11], [10, 10]) == Counts.of(1, 2, 2)  # the copy takes no other
    assert near_set([10, 10], [10, 10]) == Counts.of(2, 2, 2)
    assert near_set([], [1]) == Counts.of(0, 1, 0)


def test_nearest_values_are_shown_together() -> None:
    field = ValueField("n", "$.n[*]", "set", "number", absolute=5)
    found = score_values({"n": [10, 14]}, {"n": [13, 11]}, field).judgements
    told = {(row.gold.text, row.pred.text) for row in found if row.gold and row.pred}
    assert told == {("10", "11"), ("14", "13")}


SMALL = st.lists(st.integers(0, 8), max_size=5, unique=True)


@given(SMALL, SMALL)
def test_sets_against_every_pairing(gold: list[int], pred: list[int]) -> None:
    few, many = sorted((gold, pred), key=len)
    best = max(
        sum(abs(a - b) <= 1 for a, b in zip(few, order, strict=True))
        for order in permutations(many, len(few))
    )
    found = near_set(gold, pred)
    assert found == Counts.of(best, len(pred), len(gold))
    assert near_set(gold[::-1], pred[::-1]) == found


def test_records_with_a_tolerance() -> None:
    field = ValueField("r", "$.r[*]", "records", "number", key="no", absolute=0.5)
    gold = {"r": [{"no": 1, "price": 10.0, "unit": "kg"}, {"no": 5, "price": 20.0}]}
    pred = {"r": [{"no": 5, "price": 20.4}, {"no": 1, "price": 11, "unit": "kg"}]}
    # no 1: no and unit right, price one off. no 5: both right.
    assert score_values(gold, pred, field).counts == Counts.of(4, 5, 5)
    # Without the key of either nothing is paired.
    assert score_values(gold, {"r": [{"no": 9, "price": 10.0}]}, field).counts == Counts.of(0, 2, 5)


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("exact", Limits(absolute=1)),
        ("number", Limits(threshold=0.5)),
        ("edit", Limits(relative=0.5)),
        ("number", Limits(absolute=-1)),
        ("number", Limits(relative=float("inf"))),
        ("number", Limits(relative=float("nan"))),
        ("edit", Limits(threshold=0)),
        ("edit", Limits(threshold=1.1)),
    ],
)
def test_limits_out_of_place(name: str, limits: Limits) -> None:
    with pytest.raises(UsageError):
        find_matcher(name, limits)


def test_unknown_matcher() -> None:
    with pytest.raises(UnknownName, match="did you mean 'number'"):
        find_matcher("numbr")


def suite_of(limit: str) -> str:
    return (
        'name = "x"\nrecord = "values"\n[[field]]\nname = "n"\npath = "$.n"\n'
        f'matcher = "number"\n{limit}\n'
    )


def test_limits_are_part_of_the_suite(tmp_path: Path) -> None:
    def loaded(limit: str) -> Suite:
        (tmp_path / "x.toml").write_text(suite_of(limit))
        return load_suite(str(tmp_path / "x.toml"))

    digests = {
        loaded(limit).digest for limit in ("", "absolute = 1", "absolute = 2", "relative = 1")
    }
    assert len(digests) == 4
    with pytest.raises(DataError, match="takes no threshold"):
        loaded("threshold = 0.5")
    (tmp_path / "x.toml").write_text(suite_of("").replace("number", "edit"))
    with pytest.raises(DataError, match="needs a threshold"):
        load_suite(str(tmp_path / "x.toml"))


def test_a_set_may_be_named_by_its_list() -> None:
    gold, pred = {"tags": ["a", "b"]}, {"tags": ["b", "c"]}
    for path in ("$.tags", "$.tags[*]"):
        outcome = score_values(gold, pred, ValueField("tags", path, "set"))
        assert (outcome.counts.tp_gold, outcome.counts.gold) == (1, 2)
