"""Answers of language models become predictions, however they are wrapped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from toy import toy_article

from goldfield.corpus.formats import Converted, Options, convert
from goldfield.schema.predictions import read_predictions

ARTICLE = toy_article()
ANSWER = {"id": "a1", "entities": [{"name": "Oslo", "type": "GPE"}], "times": ["Monday"]}
JSON = json.dumps(ANSWER)
GOOD = {
    "id": "a1",
    "layers": ["entities", "times"],
    "entities": [{"name": "Oslo", "type": "GPE"}],
    "times": ["Monday"],
}


def run(folder: Path, text: str, **options: Any) -> Converted:
    path = folder / "out.txt"
    path.write_text(text, encoding="utf-8")
    return convert(path, "strings", {"a1": ARTICLE}, Options(**options))


WRAPPED = {
    "line": JSON,
    "indented": json.dumps(ANSWER, indent=2),
    "array": f"[\n  {JSON}\n]\n",
    "fence": f"```json\n{JSON}\n```\n",
    "prose": f"Sure! Here [1] is the {{result}}:\n\n{JSON}\nShall I go on?",
    "prose on the line": f"Result: {JSON} Done.",
    "mark": "\ufeff" + JSON,
    "carriage returns": json.dumps(ANSWER, indent=2).replace("\n", "\r\n"),
    "answer as a string": json.dumps({"id": "a1", "output": f"```json\n{JSON}\n```"}),
    "answer as an object": json.dumps({"id": "a1", "response": ANSWER}),
    "answer with the id inside": json.dumps({"role": "assistant", "content": JSON}),
}


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED)
def test_wrapping_is_taken_off(text: str, tmp_path: Path) -> None:
    found = run(tmp_path, text)
    assert found.records == [GOOD]
    assert found.faults == []


def test_output_can_be_scored(tmp_path: Path) -> None:
    found = run(tmp_path, JSON)
    read = read_predictions(found.records, {"a1": ARTICLE})
    assert read.faults == []
    assert read.records["a1"].layers == ["entities", "times"]


def test_an_answer_that_is_cut_off_is_a_fault_and_no_part_of_it_a_record(tmp_path: Path) -> None:
    found = run(tmp_path, "\n" + json.dumps(ANSWER, indent=2)[:-12] + f"\n```\n{JSON}")
    assert found.records == [GOOD]
    (fault,) = found.faults
    assert fault.where.endswith("out.txt:2")
    assert "not JSON" in fault.problem
    assert "output limit" in fault.fix


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    lines = [
        "{'id': 'a1'}",
        '{"id": "a1", "entities": [{"name": "Oslo", "type": "CITY"}], "times": [1]}',
        '{"id": "a2"}',
        '{"entities": []}',
        '{"id": "a1", "output": "I cannot."}',
        JSON,
    ]
    found = run(tmp_path, "\n".join(lines))
    told = [(int(fault.where.rpartition(":")[2]), fault.path) for fault in found.faults]
    # The last line repeats an article that the second has taken, wrong as that is.
    assert sorted(told) == [
        (1, "$"),
        (2, "$.entities[0].type"),
        (2, "$.times[0]"),
        (3, "$.id"),
        (4, "$.id"),
        (5, "$.id"),
        (5, "$.output"),
        (6, "$.id"),
    ]


def test_an_unknown_id_is_guessed_and_a_text_joins_without_one(tmp_path: Path) -> None:
    assert "did you mean 'a1'" in run(tmp_path, '{"id": "a1 "}').faults[0].problem
    assert run(tmp_path, json.dumps({**ANSWER, "id": 7, "text": ARTICLE.text})).records == [GOOD]
    by_hash = {**ANSWER, "id": None, "text_sha256": ARTICLE.text_sha256}
    assert run(tmp_path, json.dumps(by_hash)).records == [GOOD]


def test_order_must_be_stated_and_must_fit(tmp_path: Path) -> None:
    bare = '{"entities": [{"name": "Oslo", "type": "GPE"}], "times": ["Monday"]}'
    assert "--join order" in run(tmp_path, bare).faults[0].fix
    assert run(tmp_path, bare, join="order").records == [GOOD]
    (fault,) = run(tmp_path, f"{bare}\n{bare}", join="order").faults
    assert "2 records cannot be joined in order to 1 articles" in fault.problem


def test_a_record_out_of_its_order_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"id": "a2", "times": []}\n{"id": "x", "times": []}')
    articles = {id: replace(ARTICLE, id=id) for id in ("a1", "a2")}
    found = convert(path, "strings", articles, Options(join="order"))
    assert [fault.problem for fault in found.faults] == [
        "the record of 'a2' stands where 'a1' is due"
    ]
    assert [record["id"] for record in found.records] == ["a2"]
    assert found.notes == ["1 of 2 articles have no record"]


def test_another_text_is_refused_and_the_difference_shown(tmp_path: Path) -> None:
    (fault,) = run(tmp_path, json.dumps({**ANSWER, "text": ARTICLE.text[2:]})).faults
    assert fault.path == "$.text"
    assert "differ at offset 0" in fault.problem
    (fault,) = run(tmp_path, json.dumps({**ANSWER, "text_sha256": "0" * 64})).faults
    assert "the hashes differ" in fault.problem


def test_labels_are_mapped_and_drops_are_counted(tmp_path: Path) -> None:
    names = [("Oslo", "CITY"), ("Monday", "DATE"), ("Anna Berg", "WHO"), ("250", "DATE")]
    answer = {"id": "a1", "entities": [{"name": name, "type": type_} for name, type_ in names]}
    found = run(tmp_path, json.dumps(answer), labels={"CITY": "GPE", "DATE": ""})
    assert found.records[0]["entities"] == [{"name": "Oslo", "type": "GPE"}]
    assert found.notes == [
        "dropped as the label map says: DATE 2",
        "dropped because the label map does not list them: WHO 1",
    ]


def test_what_is_ignored_or_not_found_is_told(tmp_path: Path) -> None:
    found = run(tmp_path, json.dumps({**ANSWER, "entitys": [], "times": ["Tuesday"]}))
    assert found.notes == [
        "strings that are not in the text (1 time)",
        "the key 'entitys' is ignored; did you mean 'entities'? (1 time)",
    ]


def test_layers_can_be_stated(tmp_path: Path) -> None:
    found = run(tmp_path, '{"id": "a1", "entities": []}', layers=("entities", "coref"))
    assert found.records == [{"id": "a1", "layers": ["entities", "coref"], "entities": []}]


def test_offsets_in_utf_16_are_converted(tmp_path: Path) -> None:
    # The emoji before everything else is two code units: Oslo is 32 to 36 in code points.
    answer: dict[str, Any] = {"id": "a1"}
    answer["entities"] = [{"start": 33, "end": 37, "text": "Oslo", "type": "GPE"}]
    found = run(tmp_path, json.dumps(answer), offsets="utf-16")
    assert found.records[0]["entities"] == [{"start": 32, "end": 36, "text": "Oslo", "type": "GPE"}]
    (fault,) = run(tmp_path, json.dumps(answer)).faults
    assert "--offsets utf-16" in fault.fix
    answer["entities"] = [{"start": "33", "end": True, "type": "GPE"}]
    found = run(tmp_path, json.dumps(answer), offsets="utf-16")
    assert [fault.path for fault in found.faults] == ["$.entities[0].start", "$.entities[0].end"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No entities were found.",
        '{"a":' * 100_000,
        "[[" * 100_000,
        '{"id": "a1", "x": "\\ud800"}',
    ],
    ids=["empty", "prose", "deep objects", "deep lists", "surrogate"],
)
def test_odd_input_is_a_fault_and_no_error(text: str, tmp_path: Path) -> None:
    found = run(tmp_path, text)
    assert len(found.faults) == (0 if "ud800" in text else 1)


def test_numbers_that_json_cannot_hold_are_faults(tmp_path: Path) -> None:
    item = '{"id": "a1", "quantities": [{"text": "About 250", "value": %s}]}'
    assert run(tmp_path, item % "NaN").records[0]["quantities"][0]["value"] is None
    assert run(tmp_path, item % ("9" * 30)).records[0]["quantities"][0]["value"] == 1e30
    assert run(tmp_path, item % '"250"').faults != []
