"""Times and quantities of the rule baseline, with the calendar beside each case."""

from __future__ import annotations

from typing import Any

import pytest

from goldfield.running.loading import load
from goldfield.running.specs import parse

extract: Any = load(parse("rules"))
# 14 May 2031 is a Wednesday in ISO week 20.
HEAD = "Published: 14 May 2031\n\nFerry crews end strike\n\n"


def times(sentence: str, head: str = HEAD) -> list[tuple[Any, ...]]:
    record = extract(head + sentence + "\n\nThe end.")
    return [(t["span"]["text"], t["type"], t["value"], t["anchor"]) for t in record["times"]]


def quantities(sentence: str) -> list[tuple[Any, ...]]:
    return [
        (q["span"]["text"], q["comparator"], q["value"], q["min"], q["max"], q["unit"])
        for q in extract(HEAD + sentence + "\n\nThe end.")["quantities"]
    ]


@pytest.mark.parametrize(
    ("sentence", "surface", "kind", "value"),
    [
        ("Crews met on Wednesday.", "Wednesday", "DATE", "2031-05-14"),  # the DCT's own weekday
        ("Crews met on Friday.", "Friday", "DATE", "2031-05-09"),  # past: the last Friday
        ("Crews will meet on Friday.", "Friday", "DATE", "2031-05-16"),  # to come: the next one
        ("Crews met last Wednesday.", "last Wednesday", "DATE", "2031-05-07"),
        ("He left on Monday morning.", "Monday morning", "TIME", "2031-05-12TMO"),
        ("He left yesterday.", "yesterday", "DATE", "2031-05-13"),
        ("He left last week.", "last week", "DATE", "2031-W19"),
        ("He leaves next year.", "next year", "DATE", "2032"),
        ("He left two days ago.", "two days ago", "DATE", "2031-05-12"),
        ("He left in March.", "March", "DATE", "2031-03"),
        ("He left in December.", "December", "DATE", "2030-12"),  # past: not seven months ahead
        ("He will leave in December.", "December", "DATE", "2031-12"),
        ("Sales rose in the second quarter.", "the second quarter", "DATE", "2031-Q2"),
    ],
)
def test_a_time_is_reckoned_from_publication(
    sentence: str, surface: str, kind: str, value: str
) -> None:
    assert times(sentence) == [(surface, kind, value, "DCT")]


@pytest.mark.parametrize(
    ("sentence", "surface", "kind", "value"),
    [
        ("It opened on 14 May 2029.", "14 May 2029", "DATE", "2029-05-14"),
        ("It opened on May 14, 2029.", "May 14, 2029", "DATE", "2029-05-14"),
        ("It opened in 2014.", "2014", "DATE", "2014"),
        ("It opened in the 1990s.", "the 1990s", "DATE", "199"),
        ("It lasted three days.", "three days", "DURATION", "P3D"),
        ("A five-day visit began.", "five-day", "DURATION", "P5D"),
        ("It lasted half an hour.", "half an hour", "DURATION", "PT30M"),
        ("They meet every Monday.", "every Monday", "SET", "XXXX-WXX-1"),
    ],
)
def test_an_absolute_time_has_no_anchor(sentence: str, surface: str, kind: str, value: str) -> None:
    assert times(sentence) == [(surface, kind, value, None)]


def test_a_clock_takes_the_day_named_beside_it() -> None:
    found = times("They met at 9 a.m. on Monday.")
    assert [(surface, value) for surface, _, value, _ in found] == [
        ("9 a.m.", "2031-05-12T09:00"),
        ("Monday", "2031-05-12"),
    ]


def test_the_next_day_is_reckoned_from_the_day_before_it() -> None:
    first, second = times("He left on Monday. The next day it rained.")
    assert second == ("The next day", "DATE", "2031-05-13", "t1")
    assert first[2] == "2031-05-12"


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("It recently closed.", "PAST_REF"),
        ("It will soon close.", "FUTURE_REF"),
        ("It is now closed.", "PRESENT_REF"),
    ],
)
def test_a_vague_time_has_a_reference(sentence: str, value: str) -> None:
    record = extract(HEAD + sentence + "\n\nThe end.")
    assert [(t["value"], t["vague"]) for t in record["times"]] == [(value, True)]


