"""The suite `templates` against every pairing there is, and what must always hold."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from goldfield.scoring.counts import Counts
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task

Json = dict[str, Any]
Fill = tuple[str, tuple[str, ...]]
T = TypeVar("T")

MODES = ("ree", "rme-subset", "rme-phi3", "entity")
SUITE = Suite("mine", "templates", measures=tuple(f"templates@{mode}" for mode in MODES))


def outcomes(gold: list[Json], pred: list[Json]) -> dict[str, Outcome]:
    records = [[{"id": "1", "templates": side}] for side in (gold, pred)]
    task = build_task(SUITE, records[:1], records[1])
    return task.score(task.golds["1"], task.preds["1"])


def cells(gold: list[Json], pred: list[Json]) -> dict[str, Counts]:
    return {name.partition("@")[2]: found.counts for name, found in outcomes(gold, pred).items()}


def template(type: str, victims: list[str], by: list[str]) -> Json:
    """Each letter a mention, each word an entity."""
    return {"type": type, "victim": [list(v) for v in victims], "by": [list(p) for p in by]}


ENTITY = st.text("abc", min_size=1, max_size=2)
TEMPLATE = st.builds(
    template,
    st.sampled_from(["x", "y"]),
    st.lists(ENTITY, max_size=3),
    st.lists(ENTITY, max_size=2),
)
SIDE = st.lists(TEMPLATE, max_size=3)


def pairings(left: Sequence[T], right: Sequence[T]) -> Iterator[list[tuple[T, T]]]:
    if not left:
        yield []
        return
    yield from pairings(left[1:], right)
    for j, other in enumerate(right):
        for rest in pairings(left[1:], [*right[:j], *right[j + 1 :]]):
            yield [(left[0], other), *rest]


def fillers(template: Json) -> list[Fill]:
    return [(role, tuple(names)) for role in ("victim", "by") for names in template[role]]


def shares(gold: Fill, pred: Fill) -> int:
    both = set(gold[1]) & set(pred[1]) if gold[0] == pred[0] else set()
    return sum(min(gold[1].count(name), pred[1].count(name)) for name in both)


def best(
    left: Sequence[T], right: Sequence[T], worth: Callable[[T, T], tuple[int, int]]
) -> tuple[int, int]:
    """The lexicographically largest sum over all pairings."""
    sums = ([worth(a, b) for a, b in pairing] or [(0, 0)] for pairing in pairings(left, right))
    return max((sum(a for a, _ in rows), sum(b for _, b in rows)) for rows in sums)


def subset_of(gold: Json, pred: Json) -> tuple[int, int]:
    golds, preds = fillers(gold), fillers(pred)
    right = sum(any(shares(g, p) for g in golds) for p in preds)
    found, _ = best(golds, preds, lambda g, p: (int(shares(g, p) > 0), 0))
    return (right, found) if gold["type"] == pred["type"] else (0, 0)


def phi3_of(gold: Json, pred: Json) -> tuple[int, int]:
    found, _ = best(fillers(gold), fillers(pred), lambda g, p: (shares(g, p), 0))
    return (found, found) if gold["type"] == pred["type"] else (0, 0)


@given(SIDE, SIDE)
@settings(max_examples=200)
def test_every_pairing_of_templates_and_of_entities(gold: list[Json], pred: list[Json]) -> None:
    found = cells(gold, pred)
    subset, phi3 = found["rme-subset"], found["rme-phi3"]
    assert (subset.tp_pred, subset.tp_gold) == best(gold, pred, subset_of)
    assert (phi3.tp_pred, phi3.tp_gold) == best(gold, pred, phi3_of)
    said, there = ([f for t in side for f in fillers(t)] for side in (pred, gold))
    assert (subset.pred, subset.gold) == (len(said), len(there))
    assert (phi3.pred, phi3.gold) == tuple(sum(len(f[1]) for f in side) for side in (said, there))


@given(SIDE, SIDE, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_the_order_changes_no_count_and_no_label(
    gold: list[Json], pred: list[Json], chance: random.Random
) -> None:
    def mixed(side: list[Json]) -> list[Json]:
        turned = [
            {
                key: value
                if key == "type"
                else chance.sample([chance.sample(e, len(e)) for e in value], len(value))
                for key, value in chance.sample(list(template.items()), len(template))
            }
            for template in side
        ]
        return chance.sample(turned, len(turned))

    first, again = outcomes(gold, pred), outcomes(mixed(gold), mixed(pred))
    assert {name: found[:2] for name, found in first.items()} == {
        name: found[:2] for name, found in again.items()
    }


@given(SIDE)
@settings(max_examples=100)
def test_gold_against_gold(gold: list[Json]) -> None:
    for name, counts in cells(gold, gold).items():
        assert counts.f1 in (None, 1.0), name


@given(SIDE, SIDE)
@settings(max_examples=100)
def test_two_measures_are_symmetric(gold: list[Json], pred: list[Json]) -> None:
    there, back = cells(gold, pred), cells(pred, gold)
    for mode in ("rme-phi3", "entity"):
        turned = Counts(back[mode].tp_gold, back[mode].gold, back[mode].tp_pred, back[mode].pred)
        assert there[mode] == turned


@given(SIDE, SIDE, st.data())
@settings(max_examples=100)
def test_a_copy_earns_nothing_one_to_one(
    gold: list[Json], pred: list[Json], data: st.DataObject
) -> None:
    if pred:
        copy = data.draw(st.sampled_from(pred))
        alike = [sum(key(other) == key(copy) for other in side) for side in (gold, pred)]
        if alike[1] >= alike[0]:
            more, there = cells(gold, [*pred, copy]), cells(gold, pred)
            assert more["entity"].tp_gold <= there["entity"].tp_gold


def key(template: Json) -> tuple[str, list[Fill]]:
    return template["type"], sorted(
        (role, tuple(sorted(names))) for role, names in fillers(template)
    )
