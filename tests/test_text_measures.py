"""Document fields right in part: dates by granularity and days, text by word and by character."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Json, bare, outcomes

from goldfield.scoring.counts import Counts
from goldfield.scoring.outcome import Judgement, answer_of
from goldfield.scoring.scorer import FieldScore, score_task
from goldfield.scoring.similarity import edit_distance, shared_words, words
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task

# ---- dates -----------------------------------------------------------------------------------

DATES: list[tuple[str, Any, Counts, str]] = [
    # gold (with alternatives), prediction, counts in halves, why
    ("2022-01-24", "2022-01-24", Counts.of(2, 2, 2), ""),
    ("2022-01-24", "2022-01", Counts.of(1, 2, 2), "coarser"),
    ("2022-01-24", "2022", Counts.of(1, 2, 2), "coarser"),
    ("2022-01", "2022-01-24", Counts.of(1, 2, 2), "finer"),
    ("2022-01-24", "2022-01-24T09:30+02:00", Counts.of(1, 2, 2), "finer"),
    ("2022-01-24", "2022-01-27", Counts.of(0, 2, 2), "3 days late"),
    ("2022-01-24", "2022-01-23", Counts.of(0, 2, 2), "1 day early"),
    ("2022-01-24", "2021-12-31", Counts.of(0, 2, 2), "24 days early"),  # over the year
    ("2022-01-24", "2022-02", Counts.of(0, 2, 2), "value"),
    ("2022-W04-1", "2022-W04", Counts.of(1, 2, 2), "coarser"),
    ("2022-01", "2022-W04", Counts.of(0, 2, 2), "value"),
    ("2022-01-24", "20", Counts.of(0, 2, 2), "value"),  # no date
    ("2022-01-24", "2022-0", Counts.of(0, 2, 2), "value"),
    ("2022-01", "2022-01-soon", Counts.of(0, 2, 2), "value"),
    ("2022-01-24|2022-01-25", "2022-01-25", Counts.of(2, 2, 2), ""),
    ("2022-01-24|2021-03-02", "2021-03", Counts.of(1, 2, 2), "coarser"),
    ("2022-01-24", None, Counts.of(0, 0, 2), "no value predicted"),
    ("", "2022-01-24", Counts.of(0, 2, 0), "gold has no value"),
]


def dated(told: str) -> Json:
    value, *also = told.split("|")
    date = {"value": value, "span": None, "acceptable": also} if told else None
    return bare("x", meta={"date_published": date})


@pytest.mark.parametrize(("gold", "pred", "wanted", "reason"), DATES)
def test_dates(gold: str, pred: str | None, wanted: Counts, reason: str) -> None:
    found = outcomes(dated(gold), {"id": "a", "meta": {"date_published": pred}})
    assert found["date_published@prefix"].counts == wanted
    assert [row.reason for row in found["date_published@prefix"].judgements] == [reason]


def test_days_are_told_of_wrong_values_too() -> None:
    found = outcomes(dated("2022-02-28"), {"id": "a", "meta": {"date_published": "2022-03-01"}})
    (row,) = found["date_published@value"].judgements
    assert (row.category, row.reason) == ("INC", "1 day late")
    assert found["date_published@value"].counts == Counts.of(0, 1, 1)


# ---- words and characters --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The mayor’s plan: a tax on rain", "mayors plan tax on rain"),
        ("THE  ﬁsh", "fish"),
        ("rain rain", "rain rain"),  # a bag, no set
        ("U.S. well-known", "us wellknown"),
        ("The", "the"),  # nothing else in it, so it stays
        ("“…”", '"..."'),
        ("theatre another", "theatre another"),
        ("東京 発", "東京 発"),
    ],
)
def test_words(text: str, wanted: str) -> None:
    assert words(text) == Counter(wanted.split())


HEAD = "The mayor’s plan: a tax on rain"


def headline(pred: str | None, gold: str | None = HEAD) -> dict[str, Counts]:
    text = f"{gold or ''}\n{pred or ''}"
    head = {"start": 0, "end": len(gold), "text": gold} if gold else None
    start = len(gold or "") + 1
    said = {"start": start, "end": start + len(pred), "text": pred} if pred else None
    found = outcomes(bare(text, meta={"headline": head}), {"id": "a", "meta": {"headline": said}})
    return {mode: found[f"headline@{mode}"].counts for mode in ("tokens", "edit", "text")}


def test_worked_example_of_words() -> None:
    # Gold: mayors plan tax on rain. Predicted: mayor plans rain tax. In common: rain, tax.
    found = headline("Mayor plans rain tax")["tokens"]
    assert found == Counts.of(2, 4, 5)
    assert (found.precision, found.recall) == (2 / 4, 2 / 5)
    assert found.f1 == pytest.approx(4 / 9)


def test_worked_example_of_characters() -> None:
    # 15 characters each, one substituted.
    found = headline("Rain tax passed", "Rain tax passes")["edit"]
    assert found == Counts.of(14, 15, 15)
    # 15 against 8: seven deleted; both ratios are out of the longer text.
    assert headline("Rain tax", "Rain tax passes")["edit"] == Counts.of(8, 15, 15)


def test_text_that_stands_alone_counts_with_its_length() -> None:
    assert headline(None) == {
        "tokens": Counts.of(0, 0, 5), "edit": Counts.of(0, 0, len(HEAD)),
        "text": Counts.of(0, 0, 1),
    }  # fmt: skip
    assert headline("Rain tax", None)["tokens"] == Counts.of(0, 2, 0)
    assert headline("Rain tax", None)["edit"] == Counts.of(0, 8, 0)
    assert set(headline(None, None).values()) == {Counts()}


def test_folding_is_no_edit_but_case_is() -> None:
    assert headline("mayor's  ﬁsh", "mayor’s fish")["edit"] == Counts.of(12, 12, 12)
    assert headline("RAIN", "rain") == {
        "tokens": Counts.of(1, 1, 1), "edit": Counts.of(0, 4, 4), "text": Counts.of(0, 1, 1),
    }  # fmt: skip


def by_table(left: str, right: str) -> int:
    """Wagner and Fischer 1974, cell by cell."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        corner, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (a != b))
    return row[-1]


