"""A draft of a suite for a user's own JSON, and fields of a user's own beside the articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from goldfield.cli.suite import app
from goldfield.errors import DataError, UsageError
from goldfield.scoring.drafting import draft_suite, format_suite, read_samples
from goldfield.scoring.guessing import guesses_of_samples
from goldfield.scoring.guessing_schema import guesses_of_schema, is_schema
from goldfield.scoring.scorer import Scores, score_task
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task
from goldfield.scoring.values import ValueField

SAMPLES = [
    {
        "id": "a", "date": "2031-05-14", "status": "paid", "total": 10.5, "note": None,
        "seller": {"name": "Ana Lee & Co", "tax.id": "x"}, "tags": ["b", "a rare one"],
        "lines": [{"sku": "A1", "price": 2}, {"sku": "A2", "price": 2.5}], "open": True,
        "zip": "01234", "count": "12", "mixed": 1, "odd": [1], "sizes": [[1, 2]], "none": [],
    },
    {
        "id": "b", "date": "2031-05-15T09:00", "status": "paid", "total": 11,
        "seller": {"name": "B"}, "tags": [], "lines": [{"sku": "A1", "price": 2}],
        "open": False, "zip": "01235", "count": "7", "mixed": "one", "odd": {"a": 1},
    },
    {"id": "c", "date": "2031-05-16", "status": "paid", "lines": [], "tags": ["c"]},
]  # fmt: skip

# name: path, kind, matcher, key, a word of the reason
WANTED: dict[str, tuple[str, str, str, str | None, str]] = {
    "date": ("$.date", "scalar", "date", None, "in 3 of 3 samples"),
    "status": ("$.status", "scalar", "exact", None, "labels: 1 among 3"),
    "total": ("$.total", "scalar", "number", None, "in 2 of 3 samples"),
    "seller.name": ("$.seller.name", "scalar", "text", None, "free text"),
    "tags": ("$.tags[*]", "set", "text", None, "in any order"),
    "lines": ("$.lines[*]", "records", "text", "sku", "paired by 'sku'"),
    "open": ("$.open", "scalar", "exact", None, "true or false"),
    "zip": ("$.zip", "scalar", "text", None, "free text"),  # a zero in front: no number
    "count": ("$.count", "scalar", "number", None, "numerals"),
    "mixed": ("$.mixed", "scalar", "exact", None, "unlike types"),
    "odd": ("$.odd", "scalar", "exact", None, "unlike shapes"),
    "sizes": ("$.sizes[*]", "records", "number", None, "a list of objects"),
    "none": ("$.none[*]", "set", "exact", None, "empty list"),
}


def test_guesses_from_samples() -> None:
    found = {guess.name: guess for guess in guesses_of_samples(SAMPLES)}
    assert found.keys() == WANTED.keys() | {"note", "seller.tax.id"}
    for name, (path, kind, matcher, key, why) in WANTED.items():
        guess = found[name]
        assert (guess.path, guess.kind, guess.matcher, guess.key) == (path, kind, matcher, key)
        assert why in guess.why
    assert "null in every sample" in found["note"].why
    assert "cannot be written in a path" in found["seller.tax.id"].why


@pytest.mark.parametrize(
    ("lists", "key"),
    [
        ([[{"name": "a"}, {"name": "b"}]], "name"),
        ([[{"name": "a"}, {"name": "a"}]], None),  # tells nothing apart
        ([[{"name": "a"}], [{"name": "a"}]], "name"),  # once in each list
        ([[{"name": "a", "id": 1}, {"name": "b", "id": 2}]], "id"),
        ([[{"name": "a"}, {"id": 1}]], None),  # not in all
        ([[{"name": ["a"]}]], None),
        ([[{"price": 1}, {"price": 2}]], None),  # no usual name of a key
        ([[]], None),
    ],
)
def test_keys_of_records(lists: list[Any], key: str | None) -> None:
    (guess,) = guesses_of_samples([{"r": items} for items in lists])
    assert guess.key == key


SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "date": {"type": "string", "format": "date"},
        "total": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        "status": {"enum": ["paid", "open"]},
        "note": {"type": ["string", "null"]},
        "vat": {"type": "string", "pattern": "^[A-Z]{2}"},
        "seller": {"$ref": "#/$defs/Party"},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
        "tags": {"type": "array", "items": {"type": "string"}},
        "any": True,
        "a.b": {"type": "string"},
        "far": {"$ref": "other.json#/x"},
    },
    "$defs": {
        "Party": {"type": "object", "properties": {"name": {"type": "string"},
                                                   "parent": {"$ref": "#/$defs/Party"}}},
        "Line": {"allOf": [{"type": "object", "properties": {"sku": {"type": "string"}}}]},
    },
}  # fmt: skip


def test_guesses_from_a_schema() -> None:
    found = {guess.name: guess for guess in guesses_of_schema(SCHEMA)}
    told = {name: (g.kind, g.matcher, g.key) for name, g in found.items() if g.path.count(".") < 3}
    assert told == {
        "date": ("scalar", "date", None),
        "total": ("scalar", "number", None),
        "status": ("scalar", "exact", None),
        "note": ("scalar", "text", None),
        "vat": ("scalar", "exact", None),
        "seller.name": ("scalar", "text", None),
        "lines": ("records", "text", "sku"),
        "tags": ("set", "text", None),
        "any": ("scalar", "exact", None),
        "a.b": (None, "", None),
        "far": ("scalar", "exact", None),
    }
    deepest = [guess for guess in found.values() if guess.kind is None and guess.name != "a.b"]
    assert [guess.why for guess in deepest] == ["it lies too deep, or within itself"]


def test_samples_are_no_schema() -> None:
    assert is_schema(SCHEMA)
    assert is_schema({"type": ["object", "null"], "properties": {}})
    assert not any(map(is_schema, [*SAMPLES, {"type": "object"}, {"properties": {}}, [], 1]))


# ---- files -----------------------------------------------------------------------------------


def loaded(path: Path, draft: str) -> Suite:
    path.write_text(draft, "utf-8")
    return load_suite(str(path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("in.jsonl", "\n".join(map(json.dumps, SAMPLES))),
        ("in.json", json.dumps(SAMPLES)),
        ("in.json", "\ufeff" + json.dumps(SAMPLES[0])),
        ("in.schema.json", json.dumps(SCHEMA)),
    ],
)
def test_the_draft_loads(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    draft = draft_suite(tmp_path / name)
    suite = loaded(tmp_path / "x.toml", draft)
    assert (suite.name, suite.record) == ("in", "values")
    assert ValueField("date", "$.date", "scalar", "date") in suite.field
    comments = [line for line in draft.splitlines() if line.startswith("#")]
    assert len(comments) >= len(suite.field)  # a reason for each


def test_the_draft_scores_its_own_samples(tmp_path: Path) -> None:
    guesses = guesses_of_samples(SAMPLES)
    suite = loaded(tmp_path / "x.toml", format_suite("x", guesses, "samples"))
    scores = score_task(build_task(suite, [SAMPLES], SAMPLES), suite).scores
    assert {field.f1 for field in scores.fields.values()} == {1.0, None}
    assert scores.fields["none@exact"].f1 is None


PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6)
JSON = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(max_size=5), JSON, max_size=5)


@given(st.lists(OBJECTS, max_size=4), st.text(max_size=5))
def test_any_draft_loads(
    tmp_path_factory: pytest.TempPathFactory, samples: list[Any], name: str
) -> None:
    guesses = guesses_of_samples(samples)
    path = tmp_path_factory.getbasetemp() / "any.toml"
    suite = loaded(path, format_suite(name, guesses, "samples"))
    assert [field.name for field in suite.field] == [g.name for g in guesses if g.kind]


def test_a_schema_writes_nothing_into_the_suite_but_comments(tmp_path: Path) -> None:
    odd = {"a": {"type": "map\nkind = 'set'"}, "b": {"type": "boolean"}}
    guesses = guesses_of_schema({"type": "object", "properties": odd})
    suite = loaded(tmp_path / "x.toml", format_suite("x", guesses, "a schema"))
    assert [str(field) for field in suite.field] == ["a@exact", "b@exact"]


@given(OBJECTS)
def test_no_schema_breaks_it(schema: Any) -> None:
    guesses_of_schema({"type": "object", "properties": schema, "$defs": schema})


@pytest.mark.parametrize("text", ["[]", "{}", "3", '{"id": 1}', "", '{"a.b": 1}'])
def test_nothing_to_score(tmp_path: Path, text: str) -> None:
    (tmp_path / "in.json").write_text(text)
    with pytest.raises(UsageError, match="no field to score"):
        draft_suite(tmp_path / "in.json")


def test_what_is_no_json_is_told_by_line(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"a": 1}\n\n{"a": \n')
    with pytest.raises(DataError, match=r"in.jsonl:3"):
        read_samples(tmp_path / "in.jsonl")
    with pytest.raises(DataError, match="give a file"):
        read_samples(tmp_path / "none.json")


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(json.dumps(SAMPLES))
    shown = CliRunner().invoke(app, ["init", str(tmp_path / "in.json")])
    assert shown.exit_code == 0
    assert loaded(tmp_path / "a.toml", shown.stdout).field
    out = tmp_path / "b.toml"
    command = ["init", str(tmp_path / "in.json"), "--out", str(out)]
    assert CliRunner().invoke(app, command).exit_code == 0
    assert load_suite(str(out)).digest == load_suite(str(tmp_path / "a.toml")).digest
    again = CliRunner().invoke(app, command)
    assert isinstance(again.exception, UsageError)  # never written over


# ---- fields of a user's own ------------------------------------------------------------------

EXTRA = """
name = "extra"
record = "values"

