"""Factuality of events: pencil cases, every pairing, and the order of the input."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Json, articles, bare, outcomes

from goldfield.schema.labels import LAYERS, Factuality
from goldfield.schema.records import Article, Event
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.factuality import FACTUALITY_MODES, score_factuality

TEXT = "The navy shelled Ost, did not hit Lute, may leave, and was hit."
FULL: tuple[Any, ...] = get_args(Factuality)


def event(trigger: str, factuality: str | None, type: str = "ASSAULT", nth: int = 0) -> Json:
    spans = []
    for surface in filter(None, trigger.split("/")):
        start = TEXT.rindex(surface) if nth else TEXT.index(surface)
        spans.append({"start": start, "end": start + len(surface), "text": surface})
    return {"id": f"v{trigger}{nth}", "type": type, "triggers": spans, "arguments": [],
            "factuality": factuality, "status": None}  # fmt: skip


def right(golds: list[Json], preds: list[Json]) -> tuple[Counts, Counts]:
    found = outcomes(bare(TEXT, events=golds), {"id": "a", "layers": list(LAYERS), "events": preds})
    return found["events@factuality"].counts, found["events@factuality-full"].counts


SHELLED, HIT, LEAVE = event("shelled", "CT+"), event("hit", "CT-"), event("leave", "PS+")
GOLD = [SHELLED, HIT, LEAVE]

CASES: dict[str, tuple[list[Json], tuple[int, int, int]]] = {
    # what: predictions, then right of three classes, right of eight values, predicted
    "all": (GOLD, (3, 3, 3)),
    "nothing": ([], (0, 0, 0)),
    "probable is not certain": ([event("shelled", "PR+")], (0, 0, 1)),
    "probable and possible are both uncommitted": ([event("leave", "PR-")], (1, 0, 1)),
    "unknown is uncommitted": ([event("leave", "Uu")], (1, 0, 1)),
    "certain, but of what": ([event("leave", "CTu")], (1, 0, 1)),
    "polarity": ([event("hit", "CT+")], (0, 0, 1)),
    "trigger overlaps": ([event("not hit", "CT-")], (1, 1, 1)),
    "trigger elsewhere": ([event("hit", "CT-", nth=1)], (0, 0, 1)),
    "another type": ([event("hit", "CT-", type="DIE")], (0, 0, 1)),
    "no value": ([event("hit", None)], (0, 0, 0)),
    "no trigger": ([event("", "CT-")], (0, 0, 1)),
    "said twice": ([HIT, HIT], (1, 1, 2)),
    "said both ways": ([HIT, event("hit", "CT+")], (1, 1, 2)),  # one of them is right
    "said both ways, turned": ([event("hit", "CT+"), HIT], (1, 1, 2)),
    "doubted in two ways": ([event("leave", "PR-"), event("leave", "PS+")], (1, 1, 2)),
}


@pytest.mark.parametrize(("preds", "wanted"), CASES.values(), ids=CASES)
def test_pencil_cases(preds: list[Json], wanted: tuple[int, int, int]) -> None:
    classes, values, said = wanted
    assert right(GOLD, preds) == (Counts.of(classes, said, 3), Counts.of(values, said, 3))


def test_worked_example() -> None:
    # shelled: probable for certain. hit: right. leave: another kind of doubt. navy: no event.
    preds = [event("shelled", "PR+"), HIT, event("leave", "Uu"), event("navy", "CT+")]
    assert right(GOLD, preds) == (Counts.of(2, 4, 3), Counts.of(1, 4, 3))


def test_events_without_a_value_in_gold_are_no_items() -> None:
    assert right([event("hit", None)], [HIT]) == (Counts.of(0, 1, 0), Counts.of(0, 1, 0))
    assert right([event("hit", None)], [event("hit", None)]) == (Counts(), Counts())


def test_events_without_triggers_meet_their_like() -> None:
    bare_event = event("", "CT+")
    assert right([bare_event], [bare_event])[0] == Counts.of(1, 1, 1)


def test_verdicts_and_classes() -> None:
    gold, said = bare(TEXT, events=GOLD), {"id": "a", "events": [event("shelled", "PR+")]}
    found = outcomes(gold, said)["events@factuality"]
    assert [(row.category, row.reason) for row in found.judgements] == [
        ("INC", "uncommitted for happened"), ("MIS", "its event is missed"),
        ("MIS", "its event is missed"),
    ]  # fmt: skip
    assert found.labels == {
        "did not happen": Counts(0, 0, 0, 1),
        "happened": Counts(0, 0, 0, 1),
        "uncommitted": Counts(0, 1, 0, 1),
    }
    shown = outcomes(gold, said)["events@factuality-full"].judgements[0]
    assert shown.gold is not None
    assert (shown.gold.label, shown.gold.text) == ("CT+", "shelled")


# ---- every pairing tried ---------------------------------------------------------------------


@st.composite
def valued(draw: st.DrawFn) -> Article:
    """An article whose events have values, some of them none."""
    article = draw(articles())
    for found in article.events:
        found.factuality = draw(st.none() | st.sampled_from(FULL))
    return article


def levels(golds: list[Event], preds: list[Event]) -> Iterator[tuple[int, int, int]]:
    def places(found: Event) -> set[tuple[int, int]]:
        return {(span.start, span.end) for span in found.triggers}

    def shared(a: Event, b: Event) -> int:
        pairs = ((x, y) for x in places(a) for y in places(b))
        return sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x, y in pairs)

    def certain(found: Event) -> str | None:
        return found.factuality if found.factuality in ("CT+", "CT-") else None

    for order in permutations([*preds, *[None] * len(golds)], len(golds)):
        pairs = [(a, b) for a, b in zip(golds, order, strict=True) if b and a.type == b.type]
        pairs = [(a, b) for a, b in pairs if shared(a, b) or not (a.triggers or b.triggers)]
        both = [(a, b) for a, b in pairs if a.factuality and b.factuality]
        yield (
            sum(shared(a, b) or 1 for a, b in pairs),
            sum(certain(a) == certain(b) for a, b in both),
            sum(a.factuality == b.factuality for a, b in both),
        )


def unlike(events: list[Event]) -> list[Event]:
    """The events of which no two say the same, whatever the order of their triggers."""
    triggers = [tuple(sorted({(s.start, s.end) for s in found.triggers})) for found in events]
    keys = [(e.type, where, e.factuality) for e, where in zip(events, triggers, strict=True)]
    return list(dict(zip(keys, events, strict=True)).values())


@given(valued(), st.randoms(use_true_random=False), st.data())
@settings(max_examples=80)
def test_against_every_pairing(gold: Article, chance: Any, data: Any) -> None:
    pred: Article = msgspec.json.decode(msgspec.json.encode(gold), type=Article)
    for found in pred.events:
        if chance.random() < 0.4:
            found.factuality = data.draw(st.none() | st.sampled_from(FULL))
    gold.events = [e for e in unlike(gold.events) if chance.random() < 0.9]
    pred.events = unlike(pred.events)
    _, classes, values = max(levels(gold.events, pred.events))
    sizes = [sum(e.factuality is not None for e in side) for side in (pred.events, gold.events)]
    assert score_factuality(gold, pred, ["factuality"])["factuality"].counts == Counts.of(
        classes, *sizes
    )
    assert score_factuality(gold, pred, ["factuality-full"])["factuality-full"].counts == Counts.of(
        values, *sizes
    )


@given(valued(), st.randoms(use_true_random=False), st.sampled_from(sorted(FACTUALITY_MODES)))
def test_gold_against_gold_in_any_order(gold: Article, chance: Any, mode: str) -> None:
    items = sum(found.factuality is not None for found in gold.events)
    other = msgspec.json.decode(msgspec.json.encode(gold), type=Article)
    chance.shuffle(other.events)
    assert score_factuality(gold, other, [mode])[mode].counts == Counts.of(items, items, items)
