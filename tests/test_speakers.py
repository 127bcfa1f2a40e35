"""Speakers by mention and by name, and the quote around a quote."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Json, articles, as_prediction, bare, outcomes, shuffled

from goldfield.schema.labels import LAYERS
from goldfield.schema.records import Article
from goldfield.scoring.counts import Counts

#       0         1         2         3         4         5
#       01234567890123456789012345678901234567890123456789012345
TEXT = "Ann Lee said Bo told her: “we go now.” She left. A clerk"


def at(start: int, end: int) -> Json:
    return {"start": start, "end": end, "text": TEXT[start:end]}


def mention(start: int, end: int, kind: str = "NAM") -> Json:
    return {**at(start, end), "kind": kind, "head": None, "subword": False}


ANN = {"id": "ann", "type": "PER", "name": "Dr. Ann Lee", "wikidata": None,
       "mentions": [mention(0, 7), mention(39, 42, "PRO")]}  # fmt: skip
BO = {"id": "bo", "type": "PER", "name": None, "wikidata": None, "mentions": [mention(13, 15)]}
CLERK = {"id": "clerk", "type": "PER", "name": None, "wikidata": None,
         "mentions": [mention(49, 56, "NOM")]}  # fmt: skip


def source(**parts: Any) -> Json:
    nobody: Json = {"entity": None, "span": None, "name": None, "acceptable": []}
    return {**nobody, "status": "explicit" if parts else "implicit", **parts}


def quote(id: str, place: tuple[int, int], speaker: Json, parent: str | None = None) -> Json:
    return {"id": id, "type": "direct", "source": speaker, "cue": None, "content": [at(*place)],
            "quoted": [], "addressee": None, "parent": parent}  # fmt: skip


OUTER, INNER = (13, 37), (27, 36)  # what Ann said; what Bo said within it


def counts(golds: list[Json], preds: list[Json]) -> dict[str, Counts]:
    people = [ANN, BO, CLERK]
    gold = bare(TEXT, entities=people, quotes=golds)
    found = outcomes(gold, {"id": "a", "layers": LAYERS, "entities": people, "quotes": preds})
    return {name[7:]: outcome.counts for name, outcome in found.items() if name[:7] == "quotes@"}


SPAN = source(entity="ann", span=at(39, 42))  # gold says "She"
SPEAKERS: dict[str, tuple[Json, Any, tuple[int, int, int]]] = {
    # what: gold, prediction, right by cluster, by mention, by name
    "the mention itself": (SPAN, {"start": 39, "end": 42}, (1, 1, 1)),
    "another mention": (SPAN, {"start": 0, "end": 7}, (1, 0, 1)),
    "a name with no place": (SPAN, {"name": "dr. ANN lee"}, (1, 0, 1)),
    "part of the name": (SPAN, {"start": 4, "end": 7}, (0, 0, 0)),
    "another person": (SPAN, {"start": 13, "end": 15}, (0, 0, 0)),
    "words elsewhere": (SPAN, {"name": "She"}, (0, 0, 1)),  # the words of gold's own mention
    "nobody": (SPAN, None, (0, 0, 0)),
    "no mention in gold": (source(entity="ann"), {"start": 39, "end": 42}, (1, 1, 0)),
    "no mention in gold, a name": (source(entity="ann"), {"start": 0, "end": 7}, (1, 1, 1)),
    "never named, or somebody named": (
        source(entity="clerk", acceptable=["bo"]), {"start": 49, "end": 56}, (1, 1, 1),
    ),
    "never named": (source(entity="clerk", span=at(49, 56)), {"start": 49, "end": 56}, (1, 1, 1)),
    "alternative": (source(entity="ann", span=at(39, 42), acceptable=["bo"]),
                    {"start": 13, "end": 15}, (1, 0, 1)),
    "implicit": (source(), None, (1, 1, 1)),
    "implicit, somebody": (source(), {"name": "Bo"}, (0, 0, 0)),
}  # fmt: skip


@pytest.mark.parametrize(("gold", "given", "wanted"), SPEAKERS.values(), ids=SPEAKERS)
def test_speakers(gold: Json, given: Any, wanted: tuple[int, int, int]) -> None:
    pred = {"content": at(*OUTER), "source": given}
    found = counts([quote("q", OUTER, gold)], [pred])
    told = [found[mode] for mode in ("speaker", "speaker-mention", "speaker-name")]
    assert told == [Counts.of(number, 1, 1) for number in wanted]


def said(place: tuple[int, int], id: str | None = None, parent: str | None = None) -> Json:
    return {"content": at(*place), "id": id, "parent": parent}


GOLD = [quote("q1", OUTER, SPAN), quote("q2", INNER, source(entity="bo"), "q1")]
PARENTS: dict[str, tuple[list[Json], Counts]] = {
    "right, by other ids": ([said(OUTER, "x"), said(INNER, "q1", "x")], Counts.of(1, 1, 1)),
    "nearly the same parent": (
        [said((13, 30), "x"), said(INNER, "y", "x")], Counts.of(1, 1, 1),
    ),  # 17 characters of 24
    "a parent that is not matched": (
        [said((13, 24), "x"), said(INNER, "y", "x")], Counts.of(0, 1, 1),
    ),  # 11 of 24
    "none predicted": ([said(OUTER), said(INNER)], Counts.of(0, 0, 1)),
    "the other way round": (
        [said(OUTER, "x", "y"), said(INNER, "y")], Counts.of(0, 1, 1),
    ),
    "itself": ([said(INNER, "y", "y")], Counts.of(0, 1, 1)),
    "nobody's id": ([said(INNER, "y", "q9")], Counts.of(0, 1, 1)),
    "gold's id is none of the prediction's": ([said(INNER, "y", "q1")], Counts.of(0, 1, 1)),
    "the quote is hardly found": ([said((34, 38), "y", "q9")], Counts()),  # 3 of 25 characters
    "the quote is not found": ([said(OUTER, "x")], Counts()),
}  # fmt: skip


@pytest.mark.parametrize(("preds", "wanted"), PARENTS.values(), ids=PARENTS)
def test_parents(preds: list[Json], wanted: Counts) -> None:
    assert counts(GOLD, preds)["parent"] == wanted


def test_worked_example_of_parents() -> None:
    # q2 and its parent are found; q1 is given a parent that gold does not have.
    preds = [said(OUTER, "a", "b"), said(INNER, "b", "a")]
    assert counts(GOLD, preds)["parent"] == Counts.of(1, 2, 1)


def test_of_two_equal_contents_the_one_with_the_right_parent_is_paired() -> None:
    preds = [said(INNER, "y"), said(OUTER, "x"), {**said(INNER, "z", "x"), "source": "Bo"}]
    for order in (preds, preds[::-1]):
        assert counts(GOLD, order)["parent"] == Counts.of(1, 1, 1)
        assert counts(GOLD, order)["strict"] == Counts.of(2, 3, 2)


# ---- every mode ------------------------------------------------------------------------------


@st.composite
def nested(draw: st.DrawFn) -> Article:
    """An article in which quotes have parents."""
    article = draw(articles())
    for index, found in enumerate(article.quotes):
        found.parent = draw(st.sampled_from([None, *(q.id for q in article.quotes[:index])]))
    return article


MINE = ("speaker-mention", "speaker-name", "parent", "prefix", "tokens", "edit", "left", "right",
        "iou", "unit", "factuality", "factuality-full")  # fmt: skip


@given(nested())
def test_gold_against_gold(gold: Article) -> None:
    for name, outcome in outcomes(gold, gold).items():
        if name.partition("@")[2] in MINE:
            counts = outcome.counts
            assert (counts.tp_pred, counts.tp_gold) == (counts.pred, counts.gold), name


@given(nested(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(gold: Article, chance: random.Random) -> None:
    pred = as_prediction(gold)
    pred["quotes"] = [*pred["quotes"], *pred["quotes"][:1]]
    for found in pred["quotes"][1:]:
        found["parent"] = pred["quotes"][0]["id"]
    turned = shuffled(pred, chance, keep=frozenset({"content"}))
    first, second = outcomes(gold, pred), outcomes(gold, turned)
    for name in (name for name in first if name.partition("@")[2] in MINE):
        assert first[name].counts == second[name].counts, name
