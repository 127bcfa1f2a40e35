"""Values that fit their types and are wrong all the same: dates, times, languages, layers."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from toy import toy_article

from goldfield.release import root
from goldfield.schema.checking import check_article
from goldfield.schema.labels import LAYERS, EventStatus, Factuality
from goldfield.schema.records import Argument, Article, Dateline, Event, PublicationDate, Span
from goldfield.schema.values import is_date, is_timex

MANUAL = (root() / "schema" / "GUIDELINES.md").read_text(encoding="utf-8")


def told(article: Article) -> list[str]:
    return [f"{fault.path} {fault.problem}" for fault in check_article(article)]


def test_the_toy_article_is_valid() -> None:
    assert told(toy_article()) == []


@pytest.mark.parametrize("value", ["2022", "2022-02", "2024-02-29"])
def test_dates(value: str) -> None:
    assert is_date(value)


@pytest.mark.parametrize(
    "value",
    ["", "202", "2022-13", "2022-02-29", "2022-02-31", "24 Jan", "2022-1-4", "2022-01-24\n",
     "20220124", "2022-W04", "２０２２", "0000"],
)  # fmt: skip
def test_no_dates(value: str) -> None:
    assert not is_date(value)


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date_and_a_time(day: date) -> None:
    assert is_date(day.isoformat())
    assert is_timex(day.isoformat())
    year, week, weekday = day.isocalendar()
    assert is_timex(f"{year:04d}-W{week:02d}-{weekday}")


@pytest.mark.parametrize(
    "value",
    ["2022", "2022-01", "2022-01-24", "202", "18", "20XX", "XXXX-05", "2022-XX-15",
     "2022-W04", "2022-W04-1", "2022-W04-WE", "XXXX-WXX-5", "2020-W53", "XXXX-02-29",
     "2022-SU", "2022-WI", "2022-Q2", "2022-H1",
     "2022-01-24T03:40", "2022-01-24TMO", "XXXX-WXX-1T09:00", "T09:00", "TNI",
     "P3D", "P18M", "P3DE", "PXY", "PT48H", "PTXM", "P1DT2H", "P1.5Y",
     "PAST_REF", "PRESENT_REF", "FUTURE_REF"],
)  # fmt: skip
def test_times(value: str) -> None:
    assert is_timex(value)


@pytest.mark.parametrize(
    "value",
    ["", "Monday", "2022-02-31", "XXXX-02-30", "2022-13", "2021-W53", "2022-W54", "2022-W04-8",
     "2022-Q5", "2022-01-24T", "2022-01-24T25:00", "2022-01-24TXY", "P", "PT", "P3", "3D", "P3H",
     "PAST", "2022-01-24 ", "1"],
)  # fmt: skip
def test_no_times(value: str) -> None:
    assert not is_timex(value)


def test_every_value_in_the_table_of_the_manual_is_a_time() -> None:
    rule = MANUAL[MANUAL.index("**T9.") : MANUAL.index("**T10.")]
    rows = [row.split("|") for row in rule.splitlines() if row.startswith("| `")]
    values = [value for row in rows for cell in (row[2], row[4]) for value in cell.split("`")[1::2]]
    assert len(values) > 30
    assert [value for value in values if not is_timex(value)] == []


def test_wrong_dates_and_times_are_told_with_their_path() -> None:
    article = toy_article()
    place = Span(32, 36, "Oslo")
    article.meta.date_published = PublicationDate("2022-02-31", None, ["2022-01-24", "soon"])
    article.meta.dateline = Dateline(place, place, "Oslo", "NOR", "2022-13", None)
    article.times[0].value = "Monday"
    article.times[0].acceptable = ["2022-01-17", "2022-02-31"]
    assert [line.split(" ")[0] for line in told(article)] == [
        "$.meta.dateline.date", "$.meta.date_published.value",
        "$.meta.date_published.acceptable[1]", "$.times[0].acceptable[1]", "$.times[0].value",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "good"),
    [("en", True), ("pt-BR", True), ("zh-Hant-TW", True), ("gsw", True),
     ("english", False), ("en_US", False), ("", False), ("e", False), ("en-", False)],
)  # fmt: skip
def test_languages(tag: str, good: bool) -> None:
    article = toy_article()
    article.meta.lang = tag
    assert told(article) == ([] if good else [f"$.meta.lang {tag!r} is not a BCP 47 language tag"])


def pairs_of_the_manual() -> set[tuple[str, str]]:
    """The pairs of rule S11, read from its table: two columns of statuses and values a row."""
    rule = MANUAL[MANUAL.index("**S11.") : MANUAL.index("**S12.")]
    rows = [row.strip("|").split("|") for row in rule.splitlines() if row.startswith("| ")][1:]
    halves = [half for row in rows for half in (row[:2], row[2:])]
    return {
        (status.strip(), value.strip())
        for statuses, values in halves
        for status in statuses.split(",")
        for value in values.split(",")
    }


def test_pairs_are_those_of_the_manual() -> None:
    allowed = set()
    for status in get_args(EventStatus):
        for factuality in get_args(Factuality):
            article = toy_article()
            event = article.events[0]
            event.status, event.factuality = status, factuality
            if not told(article):
                allowed.add((status, factuality))
    assert allowed == pairs_of_the_manual()
    assert len(allowed) == 2 + 2 + 2 + 2 + 1 + 1 + 1 + 6 + 3


@pytest.mark.parametrize("missing", ["factuality", "status"])
def test_both_of_a_pair_are_set(missing: str) -> None:
    article = toy_article()
    setattr(article.events[0], missing, None)
    assert told(article) == [f"$.events[0] 'layers' lists 'factuality', but {missing} is null"]


def without(*layers: str) -> list[str]:
    article = toy_article()
    article.layers = [layer for layer in LAYERS if layer not in layers]
    return told(article)


def test_layers_need_others() -> None:
    assert without("quotes") == [
        "$.layers 'speakers' is listed without 'quotes', which it needs (rule L1)",
        "$.quotes has annotations, but 'layers' does not list 'quotes'",
    ]
    needing = [line.split("'")[1] for line in without("entities") if "which it needs" in line]
    assert needing == ["coref", "speakers", "arguments"]
    needing = [line.split("'")[1] for line in without("events") if "which it needs" in line]
    assert needing == ["arguments", "factuality"]


def test_speakers_and_arguments_that_are_words_need_no_layer_to_point_to() -> None:
    """Corpora of quotes say who speaks by a place in the text or a name, and know no entities."""
    article = toy_article()
    article.entities = []
    for quote in article.quotes:
        quote.source.entity, quote.source.acceptable, quote.addressee = None, [], None
        quote.source.name = "somebody"
    for event in article.events:
        event.arguments = [replace(a, ref=None, acceptable=[]) for a in event.arguments if a.span]
    article.layers = ["quotes", "speakers", "events", "arguments", "factuality"]
    assert not [line for line in told(article) if "which it needs" in line]
    article.layers.remove("quotes")
    assert [line for line in told(article) if "which it needs" in line] == [
        "$.layers 'speakers' is listed without 'quotes', which it needs (rule L1)"
    ]


@pytest.mark.parametrize(
    ("layer", "needs"),
    [("entities", ["entities", "coref"]), ("times", ["times"]), ("quantities", ["quantities"])],
)
def test_arguments_need_the_layers_that_they_point_to(layer: str, needs: list[str]) -> None:
    """Of WikiEvents arguments are entities, and its times are annotated nowhere."""
    article = toy_article()
    for event in article.events:
        event.arguments = []
    ref = getattr(article, layer)[0].id
    article.events[0].arguments = [Argument(role="actor", span=None, ref=ref, acceptable=[])]
    article.layers = ["events", "arguments"]
    assert [line.split("'")[3] for line in told(article) if "which it needs" in line] == needs


@pytest.mark.parametrize(
    ("layer", "path"),
    [("headline", "$.meta.headline"), ("lang", "$.meta.lang"), ("times", "$.times"),
     ("coref", "$.entities[0]"), ("speakers", "$.quotes[0]"), ("arguments", "$.events[0]"),
     ("factuality", "$.events[0]")],
)  # fmt: skip
def test_annotations_of_a_layer_that_is_not_listed(layer: str, path: str) -> None:
    assert f"{path} has annotations, but 'layers' does not list {layer!r}" in without(layer)


def test_a_layer_without_annotations_need_not_be_listed() -> None:
    assert without("date_published", "deck", "dateline", "byline", "publisher") == []
    article = toy_article()
    article.layers = ["headline", "lang", "entities", "coref", "times", "quantities", "events"]
    article.quotes = []
    article.events = [Event("v", "AID", [Span(18, 20, "we")], [], None, None)]
    assert told(article) == []


def test_a_speakerless_quote_is_no_annotation_of_speakers() -> None:
    article = toy_article()
    article.layers = [layer for layer in LAYERS if layer != "speakers"]
    source = article.quotes[0].source
    source.entity = source.span = None
    source.status = "implicit"
    assert told(article) == []