SHORT = st.text("abc😀", max_size=12)


@given(SHORT, SHORT)
def test_edit_distance_against_the_table(left: str, right: str) -> None:
    assert edit_distance(left, right) == by_table(left, right)
    assert edit_distance(right, left) == edit_distance(left, right)


def test_edit_distance_of_long_texts() -> None:
    # Longer than a machine word, with the change at either end.
    text = "The quick brown fox jumps over the lazy dog. " * 9
    assert edit_distance(text, "x" + text[1:] + "yz") == 3
    assert edit_distance("kitten", "sitting") == 3
    assert edit_distance("", "abc") == 3


@given(SHORT, SHORT)
def test_words_in_common_are_at_most_those_of_either(left: str, right: str) -> None:
    one, other = words(left), words(right)
    assert shared_words(one, other) == shared_words(other, one) <= min(one.total(), other.total())
    assert shared_words(one, one) == one.total() > 0


# ---- what became of a field ------------------------------------------------------------------


def test_worked_example_of_outcomes() -> None:
    # Five articles: right, none on either side, wrong, missed, hallucinated.
    pairs = [("en", "EN"), (None, None), ("en", "de"), ("en", None), (None, "en")]
    golds = [bare("x", meta={"lang": gold}) | {"id": f"a{i}"} for i, (gold, _) in enumerate(pairs)]
    preds = [{"id": f"a{i}", "meta": {"lang": pred}} for i, (_, pred) in enumerate(pairs)]
    found = scored(golds, preds, "lang@value")
    assert found.outcomes == {
        "correct": 1, "correct_absence": 1, "wrong": 1, "missed": 1, "hallucinated": 1,
    }  # fmt: skip
    # correct + wrong + hallucinated were predicted, correct + wrong + missed are in gold.
    assert (found.tp_pred, found.pred, found.gold) == (1, 3, 3)
    assert (found.documents, found.empty_documents) == (5, 1)


def scored(golds: list[Json], preds: list[Json], measure: str) -> FieldScore:
    suite = Suite(name="one", record="article", measures=(measure,))
    return score_task(build_task(suite, [golds], preds), suite).scores.fields[measure]


def test_half_right_is_wrong() -> None:
    found = scored(
        [dated("2022-01-24")], [{"id": "a", "meta": {"date_published": "2022-01"}}],
        "date_published@prefix",
    )  # fmt: skip
    assert found.outcomes is not None
    assert found.outcomes["wrong"] == 1
    assert found.tp_pred == 1


def test_only_fields_with_one_value_have_outcomes() -> None:
    golds = [bare("x")]
    assert scored(golds, [{"id": "a", "entities": []}], "entities@strict").outcomes is None
    missing = scored(golds, [{"id": "a", "meta": {"lang": None}}], "lang@value").outcomes
    assert missing is not None
    assert missing["correct_absence"] == 1


def test_several_values_are_right_only_together() -> None:
    right, missed = Judgement("COR", None, None), Judgement("MIS", None, None)
    assert answer_of([right, right]) == "correct"
    assert answer_of([right, missed]) == "wrong"
