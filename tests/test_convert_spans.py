"""Labelled spans in the shapes that other tools emit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from toy import TEXT, toy_article

from goldfield.corpus.formats import FORMATS, Converted, Options, convert, known_labels, load_labels
from goldfield.errors import DataError, UnknownName, UsageError

ARTICLE = toy_article()
ANNA, OSLO = (2, 11), (32, 36)  # code points of "Anna Berg" and "Oslo"
assert (TEXT[slice(*ANNA)], TEXT[slice(*OSLO)]) == ("Anna Berg", "Oslo")


def run(folder: Path, *records: Any, **options: Any) -> Converted:
    path = folder / "spans.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return convert(path, "spans", {"a1": ARTICLE}, Options(**options))


def entity(place: tuple[int, int], type_: str, **rest: Any) -> dict[str, Any]:
    return {"start": place[0], "end": place[1], **rest, "type": type_}


SHAPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "objects": (
        {"id": "a1", "spans": [{"start": 32, "end": 36, "label": "GPE"}]},
        entity(OSLO, "GPE"),
    ),
    "lists": ({"id": "a1", "spans": [[32, 36, "GPE"]]}, entity(OSLO, "GPE")),
    "spaCy": (
        {"text": TEXT, "ents": [{"start": 32, "end": 36, "label": "GPE"}], "tokens": []},
        entity(OSLO, "GPE"),
    ),
    "spaCy span groups": (
        {"text": TEXT, "ents": [], "spans": {"sc": [{"start": 32, "end": 36, "label": "GPE"}]}},
        entity(OSLO, "GPE"),
    ),
    "doccano": (
        {
            "id": 17,
            "text": TEXT,
            "entities": [{"id": 1, "label": "GPE", "start_offset": 32, "end_offset": 36}],
            "relations": [],
        },
        entity(OSLO, "GPE"),
    ),
    "doccano lists": ({"id": 17, "text": TEXT, "label": [[32, 36, "GPE"]]}, entity(OSLO, "GPE")),
    "Prodigy": (
        {
            "text": TEXT,
            "spans": [{"start": 32, "end": 36, "label": "GPE", "token_start": 7, "token_end": 7}],
            "answer": "accept",
        },
        entity(OSLO, "GPE"),
    ),
    "GLiNER": (
        {
            "id": "a1",
            "entities": [{"start": 32, "end": 36, "text": "Oslo", "label": "GPE", "score": 0.9}],
        },
        entity(OSLO, "GPE", text="Oslo", confidence=0.9),
    ),
    "token classification": (
        {
            "id": "a1",
            "entities": [
                {"entity_group": "GPE", "score": 0.5, "word": "oslo", "start": 32, "end": 36}
            ],
        },
        entity(OSLO, "GPE", confidence=0.5),
    ),
    "without offsets": (
        {"id": "a1", "entities": [{"entity_group": "GPE", "word": "oslo", "start": None}]},
        {"text": "oslo", "type": "GPE"},
    ),
}


@pytest.mark.parametrize(("record", "wanted"), SHAPES.values(), ids=SHAPES)
def test_each_shape_gives_the_same_name(
    record: dict[str, Any], wanted: dict[str, Any], tmp_path: Path
) -> None:
    found = run(tmp_path, record)
    assert found.faults == []
    assert found.records == [{"id": "a1", "layers": ["entities"], "entities": [wanted]}]


@pytest.mark.parametrize(
    "bare",
    [[[32, 36, "GPE"]], [{"start": 32, "end": 36, "label": "GPE"}], [[[32, 36, "GPE"]]]],
    ids=["lists", "objects", "a list of records"],
)
def test_bare_lists_of_spans_join_in_stated_order(bare: list[Any], tmp_path: Path) -> None:
    found = run(tmp_path, bare, join="order")
    assert found.records[0]["entities"] == [entity(OSLO, "GPE")]
    assert run(tmp_path, bare).faults[0].path == "$.id"


# "Anna Berg" behind the emoji: one code point, two UTF-16 units, four UTF-8 bytes.
@pytest.mark.parametrize(("unit", "shift"), [("codepoint", 0), ("utf-16", 1), ("utf-8", 3)])
def test_offsets_are_converted(unit: str, shift: int, tmp_path: Path) -> None:
    record = {"id": "a1", "spans": [[2 + shift, 11 + shift, "PER"]]}
    assert run(tmp_path, record, offsets=unit).records[0]["entities"] == [entity(ANNA, "PER")]


def test_an_offset_inside_a_character_is_a_fault(tmp_path: Path) -> None:
    found = run(
        tmp_path, {"id": "a1", "spans": [[1, 999, "PER"], [3, 12, "PER"]]}, offsets="utf-16"
    )
    assert [fault.path for fault in found.faults] == ["$.entities[0].start", "$.entities[0].end"]
    assert found.records == []


def test_labels_are_mapped_by_a_table(tmp_path: Path) -> None:
    spans = [[2, 11, "PERSON"], [32, 36, "GPE"], [41, 47, "DATE"], [0, 1, "EMOJI"]]
    found = run(tmp_path, {"id": "a1", "spans": spans}, labels=load_labels("ontonotes"))
    assert found.records[0]["entities"] == [entity(ANNA, "PER"), entity(OSLO, "GPE")]
    assert found.notes == [
        "dropped as the label map says: DATE 1",
        "dropped because the label map does not list them: EMOJI 1",
    ]


def test_labels_without_a_table_must_be_entity_types(tmp_path: Path) -> None:
    spans = [[2, 11, "PERSON"], [32, 36, "GPE"], [49, 52, "PERSON"]]
    found = run(tmp_path, {"id": "a1", "spans": spans})
    (fault,) = found.faults
    assert fault.where.endswith(":1")
    assert "'PERSON' is not a goldfield entity type" in fault.problem
    assert "(2 times, first here)" in fault.problem
    assert "--labels conll|goldfield|ontonotes|wnut" in fault.fix


def test_what_cannot_be_read_is_told_with_its_path(tmp_path: Path) -> None:
    spans = [
        [32, 36],
        "Oslo",
        {"start": 1, "label": "PER"},
        {"start": 1, "end": 2},
        {"entity": "B-PER", "word": "Anna", "start": 2, "end": 6},
        [True, 36, "PER"],
        [32, 36, "GPE"],
    ]
    found = run(tmp_path, {"id": "a1", "spans": spans}, {"id": "a1", "spans": []}, {"id": "a1"})
    assert [fault.path for fault in found.faults] == [
        "$.id",
        "$.id",
        *[f"$.spans[{index}]" for index in range(6)],
    ]
    assert any("aggregation_strategy" in fault.problem for fault in found.faults)
    assert run(tmp_path, {"id": "a1"}).faults[0].problem.startswith("the record has no list")


def test_surface_and_range_are_checked(tmp_path: Path) -> None:
    wrong = {"start": 32, "end": 36, "text": "Rome", "label": "GPE"}
    (fault,) = run(tmp_path, {"id": "a1", "spans": [wrong]}).faults
    assert "holds 'Oslo', not 'Rome'" in fault.problem
    assert (
        run(tmp_path, {"id": "a1", "spans": [[80, 999, "GPE"]]}).faults[0].path == "$.entities[0]"
    )


def test_rejected_tasks_and_second_lists_are_left_out_and_told(tmp_path: Path) -> None:
    rejected = {"text": TEXT, "spans": [], "answer": "reject"}
    both = {"id": "a1", "ents": [[32, 36, "GPE"]], "spans": [[2, 11, "PER"]]}
    found = run(tmp_path, rejected, both)
    assert found.records[0]["entities"] == [entity(OSLO, "GPE")]
    assert found.notes == [
        "records left out because their answer is reject or ignore (1 time)",
        "the list 'spans' is ignored beside 'ents' (1 time)",
    ]


def test_label_maps_are_data_and_checked(tmp_path: Path) -> None:
    assert known_labels() == ["conll", "goldfield", "ontonotes", "wnut"]
    assert len(load_labels("ontonotes")) == 18
    assert set(load_labels("conll")) == {"PER", "ORG", "LOC", "MISC"}
    own = tmp_path / "own.toml"
    own.write_text('[labels]\nperson = "PER"\ndate = ""\n')
    assert load_labels(str(own)) == {"person": "PER", "date": ""}
    own.write_text('[labels]\na = "PERS"\nb = "X"\n')
    with pytest.raises(DataError) as error:
        load_labels(str(own))
    assert [fault.path for fault in error.value.faults] == ["$.labels.a", "$.labels.b"]
    for bad in ("labels = 1", "[labels", "[label]\na = 'PER'", "[labels]\na = 1"):
        own.write_text(bad)
        with pytest.raises(DataError):
            load_labels(str(own))
    with pytest.raises(UnknownName, match="did you mean 'ontonotes'"):
        load_labels("ontonote")


def test_formats_and_files_must_exist(tmp_path: Path) -> None:
    assert list(FORMATS) == ["strings", "spans", "conll", "iob", "docbin"]
    with pytest.raises(UnknownName, match="did you mean 'conll'"):
        convert(tmp_path, "conl", {})
    with pytest.raises(UsageError, match="cannot read"):
        convert(tmp_path / "none", "spans", {})
