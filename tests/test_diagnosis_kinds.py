"""Kinds of errors inside events and quotes, by one edge, and what is left out: pencil cases."""

from __future__ import annotations

import pytest
from diagnosed import about, kinds_of, run_of
from lettered import TEXT, entity, place, said, told
from strategies import Json, bare

from goldfield.scoring.suites import Suite

# ---- events ---------------------------------------------------------------------------------


def event(type: str, trigger: str, *arguments: str, value: str | None = None) -> Json:
    own: list[Json] = []
    for argument in arguments:
        role, _, letters = argument.partition(":")
        own.append({"role": role, "span": place(letters), "ref": None, "acceptable": []})
    return {"id": f"v{trigger}", "type": type, "triggers": [place(trigger)], "arguments": own,
            "factuality": value, "status": None}  # fmt: skip


def test_arguments_inside_events() -> None:
    gold = bare(TEXT, events=[
        event("CONSULT", "a", "actor:b", "target:c", "place:de", "time:f"),
        event("AID", "g", "actor:h", "target:i"),
        event("DIE", "j", "affected:k"),
    ])  # fmt: skip
    guess = said(events=[
        event("CONSULT", "a", "actor:b", "place:c", "place:d"),
        event("ASSAULT", "g", "actor:h", "target:f"),  # it is aid; f is the time of another
        event("CONSULT", "o", "actor:p"),
    ])  # fmt: skip
    arguments = {
        "wrong role": (1, 1),  # c
        "boundary": (1, 1),  # d e
        "wrong type": (1, 1),  # h
        "wrong attachment": (1, 1),  # f
        "missed": (1, 0),  # i
        "event missed": (1, 0),  # k
        "event spurious": (0, 1),  # p
    }
    assert told(gold, guess, "events@arg-c+") == arguments
    whole = {"wrong type": (2, 2), "event missed": (2, 0), "event spurious": (0, 2)}
    assert told(gold, guess, "events@template") == arguments | whole
    # c under its role, in the event that has b already: 2 of 7 and 6.
    assert kinds_of(gold, guess, "events@arg-c+")["wrong role"].f1 == pytest.approx(4 / 13)
    # Retyped, AID is right and so is its actor: 2 more than CONSULT and b, of 10 and 9.
    found = kinds_of(gold, guess, "events@template")
    assert found["wrong type"].f1 == pytest.approx(2 * 4 / (10 + 9))
    # The consultation at o goes, and p with it.
    assert found["event spurious"].f1 == pytest.approx(2 * 2 / (10 + 7))


def test_what_another_event_says_rightly_is_no_duplicate_within_its_own() -> None:
    gold = bare(TEXT, events=[event("DIE", "a", "affected:b"), event("DIE", "c")])
    guess = said(events=[event("DIE", "a", "affected:b"), event("DIE", "c", "affected:b")])
    assert told(gold, guess, "events@arg-c+") == {"spurious": (0, 1)}
    assert told(gold, guess, "events@arg-c") == {"duplicate": (0, 1)}


def test_an_argument_by_any_mention_of_it() -> None:
    argument: Json = {"role": "actor", "span": None, "ref": "eb", "acceptable": []}
    own = event("CONSULT", "a") | {"arguments": [argument]}
    gold = bare(TEXT, entities=[entity("b", "c")], events=[own])
    guess = said(events=[event("CONSULT", "a", "target:c")])
    assert told(gold, guess, "events@arg-c-coref") == {"wrong role": (1, 1)}
    assert told(gold, guess, "events@arg-c") == {"missed": (1, 0), "spurious": (0, 1)}
    assert told(gold, guess, "events@arg-i") == {"missed": (1, 0), "spurious": (0, 1)}


def test_factuality() -> None:
    gold = bare(TEXT, events=[
        event("AID", "a", value="CT+"), event("AID", "b", value="CT-"),
        event("AID", "c", value="CT+"), event("AID", "d"), event("AID", "e", value="CT+"),
        event("AID", "f", value="CT+"), event("AID", "g", value="CT+"),
    ])  # fmt: skip
    guess = said(events=[
        event("AID", "a", value="CT+"), event("AID", "b", value="CT+"), event("AID", "c"),
        event("AID", "d", value="CT+"), event("DIE", "e", value="CT+"),
        event("DIE", "f", value="PR+"), event("DIE", "h", value="CT+"),
    ])  # fmt: skip
    found = kinds_of(gold, guess, "events@factuality")
    assert {kind: (row.gold, row.pred) for kind, row in found.items()} == {
        "wrong value": (1, 1), "missed": (1, 0), "spurious": (0, 1), "wrong type": (1, 1),
        "type and value": (1, 1), "event missed": (1, 0), "event spurious": (0, 1),
    }  # fmt: skip
    # 1 right of 6 and 6; c, of which the event is there, gets its value: 2 of 6 and 7.
    assert found["missed"].f1 == pytest.approx(4 / 13)


