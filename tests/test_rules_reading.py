"""Head, names and coreference as the rule baseline reads them."""

from __future__ import annotations

from typing import Any

import pytest

from goldfield.running.loading import load
from goldfield.running.specs import parse

extract: Any = load(parse("rules"))
BODY = "\n\nMore ships are due.\n\nThe end."


def meta(text: str) -> dict[str, Any]:
    found = extract(text)["meta"]
    return {
        key: value["text"] if isinstance(value, dict) and "text" in value else value
        for key, value in found.items()
    }


def names(text: str) -> set[tuple[str, str]]:
    return {
        (mention["text"], entity["type"])
        for entity in extract(text + BODY)["entities"]
        for mention in entity["mentions"]
        if mention["kind"] == "NAM"
    }


def cluster(text: str, surface: str) -> list[str]:
    """The surfaces of the entity that has this one."""
    for entity in extract(text + BODY)["entities"]:
        surfaces = [mention["text"] for mention in entity["mentions"]]
        if surface in surfaces:
            return surfaces
    return []


# ---- head ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "value", "surface"),
    [
        ("Published: Wednesday, 14 May 2031 09:20", "2031-05-14", "Wednesday, 14 May 2031"),
        ("May 14, 2031", "2031-05-14", "May 14, 2031"),
        ("2031-05-14", "2031-05-14", "2031-05-14"),
        ("Date: 04/03/2031", "2031-03-04", "04/03/2031"),  # day first without other evidence
    ],
)
def test_a_metadata_line_states_the_date(line: str, value: str, surface: str) -> None:
    found = meta(f"Ferry crews end strike\n{line}\n\nCrews went back to work.{BODY}")
    assert found["date_published"]["value"] == value
    assert found["date_published"]["span"]["text"] == surface
    assert found["headline"] == "Ferry crews end strike"


def test_a_date_glued_to_the_headline_is_cut_off() -> None:
    found = meta(f" date 2031-05-14 Ferry crews end strike.\n\nCrews went back.{BODY}")
    assert found["date_published"]["value"] == "2031-05-14"
    assert found["headline"] == "Ferry crews end strike."


def test_an_update_is_no_publication() -> None:
    assert meta(f"Ferry sails\nUpdated: 14 May 2031\n\nIt left.{BODY}")["date_published"] is None


def test_deck_byline_and_publisher() -> None:
    found = meta(
        "Ferry crews end strike\n\nUnion wins two rest days\n\nBy Mira Thole and Jonas Ekval\n\n"
        f"OSLO, May 14 (Reuters) - Crews went back.{BODY}\n\n© 2031 Harbour Post"
    )
    assert found["deck"] == "Union wins two rest days"
    assert found["byline"] == "Mira Thole and Jonas Ekval"
    assert found["publisher"] == "Harbour Post"


@pytest.mark.parametrize(
    ("dateline", "rest", "agency"),
    [
        ("OSLO, Norway, May 14 (Reuters)", " — Crews", "Reuters"),
        ("OSLO (AP)", " — Crews", "AP"),
        ("OSLO (Norway)", "\n\nCrews", None),
        ("OSLO/PARIS, May 14 (Reuters)", " - Crews", "Reuters"),
        ("Oslo, Norway (CNN)", " Crews", "CNN"),
    ],
)
def test_a_dateline_in_agency_style(dateline: str, rest: str, agency: str | None) -> None:
    head = "14 May 2031\n\nFerry crews end strike\n\n"
    found = meta(f"{head}{dateline}{rest} went back.{BODY}")["dateline"]
    assert found["span"]["text"] == dateline
    assert found["place"]["text"] == dateline[:4]
    assert (found["city"], found["country"], found["agency"]) == ("Oslo", "NOR", agency)
    assert found["date"] == ("2031-05-14" if "May" in dateline else None)


@pytest.mark.parametrize("lead", ["In Oslo, crews", "The ferry - a new one -", "Crews in Oslo"])
def test_a_sentence_is_no_dateline(lead: str) -> None:
    assert meta(f"Ferry sails\n\n{lead} went back to work on Monday.{BODY}")["dateline"] is None


# ---- names and coreference -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("On Monday President Mira Thole left Oslo.", {("Mira Thole", "PER"), ("Oslo", "GPE")}),
        (
            "He met Ban Ki-moon and Bashar al-Assad.",
            {("Ban Ki-moon", "PER"), ("Bashar al-Assad", "PER")},
        ),
        (
            "The Ministry of Health and Welfare said so.",
            {("Ministry of Health and Welfare", "ORG")},
        ),
        ("Norway-backed crews left.", {("Norway", "GPE")}),
        ("Two Norwegian crews left.", {("Norwegian", "NORP")}),
        ("They sailed to Lake Vestra.", {("Lake Vestra", "LOC")}),
        ("However, nothing moved.", set()),
        ("They met the Secretary of State.", set()),
    ],
)
def test_names(sentence: str, expected: set[tuple[str, str]]) -> None:
    assert names("Harbour news\n\n" + sentence) == expected


def test_a_surname_a_pronoun_and_an_apposition_join_the_full_name() -> None:
    text = "Harbour news\n\nJohn Dornfeld, the union's leader, spoke. Dornfeld left. He slept."
    found = cluster(text, "John Dornfeld")
    assert found == ["John Dornfeld", "the union's leader", "Dornfeld", "He"]


def test_a_capital_that_acts_is_its_country() -> None:
    text = "Harbour news\n\nOslo rejected the offer. Norway waited. A ship left Oslo."
    assert cluster(text, "Norway") == ["Oslo", "Norway"]


def test_a_name_that_was_explained_is_found_by_its_acronym() -> None:
    text = "Harbour news\n\nThe Coastal Safety Agency (CSA) met. Later the CSA left."
    assert cluster(text, "CSA") == ["Coastal Safety Agency", "CSA", "CSA"]


# ---- unknown names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Crews left the village of Oskarvik at noon.", "Oskarvik", "GPE"),
        ("The loan came from Brenholt, a shipyard in the north.", "Brenholt", "ORG"),
        ("They sailed on the ferry Selvik Brun to the north.", "Selvik Brun", "MISC"),
        ("They met in Kestria. The talks pleased Kestrian voters.", "Kestrian", "NORP"),
        ("They met Kestrian voters before they left Kestria.", "Kestria", "GPE"),
        ("The loan went to Ilka Brun, an analyst at Orvald Tamm.", "Orvald Tamm", "ORG"),
    ],
)
def test_an_unknown_name_is_typed_by_its_neighbours(text: str, name: str, kind: str) -> None:
    assert (name, kind) in names(f"Harbour news of the day\n\n{text}")


def test_the_dateline_tells_the_type_and_is_the_same_place() -> None:
    text = "Crews end strike\n\nVESTRA, Kestria, May 14 (Baltwire) — Crews in Vestra went to work."
    assert {("VESTRA", "GPE"), ("Kestria", "GPE"), ("Baltwire", "ORG")} <= names(text)
    assert cluster(text, "VESTRA") == ["VESTRA", "Vestra"]


def test_an_apposition_of_a_body_is_the_body() -> None:
    text = "News\n\nThe dockers and their union, the Harbour League, met on the quay."
    assert cluster(text, "Harbour League") == ["their union", "Harbour League"]
