"""Cascades, confusions, calibration, suspects and side by side: pencil cases and small oracles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from diagnosed import about, run_of
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Json, bare

from goldfield.diagnosis.calibration import measured
from goldfield.diagnosis.confusions import Cell
from goldfield.diagnosis.diagnosing import diagnose
from goldfield.diagnosis.oracles import Cascade
from goldfield.schema.labels import LAYERS
from goldfield.scoring.suites import Suite

#       0         1         2         3         4
#       0123456789012345678901234567890123456789012345
TEXT = "Ann Lee met Bo in Oslo on May 3: “We go,” Ann said"
ANN, MET, BO, OSLO, WE_GO, GO = (0, 7), (8, 11), (12, 14), (18, 22), (34, 39), (37, 39)


def at(start: int, end: int) -> Json:
    return {"start": start, "end": end, "text": TEXT[start:end]}


def said(**layers: Any) -> Json:
    return {"id": "a", "layers": LAYERS, **layers}


def event(type: str, trigger: tuple[int, int], *arguments: tuple[str, tuple[int, int]]) -> Json:
    own: list[Json] = [
        {"role": r, "span": at(*p), "ref": None, "acceptable": []} for r, p in arguments
    ]
    return {"id": f"v{trigger[0]}", "type": type, "triggers": [at(*trigger)], "arguments": own,
            "factuality": None, "status": None}  # fmt: skip


def entity(place: tuple[int, int], type: str = "PER") -> Json:
    mention = {**at(*place), "kind": "NAM", "head": None, "subword": False}
    return {"id": f"e{place[0]}", "type": type, "name": None, "wikidata": None,
            "mentions": [mention]}  # fmt: skip


def quote(place: tuple[int, int], source: Json, **more: Any) -> Json:
    nobody: Json = {
        "entity": None,
        "span": None,
        "name": None,
        "status": "explicit",
        "acceptable": [],
    }
    return {"id": f"q{place[0]}", "type": "direct", "source": nobody | source, "cue": None,
            "content": [at(*place)], "quoted": [], "addressee": None, "parent": None,
            **more}  # fmt: skip


def only(*measures: str) -> Suite:
    return Suite("some", "article", measures=measures)


def cascade(gold: Json, pred: Json, measure: str) -> Cascade:
    (found,) = run_of(about(gold, pred, suite=only(measure))).cascades
    return found


# ---- cascades -------------------------------------------------------------------------------


def test_arguments_given_gold_triggers() -> None:
    gold = bare(TEXT, events=[event("CONSULT", MET, ("actor", ANN), ("target", BO))])
    guesses = [
        event("COERCE", (0, 11), ("actor", ANN)),  # of another type, elsewhere in part
        event("AID", MET, ("target", BO), ("actor", ANN)),  # the same happening once more
        event("RETREAT", GO, ("actor", ANN)),  # no such event
    ]
    found = cascade(gold, said(events=guesses), "events@arg-c")
    # As predicted none of 4 is right. Put together into the one gold event, 2 of 2 are.
    assert (found.given, found.f1, found.f1_given, found.gain) == ("gold triggers", 0.0, 1.0, 1.0)
    # Where gold has two events, the trigger that is missed brings no argument: 2 of 2, of 3.
    more = bare(TEXT, events=[*gold["events"], event("RETREAT", GO, ("actor", BO))])
    found = cascade(more, said(events=guesses[:2]), "events@arg-c")
    assert found.f1_given == pytest.approx(2 * 2 / (2 + 3))


def test_a_predicted_event_goes_to_the_gold_event_it_shares_most_with() -> None:
    gold = bare(TEXT, events=[
        event("RETREAT", (0, 3)), event("AID", (8, 10), ("target", BO)),
        event("CONSULT", (8, 11), ("target", OSLO)), event("CONSULT", (9, 14)),
    ])  # fmt: skip

    def f1(trigger: tuple[int, int], role: tuple[int, int], type: str = "DIE") -> float | None:
        guess = event(type, trigger, ("target", role))
        return cascade(gold, said(events=[guess]), "events@arg-c").f1_given

    assert f1(MET, OSLO) == pytest.approx(2 / 3)  # three characters of the third event
    assert f1((8, 9), BO) == pytest.approx(2 / 3)  # one of two events: the first
    assert f1((8, 9), OSLO, "CONSULT") == pytest.approx(2 / 3)  # the one of its type
    assert f1((8, 9), OSLO) == 0.0


def test_speakers_given_gold_quotes() -> None:
    ann = {"entity": "e0"}
    gold = bare(TEXT, entities=[entity(ANN), entity(BO)], quotes=[
        quote(WE_GO, ann), quote((42, 50), {"status": "implicit"}),
    ])  # fmt: skip
    guesses = [
        {"content": [at(34, 36)], "speaker": {"start": 0, "end": 7}},
        {"content": [at(*MET)], "speaker": {"start": 12, "end": 14}},
    ]
    found = cascade(gold, said(quotes=guesses), "quotes@speaker")
    # The second gold quote has no partner, and stays missed although nobody speaks it: 2 / (1 + 2).
    assert (found.given, found.f1) == ("gold quotes", 0.0)
    assert found.f1_given == pytest.approx(2 / 3)


# ---- confusions -----------------------------------------------------------------------------


def test_labels_are_compared_where_places_meet() -> None:
    gold = bare(
        TEXT,
        entities=[entity(ANN), entity(BO), entity(OSLO, "GPE")],
        events=[event("CONSULT", MET, ("actor", ANN), ("target", BO))],
        quotes=[quote(WE_GO, {"status": "implicit"})],
    )
    guess = said(
        entities=[entity((0, 3)), entity(OSLO, "ORG"), entity(GO)],
        events=[event("AID", MET, ("actor", BO))],
        quotes=[{"type": "mixed", "content": [at(*GO)]}],
    )
    run = run_of(about(gold, guess))
    found = {row.labels: row for row in run.confusions}
    assert found["entity types"].cells == [
        Cell("", "PER", 1), Cell("GPE", "ORG", 1), Cell("PER", "", 1), Cell("PER", "PER", 1),
    ]  # fmt: skip
    assert (found["entity types"].aligned, found["entity types"].agreed) == (2, 1)
    assert found["event types"].cells == [Cell("CONSULT", "AID", 1)]
    assert found["roles"].cells == [Cell("actor", "", 1), Cell("target", "actor", 1)]
    assert found["quote types"].cells == [Cell("direct", "mixed", 1)]
    assert "time types" not in found


# ---- calibration ----------------------------------------------------------------------------


def test_reliability_and_risk_by_hand() -> None:
    pairs = [(0.95, True), (0.95, False), (0.5, True), (0.0, False)]
    found = measured("m", pairs)
    assert [(row.low, row.high, row.items, row.accuracy) for row in found.bins] == [
        (0.0, 0.1, 1, 0.0), (0.4, 0.5, 1, 1.0), (0.9, 1.0, 2, 0.5),
    ]  # fmt: skip
    # Gaps 0.0, 0.5 and 2 x 0.45, over 4 items.
    assert found.ece == pytest.approx((0.5 + 2 * 0.45) / 4)
    assert [(p.coverage, p.risk) for p in found.curve] == [
        (0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1.0, 0.5),
    ]  # fmt: skip
    # Kept 1: 1/2 on average; 2: 1/2; 3: 1/3; 4: 2/4.
    assert found.aurc == pytest.approx((1 / 2 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def _in_order(rights: Sequence[bool]) -> float:
    wrong = [not right for right in rights]
    return sum(sum(wrong[:kept]) / kept for kept in range(1, len(wrong) + 1)) / len(wrong)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from((0.0, 0.3, 1.0)), st.booleans()), min_size=1, max_size=5))
def test_equal_confidences_have_the_mean_risk_of_all_orders(
    pairs: list[tuple[float, bool]],
) -> None:
    orders = [
        order
        for order in permutations(pairs)
        if [sure for sure, _ in order] == sorted((sure for sure, _ in pairs), reverse=True)
    ]
    areas = [_in_order([right for _, right in order]) for order in orders]
    assert measured("m", pairs).aurc == pytest.approx(sum(areas) / len(areas))


def test_confidences_are_read_where_they_stand() -> None:
    gold = bare(
        TEXT,
        entities=[entity(ANN), entity(BO)],
        events=[event("CONSULT", MET, ("actor", ANN))],
        quotes=[quote(WE_GO, {"entity": "e0"})],
    )
    argument = {"role": "actor", "span": at(*ANN)}
    guess = said(
        entities=[
            {"type": "PER", "confidence": 0.6, "mentions": [
                {**at(*ANN), "confidence": 0.9}, at(*OSLO), {**at(*MET), "kind": "NOM"},
            ]},
            "Bo",
        ],
        events=[{"type": "CONSULT", "trigger": at(*MET), "confidence": 0.7, "arguments": [
            argument, {**argument, "role": "target", "confidence": 0.2},
        ]}],
        quotes=[{"content": at(*WE_GO), "confidence": 0.8,
                 "speaker": {"start": 12, "end": 14, "confidence": 0.3}}],
        meta={"date_published": {"value": "2031-05-03", "confidence": 0.4}, "lang": "en"},
    )  # fmt: skip
    names = ("entities@strict", "mentions@strict", "entities@strict:conll4")
    quotes, events = ("quotes@strict", "quotes@speaker"), ("events@tri-c", "events@arg-c")
    measures = (*names, *quotes, *events, "date_published@value", "lang@value")
    run = run_of(about(gold, guess, suite=only(*measures)))
    found = {row.measure: row for row in run.calibrations}
    told = {
        name: (row.items, row.without, round(row.confidence * row.items, 6), row.accuracy)
        for name, row in found.items()
    }
    assert told == {
        "entities@strict": (2, 1, 1.5, 0.5),  # Bo has none
        "entities@strict:conll4": (2, 0, 1.5, 0.5),  # Bo has no type either
        "mentions@strict": (3, 1, 2.1, pytest.approx(1 / 3)),
        "quotes@strict": (1, 0, 0.8, 1.0),
        "quotes@speaker": (1, 0, 0.3, 0.0),
        "events@tri-c": (1, 0, 0.7, 1.0),
        "events@arg-c": (2, 0, 0.9, 0.5),
        "date_published@value": (1, 0, 0.4, 0.0),
    }


# ---- several runs ---------------------------------------------------------------------------

GOLD = bare(TEXT, entities=[entity(ANN), entity(BO), entity(OSLO, "GPE")])
FIRST = said(entities=[entity(ANN), entity(OSLO, "ORG"), entity(GO)])
SECOND = said(entities=[entity(ANN), entity(BO), entity(GO), entity(MET)])


def test_two_runs_side_by_side_and_what_both_find_otherwise_than_gold() -> None:
    runs = [about(GOLD, side, suite=only("entities@strict")) for side in (FIRST, SECOND)]
    found = diagnose(runs)
    assert [run.name for run in found.runs] == ["system (1)", "system (2)"]
    (sides,) = found.sides
    assert (sides.both, sides.only_a, sides.only_b, sides.neither) == (1, 0, 1, 1)
    assert (sides.wrong_both, sides.wrong_only_a, sides.wrong_only_b) == (1, 1, 1)
    assert [(row.by, row.item.text) for row in sides.items or []] == [("system (2)", "Bo")]
    (count,) = found.suspect_counts
    assert (count.gold, count.not_found, count.not_in_gold) == (3, 1, 1)
    told = [(row.why, row.item.text) for row in found.suspects or []]
    assert told == [("not found", "Oslo"), ("not in gold", "go")]


def test_the_hardest_article_comes_first() -> None:
    # F1 of the first: 1 of 3 and 3; of the second: 2 of 3 and 4.
    runs = [about(GOLD, side, suite=only("entities@strict")) for side in (FIRST, SECOND)]
    (hard,) = diagnose(runs).hardest or []
    assert (hard.id, hard.errors) == ("a", 4 + 3)
    assert hard.f1 == pytest.approx((2 / 6 + 4 / 7) / 2)


@pytest.mark.parametrize(("hidden", "items"), [(True, True), (False, False)])
def test_single_items_of_split_test_are_never_given(hidden: bool, items: bool) -> None:
    runs = [about(GOLD, side, hidden=hidden) for side in (FIRST, SECOND)]
    found = diagnose(runs, items=items)
    assert found.hardest is None
    assert found.suspects is None
    assert all(run.errors is None for run in found.runs)
    assert all(side.items is None for side in found.sides)
    assert found.runs[0].fields[0].kinds or found.runs[0].confusions  # aggregates are
