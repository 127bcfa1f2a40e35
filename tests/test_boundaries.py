"""Spans whose boundaries are half right, and labels other than the main one of a layer."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Json, bare, outcomes

from goldfield.schema.labels import EntityType
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.boundaries import BOUNDARY_MODES, score_boundaries
from goldfield.scoring.measures.projections import load_projection
from goldfield.scoring.measures.spans import Labelled


def spans(told: str) -> list[Labelled]:
    """``0-5 PER, 3-8 GPE`` as spans; ``? PER x`` is not in the text."""
    found = []
    for item in filter(None, told.split(", ")):
        place, label, *text = item.split(" ")
        start, end = (-1, -1) if place == "?" else map(int, place.split("-"))
        found.append(Labelled(start, end, label, "".join(text)))
    return found


CASES: list[tuple[str, str, float, float, float]] = [
    # gold, prediction, right: left, right, iou
    ("0-5 PER", "0-5 PER", 1, 1, 1),
    ("0-5 PER", "0-5 ORG", 0, 0, 0),
    ("0-5 PER", "0-4 PER", 1, 0, 0.8),
    ("0-5 PER", "1-5 PER", 0, 1, 0.8),
    ("0-6 PER", "2-4 PER", 0, 0, 1 / 3),
    ("0-5 PER", "5-9 PER", 0, 0, 0),  # they touch
    ("0-5 PER, 0-9 PER", "0-9 PER, 0-5 PER", 2, 2, 2),  # nested
    ("0-5 PER", "0-4 PER, 0-3 PER", 1, 0, 0.8),  # one to one
    ("0-5 PER, 0-9 PER", "0-7 PER", 1, 0, 7 / 9),
    ("0-5 PER, 0-9 PER", "0-5 PER, 0-5 PER", 1, 1, 1),  # a copy takes no other
    ("? PER x", "? PER x", 0, 0, 0),
    ("", "0-5 PER", 0, 0, 0),
    ("0-5 PER", "", 0, 0, 0),
    # The best sum, not the best pair first: 4/10 + 8/14 beats 8/12 + 0.
    ("0-10 A, 4-16 A", "2-12 A, 0-4 A", 1, 0, 0.4 + 8 / 14),
]


@pytest.mark.parametrize(("gold", "pred", "left", "right", "iou"), CASES)
def test_pencil_cases(gold: str, pred: str, left: float, right: float, iou: float) -> None:
    golds, preds = spans(gold), spans(pred)
    for mode, number in (("left", left), ("right", right), ("iou", iou)):
        found = score_boundaries(golds, preds, [mode])[mode].counts
        assert found.tp_pred == found.tp_gold == pytest.approx(number), mode
        assert (found.pred, found.gold) == (len(preds), len(golds))


def test_worked_example() -> None:
    golds = spans("0-5 PER, 10-20 ORG")
    preds = spans("0-5 ORG, 12-20 ORG, 30-33 PER")
    found = {mode: score_boundaries(golds, preds, [mode])[mode].counts for mode in BOUNDARY_MODES}
    assert found == {
        "left": Counts.of(0, 3, 2),
        "right": Counts.of(1, 3, 2),  # 20 and 20
        "iou": Counts.of(0.8, 3, 2),  # 8 shared of 10
    }


def test_verdicts_and_labels() -> None:
    found = score_boundaries(
        spans("0-5 PER"), spans("0-4 PER, 0-4 PER, ? PER x, 7-9 ORG"), ["iou"]
    )["iou"]
    assert [(row.category, row.reason) for row in found.judgements] == [
        ("PAR", "boundary"), ("SPU", "not in the text"), ("SPU", "no such boundary in gold"),
        ("SPU", "duplicate"),
    ]  # fmt: skip
    assert found.labels == {"ORG": Counts(0, 1, 0, 0), "PER": Counts(0.8, 3, 0.8, 1)}


def shares(golds: Sequence[Labelled], preds: Sequence[Labelled]) -> Fraction:
    """The best sum over every pairing."""

    def worth(gold: Labelled, pred: Labelled) -> Fraction:
        shared = min(gold.end, pred.end) - max(gold.start, pred.start)
        union = max(gold.end, pred.end) - min(gold.start, pred.start)
        return Fraction(max(0, shared) * (gold.label == pred.label), union)

    few, many = sorted((golds, preds), key=len)
    orders = permutations(many, len(few))
    return max(sum((worth(a, b) for a, b in zip(few, o, strict=True)), Fraction()) for o in orders)


SPAN = st.tuples(st.integers(0, 9), st.integers(1, 6), st.sampled_from("AB")).map(
    lambda drawn: Labelled(drawn[0], drawn[0] + drawn[1], drawn[2], "")
)
SPANS = st.lists(SPAN, max_size=5, unique=True)


@given(SPANS, SPANS, st.randoms(use_true_random=False))
def test_iou_against_every_pairing(golds: Any, preds: Any, chance: Any) -> None:
    best = shares(golds, preds)
    found = score_boundaries(golds, preds, ["iou"])["iou"].counts
    assert found == Counts.of(float(best), len(preds), len(golds))
    chance.shuffle(golds)
    chance.shuffle(preds)
    assert score_boundaries(golds, preds, ["iou"])["iou"].counts == found
    turned = score_boundaries(preds, golds, ["iou"])["iou"].counts
    assert turned == Counts(found.tp_gold, found.gold, found.tp_pred, found.pred)


@given(SPANS, SPANS, st.sampled_from(sorted(BOUNDARY_MODES)))
def test_a_copy_never_helps(golds: Any, preds: Any, mode: str) -> None:
    alone = score_boundaries(golds, preds, [mode])[mode].counts
    again = score_boundaries(golds, [*preds, *preds[:1]], [mode])[mode].counts
    assert again.tp_pred == alone.tp_pred
    assert score_boundaries(golds, golds, [mode])[mode].counts.tp_gold == len(golds)


# ---- through the readers ---------------------------------------------------------------------

TEXT = "On May 14 about 20 kg"


def test_types_and_units_are_judged_apart_from_values() -> None:
    def at(surface: str) -> Json:
        start = TEXT.index(surface)
        return {"start": start, "end": start + len(surface), "text": surface}

    time: Json = {"id": "t", "span": at("May 14"), "type": "DATE", "value": "2031-05-14",
                  "anchor": None, "vague": False, "acceptable": []}  # fmt: skip
    number: Json = {"id": "n", "span": at("about 20 kg"), "value": 20.0, "min": None, "max": None,
                    "comparator": "about", "unit": "kg", "of": None, "acceptable": []}  # fmt: skip
    gold = bare(TEXT, times=[time], quantities=[number])

    def right(time: Json, number: Json) -> list[float]:
        said = {"id": "a", "times": [time], "quantities": [number]}
        found = outcomes(gold, said)
        names = ("times@type", "times@value", "quantities@unit", "quantities@value")
        return [found[name].counts.tp_gold for name in names]

    assert right({"type": "DATE", "text": "14"}, {"unit": "kg", "text": "20"}) == [1, 0, 1, 0]
    assert right(
        {"type": "TIME", "text": "May 14", "value": "2031-05-14"},
        {"unit": "g", "text": "about 20 kg", "value": 20},
    ) == [0, 1, 0, 1]
    assert right({"text": "May 14"}, {"text": "20"}) == [0, 0, 0, 0]  # untyped; no unit


@pytest.mark.parametrize("name", ["conll4", "ontonotes18", "wnut"])
def test_projections_map_known_types(name: str) -> None:
    known = EntityType.__args__  # type: ignore[attr-defined]
    assert load_projection(name).keys() <= set(known)


def test_boundaries_can_be_projected() -> None:
    mention = {
        "start": 3,
        "end": 9,
        "text": "May 14",
        "kind": "NAM",
        "head": None,
        "subword": False,
    }
    gold = bare(TEXT, entities=[
        {"id": "e", "type": "DOC", "name": None, "wikidata": None, "mentions": [mention]},
        {"id": "f", "type": "NORP", "name": None, "wikidata": None,
         "mentions": [{**mention, "start": 0, "end": 2, "text": "On"}]},
    ])  # fmt: skip
    found = outcomes(gold, {"id": "a", "entities": [{"start": 3, "end": 6, "type": "DOC"}]})
    assert found["entities@left"].counts == Counts.of(1, 1, 2)
    assert found["entities@iou"].counts == Counts.of(0.5, 1, 2)
