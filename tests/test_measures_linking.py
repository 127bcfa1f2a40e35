"""Entity linking against arithmetic on paper and against counting of triples."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Json, bare

from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.linking import LINKING_MODES
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task

TEXT = "Oslo, Bergen, Berg, Oslo, the city"
PLACES = {"Oslo": (0, 4), "Bergen": (6, 12), "Berg": (14, 18), "Oslo2": (20, 24), "city": (26, 34)}
SUITE = Suite(
    name="s", record="article", measures=tuple(f"linking@{mode}" for mode in LINKING_MODES)
)


def entity(item: str | None, *names: str, kind: str = "NAM") -> Json:
    mentions = [
        {"start": PLACES[name][0], "end": PLACES[name][1], "text": TEXT[slice(*PLACES[name])],
         "kind": kind, "head": None, "subword": False}
        for name in names
    ]  # fmt: skip
    return {"type": "PER", "name": None, "wikidata": item, "mentions": mentions}


def linked(gold: list[Json], pred: list[Any]) -> dict[str, Outcome]:
    golds = [{**found, "id": f"e{n}"} for n, found in enumerate(gold)]
    task = build_task(SUITE, [[bare(TEXT, entities=golds)]], [{"id": "a", "entities": pred}])
    found = task.score(task.golds["a"], task.preds["a"])
    return {name.removeprefix("linking@"): outcome for name, outcome in found.items()}


def counts(gold: list[Json], pred: list[Any]) -> dict[str, Counts]:
    return {mode: outcome.counts for mode, outcome in linked(gold, pred).items()}


OSLO = entity("Q585", "Oslo", "Oslo2")
GOLD = [OSLO, entity("Q26793", "Bergen"), entity(None, "Berg")]


def test_the_worked_example() -> None:
    """The example of the protocol: one Oslo linked wrongly, Bergen not at all."""
    pred = [entity("Q585", "Oslo"), entity("Q1", "Oslo2"), entity(None, "Bergen", "Berg")]
    assert counts(GOLD, pred) == {
        "strong": Counts.of(1, 2, 3),  # the first Oslo; of Oslo twice, and of Oslo twice and Bergen
        "nil": Counts.of(1, 2, 1),  # Berg; of Bergen and Berg, and of Berg
        "all": Counts.of(2, 4, 4),
        "entity": Counts.of(1, 2, 2),  # Q585; of Q585 Q1, and of Q585 Q26793
    }


CASES: dict[str, tuple[list[Any], dict[str, tuple[int, int, int]]]] = {
    "nothing": ([], {"strong": (0, 0, 3), "nil": (0, 0, 1), "all": (0, 0, 4), "entity": (0, 0, 2)}),
    "no links at all": (
        ["Oslo", "Bergen", "Berg"],
        {"strong": (0, 0, 3), "nil": (1, 3, 1), "all": (1, 3, 4), "entity": (0, 0, 2)},
    ),
    "an empty item is none": ([entity("", "Berg")], {"nil": (1, 1, 1), "strong": (0, 0, 3)}),
    "a flat list": (
        [{"start": 0, "end": 4, "wikidata": "Q585"}, {"start": 20, "end": 24, "wikidata": "Q585"}],
        {"strong": (2, 2, 3), "entity": (1, 1, 2)},
    ),
    "in lower case": ([entity("q585", "Oslo")], {"strong": (0, 1, 3), "entity": (0, 1, 2)}),
    "said twice": (
        [entity("Q585", "Oslo"), entity("Q585", "Oslo")],
        {"strong": (1, 2, 3), "all": (1, 2, 4), "entity": (1, 1, 2)},
    ),
    "two items for one name": (
        [entity("Q585", "Oslo"), entity("Q1", "Oslo")],
        {"strong": (1, 2, 3), "entity": (1, 2, 2)},
    ),
    "boundary": (
        [{"start": 0, "end": 5, "wikidata": "Q585"}],
        {"strong": (0, 1, 3), "all": (0, 1, 4), "entity": (1, 1, 2)},
    ),
    "not in the text": (
        [{"text": "Rome", "wikidata": "Q220"}],
        {"strong": (0, 1, 3), "entity": (0, 1, 2)},
    ),
    "a nominal mention is no name": (
        [entity("Q585", "city", kind="NOM")],
        {"strong": (0, 0, 3), "all": (0, 0, 4), "entity": (1, 1, 2)},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_pencil_cases(case: str) -> None:
    pred, wanted = CASES[case]
    found = counts(GOLD, pred)
    assert {mode: found[mode] for mode in wanted} == {
        m: Counts.of(*row) for m, row in wanted.items()
    }


def test_the_type_plays_no_part() -> None:
    assert counts([OSLO], [OSLO | {"type": "GPE"}])["all"].f1 == 1


def test_verdicts_name_the_items() -> None:
    found = linked(GOLD, [entity("Q1", "Oslo"), entity("Q26793", "Bergen")])
    told = [(j.category, j.gold and j.gold.label, j.pred and j.pred.label, j.reason)
            for j in found["strong"].judgements]  # fmt: skip
    assert sorted(told, key=str) == [
        ("COR", "Q26793", "Q26793", ""),
        ("INC", "Q585", "Q1", "label"),
        ("MIS", "Q585", None, "nothing predicted here"),
    ]
    told = [(j.category, j.gold and j.gold.text, j.pred and j.pred.text, j.reason)
            for j in found["entity"].judgements]  # fmt: skip
    assert told == [
        ("SPU", None, "Q1", "gold links nothing to it"),
        ("COR", "Q26793", "Q26793", ""),
        ("MIS", "Q585", None, "not linked to anywhere"),
    ]
    assert found["strong"].labels == {}


# ---- counting of triples -------------------------------------------------------------------------


def random_side(chance: random.Random) -> list[Json]:
    """Entities that share, repeat and lack items; a place belongs to one of them."""
    names = chance.sample(list(PLACES), chance.randint(0, 5))
    groups: dict[int, list[str]] = {}
    for name in names:
        groups.setdefault(chance.randrange(3), []).append(name)
    items = (None, "Q1", "Q2")
    kinds = ("NAM", "NAM", "NOM")
    return [
        entity(chance.choice(items), *group, kind=chance.choice(kinds)) for group in groups.values()
    ]


def triples(side: list[Json], mode: str) -> Counter[Any]:
    if mode == "entity":
        return Counter({found["wikidata"] for found in side if found["wikidata"]})
    wanted = {"strong": ("Q1", "Q2"), "nil": (None,), "all": (None, "Q1", "Q2")}[mode]
    return Counter(
        (mention["start"], mention["end"], found["wikidata"])
        for found in side
        if found["wikidata"] in wanted
        for mention in found["mentions"]
        if mention["kind"] == "NAM"
    )


SIDE = st.integers(0, 2**32).map(lambda seed: random_side(random.Random(seed)))


@given(SIDE, SIDE, st.data())
@settings(max_examples=200)
def test_against_triples(gold: list[Json], pred: list[Json], data: st.DataObject) -> None:
    said = pred + (data.draw(st.lists(st.sampled_from(pred), max_size=1)) if pred else [])
    found = counts(gold, data.draw(st.permutations(said)))
    for mode in LINKING_MODES:
        ours, theirs = triples(gold, mode), triples(said, mode)
        correct = (ours & theirs).total()
        assert found[mode] == Counts.of(correct, theirs.total(), ours.total()), mode
    plain, turned = counts(gold, pred), counts(pred, gold)
    assert turned == {
        mode: Counts(c.tp_gold, c.gold, c.tp_pred, c.pred) for mode, c in plain.items()
    }
    assert {row.f1 for row in counts(gold, gold).values()} <= {1.0, None}
    parts = plain["strong"], plain["nil"]
    assert plain["all"].tp_gold == sum(part.tp_gold for part in parts)