@pytest.mark.parametrize(
    "sentence",
    ["They may march.", "He read section 2014.", "Flight 209 left.", "It cost 2000 dollars."],
)
def test_ordinary_words_and_numbers_are_no_times(sentence: str) -> None:
    assert times(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Around 250 sailors came.", ("Around 250", "about", 250, None, None, "person")),
        ("At least 12 people died.", ("At least 12", "at_least", 12, None, None, "person")),
        ("Up to 40 ships sailed.", ("Up to 40", "at_most", 40, None, None, None)),
        (
            "More than 40 percent left.",
            ("More than 40 percent", "more_than", 40, None, None, "percent"),
        ),
        ("It sent 10 to 15 ships.", ("10 to 15", "between", None, 10, 15, None)),
        ("Between 10 and 15 men fled.", ("Between 10 and 15", "between", None, 10, 15, "person")),
        (
            "Tens of thousands of troops came.",
            ("Tens of thousands", "between", None, 20000, 99999, "person"),
        ),
        ("It cost €3 million.", ("€3 million", "exact", 3000000, None, None, "EUR")),
        ("It cost 2.5bn dollars.", ("2.5bn dollars", "exact", 2.5e9, None, None, "USD")),
        (
            "It is two hundred and fifty km away.",
            ("two hundred and fifty km", "exact", 250, None, None, "km"),
        ),
        ("A 54-year-old sailor came.", ("54-year", "exact", 54, None, None, "a")),
        ("Half a million people left.", ("Half a million", "exact", 500000, None, None, "person")),
    ],
)
def test_a_quantity_has_bounds_and_a_unit(sentence: str, expected: tuple[Any, ...]) -> None:
    assert quantities(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    ["They won 3-1.", "See No. 10.", "He boarded Flight 209.", "He came 3rd.", "One of them left."],
)
def test_numbers_that_name_or_order_are_no_quantities(sentence: str) -> None:
    assert quantities(sentence) == []


def test_a_count_belongs_to_the_group_it_counts() -> None:
    record = extract(HEAD + "Around 250 Norwegian sailors left Bergen.\n\nThe end.")
    group = next(e for e in record["entities"] if e["type"] == "GROUP")
    assert record["quantities"][0]["of"] == group["id"]
    assert group["mentions"][0]["text"] == "Around 250 Norwegian sailors"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It shuts at noon Friday.", [("noon Friday", "2031-05-09T12:00")]),
        ("It fell at dawn on 2 May.", [("dawn", "2031-05-02TMO"), ("2 May", "2031-05-02")]),
        ("It sank in the early hours of Monday.", [("the early hours of Monday", "2031-05-12TMO")]),
        ("It opens from 1 to 5 June.", [("1", "2031-06-01"), ("5 June", "2031-06-05")]),
        ("It will open by the end of the month.", [("the end of the month", "2031-05")]),
        ("It is shut until Friday.", [("Friday", "2031-05-16")]),  # present and until: to come
        ("He got two years and eight months.", [("two years and eight months", "P2Y8M")]),
        ("He got four and a half years.", [("four and a half years", "P54M")]),
        ("Prices rose 3% on the week.", [("the week", "P1W")]),
        ("It will open by Easter.", [("Easter", "2032-03-28")]),  # that of 2031 was on 13 April
        ("They marched on a third night.", [("a third night", "2031-05-13TNI")]),
        ("Shortly before 1 a.m. he left.", [("1 a.m.", "2031-05-14T01:00")]),
    ],
)
def test_clocks_ranges_lengths_and_feasts(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(surface, value) for surface, _, value, _ in times(sentence)] == expected


def test_a_clock_without_a_known_day_has_no_value() -> None:
    assert times("They met at 9 a.m. on Monday.", head="Crews end strike\n\n") == [
        ("9 a.m.", "TIME", None, "t2"),
        ("Monday", "DATE", None, "DCT"),
    ]


def test_telephone_numbers_count_nothing() -> None:
    assert quantities("Call +47 978 41 22 07 or 0171 496 0123.") == []


@pytest.mark.parametrize(
    ("sentence", "surface", "kind", "value"),
    [
        ("The ferry sails on Tuesdays.", "Tuesdays", "SET", "XXXX-WXX-2"),
        ("There are two sailings a week.", "a week", "SET", "P1W"),
        ("Each may take 15 litres per day.", "day", "SET", "P1D"),
        ("Repairs take a week.", "a week", "DURATION", "P1W"),
        ("They will return before winter.", "winter", "DATE", "2031-WI"),  # it begins in December
        ("They will return in summer.", "summer", "DATE", "2031-SU"),
        ("The test is no more than 72 hours old.", "no more than 72 hours", "DURATION", "PT72H"),
        ("They spent the evening in the dark.", "the evening", "TIME", "2031-05-14TEV"),
    ],
)
def test_seasons_rates_and_parts_of_days(
    sentence: str, surface: str, kind: str, value: str
) -> None:
    assert (surface, kind, value) in [found[:3] for found in times(sentence)]
