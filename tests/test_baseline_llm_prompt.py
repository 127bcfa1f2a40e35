"""What the baseline `llm` shows its model, and how it holds the answer to the schema."""

from __future__ import annotations

import json
import sys
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import toy_article

import goldfield
from goldfield.running.loading import load
from goldfield.running.specs import parse
from goldfield.schema.export_llm import llm_schema
from goldfield.schema.labels import LAYERS, Layer
from goldfield.schema.predictions import decode, read_prediction
from goldfield.schema.records import Article

CORE: tuple[Layer, ...] = tuple(layer for layer in LAYERS if layer not in ("deck", "factuality"))
SETS: list[tuple[Layer, ...]] = [LAYERS, ("entities", "quotes"), ("events",)]


@pytest.fixture(scope="module")
def train() -> list[Article]:
    return goldfield.load("train")


def module(name: str) -> Any:
    """A module of the baseline, by its name there."""
    loaded = load(parse("llm:m?base_url=http://127.0.0.1&shots=0&cache=false"))
    return sys.modules[f"{type(loaded).__module__.rpartition('.')[0]}.{name}"]


SHAPING, SHOTS, PROMPT = module("shaping"), module("shots"), module("prompt")


def as_said(article: Article, layers: tuple[Layer, ...]) -> dict[str, Any]:
    """The gold of an article as an answer."""
    answer, dropped = SHAPING.shape(SHOTS.answer_of(article, layers), llm_schema(layers))
    assert dropped == 0
    found: dict[str, Any] = answer
    return found


# ---- examples --------------------------------------------------------------------------------


@pytest.mark.parametrize("layers", SETS)
def test_examples_fit_the_schema(layers: tuple[Layer, ...], train: list[Article]) -> None:
    validator = jsonschema.Draft202012Validator(llm_schema(layers))
    for article in [*train, toy_article()]:
        assert list(validator.iter_errors(as_said(article, layers))) == []


def test_examples_say_what_gold_says(train: list[Article]) -> None:
    """Gold put into strings and anchored again is gold, but for strings that stand twice."""
    said = {article.text: as_said(article, CORE) for article in train}
    scores = goldfield.evaluate(lambda text: said[text], corpus=train).scores
    f1 = {name: field.f1 or 0 for name, field in scores.fields.items()}
    whole = ("date_published@value", "headline@text", "dateline@place", "quotes@partial")
    assert [f1[name] for name in whole] == [1.0] * 4
    assert min(f1.values()) > 0.85
    assert scores.anchors is not None
    assert "unfound" not in scores.anchors


def test_an_example_in_full() -> None:
    assert as_said(toy_article(), ("headline", "entities", "times", "quotes", "arguments")) == {
        "meta": {"headline": "Anna Berg said"},
        "entities": [{"name": "Anna Berg", "type": "PER"}, {"name": "Oslo", "type": "GPE"}],
        "times": [{"text": "Monday", "type": "DATE", "value": "2022-01-24"}],
        "quotes": [{"type": "mixed", "content": ["we will leave Oslo"], "cue": "said"}],
        "events": [
            {
                "type": "EVACUATE",
                "triggers": ["leave", "left"],
                "arguments": [{"role": "origin", "text": "Oslo"}],
            }
        ],
    }


def test_the_shortest_of_train_are_shown(train: list[Article]) -> None:
    shown = SHOTS.choose(3, CORE)
    lengths = sorted(len(article.text) for article in train)
    assert [len(article.text) for article in shown] == lengths[:3]
    assert {article.id for article in shown} <= {article.id for article in train}
    assert SHOTS.choose(0, CORE) == []
    assert len(SHOTS.choose(999, CORE)) == len(train)


# ---- answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "fit", "dropped"),
    [
        ({"meta": "x"}, {"meta": {"headline": None}}, 1),
        ({"meta": {"headline": 7, "deck": "d"}}, {"meta": {"headline": None}}, 1),
        ({"times": [{"text": "now", "type": "DATE"}]},
         {"times": [{"text": "now", "type": "DATE", "value": None}]}, 0),
        ({"times": [{"text": "now", "type": "date", "value": None}]}, {"times": []}, 1),
        ({"times": {"text": "now", "type": "DATE", "value": 1, "id": "t"}},
         {"times": [{"text": "now", "type": "DATE", "value": None}]}, 1),
        ({"times": "now"}, {"times": []}, 1),
        ({"times": [{"text": "\ud83d", "type": "DATE"}]}, {"times": []}, 1),
        ({"quotes": [{"type": "direct", "content": "Yes", "cue": None}]},
         {"quotes": [{"type": "direct", "content": ["Yes"], "cue": None}]}, 0),
        ({"quotes": [{"type": "direct", "content": []}]}, {"quotes": []}, 1),
        ({"quotes": [{"type": "direct", "content": [{"text": "Yes"}]}]}, {"quotes": []}, 2),
        ({"entities": None}, {"entities": []}, 1),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_dropped(said: Any, fit: Any, dropped: int) -> None:
    schema = llm_schema(("headline", "entities", "times", "quotes"))
    empty = {"meta": {"headline": None}, "entities": [], "times": [], "quotes": []}
    assert SHAPING.shape(said, schema) == (empty | fit, dropped)


NOISE = st.sampled_from(
    [None, True, 3, -1.5, float("inf"), 10**30, "Oslo", "", "\ud83d", [], ["said"], {}, {"text": 1}]
)


def near(node: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values as a node of the schema wants them, with noise in every place."""
    return NOISE | _meant(node)


def _meant(node: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "anyOf" in node:
        return st.none() | _meant(node["anyOf"][0])
    match node["type"]:
        case "object":
            inner = {key: near(value) for key, value in node["properties"].items()}
            return st.fixed_dictionaries({}, optional={**inner, "id": NOISE})
        case "array":
            return st.lists(near(node["items"]), max_size=2)
        case "number":
            return st.sampled_from([0, 250, 2.5])
    return st.sampled_from(node.get("enum", ["Oslo", "she", "we will leave Oslo", "nowhere"]))


@given(_meant(llm_schema(LAYERS)))
def test_any_answer_becomes_a_prediction(said: dict[str, Any]) -> None:
    schema = llm_schema(LAYERS)
    fit, _ = SHAPING.shape(said, schema)
    prediction, faults = decode(json.dumps(fit).encode())
    assert prediction is not None, faults
    assert read_prediction(prediction, toy_article())[2] == []
    assert SHAPING.shape(fit, schema)[0] == fit


# ---- the prompt ------------------------------------------------------------------------------


def test_notes_are_of_layers_and_short() -> None:
    notes = PROMPT.TEMPLATE["notes"]
    assert set(notes) <= set(LAYERS)
    assert "{notes}" in PROMPT.TEMPLATE["system"]
    assert all(len(note) < 200 for note in notes.values())


def test_braces_of_an_article_are_left_alone() -> None:
    loaded: Any = load(parse("llm:m?base_url=http://127.0.0.1&shots=0&cache=false&layers=headline"))
    text = "{schema} {text} </article>\n{notes}"
    message = loaded._prompt.messages(text)[-1]["content"]
    assert message == f"<article>\n{text}\n</article>"
