"""Comparisons on parts of the corpus, and label by label."""

from __future__ import annotations

import json

import pytest

import goldfield
from goldfield.comparison import System
from goldfield.comparison.slices import SLICES, Slice, slices
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task

CORE = load_suite("core")
GOLDS = goldfield.load("train")[:9]


def system(name: str, articles: list[Article]) -> System:
    preds = [json.loads(to_line(article)) for article in articles]
    for pred in preds:
        for key in ("schema_version", "guidelines_version"):
            pred.pop(key)
    return System(name, (score_task(build_task(CORE, [GOLDS], preds), CORE),))


ALL = system("all", GOLDS)
SOME = system("some", GOLDS[:5])  # the rest is missing


def found(by: str, measures: list[str] | None = None) -> list[Slice]:
    return slices([SOME, ALL], by, GOLDS, measures, samples=999)


@pytest.mark.parametrize("by", [by for by in SLICES if by != "label"])
def test_slices_are_the_articles_that_have_the_value(by: str) -> None:
    rows = found(by, ["entities@strict"])
    wanted = {
        "event": {event.type for article in GOLDS for event in article.events},
        "provenance": {article.provenance.kind for article in GOLDS},
    }.get(by)
    assert wanted is None or {row.value for row in rows} == wanted
    for row in rows:
        assert (row.a, row.b, row.by) == ("some", "all", by)
        assert row.difference.b == 1.0
    if by != "event":
        assert sum(row.difference.documents for row in rows) == len(GOLDS)


def test_thirds_by_length_are_told_by_their_ends() -> None:
    lengths = sorted(len(article.text) for article in GOLDS)
    names = [f"{lengths[i]} to {lengths[i + 2]} characters" for i in (0, 3, 6)]
    assert [row.value for row in found("length")] == names


def test_the_headline_is_taken_unless_measures_are_named() -> None:
    assert {row.difference.measure for row in found("length")} == {"headline"}
    named = found("length", ["times@value", "headline"])
    assert {row.difference.measure for row in named} == {"times@value", "headline"}


def test_one_slice_of_all_is_the_whole() -> None:
    (row,) = found("provenance", ["quotes@speaker"])
    scores = SOME.runs[0].scores.fields["quotes@speaker"]
    assert row.difference.a == pytest.approx(scores.f1)


def test_labels_are_those_of_the_scores() -> None:
    rows = {(row.difference.measure, row.value): row.difference for row in found("label")}
    fields = SOME.runs[0].scores.fields
    for name in ("entities@strict", "events@tri-c"):
        for label, scores in fields[name].labels.items():
            assert rows[name, label].a == pytest.approx(scores.f1 or 0.0)
            assert rows[name, label].b == 1.0
    assert ("coref@lea", "PER") not in rows
