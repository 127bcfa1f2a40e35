"""Noun phrases, arguments and commitments as the rule baseline reads them."""

from __future__ import annotations

from typing import Any

import pytest

from goldfield.running.loading import load
from goldfield.running.specs import parse

extract: Any = load(parse("rules"))
HEAD = "Published: 14 May 2031\n\nHarbour news\n\n"
BODY = "\n\nMore ships are due.\n\nThe end."


def mentions(text: str, kind: str = "NOM") -> list[tuple[str, str]]:
    found = [
        (mention["start"], mention["text"], entity["type"])
        for entity in extract(HEAD + text + BODY)["entities"]
        for mention in entity["mentions"]
        if mention["kind"] == kind
    ]
    return [(surface, type_) for _, surface, type_ in sorted(found)]


def cluster(text: str, surface: str) -> list[str]:
    """The surfaces of the entity that has this one."""
    for entity in extract(HEAD + text + BODY)["entities"]:
        surfaces = [mention["text"] for mention in entity["mentions"]]
        if surface in surfaces:
            return surfaces
    return []


def events(text: str) -> list[dict[str, Any]]:
    return list(extract(HEAD + text + BODY)["events"])


def arguments(text: str, kind: str) -> set[tuple[str, str]]:
    return {
        (argument["role"], argument["span"]["text"])
        for event in events(text)
        if event["type"] == kind
        for argument in event["arguments"]
    }


# ---- noun phrases ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("He blamed a mason who had mixed the mortar.", ("a mason", "-")),
        ("The captain who had signed the permit resigned.",
         ("The captain who had signed the permit", "PER")),
        ("Her first two pupils were hurt.", ("Her first two pupils", "GROUP")),
        ("The fire killed all 12 injured crewmen.", ("all 12 injured crewmen", "GROUP")),
        ("The island's oldest fishermen were hurt.", ("The island's oldest fishermen", "GROUP")),
        ("Three of the 17 sailors were hurt.", ("Three of the 17 sailors", "GROUP")),
        ("Nine were hurt.", ("Nine", "GROUP")),
        ("The judge fined residents of 17 villages.", ("residents of 17 villages", "GROUP")),
        ("She said that foreigners were hurt.", ("foreigners", "GROUP")),
    ],
)  # fmt: skip
def test_a_noun_phrase_reaches_to_its_edges(sentence: str, phrase: tuple[str, str]) -> None:
    assert (phrase in mentions(sentence)) == (phrase[1] != "-")


def test_a_verb_ends_the_phrase_before_it() -> None:
    """`reporters` is no part of a phrase that begins at `the`."""
    assert ("reporters", "GROUP") in mentions("“We sail,” the captain told reporters.")


def test_a_noun_of_the_headline_is_taken_up() -> None:
    record = extract("Captain quits after collision\n\nThe captain resigned on Monday." + BODY)
    surfaces = [[m["text"] for m in entity["mentions"]] for entity in record["entities"]]
    assert ["Captain", "The captain"] in surfaces


# ---- names and pronouns ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Sorvik Brenna sold two ships. The port thanked Sorvik.", "Sorvik Brenna", "ORG"),
        ("Sorvik Brenna left the pier. The port thanked Brenna.", "Sorvik Brenna", "PER"),
        ("The port bought it from the shipbuilder Sorvik Brenna.", "Sorvik Brenna", "ORG"),
        ("Sorvik Brenna's shareholders met.", "Sorvik Brenna", "ORG"),
        ("Ships called at the island of Sorvik Brenna.", "Sorvik Brenna", "LOC"),
    ],
)
def test_a_body_is_told_from_a_person(text: str, name: str, kind: str) -> None:
    assert (name, kind) in mentions(text, "NAM")


def test_we_is_the_body_that_the_speaker_speaks_for() -> None:
    text = "“We will rebuild,” said Mira Thole, a spokeswoman for Selvik Lines."
    assert cluster(text, "We") == ["We", "Selvik Lines"]
    assert cluster("“We will rebuild,” said Mira Thole.", "We") == []


def test_it_may_be_a_building() -> None:
    text = "The museum opened in March. Its roof leaks."
    assert cluster(text, "The museum") == ["The museum", "Its"]


# ---- arguments ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "kind", "argument"),
    [
        ("The dockers demanded a rise for the crew.", "REQUEST", ("topic", "a rise for the crew")),
        ("The firm rejected the claim.", "REJECT", ("topic", "the claim")),
        ("Thieves stole my nets.", "COERCE", ("affected", "my nets")),
        ("The court jailed the captain for three years.", "SANCTION", ("topic", "three years")),
        ("The court fined the captain €9,000.", "SANCTION", ("quantity", "€9,000")),
        ("Gunmen attacked the depot at dawn on 12 May.", "ASSAULT", ("time", "12 May")),
        ("Mira Thole was arrested on Monday.", "COERCE", ("time", "Monday")),
        ("The members approved the merger.", "SUPPORT", ("topic", "merger")),
    ],
)
def test_an_argument_is_found(sentence: str, kind: str, argument: tuple[str, str]) -> None:
    assert argument in arguments(sentence, kind)