[[field]]
name = "topic"
path = "$.topic"
matcher = "text"

[[field]]
name = "casualties"
path = "$.casualties"
matcher = "number"
relative = 0.1

[[field]]
name = "places"
path = "$.places[*]"
kind = "set"
matcher = "text"
"""


def test_worked_example_of_a_sidecar(tmp_path: Path) -> None:
    golds = [
        {"id": "gf-0001", "topic": "Evacuation", "casualties": None, "places": ["Kyiv", "Tokyo"]},
        {"id": "gf-0002", "topic": "Strike", "casualties": 100, "places": ["Bergen"]},
    ]
    preds = [
        {"id": "gf-0001", "topic": "evacuation", "casualties": 3, "places": ["Kyiv"]},
        {"id": "gf-0002", "topic": "Storm", "casualties": 109, "places": ["Bergen", "Oslo"]},
    ]
    fields = scored(tmp_path, golds, preds).fields
    told = {name: (f.tp_pred, f.pred, f.gold) for name, f in fields.items()}
    assert told == {
        "topic@text": (1, 2, 2), "casualties@number": (1, 2, 1), "places@text": (2, 3, 3),
    }  # fmt: skip
    assert fields["topic@text"].outcomes == {
        "correct": 1, "correct_absence": 0, "wrong": 1, "missed": 0, "hallucinated": 0,
    }  # fmt: skip
    numbers = fields["casualties@number"].outcomes
    assert numbers is not None
    assert (numbers["correct"], numbers["hallucinated"]) == (1, 1)
    assert fields["places@text"].outcomes is None


def scored(folder: Path, golds: list[Any], preds: list[Any]) -> Scores:
    files = {"gold.jsonl": golds, "pred.jsonl": preds}
    for name, records in files.items():
        (folder / name).write_text("".join(f"{json.dumps(record)}\n" for record in records))
    suite = loaded(folder / "extra.toml", EXTRA)
    return score_task(
        build_task(suite, [folder / "gold.jsonl"], folder / "pred.jsonl"), suite
    ).scores
