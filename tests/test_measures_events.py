"""Events: pencil cases, and arguments and templates against scorers that try every pairing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeVar

import pytest
from hypothesis import assume, given, settings
from strategies import Json, as_prediction, bare, counts_of, outcomes, pairs

from goldfield.schema.labels import LAYERS
from goldfield.schema.predictions import read_predictions
from goldfield.schema.records import Annotations, Article, Event
from goldfield.schema.walk import spans_by_id
from goldfield.scoring.counts import Counts

T = TypeVar("T")

#       0         1         2         3         4         5
#       012345678901234567890123456789012345678901234567890123456789
TEXT = "😀 The navy shelled Port Ost; it hit Lute too. The raids killed two."
NAVY, IT, OST, LUTE, TWO = "The navy", "it", "Port Ost", "Lute", "two"


def at(surface: str) -> Json:
    start = TEXT.index(surface)
    return {"start": start, "end": start + len(surface), "text": surface}


def entity(id: str, *surfaces: str) -> Json:
    mentions = [{**at(s), "kind": "NAM", "head": None, "subword": False} for s in surfaces]
    return {"id": id, "type": "ORG", "name": None, "wikidata": None, "mentions": mentions}


ENTITIES = [entity("navy", NAVY, IT), entity("ost", OST), entity("lute", LUTE)]


def arg(role: str, surface: str | None, ref: str | None = None, *also: str) -> Json:
    span = at(surface) if surface else None
    return {"role": role, "span": span, "ref": ref, "acceptable": list(also)}


def event(type: str, triggers: str, *arguments: Json, id: str = "v") -> Json:
    spans = [at(surface) for surface in filter(None, triggers.split("/"))]
    return {"id": id, "type": type, "triggers": spans, "arguments": list(arguments),
            "factuality": None, "status": None}  # fmt: skip


def right(golds: list[Json], preds: list[Json]) -> dict[str, Counts]:
    found = outcomes(*records(golds, preds), "events")
    return {name[7:]: o.counts for name, o in found.items() if name.startswith("events@")}


def records(golds: list[Json], preds: list[Json]) -> tuple[Json, Json]:
    golds = [{**event, "id": f"v{i}"} for i, event in enumerate(golds)]
    said = {"id": "a", "layers": list(LAYERS), "entities": ENTITIES, "events": preds}
    return bare(TEXT, entities=ENTITIES, events=golds), said


SHELLED = event("ASSAULT", "shelled/raids", arg("actor", NAVY, "navy"), arg("target", OST, "ost"))
HIT = event("ASSAULT", "hit", arg("actor", IT, "navy"), arg("target", LUTE, "lute"))
KILLED = event("DIE", "killed", arg("quantity", TWO))
GOLD = [SHELLED, HIT, KILLED]  # 4 triggers, 5 arguments, 3 + 5 parts of templates


def said(type: str, triggers: str, **roles: str) -> Json:
    arguments = [{"role": role.rstrip("_"), "text": surface} for role, surface in roles.items()]
    return {
        "type": type,
        "triggers": triggers.split("/") if triggers else [],
        "arguments": arguments,
    }


# what: predictions, then right of tri-i, tri-c, arg-i, arg-c, arg-c-coref, arg-c+, template
CASES: dict[str, tuple[list[Json], tuple[int, ...]]] = {
    "all": (GOLD, (4, 4, 5, 5, 5, 5, 8)),
    "nothing": ([], (0, 0, 0, 0, 0, 0, 0)),
    "type wrong": ([said("DIE", "hit", actor="it")], (1, 0, 0, 0, 0, 0, 1)),
    "role wrong": ([said("ASSAULT", "hit", target="it")], (1, 1, 1, 0, 0, 0, 1)),
    "trigger wrong": ([said("ASSAULT", "killed", actor="it")], (1, 0, 1, 1, 1, 0, 2)),
    "trigger overlaps": ([said("ASSAULT", "it hit", actor="it")], (0, 0, 1, 1, 1, 1, 2)),
    "argument of the other event": (
        # Lute is a target, but not of what was shelled; as a whole it is most like the second
        # event, whose actor is the navy by another mention.
        [said("ASSAULT", "shelled", actor="The navy", target="Lute")],
        (1, 1, 2, 2, 2, 1, 3),
    ),
    "another mention": ([said("ASSAULT", "hit", target="Port Ost", actor="The navy")],
                        (1, 1, 2, 2, 2, 0, 3)),
    "no trigger": ([said("ASSAULT", "", actor="it", target="Lute")], (0, 0, 2, 2, 2, 0, 3)),
    "no trigger, another mention": (
        [said("ASSAULT", "", actor="The navy", target="Lute")], (0, 0, 2, 2, 2, 0, 3),
    ),
    "two merged into one": (
        [said("ASSAULT", "shelled/hit", actor="it", target="Lute", target_="Port Ost")],
        (2, 2, 3, 3, 3, 2, 3),
    ),
    "event said twice": (
        [said("ASSAULT", "hit", actor="it")] * 2, (1, 1, 1, 1, 1, 1, 2),
    ),
    "argument said twice": (
        [said("ASSAULT", "hit", actor="it", actor_="it")], (1, 1, 1, 1, 1, 1, 2),
    ),
    "one mention for two events": (
        # As from a system that gives the first mention of an entity everywhere.
        [said("ASSAULT", "shelled", actor="The navy"), said("ASSAULT", "hit", actor="The navy")],
        (2, 2, 1, 1, 2, 1, 4),
    ),
    "unfound": ([said("ASSAULT", "hit", actor="it", target="Rome")], (1, 1, 1, 1, 1, 1, 2)),
    "unfound ones are no copies": (
        [said("ASSAULT", "", target="Rome"), said("ASSAULT", "", target="Bonn")],
        (0, 0, 0, 0, 0, 0, 2),
    ),
}  # fmt: skip
MODES = ("tri-i", "tri-c", "arg-i", "arg-c", "arg-c-coref", "arg-c+", "template")


@pytest.mark.parametrize(("preds", "wanted"), CASES.values(), ids=CASES)
def test_pencil_cases(preds: list[Json], wanted: tuple[int, ...]) -> None:
    triggers = sum(len(event["triggers"]) for event in preds)
    arguments = sum(len(event["arguments"]) for event in preds)
    sizes = {"tri": (triggers, 4), "arg": (arguments, 5), "tem": (arguments + len(preds), 8)}
    found = right(GOLD, preds)
    for mode, number in zip(MODES, wanted, strict=True):
        assert found[mode] == Counts.of(number, *sizes[mode[:3]]), mode


def test_one_trigger_two_events() -> None:
    golds = [event("ASSAULT", "killed"), event("DIE", "killed")]
    assert right(golds, golds)["tri-c"] == Counts.of(2, 2, 2)
    found = right(golds, [said("DIE", "killed"), said("DIE", "killed")])
    assert found["tri-i"] == found["tri-c"] == Counts.of(1, 2, 2)  # the copy is no ASSAULT


def test_alternatives_count_once() -> None:
    golds = [event("DIE", "killed", arg("target", OST, "ost", "lute"))]
    both = [said("DIE", "killed", target="Port Ost", target_="Lute")]
    for mode in ("arg-i", "arg-c", "arg-c+", "arg-c-coref"):
        assert right(golds, [said("DIE", "killed", target="Lute")])[mode] == Counts.of(1, 1, 1)
        assert right(golds, both)[mode] == Counts.of(1, 2, 1)


def test_leaving_out_the_role_never_costs() -> None:
    # Gold: Ost is the target, Lute its alternative; Bonn-like second argument accepts Ost.
    golds = [event("DIE", "killed", arg("target", OST, "ost"), arg("actor", LUTE, "lute", "ost"))]
    preds = [said("DIE", "killed", target="Port Ost", actor="Port Ost")]
    # Ost as target is the target; Ost as actor is the alternative of the actor.
    assert right(golds, preds)["arg-c"] == Counts.of(2, 2, 2)
    assert right(golds, preds)["arg-i"] == Counts.of(2, 2, 2)


def test_a_copy_with_one_role_is_no_argument_of_another() -> None:
    golds = [event("DIE", "killed", arg("actor", OST), arg("target", OST))]
    preds = [said("DIE", "killed", actor="Port Ost", actor_="Port Ost")]
    assert right(golds, preds)["arg-i"] == Counts.of(1, 2, 2)


def test_by_reference_alone() -> None:
    # A reference stands for the first named mention, on both sides.
    golds = [event("DIE", "killed", arg("actor", None, "navy"))]
    found = right(golds, [said("DIE", "killed", actor="The navy")])
    assert found["arg-c"] == Counts.of(1, 1, 1)
    preds = [{"type": "DIE", "trigger": "killed", "arguments": [{"role": "actor", "ref": "navy"}]}]
    assert right(golds, preds)["arg-c"] == Counts.of(1, 1, 1)


def test_events_without_triggers() -> None:
    golds = [event("DIE", "", arg("quantity", TWO))]
    assert right(golds, golds)["arg-c+"] == Counts.of(1, 1, 1)
    # Against events that have triggers they are spurious where triggers tell events apart.
    assert right([KILLED], golds)["arg-c+"] == Counts.of(0, 1, 1)
    assert right([KILLED], golds)["template"] == Counts.of(2, 2, 2)


def test_a_second_copy_of_an_event_with_one_more_copy_inside() -> None:
    # Two events of one type in gold; the copy must not become another event by repeating itself.
    once = said("ASSAULT", "hit", actor="it")
    twice = said("ASSAULT", "hit", actor="it", actor_="it")
    assert right(GOLD, [once, once])["template"] == Counts.of(2, 4, 8)
    assert right(GOLD, [once, twice])["template"] == Counts.of(2, 5, 8)
    triggered = said("ASSAULT", "hit/hit", actor="it")
    assert right(GOLD, [once, triggered])["template"] == Counts.of(2, 4, 8)


def test_verdicts() -> None:
    gold, pred = records(GOLD, [said("ASSAULT", "hit", target="Lute", actor="Rome")])
    found = {name: o.judgements for name, o in outcomes(gold, pred).items()}
    told = [(j.category, j.reason) for j in found["events@arg-c+"]]
    assert sorted(told) == [
        ("COR", ""),
        ("MIS", "its event is missed"),
        ("MIS", "its event is missed"),
        ("MIS", "its event is missed"),
        ("MIS", "no such argument predicted"),
        ("SPU", "no such argument in gold"),
    ]
    labels = outcomes(gold, pred)["events@template"].labels
    assert labels["ASSAULT"] == Counts.of(1, 1, 2)
    assert labels["ASSAULT.target"] == Counts.of(1, 1, 2)


# ---- every pairing tried -----------------------------------------------------------------------


class Part(NamedTuple):
    """An argument: event type, role, and the places that are right for it, its own first."""

    type: str
    role: str
    places: tuple[tuple[int, int], ...]


def parts(record: Annotations, event: Event, *, coref: bool) -> list[Part]:
    spans = spans_by_id(record)
    found = []
    for argument in event.arguments:
        known = list(spans.get(argument.ref or "", ()))
        own = argument.span or known[0]
        also = [s for id in argument.acceptable for s in spans[id]] + (known if coref else [])
        places = tuple((s.start, s.end) for s in (own, *also))
        found.append(Part(event.type, argument.role, places))
    return found


def matchings(
    golds: Sequence[T], preds: Sequence[T], fits: Callable[[T, T], bool]
) -> Iterator[list[tuple[T, T]]]:
    if not golds:
        yield []
        return
    yield from matchings(golds[1:], preds, fits)
    for j, pred in enumerate(preds):
        if fits(golds[0], pred):
            for rest in matchings(golds[1:], [*preds[:j], *preds[j + 1 :]], fits):
                yield [(golds[0], pred), *rest]


def most(golds: list[Part], preds: list[Part], *, role: bool = True) -> int:
    def fits(gold: Part, pred: Part) -> bool:
        same = gold.type == pred.type and (gold.role == pred.role or not role)
        return same and pred.places[0] in gold.places

    return max(map(len, matchings(golds, preds, fits)))


def naive(gold: Annotations, pred: Annotations) -> dict[str, int]:
    strict = [parts(gold, event, coref=False) for event in gold.events]
    lenient = [parts(gold, event, coref=True) for event in gold.events]
    given = [parts(pred, event, coref=False) for event in pred.events]
    pool, wide, said = (list(chain.from_iterable(rows)) for rows in (strict, lenient, given))
    places = [
        [{at for s in event.triggers for at in range(s.start, s.end)} for event in record.events]
        for record in (gold, pred)
    ]

    def attached(i: int, j: int) -> bool:
        left, right = places[0][i], places[1][j]
        return gold.events[i].type == pred.events[j].type and bool(left & right or not left | right)

    def typed(i: int, j: int) -> bool:
        return gold.events[i].type == pred.events[j].type

    frames = range(len(strict)), range(len(given))
    return {
        "arg-i": most(pool, said, role=False),
        "arg-c": most(pool, said),
        "arg-c-coref": most(wide, said),
        "arg-c+": max(
            sum(most(strict[i], given[j]) for i, j in pairing)
            for pairing in matchings(*frames, attached)
        ),
        "template": max(
            sum(1 + most(lenient[i], given[j]) for i, j in pairing)
            for pairing in matchings(*frames, typed)
        ),
    }


def repeats(record: Annotations) -> bool:
    """Whether an event or an argument is said twice; the cases above tell what that earns."""
    told: set[object] = set()
    for event in record.events:
        items = [(part.role, part.places[0]) for part in parts(record, event, coref=False)]
        said = event.type, frozenset(event.triggers), frozenset(items)
        if len(items) > len(set(items)) or said in told:
            return True
        told.add(said)
    return False


@given(pairs(distinct=True))
@settings(max_examples=100)
def test_against_every_pairing(both: tuple[Article, Article]) -> None:
    gold, other = both
    read = read_predictions([as_prediction(other)], {gold.id: gold}).records[gold.id]
    assume(not repeats(gold) and not repeats(read))
    found = counts_of(gold, as_prediction(other), "events")
    wanted = naive(gold, read)
    assert {mode: found[f"events@{mode}"].tp_gold for mode in wanted} == wanted


def test_arguments_need_their_layer() -> None:
    gold, pred = records(GOLD, GOLD)
    found: dict[str, Any] = counts_of({**gold, "layers": ["entities", "events"]}, pred)
    assert "events@tri-c" in found
    assert "events@arg-c" not in found
