"""The published schemas say what the readers accept, and the one for language models less."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from toy import as_dict, toy_article

from goldfield.corpus.published import COMMAND, PUBLISHED, write_published
from goldfield.errors import UnknownName, UsageError
from goldfield.release import root
from goldfield.schema.explaining import explain
from goldfield.schema.export_llm import llm_schema
from goldfield.schema.labels import LAYERS, Layer
from goldfield.schema.loose import Prediction
from goldfield.schema.predictions import decode, read_prediction
from goldfield.schema.records import Article

SCHEMAS = [name for name in PUBLISHED if name.endswith(".json")]


def schema(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(PUBLISHED[name]()))


def accepts(name: str, record: Any) -> bool:
    validator = Draft202012Validator(schema(name))
    return not any(True for _ in validator.iter_errors(record))


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_file_is_up_to_date(name: str) -> None:
    committed = (root() / "schema" / name).read_text(encoding="utf-8")
    assert committed == PUBLISHED[name](), f"schema/{name} is stale; run: {COMMAND}"


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    assert write_published(tmp_path) == list(PUBLISHED)
    (tmp_path / "FIELDS.md").write_text("edited by hand")
    assert write_published(tmp_path) == ["FIELDS.md"]
    assert write_published(tmp_path) == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_true_to_the_dialect_and_names_itself(name: str) -> None:
    document = schema(name)
    Draft202012Validator.check_schema(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["$id"] == f"urn:goldfield:schema:1.1:{name.partition('.')[0]}"
    references = {node["$ref"] for node in nodes(document) if "$ref" in node}
    assert references == {f"#/$defs/{struct}" for struct in document["$defs"]}


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object within a JSON value."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            yield from nodes(child)


def test_fields_lists_every_struct_and_says_what_made_it() -> None:
    page = PUBLISHED["FIELDS.md"]()
    assert COMMAND in page.splitlines()[0]
    for name in SCHEMAS:
        for struct in schema(name)["$defs"]:
            assert f"\n### {struct}\n" in page
    assert "\n| `date` | string | null | filing date, ISO 8601 |\n" in page
    assert "\n| `kind` | label | `NAM` `NOM` `PRO` | absent |\n" in page


def change(path: list[Any], value: Any) -> Callable[[dict[str, Any]], None]:
    def edit(record: dict[str, Any]) -> None:
        node: Any = record
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value

    return edit


def remove(*path: Any) -> Callable[[dict[str, Any]], None]:
    def edit(record: dict[str, Any]) -> None:
        node: Any = record
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]

    return edit


BAD = {
    "unknown key": change(["entitys"], []),
    "unknown key inside": change(["entities", 0, "kind"], "NAM"),
    "wrong label": change(["entities", 0, "type"], "PERSON"),
    "missing key": remove("quotes"),
    "missing key inside": remove("entities", 0, "mentions", 0, "head"),
    "null where there is none": change(["text"], None),
    "negative offset": change(["entities", 0, "mentions", 0, "start"], -1),
    "id with a blank": change(["entities", 0, "id"], "e 1"),
    "text for a number": change(["quantities", 0, "value"], "250"),
}


def test_gold_article_is_valid() -> None:
    assert accepts("article.schema.json", as_dict())
    assert explain(json.dumps(as_dict()).encode(), Article) == []


@pytest.mark.parametrize("edit", BAD.values(), ids=BAD)
def test_schema_and_reader_refuse_the_same_articles(edit: Callable[..., None]) -> None:
    record = as_dict()
    edit(record)
    assert not accepts("article.schema.json", record)
    assert explain(json.dumps(record).encode(), Article)


PREDICTIONS: dict[str, dict[str, Any]] = {
    "nothing": {"id": "a1"},
    "strings": {"id": "a1", "entities": ["Oslo"], "times": ["Monday"], "quotes": ["we will"]},
    "names": {"id": "a1", "entities": [{"name": "Oslo", "type": "GPE"}]},
    "flat": {"id": "a1", "entities": [{"start": 32, "end": 36, "type": "GPE"}]},
    "clusters": {"id": "a1", "entities": [{"type": "GPE", "mentions": ["Oslo", {"text": "it"}]}]},
    "gold": as_dict(),
    "further keys": {"id": "a1", "model": "x", "events": [{"type": "RETREAT", "x": 1}]},
}
BAD_PREDICTIONS: dict[str, dict[str, Any]] = {
    "wrong label": {"id": "a1", "entities": [{"name": "Oslo", "type": "CITY"}]},
    "missing key": {"id": "a1", "events": [{"trigger": "left"}]},
    "confidence": {"id": "a1", "entities": [{"name": "Oslo", "confidence": 97}]},
}


@pytest.mark.parametrize("record", PREDICTIONS.values(), ids=PREDICTIONS)
def test_schema_and_reader_accept_the_loose_shapes(record: dict[str, Any]) -> None:
    assert accepts("prediction.schema.json", record)
    assert decode(json.dumps(record).encode())[1] == []


@pytest.mark.parametrize("record", BAD_PREDICTIONS.values(), ids=BAD_PREDICTIONS)
def test_schema_and_reader_refuse_the_same_predictions(record: dict[str, Any]) -> None:
    assert not accepts("prediction.schema.json", record)
    assert explain(json.dumps(record).encode(), Prediction)


# ---- the schema for language models ----------------------------------------------------------

layer_sets = st.lists(st.sampled_from(LAYERS), min_size=1, unique=True)
ALLOWED = {"type", "description", "properties", "required", "additionalProperties", "items",
           "enum", "anyOf"}  # fmt: skip
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(max_size=5) | st.sampled_from(["Oslo", "Monday", "said", "“we will”"]),
    "number": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    "null": st.none(),
}


def answers(node: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What a model may answer under a schema of the subset."""
    if "anyOf" in node:
        return st.one_of([answers(member) for member in node["anyOf"]])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    if node["type"] == "array":
        return st.lists(answers(node["items"]), max_size=2)
    if node["type"] == "object":
        return st.fixed_dictionaries({k: answers(v) for k, v in node["properties"].items()})
    return SCALARS[node["type"]]


