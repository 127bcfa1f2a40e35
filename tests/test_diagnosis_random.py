"""Errors by kind on random pairs: each in one kind, each gain that of what was really repaired."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import msgspec
import pytest
from diagnosed import about, rich_pairs
from hypothesis import given, settings
from strategies import EVERY, Json, as_prediction, bare

from goldfield.diagnosis.gains import FieldErrors, case_of, field_errors
from goldfield.diagnosis.kinds import Case, Error
from goldfield.diagnosis.nodes import kit_of
from goldfield.diagnosis.repairing import repaired
from goldfield.diagnosis.scored import score_measure
from goldfield.schema.labels import LAYERS
from goldfield.schema.records import Annotations, Article
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task

PAIR = tuple[Article, Article]
SLOTS = kit_of("events@arg-c")
Field = tuple[Case, FieldErrors, list[Error]]


def fields(pair: PAIR) -> list[Field]:
    subject = about(pair[0], as_prediction(pair[1]))
    measures = [score_measure(subject, name) for name in subject.measures]
    return [(case_of(subject, one, "a"), *field_errors(subject, one)) for one in measures]


@settings(max_examples=25)
@given(rich_pairs())
def test_every_wrong_item_stands_in_exactly_one_error(pair: PAIR) -> None:
    for case, field, errors in fields(pair):
        assert field.errors == len(errors) == sum(row.errors for row in field.kinds)
        assert Counter(row.kind for row in field.kinds) == Counter({e.kind for e in errors})
        assert sum(row.gold for row in field.kinds) == field.gold - field.right
        assert sum(row.pred for row in field.kinds) == field.pred - field.right
        wrong = [row for row in case.rows if row.category != "COR"]
        for side in ("gold", "pred"):
            assert Counter(getattr(e, side) for e in errors if getattr(e, side)) == Counter(
                getattr(row, side) for row in wrong if getattr(row, side)
            )


def scored(gold: Article, pred: Annotations, measure: str) -> float | None:
    """F1 of a repaired record, written as a prediction and read as anybody's."""
    record: Json = msgspec.json.decode(msgspec.json.encode(pred))
    for number, quote in enumerate(record["quotes"] if measure.startswith("quotes") else []):
        span, name = quote["source"]["span"], quote["source"]["name"]
        if span and name:  # only an entity has both
            speaker = {"id": f"s{number}", "name": name, "mentions": [{**span, "kind": "NAM"}]}
            record["entities"].append(speaker)
            quote["source"] = {"entity": speaker["id"]}
    suite = Suite("one", "article", measures=(measure,))
    return score_task(build_task(suite, [[gold]], [record]), suite).scores.fields[measure].f1


@settings(max_examples=20)
@given(rich_pairs())
def test_the_gain_is_that_of_predictions_really_repaired(pair: PAIR) -> None:
    for case, field, errors in fields(pair):
        for row in field.kinds:
            mine = [error for error in errors if error.kind == row.kind]
            f1 = scored(pair[0], repaired(case, mine), field.measure)
            assert row.f1 == f1, (field.measure, row.kind)
            assert row.gain == (None if f1 is None or field.f1 is None else f1 - field.f1)


def told_apart(pair: PAIR) -> bool:
    """Whether no event says an argument twice, and no two of one type have the same triggers.

    Arguments that say the same of the same event are duplicates; a repair may make two such.
    """
    for side in pair:
        events = [(e.type, {(t.start, t.end) for t in e.triggers}) for e in side.events]
        slots = [(id(s.event), s.argument.role, s.argument.span) for s in SLOTS.nodes(side)]
        if any(events.count(key) > 1 for key in events) or len(set(slots)) < len(slots):
            return False
    return True


def nested(pair: PAIR) -> bool:
    """Whether quotes of one side share characters: one that is put right may be paired anew."""
    for side in pair:
        spans = sorted((s.start, s.end) for quote in side.quotes for s in quote.content)
        if any(after[0] < before[1] for before, after in pairwise(spans)):
            return True
    return False


UNCOUNTED = ("partial", "iou", "prefix", "tokens", "edit", "template", "parent")
"""Modes that do not count items, or in which a repair brings other items with it."""

PAIRED = ("factuality", "factuality-full")
"""Of events that are paired by what their triggers share: one that is added, or gets the right
type, may be paired with another event of gold than the one it was repaired by."""


@settings(max_examples=25)
@given(rich_pairs(distinct=True, plain=True).filter(told_apart))
def test_the_gain_is_what_the_counts_say_where_nothing_is_said_twice(pair: PAIR) -> None:
    """Each pair put right is one more of both sides; what is added is so, too; the rest goes."""
    for _, field, _ in fields(pair):
        name, mode = field.measure.split("@")
        # What is missing of an entity that stands within another joins that other one.
        conflated = any(row.kind == "conflated entities" for row in field.kinds)
        if mode.startswith("speaker") and nested(pair):
            continue
        if mode in UNCOUNTED + PAIRED or (name == "coref" and (mode != "ceafm" or conflated)):
            continue
        for row in field.kinds:
            right = field.right + row.gold
            pred = field.pred + row.gold - row.pred
            whole = pred + field.gold
            assert row.f1 == (pytest.approx(2 * right / whole) if whole else None), field


@settings(max_examples=25)
@given(rich_pairs(distinct=True, plain=True).filter(told_apart))
def test_with_every_error_repaired_nothing_is_wrong(pair: PAIR) -> None:
    for case, field, errors in fields(pair):
        mode = field.measure.partition("@")[2]
        if mode == "parent" or mode in PAIRED:  # a parent may match more than it should
            continue
        if mode.startswith("speaker") and nested(pair):
            continue
        f1 = scored(pair[0], repaired(case, errors), field.measure)
        assert f1 in (1.0, None), field.measure
        if not field.measure.startswith("coref"):  # links: a mention alone has none
            assert f1 or not field.gold, field.measure


@given(rich_pairs())
@settings(max_examples=10)
def test_gold_as_prediction_has_no_errors(pair: PAIR) -> None:
    assert all(not errors for _, _, errors in fields((pair[0], pair[0])))


def test_every_measure_is_diagnosed() -> None:
    subject = about(bare("Ann met Bo."), {"id": "a", "layers": LAYERS})
    assert subject.measures == list(EVERY.measures)
    assert [field.measure for _, field, _ in fields((subject.golds["a"],) * 2)] == subject.measures
