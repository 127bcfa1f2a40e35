"""The forms an answer may have, and what is not an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from goldfield.running.runner import run_in_process


class Part(msgspec.Struct):
    id: str
    value: float


@dataclass
class Data:
    value: int


@pytest.mark.parametrize(
    ("answer", "prediction"),
    [
        ({}, b'{"id":"a0"}'),
        ({"b": (1, None), "a": "é\n"}, '{"id":"a0","b":[1,null],"a":"é\\n"}'.encode()),
        ({"a": 1, "id": "mine"}, b'{"id":"a0","a":1}'),
        (Part("mine", 1.5), b'{"id":"a0","value":1.5}'),
        ({"parts": [Part("p", 1)]}, b'{"id":"a0","parts":[{"id":"p","value":1}]}'),
        (Data(2), b'{"id":"a0","value":2}'),
        ('{"a":\n 1}', b'{"id":"a0","a":1}'),
        (b'{"a": [1,\n2]}', b'{"id":"a0","a":[1,2]}'),
    ],
)
def test_forms_of_an_answer(answer: Any, prediction: bytes) -> None:
    [result] = run_in_process(lambda text: answer, [("a0", "x")])
    assert result.prediction == prediction


@pytest.mark.parametrize(
    "answer", [Part("x", float("nan")), '{"a": NaN}', b"\xff", [], 1, "[]", object(), True]
)
def test_not_an_answer(answer: Any) -> None:
    [result] = run_in_process(lambda text: answer, [("a0", "x")])
    assert result.prediction is None
    assert (result.error or "").startswith("bad answer: ")
