"""Kinds of errors inside entities, events, links and quotes: pencil cases."""

from __future__ import annotations

from typing import Any

import pytest
from diagnosed import about, kinds_of, run_of
from strategies import Json, bare

from goldfield.schema.labels import LAYERS
from goldfield.scoring.suites import Suite

TEXT = "a b c d e f g h i j k l m n o p"


def place(letters: str) -> Json:
    """The words from the first letter to the last."""
    start, end = TEXT.index(letters[0]), TEXT.index(letters[-1]) + 1
    return {"start": start, "end": end, "text": TEXT[start:end]}


def entity(*mentions: str, item: str | None = None, type: str = "PER") -> Json:
    own = [{**place(m), "kind": "NAM", "head": None, "subword": False} for m in mentions]
    first = f"e{mentions[0]}"
    return {"id": first, "type": type, "name": None, "wikidata": item, "mentions": own}


def said(**layers: Any) -> Json:
    return {"id": "a", "layers": LAYERS, **layers}


def told(gold: Json, pred: Json, measure: str) -> dict[str, tuple[int, int]]:
    """Gold and predicted items of each kind of error."""
    return {kind: (row.gold, row.pred) for kind, row in kinds_of(gold, pred, measure).items()}


def clustered(*clusters: str) -> Json:
    return bare(TEXT, entities=[entity(*letters) for letters in clusters])


# ---- coreference ----------------------------------------------------------------------------

GOLD = bare(TEXT, entities=[
    entity("a", "b", "c", "d", "lm"), entity("e", "f"), entity("g"), entity("h", "i"), entity("op"),
])  # fmt: skip
PRED = said(entities=[
    entity("a", "b", "e", "h", "m", "n"), entity("c"), entity("f", "p"), entity("j"),
])  # fmt: skip
KINDS = {
    "divided entity": (1, 1),  # c, by itself
    "missing mention": (2, 0),  # d; and i, whose h is there
    "boundary": (1, 1),  # l m
    "wrong entity": (1, 1),  # e, among a and b, while f is elsewhere
    "conflated entities": (1, 1),  # h, which is nowhere else
    "missing entity": (1, 0),  # g
    "boundary and entity": (1, 1),  # o p, with f
    "extra mention": (0, 1),  # n
    "extra entity": (0, 1),  # j
}


@pytest.mark.parametrize("mode", ["ceafm", "lea", "muc", "conll", "blanc"])
def test_each_mention_is_wrong_in_one_way_whatever_the_measure(mode: str) -> None:
    assert told(GOLD, PRED, f"coref@{mode}") == KINDS


def test_what_is_right_is_what_ceafm_counts() -> None:
    suite = Suite("one", "article", measures=("coref@ceafm",))
    (field,) = run_of(about(GOLD, PRED, suite)).fields
    # a and b, and f; of 11 and 10 mentions.
    assert (field.right, field.gold, field.pred) == (3, 11, 10)
    assert field.f1 == pytest.approx(2 * 3 / (11 + 10))


def test_errors_of_coreference_name_their_entities() -> None:
    suite = Suite("one", "article", measures=("coref@lea",))
    errors = {e.kind: e for e in run_of(about(GOLD, PRED, suite)).errors or []}
    assert errors["wrong entity"].within == ("e", "a")
    assert errors["missing entity"].within == ("g", None)


def test_without_singletons_a_lone_part_is_not_there() -> None:
    gold, pred = (
        bare(TEXT, entities=[entity("a", "b", "c")]),
        said(entities=[entity("a", "b"), entity("c")]),
    )
    assert told(gold, pred, "coref@lea") == {"divided entity": (1, 1)}
    assert told(gold, pred, "coref@lea-nosing") == {"missing mention": (1, 0)}


def test_gains_of_coreference() -> None:
    gold, pred = (
        bare(TEXT, entities=[entity("a", "b", "c")]),
        said(entities=[entity("a", "b"), entity("c")]),
    )
    # LEA: of 3 links 1 is found, of a singleton's one link none: R 1/3, P 2/3.
    assert kinds_of(gold, pred, "coref@lea")["divided entity"].gain == pytest.approx(1 - 4 / 9)
    # MUC 2/3 (R 1/2, P 1); B3 5/7 (R 5/9, P 1); CEAFe 8/15 (4/5 of 1 and of 2).
    before = (2 / 3 + 5 / 7 + 8 / 15) / 3
    assert kinds_of(gold, pred, "coref@conll")["divided entity"].gain == pytest.approx(1 - before)
    # Conflated: each of two entities in one; both are set apart.
    one = kinds_of(clustered("ab", "c"), said(entities=[entity("a", "b", "c")]), "coref@b3")
    assert {kind: (row.errors, row.f1) for kind, row in one.items()} == {
        "conflated entities": (1, 1.0)
    }


def test_a_copy_in_another_entity_and_words_that_are_nowhere() -> None:
    nowhere = {"id": "z", "type": "PER", "mentions": ["zzz"]}
    guess = said(entities=[entity("a", "b", "c"), entity("d", "a"), nowhere])
    gold = clustered("abc", "d")
    assert told(gold, guess, "coref@lea") == {"duplicate": (0, 1), "not in the text": (0, 1)}


# ---- linking --------------------------------------------------------------------------------


def test_links() -> None:
    gold = bare(TEXT, entities=[
        entity("a", item="Q1"), entity("b", item="Q2"), entity("c", item="Q3"), entity("d"),
        entity("ef", item="Q5"), entity("g", item="Q6"), entity("n"),
    ])  # fmt: skip
    guess = said(entities=[
        entity("a", item="Q1"), entity("b", item="Q9"), entity("c"), entity("d", item="Q4"),
        entity("e", item="Q7"), entity("h", item="Q8"), entity("n"),
    ])  # fmt: skip
    every = {
        "wrong link": (1, 1),  # b
        "missed link": (1, 1),  # c
        "spurious link": (1, 1),  # d
        "boundary and link": (1, 1),  # e f
        "missed": (1, 0),  # g
        "spurious": (0, 1),  # h
    }
    assert told(gold, guess, "linking@all") == every
    linked = every | {"missed link": (1, 0), "spurious link": (0, 1)}
    assert told(gold, guess, "linking@strong") == linked
    assert told(gold, guess, "linking@nil") == {"missed link": (0, 1), "spurious link": (1, 0)}
    # Q5 and Q7 are in places that only overlap.
    assert told(gold, guess, "linking@entity") == {
        "wrong link": (1, 1), "missed link": (1, 0), "spurious link": (0, 1),
        "missed": (2, 0), "spurious": (0, 2),
    }  # fmt: skip
    # 2 of 5 + 5 items with one link put right.
    assert kinds_of(gold, guess, "linking@entity")["wrong link"].f1 == pytest.approx(4 / 10)


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
    # Retyped, AID is right and so is its actor: 2 more than CONSULT and b, of 10 and 9.
    found = kinds_of(gold, guess, "events@template")
    assert found["wrong type"].f1 == pytest.approx(2 * 4 / (10 + 9))


def test_an_argument_by_any_mention_of_it() -> None:
    argument = {"role": "actor", "span": None, "ref": "eb", "acceptable": []}
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
    source = {"entity": None, "span": None, "name": None, "status": "implicit", "acceptable": []}
    rest = {"cue": None, "quoted": [], "addressee": None, "parent": parent}
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
    date = {"value": "2031-05-03", "span": None, "acceptable": []}
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
