"""From an extractor's answer to one line of JSON, strictly."""

from __future__ import annotations

import json
from typing import Any

import msgspec

__all__ = ["as_prediction", "one_line"]

_LONGEST_MESSAGE = 500


def as_prediction(article: str, answer: Any) -> bytes:
    """The answer as a compact JSON object that begins with the article's id.

    Raises:
        ValueError, TypeError: the answer is not a JSON object, or holds what JSON cannot say.
    """
    ident = {"id": article}
    return _encode(ident | _as_dict(answer) | ident)


def _encode(answer: dict[str, Any]) -> bytes:
    """The answer as JSON, quickly if it comes back as it was.

    msgspec rewrites what JSON cannot say (NaN, sets, bytes); the standard encoder refuses it.
    """
    try:
        line = msgspec.json.encode(answer)
        if msgspec.json.decode(line) == answer:
            return line
    except (TypeError, ValueError, OverflowError, RecursionError):
        pass
    return _ENCODER.encode(answer).encode()


def one_line(error: BaseException) -> str:
    """``Type: message`` without line breaks, at most 500 characters, always valid UTF-8."""
    try:
        message = " ".join(str(error).split())
    except Exception:  # a broken __str__ must not hide the failure
        message = ""
    line = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return line[:_LONGEST_MESSAGE].encode("utf-8", "replace").decode()


def _as_dict(answer: Any) -> dict[str, Any]:
    if isinstance(answer, dict):
        return answer
    if isinstance(answer, str | bytes | bytearray):
        answer = msgspec.json.decode(answer)
    else:
        answer = _plain(answer)
    if not isinstance(answer, dict):
        raise TypeError(f"the answer is {_json_type(answer)}, not a JSON object")
    return answer


def _plain(value: Any) -> Any:
    """Structs and dataclasses as builtins; anything else is left for the encoder to refuse."""
    if isinstance(value, msgspec.Struct) or hasattr(value, "__dataclass_fields__"):
        return msgspec.to_builtins(value, builtin_types=(bytes, bytearray))
    if isinstance(value, list | tuple | int | float | None):
        return value
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def _json_type(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case list() | tuple():
            return "a list"
        case _:
            return "a number"


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
)