@given(st.data())
def test_every_answer_is_a_prediction_of_the_layers_asked_for(data: st.DataObject) -> None:
    layers = data.draw(layer_sets)
    asked = llm_schema(layers)
    answer = data.draw(answers(asked))
    assert Draft202012Validator(asked).is_valid(answer)
    assert accepts("prediction.schema.json", {"id": "a1", **answer})
    prediction, faults = decode(json.dumps({"id": "a1", **answer}).encode())
    assert faults == []
    assert prediction is not None
    record, _, faults = read_prediction(prediction, toy_article())
    # A quote without words is all that the subset cannot forbid.
    assert [fault for fault in faults if ".content" not in fault.path] == []
    part_of = {"coref": "entities", "speakers": "quotes", "arguments": "events"}
    whole = {*layers, *(part_of.get(layer, layer) for layer in layers)}
    whole |= {"events"} if "factuality" in layers else set()
    assert set(record.layers) <= whole
    # A part shows only where there is an item that could have it.
    assert set(record.layers) >= whole - {*part_of, "factuality"}


@given(layer_sets)
def test_schema_keeps_to_what_strict_endpoints_share(layers: list[Layer]) -> None:
    document = llm_schema(layers)
    Draft202012Validator.check_schema(document)
    unions = 0
    for node in schema_nodes(document):
        assert node.keys() <= ALLOWED
        unions += "anyOf" in node
        if node.get("type") == "object":
            assert node["required"] == list(node["properties"])
            assert node["additionalProperties"] is False
    assert unions <= 16


def schema_nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    inner = [*node.get("properties", {}).values(), *node.get("anyOf", [])]
    for child in [*inner, *([node["items"]] if "items" in node else [])]:
        yield from schema_nodes(child)


def test_only_the_layers_asked_for_are_in_the_schema() -> None:
    found = llm_schema(["headline", "speakers"])["properties"]
    assert list(found) == ["meta", "quotes"]
    assert list(found["meta"]["properties"]) == ["headline"]
    assert "speaker" in found["quotes"]["items"]["properties"]
    assert "speaker" not in llm_schema(["quotes"])["properties"]["quotes"]["items"]["properties"]
    assert list(llm_schema(["entities"])["properties"]["entities"]["items"]["properties"]) == [
        "name",
        "type",
    ]
    assert "mentions" in llm_schema(["coref"])["properties"]["entities"]["items"]["properties"]


def test_layers_must_be_known_and_named() -> None:
    with pytest.raises(UnknownName, match="did you mean 'quotes'"):
        llm_schema(cast(list[Layer], ["quote"]))
    with pytest.raises(UsageError):
        llm_schema([])
