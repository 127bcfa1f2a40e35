"""Any nested JSON: paths, matchers, sets and records, on paper and against every pairing."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldfield.errors import DataError, UsageError
from goldfield.scoring.counts import Counts
from goldfield.scoring.matchers import MATCHERS, find_matcher
from goldfield.scoring.scorer import Result, score_task
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task
from goldfield.scoring.values import Kind, ValueField, guess_fields, score_values, values_at

RECORD = {"a": [{"b": 1, "c": None}, {"b": [2, 3]}, 4], "x": {"y z": "é"}, "n": None}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.a[*].b", [1, [2, 3]]),
        ("$.a[*].b[*]", [2, 3]),
        ("$.a[1].b[0]", [2]),
        ("$.a[9].b", []),
        ("$.x.y z", ["é"]),
        ("$.x[*]", []),  # no list
        ("$.n", []),  # null is no value
        ("$.a[*].c", []),
        ("$.never", []),
        ("$", [RECORD]),
    ],
)
def test_paths(path: str, found: list[Any]) -> None:
    assert values_at(RECORD, path) == found


@pytest.mark.parametrize(
    "path", ["", "a", ".a", "$a", "$.", "$..a", "$.a[", "$.a[-1]", "$[a]", "$.a]"]
)
def test_no_paths(path: str) -> None:
    with pytest.raises(UsageError, match="is no path"):
        values_at(RECORD, path)


MATCHES: list[tuple[str, Any, Any, bool]] = [
    ("exact", 1, 1.0, True),
    ("exact", 1, True, False),
    ("exact", 1, "1", False),
    ("exact", [1, {"a": 2}], [1.0, {"a": 2.0}], True),
    ("exact", {"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
    ("exact", [1, 2], [2, 1], False),
    ("exact", 2**53, 2**53 + 1, False),
    ("text", "“Ａ”  b", '"a" B', True),
    ("text", "a", "ä", False),
    ("text", "1", 1, False),
    ("number", 1, "1.0", True),
    ("number", "1e3", 1000, True),
    ("number", " 7 ", 7, True),
    ("number", 0.1, "0.10", True),
    ("number", -0.0, 0, True),
    ("number", 1, True, False),
    ("number", 2**53, 2**53 + 1, False),  # one and the same float
    ("number", "1e400", "1e500", False),  # both beyond any float
    ("number", "nan", "nan", True),  # no number, but the same value
    ("number", "nan", "inf", False),
    ("number", "1,000", 1000, False),
    ("date", "2031-05-14", "2031-05-14T09:20Z", True),
    ("date", "2031-05-14", " 2031-05-14 09:20", True),
    ("date", "2031-05-14", "2031-05", False),
    ("date", "14 May", "14 May", True),
]


@pytest.mark.parametrize(("name", "left", "right", "same"), MATCHES)
def test_matchers(name: str, left: Any, right: Any, same: bool) -> None:
    key = find_matcher(name).key
    assert (key(left) == key(right)) is same
    assert (hash(key(left)) == hash(key(right))) or not same


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
    | st.sampled_from(["nan", "-inf", "1_0", "2031-01-01", "ﬁ", "²"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=6,
)  # fmt: skip


@given(JSON, st.sampled_from(sorted(MATCHERS)))
@settings(max_examples=150)
def test_every_value_is_the_same_as_itself_read_again(value: Any, name: str) -> None:
    key = find_matcher(name).key
    assert key(json.loads(json.dumps(value))) == key(value)


# ---- one field -------------------------------------------------------------------------------


def counts(
    kind: Kind, gold: Any, pred: Any, matcher: str = "exact", key: str | None = None
) -> Counts:
    path = "$.v" if kind == "scalar" else "$.v[*]"
    field = ValueField("v", path, kind, matcher, key)
    return score_values({"v": gold}, {"v": pred}, field).counts


CASES: list[tuple[Kind, Any, Any, tuple[int, int, int]]] = [
    # kind, gold, prediction, (right, predicted, gold)
    ("scalar", 1, 1, (1, 1, 1)),
    ("scalar", 1, 2, (0, 1, 1)),
    ("scalar", 1, None, (0, 0, 1)),
    ("scalar", None, 2, (0, 1, 0)),
    ("scalar", None, None, (0, 0, 0)),
    ("scalar", {"a": 1}, {"a": 1.0}, (1, 1, 1)),
    ("set", [1, 2], [2, 1], (2, 2, 2)),
    ("set", [1, 2], [2, 2, 3], (1, 3, 2)),  # a duplicate is spurious
    ("set", [2, 2], [2, 2, 2], (2, 3, 2)),
    ("set", [], [], (0, 0, 0)),
    ("set", [], [1], (0, 1, 0)),
    ("set", [[1, 2]], [[1.0, 2.0]], (1, 1, 1)),
    ("set", [1, None], [1], (1, 1, 1)),
    ("records", [{"a": 1, "b": 2}], [{"a": 1, "b": 3}], (1, 2, 2)),
    ("records", [{"a": 1, "b": None}], [{"a": 1}], (1, 1, 1)),
    ("records", [{"a": {"b": 1}, "c": [1, 2]}], [{"a": {"b": 1}, "c": [2, 1]}], (1, 3, 3)),
    ("records", ["x"], ["x", "y"], (1, 2, 1)),
    # Greed pairs the first two for 1; crosswise 2 + 1 leaves agree.
    ("records", [{"a": 1, "b": 2}, {"a": 1, "b": 3}], [{"a": 1, "b": 3}, {"a": 1}], (3, 3, 4)),
    # The copy must not become the second record, of which it has one leaf.
    ("records", [{"a": 1, "b": 2}, {"a": 1, "b": 3}], [{"a": 1, "b": 2}] * 2, (2, 4, 4)),
    ("records", [{"a": 1}] * 2, [{"a": 1}] * 2, (2, 2, 2)),
    ("records", [{}], [{}], (0, 0, 0)),
]


@pytest.mark.parametrize(("kind", "gold", "pred", "wanted"), CASES)
def test_pencil_cases(kind: Kind, gold: Any, pred: Any, wanted: tuple[int, int, int]) -> None:
    right, said, there = wanted
    assert counts(kind, gold, pred) == Counts.of(right, said, there)
    assert counts(kind, pred, gold) == Counts.of(right, there, said)


def test_only_records_with_the_same_key_are_paired() -> None:
    gold, pred = [{"id": 1, "v": 5, "w": 6}], [{"id": 2, "v": 5, "w": 6}]
    assert counts("records", gold, pred) == Counts.of(2, 3, 3)
    assert counts("records", gold, pred, key="id") == Counts.of(0, 3, 3)
    assert counts("records", gold, [{"v": 5}], key="id") == Counts.of(0, 1, 3)


@pytest.mark.parametrize("kind", ["set", "records"])
@pytest.mark.parametrize("path", ["$.v", "$.v[*]"])
def test_a_value_in_place_of_its_list_is_a_member(kind: Kind, path: str) -> None:
    field = ValueField("v", path, kind)
    assert score_values({"v": ["a", "b"]}, {"v": "a"}, field).counts == Counts.of(1, 1, 2)
    assert score_values({"v": {"x": 1}}, {"v": [{"x": 2}]}, field).counts == Counts.of(0, 1, 1)
    assert score_values({"v": []}, {"v": "c"}, field).counts == Counts.of(0, 1, 0)


@pytest.mark.parametrize(
    ("item", "leaves"), [(None, 0), ("tea", 1), ({"sku": 1}, 1), (["tea", 2], 2)]
)
def test_a_record_has_the_key_of_itself(item: Any, leaves: int) -> None:
    gold = [{"item": item, "price": 3}, {"price": 3, "size": 1}]
    assert counts("records", gold, gold, key="item") == Counts.of(*3 * (leaves + 3,))
    other = [{"item": {"sku": 2}, "price": 3}]
    assert counts("records", gold, other, key="item") == Counts.of(0, 2, leaves + 3)


def test_leaves_are_labels_and_verdicts_show_both_sides() -> None:
    field = ValueField("v", "$.v", "records", "text")
    found = score_values({"v": {"a": "A", "b": 1}}, {"v": {"a": "a", "b": 2}}, field)
    assert found.labels == {"a": Counts.of(1, 1, 1), "b": Counts.of(0, 1, 1)}
    told = [(j.category, j.gold and j.gold.text, j.pred and j.pred.text) for j in found.judgements]
    assert told == [("COR", "A", "a"), ("INC", "1", "2")]


LEAF = st.dictionaries(st.sampled_from("abc"), st.sampled_from([1, 2, "x", "X", None]), max_size=3)


@given(st.lists(LEAF, max_size=4), st.lists(LEAF, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_the_order_changes_no_verdict(
    gold: list[Any], pred: list[Any], chance: random.Random
) -> None:
    def mixed(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        turned = [dict(chance.sample(list(r.items()), len(r))) for r in records]
        return chance.sample(turned, len(turned))

    for field in (
        ValueField("v", "$.v[*]", "set", "text"),
        ValueField("v", "$.v[*]", "records", "text"),
    ):
        found = score_values({"v": gold}, {"v": pred}, field)
        assert score_values({"v": mixed(gold)}, {"v": mixed(pred)}, field) == found


def pairings(golds: Sequence[Any], preds: Sequence[Any]) -> Iterator[list[tuple[Any, Any]]]:
    if not golds:
        yield []
        return
    yield from pairings(golds[1:], preds)
    for j, pred in enumerate(preds):
        for rest in pairings(golds[1:], [*preds[:j], *preds[j + 1 :]]):
            yield [(golds[0], pred), *rest]


def kept(records: list[Any], others: list[Any]) -> list[Any]:
    """Of equal records as many as the other side has, and at least one."""
    bare, theirs = (
        [{k: v for k, v in r.items() if v is not None} for r in side] for side in (records, others)
    )
    counted = Counter(map(str, map(sorted, map(dict.items, theirs))))
    seen: Counter[str] = Counter()
    found = []
    for record in bare:
        name = str(sorted(record.items()))
        seen[name] += 1
        found += [record] if seen[name] <= max(1, counted[name]) else []
    return found


@given(st.lists(LEAF, max_size=4), st.lists(LEAF, max_size=4))
@settings(max_examples=150)
def test_records_against_every_pairing(gold: list[Any], pred: list[Any]) -> None:
    best = max(
        sum(len(left.items() & right.items()) for left, right in pairing)
        for pairing in pairings(kept(gold, pred), kept(pred, gold))
    )
    sizes = [sum(v is not None for r in side for v in r.values()) for side in (pred, gold)]
    assert counts("records", gold, pred) == Counts.of(best, *sizes)


# ---- a suite ----------------------------------------------------------------------------------


def test_fields_are_guessed_from_gold() -> None:
    golds = [
        {"id": 1, "s": 1, "t": ["a"], "r": [{"x": 1}], "o": {"y": 2}, "m": "a", "n": None},
        {"id": 2, "s": None, "t": [], "r": [], "m": ["b"], "a.b": 1},
    ]
    wanted = [
        ("m", "$.m[*]", "set"),
        ("o", "$.o", "records"),
        ("r", "$.r[*]", "records"),
        ("s", "$.s", "scalar"),
        ("t", "$.t[*]", "set"),
    ]
    for records in (golds, golds[::-1]):
        assert [(f.name, f.path, f.kind) for f in guess_fields(records)] == wanted


def test_keys_that_no_path_can_spell_are_named() -> None:
    task = build_task(load_suite("values"), [[{"id": 1, "s": 1, "a.b": 1, "c[0]": 2}]], [])
    assert task.notes == (
        "fields guessed from gold: s@exact",
        "left out, since no path can spell them: 'a.b', 'c[0]'",
    )


def scored(gold: list[Any], pred: list[Any], *fields: ValueField) -> Result:
    suite = Suite("mine", "values", field=fields) if fields else load_suite("values")
    return score_task(build_task(suite, [gold], pred), suite)


def test_scores_of_a_suite() -> None:
    gold = [{"id": 1, "name": "Ann", "tags": ["a", "b"]}, {"id": "x", "name": "Bo", "tags": []}]
    pred = [{"id": "1", "name": "ann", "tags": ["b", "c"]}]
    fields = ValueField("name", "$.name", matcher="text"), ValueField("tags", "$.tags[*]", "set")
    result = scored(gold, pred, *fields)
    # Names: Ann is right, Bo missing: P 1/1, R 1/2. Tags: b of 2 predicted and 2 gold.
    name, tags = result.scores.fields["name@text"], result.scores.fields["tags@exact"]
    assert (name.tp_gold, name.pred, name.gold, name.recall) == (1, 1, 2, 0.5)
    assert (tags.tp_gold, tags.pred, tags.gold, tags.empty_documents) == (1, 2, 2, 1)
    assert result.scores.missing == ["x"]
    assert list(scored(gold, pred).scores.fields) == ["name@exact", "tags@exact"]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), JSON, max_size=3), max_size=3))
@settings(max_examples=75)
def test_gold_against_gold(records: list[dict[str, Any]]) -> None:
    gold = [{**record, "id": index} for index, record in enumerate(records)]
    for name, field in scored(gold, gold).scores.fields.items():
        assert field.f1 in (None, 1.0), name


def test_faults_of_both_sides_are_told_together() -> None:
    with pytest.raises(DataError) as caught:
        scored([{"v": 1}, {"id": 1}, {"id": 1}, {"id": True}], [{"id": []}])
    told = [fault.problem for fault in caught.value.faults]
    assert told == [
        "the record has no id",
        "the id '1' is given twice",
        "the record has no id",
        "the record has no id",
    ]
    with pytest.raises(DataError, match=r"no gold record is called 'docc'.*\n.*did you mean 'doc'"):
        scored([{"id": "doc", "v": 1}], [{"id": "docc", "v": 1}])
