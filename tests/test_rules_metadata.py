"""Metadata lines, slugs, tables and datelines as the rule baseline reads them."""

from __future__ import annotations

from typing import Any

import pytest

from goldfield.running.loading import load
from goldfield.running.specs import parse

extract: Any = load(parse("rules"))
TITLE = "Harbour crews end strike"
BODY = "\n\nCrews went back to work, and 40 ships are due to leave the port by noon.\n\nThe end."


def meta(text: str) -> dict[str, Any]:
    found = extract(text)["meta"]
    return {
        key: value["text"] if isinstance(value, dict) and "text" in value else value
        for key, value in found.items()
    }


@pytest.mark.parametrize(
    ("line", "surface"),
    [
        ("WED 14 MAY 2031 – 09:20 CET / 07:20 GMT", "WED 14 MAY 2031"),
        ("Wednesday, May 14, 2031 at 9:20 a.m. EDT", "Wednesday, May 14, 2031"),
        ("14-05-2031 09:20", "14-05-2031"),
        ("14 May 2031, 09:20 (updated 11:05)", "14 May 2031"),
        ("Last updated 15 May 2031 10:00; first published 14 May 2031", "14 May 2031"),
    ],
)
def test_a_date_among_clocks_zones_and_labels(line: str, surface: str) -> None:
    found = meta(f"{TITLE}\n{line}{BODY}")
    assert found["date_published"]["value"] == "2031-05-14"
    assert found["date_published"]["span"]["text"] == surface
    assert (found["headline"], found["deck"]) == (TITLE, None)


def test_an_update_alone_is_no_date_of_publication() -> None:
    assert meta(f"{TITLE}\nUpdated 15 May 2031 10:00{BODY}")["date_published"] is None


def test_a_line_in_parts_names_publisher_place_and_date() -> None:
    found = meta(f"{TITLE}\nHarbour Post | Bergen | 14/05/2031 09:20{BODY}")
    assert found["publisher"] == "Harbour Post"
    assert found["dateline"]["place"]["text"] == "Bergen"
    assert found["date_published"]["value"] == "2031-05-14"


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Mira Thole | 14 May 2031", "Mira Thole"),
        ("Posted 14 May 2031 by Mira Thole", "Mira Thole"),
        ("By Mira Thole in Marn and Jonas Ekval in Lute", "Mira Thole in Marn and Jonas Ekval"),
        ("Mira Thole, shipping correspondent", "Mira Thole"),
    ],
)
def test_writers_with_and_without_a_date(line: str, byline: str) -> None:
    assert meta(f"{TITLE}\n{line}{BODY}")["byline"] == byline


@pytest.mark.parametrize("first", ["HARBOUR-KESTRIA/STRIKE", "Shipping", "MARN-STRIKE (2ND LEAD)"])
def test_a_slug_or_section_is_no_headline(first: str) -> None:
    assert meta(f"{first}\n{TITLE}{BODY}")["headline"] == TITLE


@pytest.mark.parametrize(
    "line", [f"EXCLUSIVE: {TITLE}", f"⚠️ FLASH – {TITLE}", f"{TITLE} - Harbour Post"]
)
def test_a_kicker_and_a_publisher_leave_the_headline(line: str) -> None:
    assert meta(f"{line}\n14 May 2031{BODY}")["headline"] == TITLE


@pytest.mark.parametrize(
    ("lead", "place", "agency"),
    [
        ("PORT ANSGAR, Kestria —", "PORT ANSGAR", None),
        ("MARN, May 14, 2031 /Baltwire/ --", "MARN", "Baltwire"),
        ("ABOARD THE SELVIK STAR (Baltwire) –", "SELVIK STAR", "Baltwire"),
    ],
)
def test_a_dateline_of_an_unknown_place(lead: str, place: str, agency: str | None) -> None:
    found = meta(f"{TITLE}\n\n{lead} Crews went back to work, and ships are due to leave.{BODY}")
    assert (found["dateline"]["place"]["text"], found["dateline"]["agency"]) == (place, agency)


def test_tables_and_credits_hold_no_quantities() -> None:
    rows = ["          10 Mar    17 Mar", "Cod          428       411", "Eel   335   330"]
    table = "\n".join(["Price, per tonne\n", *rows])
    found = extract(f"{TITLE}{BODY}\n\n{table}\n\n(Reporting by Baltwire, tel. +47 978 41 22 07)")
    assert [amount["span"]["text"] for amount in found["quantities"]] == ["40"]
