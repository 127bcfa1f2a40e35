"""Quotes and events as the rule baseline reads them."""

from __future__ import annotations

from typing import Any

import pytest

from goldfield.running.loading import load
from goldfield.running.specs import parse

extract: Any = load(parse("rules"))
BODY = "\n\nMore ships are due.\n\nThe end."


def quotes(text: str) -> list[tuple[Any, ...]]:
    found = []
    for quote in extract(text + BODY)["quotes"]:
        span, cue = quote["source"]["span"], quote["cue"]
        content = [part["text"] for part in quote["content"]]
        found.append((quote["type"], span and span["text"], cue and cue["text"], content))
    return found


def events(text: str) -> list[dict[str, Any]]:
    return list(extract("Harbour news\n\n" + text + BODY)["events"])


# ---- quotes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("“We sail,” said Mira Thole.", ("direct", "Mira Thole", "said", ["We sail,"])),
        ('"We sail," Mira Thole said.', ("direct", "Mira Thole", "said", ["We sail,"])),
        ("‘We sail,’ Mira Thole said.", ("direct", "Mira Thole", "said", ["We sail,"])),
        ("Mira Thole said: “We sail.”", ("direct", "Mira Thole", "said", ["We sail."])),
        (
            "Mira Thole said on Monday that crews were safe.",
            ("indirect", "Mira Thole", "said", ["crews were safe"]),
        ),
        (
            "Crews were safe, Mira Thole said.",
            ("indirect", "Mira Thole", "said", ["Crews were safe"]),
        ),
        (
            "According to Mira Thole, crews were safe.",
            ("indirect", "Mira Thole", "According to", ["crews were safe"]),
        ),
        (
            "Mira Thole said crews were “quite safe” there.",
            ("mixed", "Mira Thole", "said", ["crews were “quite safe” there"]),
        ),
        (
            "“We sail,” Mira Thole said, “at noon.”",
            ("direct", "Mira Thole", "said", ["We sail,", "at noon."]),
        ),
        (
            "“We sail,” said Mira Thole. “We return.”",
            ("direct", "Mira Thole", "said", ["We sail,", "We return."]),
        ),
    ],
)
def test_one_attribution(sentence: str, expected: tuple[Any, ...]) -> None:
    assert quotes("Harbour news\n\n" + sentence) == [expected]


def test_an_apostrophe_closes_no_quote() -> None:
    [found] = quotes("Harbour news\n\n‘The crews’ ship is Norway’s best,’ said Mira Thole.")
    assert found[3] == ["The crews’ ship is Norway’s best,"]


def test_a_quote_over_two_paragraphs_is_one() -> None:
    text = "Harbour news\n\nMira Thole said: “We sail.\n\n“We come back.”"
    assert quotes(text) == [("direct", "Mira Thole", "said", ["We sail.", "We come back."])]


def test_a_pronoun_speaks_for_its_entity() -> None:
    record = extract(f"Harbour news\n\nMary Dornfeld spoke.\n\n“We sail,” she said.{BODY}")
    source = record["quotes"][0]["source"]
    assert (source["name"], source["span"]["text"]) == ("Mary Dornfeld", "she")
    assert source["status"] == "explicit"


def test_what_was_told_is_nested_in_who_told_of_it() -> None:
    text = f"Harbour news\n\nCrews were told to “stay in port,” according to Mira Thole.{BODY}"
    outer, inner = extract(text)["quotes"]
    assert (outer["type"], outer["source"]["name"], outer["parent"]) == (
        "indirect",
        "Mira Thole",
        None,
    )
    assert (inner["cue"]["text"], inner["parent"]) == ("told", outer["id"])
    assert inner["source"]["status"] == "implicit"


@pytest.mark.parametrize(
    "sentence",
    [
        "The so-called “floating hotel” left.",
        "She wrote “Blue Harbour” in Oslo.",
        "He denied the claims.",
    ],
)
def test_marks_and_verbs_that_ascribe_nothing(sentence: str) -> None:
    assert quotes("Harbour news\n\n" + sentence) == []


# ---- events ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "kind", "trigger", "factuality", "status"),
    [
        ("Gunmen attacked Bergen.", "ASSAULT", "attacked", "CT+", "occurred"),
        ("Gunmen did not attack Bergen.", "ASSAULT", "attack", "CT-", "did_not_occur"),
        ("Gunmen may attack Bergen.", "ASSAULT", "attack", "PS+", "considered"),
        ("Gunmen plan to attack Bergen.", "ASSAULT", "attack", "Uu", "planned"),
        ("Police said that gunmen attacked Bergen.", "ASSAULT", "attacked", "Uu", "claimed"),
        ("Crews will evacuate the town.", "EVACUATE", "evacuate", "PR+", "planned"),
        ("The mayor stepped down.", "RETREAT", "stepped down", "CT+", "occurred"),
    ],
)
def test_an_event_and_how_sure_it_is(
    sentence: str, kind: str, trigger: str, factuality: str, status: str
) -> None:
    [event] = events(sentence)
    assert (event["type"], event["triggers"][0]["text"]) == (kind, trigger)
    assert (event["factuality"], event["status"]) == (factuality, status)


def roles(event: dict[str, Any]) -> set[tuple[str, str]]:
    return {(argument["role"], argument["span"]["text"]) for argument in event["arguments"]}


def test_arguments_of_an_active_and_a_passive_clause() -> None:
    [active] = events("Norway annexed Bergen in 2014.")
    assert roles(active) == {("actor", "Norway"), ("target", "Bergen"), ("time", "2014")}
    [passive] = events("Two sailors were killed by gunmen in Bergen.")
    assert roles(passive) == {
        ("affected", "Two sailors"),
        ("actor", "gunmen in Bergen"),
        ("quantity", "Two"),
    }


def test_an_order_has_the_ordered_event_as_its_topic() -> None:
    order, leaving = events("Norway ordered the evacuation of Bergen.")
    topic = next(argument for argument in order["arguments"] if argument["role"] == "topic")
    assert topic["ref"] == leaving["id"]
    assert (leaving["type"], leaving["status"]) == ("EVACUATE", "ordered")


@pytest.mark.parametrize(
    ("sentence", "kind", "trigger"),
    [
        ("The night curfew was lifted in the port.", "CONCEDE", "lifted"),
        ("Officials told residents to leave the island.", "ADVISE", "told"),
        ("The captain asked not to be named.", "REQUEST", "asked"),
        ("The judge ordered the firm to pay damages.", "SANCTION", "ordered"),
        ("The party won three seats on the council.", "ELECT", "won"),
    ],
)
def test_a_word_evokes_an_event_beside_others(sentence: str, kind: str, trigger: str) -> None:
    found = [(event["type"], event["triggers"][0]["text"]) for event in events(sentence)]
    assert (kind, trigger) in found


def test_every_member_of_a_list_takes_part() -> None:
    (event,) = events("Norway, Portugal and Japan on Monday condemned the plan.")
    assert {("actor", "Norway"), ("actor", "Portugal"), ("actor", "Japan")} <= roles(event)


def test_the_first_sentence_tells_what_has_no_type() -> None:
    found = events("The small island of Grimsey will open a museum about the sea next week.")
    assert [(event["type"], event["triggers"][0]["text"]) for event in found] == [("OTHER", "open")]