def test_a_time_belongs_to_the_verb_of_its_clause() -> None:
    text = "Kestria shelled the port on Sunday, wounding three sailors."
    assert ("time", "Sunday") in arguments(text, "ASSAULT")
    assert ("time", "Sunday") not in arguments(text, "INJURE")


# ---- commitments -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("The firm promised to release the crew.", ["CONCEDE"]),  # V7: to yield
        ("The union vowed to boycott the port.", ["THREATEN"]),  # V7: harm
        ("The firm refused to release the crew.", ["REJECT"]),  # V7: a refusal
        ("The ministers will meet in Marn.", ["AGREE"]),  # V9: settled for the future
        ("The ministers met in Marn.", ["CONSULT"]),
        ("The firm released the crew.", ["RETREAT"]),
        ("The firm released a statement.", []),  # the word beside it takes the meaning
    ],
)
def test_a_commitment_is_one_event(sentence: str, types: list[str]) -> None:
    assert [event["type"] for event in events(sentence)] == types


# ---- the head ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("MARN, 14 May 2031", "MARN", "2031-05-14"),
        ("Bergen, Wednesday 14 May 2031, 09:20", "Bergen", "2031-05-14"),
    ],
)
def test_a_line_of_place_and_date_is_a_dateline(line: str, place: str, date: str) -> None:
    found = extract(f"Crews end strike\n\nBy our staff\n{line}\n\nCrews went back.{BODY}")["meta"]
    assert (found["dateline"]["place"]["text"], found["dateline"]["date"]) == (place, date)
    assert (found["headline"]["text"], found["deck"]) == ("Crews end strike", None)
    assert (found["date_published"], found["byline"]) == (None, None)


def test_the_year_of_a_dateline_may_be_told_in_the_text() -> None:
    text = "MARN, May 12 — Crews went back to work.\n\nA court will rule on May 20, 2031." + BODY
    assert extract(text)["meta"]["dateline"]["date"] == "2031-05-12"
    far = "MARN, May 12 — Crews went back to work.\n\nIt was built on December 20, 1931." + BODY
    assert extract(far)["meta"]["dateline"]["date"] is None


@pytest.mark.parametrize(
    "line", ["Mira Thole, 14 May 2031", "Shipping > 14-May-2031", "Vol. 12 No. 4, 14 May 2031"]
)
def test_a_date_that_a_mark_sets_apart_is_metadata(line: str) -> None:
    found = extract(f"Crews end strike\n\n{line}\n\nCrews went back to work.{BODY}")["meta"]
    assert found["date_published"]["value"] == "2031-05-14"
    assert found["deck"] is None


# ---- what later versions added -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Crews met in southern Norway.", ("southern Norway", "LOC")),  # E19
        ("Mira Thole thanked the Norwegians.", ("the Norwegians", "GROUP")),  # E17
        ("Selvik Lines sent home 11 staff members.", ("11 staff members", "GROUP")),
    ],
)
def test_a_name_with_a_word_before_it_is_a_phrase(text: str, mention: tuple[str, str]) -> None:
    assert mention in mentions(text)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Three Vestra Alliance met. The Alliance resigned.", "Alliance", "ORG"),
        ("Crews met Sorvik Brenna, which sold two ships.", "Sorvik Brenna", "ORG"),
        ("Crews met Sorvik Brenna, who sold two ships.", "Sorvik Brenna", "PER"),
        ("Per-Anders Brenna, a docker, was hurt.", "Per-Anders Brenna", "PER"),
        ("Skipper Sorvik Brenna was hurt.", "Sorvik Brenna", "PER"),
    ],
)
def test_a_name_is_read_by_what_stands_beside_it(text: str, name: str, kind: str) -> None:
    assert (name, kind) in mentions(text, "NAM")


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("The truce was still in force.", []),  # a state: V2
        ("The rebels declared a truce.", ["CONCEDE"]),
        ("The two captains agree.", []),
        ("Residents were evacuated from Marn. “I am leaving,” said Mira Thole.",
         ["EVACUATE", "EVACUATE"]),
        ("“I am leaving,” said Mira Thole.", []),  # nothing else tells of an evacuation
    ],
)  # fmt: skip
def test_a_word_needs_its_company(sentence: str, types: list[str]) -> None:
    assert [event["type"] for event in events(sentence)] == types


def test_a_participle_before_by_is_passive() -> None:
    found = arguments("He spoke of fishermen arrested by guards.", "COERCE")
    assert {("actor", "guards"), ("target", "fishermen")} <= found


def test_a_definite_noun_retells_the_event() -> None:
    text = "Dockers went on strike in Marn on Monday. The stoppage hurt nobody."
    strikes = [event for event in events(text) if event["type"] == "PROTEST"]
    assert [len(event["triggers"]) for event in strikes] == [2]


def test_a_year_is_taken_from_a_full_date_of_the_text() -> None:
    record = extract(
        "Crews end strike\n\nCrews met on 12 May. They will meet on 20 May 2031." + BODY
    )
    assert [time["value"] for time in record["times"]] == ["2031-05-12", "2031-05-20"]
