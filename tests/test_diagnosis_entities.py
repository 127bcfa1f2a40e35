"""Kinds of errors of coreference and of linking: pencil cases."""

from __future__ import annotations

import pytest
from diagnosed import about, kinds_of, run_of
from lettered import TEXT, entity, said, told
from strategies import Json, bare

from goldfield.scoring.suites import Suite


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
    assert errors["wrong entity"].within == ("e (2)", "a (6)")
    assert errors["missing entity"].within == ("g (1)", None)


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


def test_a_mention_of_an_entity_in_pieces_joins_the_largest() -> None:
    gold = clustered("abckl", "def", "ghij")
    guess = said(entities=[entity(*"abcklg"), entity(*"defhi")])
    # j joins h and i. Links: of 10 + 3 + 6 in gold and 15 + 15 predicted, 10 + 3 + 3 are right.
    found = kinds_of(gold, guess, "coref@blanc-c")["missing mention"]
    assert found.f1 == pytest.approx(32 / 49)


def test_a_mention_that_overlaps_two_is_of_the_entity_it_is_in() -> None:
    gold = bare(TEXT, entities=[entity("a", "lm"), entity("b", "mn")])
    guess = said(entities=[entity("b", "m")])
    assert told(gold, guess, "coref@lea") == {"boundary": (1, 1), "missing entity": (2, 0)}


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