# ---- quotes, edges, dates -------------------------------------------------------------------


def quote(letters: str, parent: str | None = None) -> Json:
    source: Json = {
        "entity": None,
        "span": None,
        "name": None,
        "status": "implicit",
        "acceptable": [],
    }
    rest: Json = {"cue": None, "quoted": [], "addressee": None, "parent": parent}
    own = {"id": f"q{letters}", "type": "direct", "content": [place(letters)]}
    return {**own, "source": source, **rest}


def test_parents() -> None:
    gold = bare(TEXT, quotes=[
        quote("ae"), quote("b", "qae"), quote("c", "qae"), quote("d"),
        quote("g", "qgk"), quote("gk"),
    ])  # fmt: skip
    guess = said(quotes=[
        quote("ae"), quote("b", "qd"), quote("c"), quote("d", "qae"), quote("g", "qp"), quote("p"),
    ])  # fmt: skip
    found = kinds_of(gold, guess, "quotes@parent")
    assert {kind: (row.gold, row.pred, row.f1) for kind, row in found.items()} == {
        # b in a-e, and g in g-k, which is added: 2 of 3 and 3, where there were none.
        "wrong parent": (2, 2, pytest.approx(4 / 6)),
        "missed": (1, 0, pytest.approx(2 / 7)),
        "spurious": (0, 1, 0.0),
    }


def test_a_parent_that_is_added_has_its_own() -> None:
    gold = bare(TEXT, quotes=[quote("g", "qgk"), quote("gk", "qgp"), quote("gp")])
    guess = said(quotes=[quote("g", "qa"), quote("a")])
    assert kinds_of(gold, guess, "quotes@parent")["wrong parent"].f1 == 1.0


def test_one_edge() -> None:
    gold = bare(TEXT, entities=[entity("ac"), entity("eg"), entity("ik"), entity("m")])
    guess = said(entities=[
        entity("ab"), entity("fg"), entity("ij", type="GPE"), entity("mn", type="ORG"), entity("o"),
    ])  # fmt: skip
    kinds = {"boundary": (1, 1), "wrong type": (2, 2), "spurious": (0, 1)}
    assert told(gold, guess, "entities@left") == kinds
    assert told(gold, guess, "entities@iou") == {
        "boundary": (2, 2), "boundary and type": (2, 2), "spurious": (0, 1),
    }  # fmt: skip


def test_a_coarser_date() -> None:
    date: Json = {"value": "2031-05-03", "span": None, "acceptable": []}
    gold = bare(TEXT, meta={"date_published": date})
    found = kinds_of(gold, said(meta={"date_published": "2031-05"}), "date_published@prefix")
    assert {kind: row.gain for kind, row in found.items()} == {"granularity": 0.5}


def test_what_is_left_out_says_why() -> None:
    gold = bare(TEXT) | {"layers": ["entities", "times"]}
    measures = ("entities@strict", "coref@lea", "times@strict")
    pred = {"id": "a", "layers": ["entities"], "entities": []}
    run = run_of(about(gold, pred, Suite("some", "article", measures=measures)))
    assert [field.measure for field in run.fields] == ["entities@strict"]
    assert [(row.measure, row.why) for row in run.left_out] == [
        ("times@strict", "not predicted"),
        ("coref@lea", "gold is not annotated for it"),
    ]


def test_ids_that_a_prediction_gives_twice_are_told_apart() -> None:
    gold = bare(TEXT, events=[event("AID", "a", "actor:b"), event("DIE", "c", "actor:d")])
    guesses = [event("AID", "a", "target:b"), event("DIE", "c", "target:d")]
    guess = said(events=[{**one, "id": "same"} for one in guesses])
    found = kinds_of(gold, guess, "events@arg-c+")
    assert {kind: (row.errors, row.f1) for kind, row in found.items()} == {"wrong role": (2, 1.0)}
