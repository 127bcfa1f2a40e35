"""Corpora in JSON: DocRED by hand, files that are lines or arrays, damage, and any JSON at all."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imported import read, self_scores, written
from test_foreign_muc4 import GTT
from test_foreign_rams import RAMS
from test_foreign_wikievents import WIKI

from goldfield.corpus.foreign.docred import docred_files
from goldfield.errors import DataError

DOCRED = {
    "title": "Oda (singer)",
    "sents": [
        ["Ann", "Oda", "is", "Marnish", "."],
        ["Oda", "won", "2", "prizes", "in", "2031", "."],
    ],
    "vertexSet": [
        [
            {"name": "Ann Oda", "pos": [0, 2], "sent_id": 0, "type": "PER"},
            {"name": "Oda", "pos": [0, 1], "sent_id": 1, "type": "PER"},
        ],
        [{"name": "Marnish", "pos": [3, 4], "sent_id": 0, "type": "LOC"}],
        [{"name": "2", "pos": [2, 3], "sent_id": 1, "type": "NUM"}],
        [{"name": "2031", "pos": [5, 6], "sent_id": 1, "type": "TIME"}],
        [{"name": "Oda", "pos": [0, 1], "sent_id": 1, "type": "MISC"}],
        [],
    ],
    "labels": [{"h": 0, "t": 1, "r": "P27", "evidence": [0]}, "?"],
}


def test_entities_of_docred(tmp_path: Path) -> None:
    path = written(tmp_path / "dev.json", "\ufeff\r\n" + json.dumps([DOCRED], indent=1))
    found = read("docred", path)
    assert found.records[0]["id"] == "Oda_(singer)"
    assert found.records[0]["text"] == "Ann Oda is Marnish .\nOda won 2 prizes in 2031 ."
    assert found.records[0]["layers"] == ["entities", "coref"]
    assert [
        (e["id"], e["type"], e["name"], [(m["start"], m["text"], m["kind"]) for m in e["mentions"]])
        for e in found.records[0]["entities"]
    ] == [
        ("e1", "PER", "Ann Oda", [(0, "Ann Oda", "NAM"), (21, "Oda", "NAM")]),
        ("e2", "LOC", "Marnish", [(11, "Marnish", "NAM")]),
    ]
    assert found.account.totals() == {
        "document": (1, 1, 0),
        "relation": (2, 0, 2),
        "mention": (6, 3, 3),
        "entity": (6, 2, 4),
    }
    value = "a time or a number without its value"
    assert [(one.kind, one.label, one.reason) for one in found.skipped] == [
        ("relation", "P27", "goldfield has no relations"),
        ("relation", "", "goldfield has no relations"),
        ("mention", "NUM", value),
        ("entity", "NUM", "none of its mentions is kept"),
        ("mention", "TIME", value),
        ("entity", "TIME", "none of its mentions is kept"),
        ("mention", "MISC", "another mention has its place"),
        ("entity", "MISC", "none of its mentions is kept"),
        ("entity", "", "none of its mentions is kept"),
    ]
    assert set(self_scores(found.records, "names").values()) == {1.0}


def test_tokens_that_show_nothing_and_sentences_of_none(tmp_path: Path) -> None:
    vertices = [
        [{"name": "", "pos": at, "sent_id": 2, "type": "PER"}] for at in ([0, 1], [1, 2], [2, 3])
    ]
    document = {
        "title": " ",
        "sents": [["A"], [], ["\xa0", "big", "e\u0301", "\0"]],
        "vertexSet": vertices,
    }
    found = read("docred", written(tmp_path / "dev.json", [document]))
    assert (found.records[0]["id"], found.records[0]["text"]) == ("unnamed", "A\n\n\xa0 big é ")
    assert [e["mentions"][0]["text"] for e in found.records[0]["entities"]] == ["big", "é"]
    assert [(one.kind, one.reason) for one in found.skipped] == [
        ("mention", "it has no visible character"),
        ("entity", "none of its mentions is kept"),
    ]


@pytest.mark.parametrize(
    "place", [{"pos": [4, 6]}, {"sent_id": 2}, {"sent_id": -2}, {"pos": [-1, 1]}, {"pos": [2, 2]}]
)
def test_a_mention_must_lie_in_its_sentence(tmp_path: Path, place: dict[str, Any]) -> None:
    vertex = [{"name": "", "pos": [0, 1], "sent_id": 0, "type": "PER"} | place]
    path = written(tmp_path / "dev.json", json.dumps([DOCRED | {"vertexSet": [vertex]}]))
    found = read("docred", path)
    told = f"{path}: item 1 Oda (singer)  tokens [-1, -1) of a text of 12"
    assert found.faults == [told]
    assert found.records[0]["entities"] == []


GOOD = json.dumps(DOCRED)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (f"{GOOD}\r\n\r\n[]\r\n", ["dev.json:3  Expected `object`, got `array`"]),
        (f"\ufeff{GOOD}", []),
        (f"{GOOD}\n{GOOD[:-9]}", ["dev.json:2  Input data was truncated"]),
        (f"[{GOOD}, 7]", ["dev.json: item 2  Expected `object`, got `int`"]),
        (GOOD + '\n{"title": 5}', ["dev.json:2  Expected `str`, got `int` - at `$.title`"]),
        (GOOD + '\n{"x": ' + "[" * 5000, ["dev.json:2  "]),
        (f"{GOOD}\n{GOOD}", [": Oda_(singer)  another document has this id"]),
    ],
)
def test_lines_and_arrays(tmp_path: Path, text: str, faults: list[str]) -> None:
    found = read("docred", written(tmp_path / "dev.json", text))
    assert len(found.records) == 1
    assert len(found.faults) == len(faults)
    assert all(part in told for part, told in zip(faults, found.faults, strict=True))


@pytest.mark.parametrize("text", [f"[{GOOD},", "[1, 2", "[" * 5000, "{\n"])
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"dev\.json"):
        read("docred", written(tmp_path / "dev.json", text))


def test_files_of_docred(tmp_path: Path) -> None:
    names = ["dev_revised.json", "train_annotated.json", "rel_info.json", "._dev.json", "dev.txt"]
    for name in names:
        (tmp_path / name).write_text("")
    assert [path.name for path in docred_files(tmp_path)] == names[:2]
    with pytest.raises(DataError, match="cannot be read"):
        read("docred", tmp_path / "none.json")


_KEYS = sorted(
    {
        "docid", "doctext", "extracts", "templates", "incident_type", "doc_key", "sentences",
        "evt_triggers", "ent_spans", "gold_evt_links", "title", "sents", "vertexSet", "pos",
        "sent_id", "type", "labels", "doc_id", "tokens", "text", "id", "start", "end",
        "entity_mentions", "event_mentions", "entity_type", "event_type", "trigger", "arguments",
        "entity_id", "role",
    }
)  # fmt: skip
_STRINGS = [
    "",
    " ",
    "T1",
    "PER",
    "Life.Die",
    "Victim",
    "e\u0301",
    "\u0301",
    "\ud800",
    "a\r\nb",
    "\x00",
]
_SAME: dict[type, st.SearchStrategy[Any]] = {
    int: st.integers(-3, 12) | st.integers(),
    str: st.sampled_from(_STRINGS),
}
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 9), st.integers(), st.floats(allow_nan=False),
    st.sampled_from(_STRINGS),
)  # fmt: skip
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6)
    ),
    max_leaves=20,
)


def _shaken(draw: st.DrawFn, value: Any) -> Any:
    """The value with one of its parts, at any depth, replaced by another."""
    if not isinstance(value, dict | list | tuple):
        return draw(_SAME.get(type(value), _VALUES) if draw(st.integers(0, 3)) else _VALUES)
    if not value or draw(st.integers(0, 15)) == 0:
        return draw(_VALUES)
    if isinstance(value, list) and draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from([value[1:], [*value, *value]]))
    parts = value if isinstance(value, dict) else dict(enumerate(value))
    at = draw(st.sampled_from(list(parts)))
    parts = {**parts, at: _shaken(draw, parts[at])}
    return parts if isinstance(value, dict) else list(parts.values())


@st.composite
def shaken(draw: st.DrawFn) -> tuple[str, Any]:
    format = draw(st.sampled_from(sorted(SAMPLES)))
    value = SAMPLES[format]
    for _ in range(draw(st.integers(1, 3))):
        value = _shaken(draw, value)
    return format, value


SAMPLES: dict[str, Any] = {"docred": DOCRED, "rams": RAMS, "wikievents": WIKI, "muc4": GTT}


@given(shaken())
def test_any_json_gives_faults_or_a_record(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[str, Any]
) -> None:
    """What comes of it is valid: no record of a reader fails the full check, which tells a path."""
    format, value = case
    path = tmp_path_factory.mktemp("j") / "dev.json"
    with suppress(DataError):
        found = read(format, written(path, json.dumps(value)))
        assert {fault.path for fault in found.account.faults} <= {"$"}
