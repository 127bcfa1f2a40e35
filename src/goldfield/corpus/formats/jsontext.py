"""JSON values in whatever text holds them: JSONL, one document, or a model's chatty answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

__all__ = ["Broken", "Value", "find_values"]

# An object may begin anywhere, a list only on a line of its own: prose is full of [1] and [sic].
_OPENING = re.compile(r"""\{(?=\s*["'}])|^[ \t]*\{|^[ \t]*\[(?=\s*[\[{\]])""", re.MULTILINE)
_MAX_BROKEN = 1000
_NEXT = re.compile(r"^(?:[{\[]|```)", re.MULTILINE)


class Value(NamedTuple):
    """A JSON object or list, and the line on which it begins."""

    line: int
    value: Any


class Broken(NamedTuple):
    """Text that begins like JSON and is none: most often an answer that was cut off."""

    line: int
    problem: str


def find_values(text: str) -> Iterator[Value | Broken]:
    """The JSON objects and lists of `text`, in order; what stands around them is skipped.

    After a broken one the search goes on at the next line that begins with ``{``, ``[`` or a
    fence, so that no part of it is taken for a record. NaN and Infinity are read as null.
    """
    position, line, counted, broken = 0, 1, 0, 0
    while broken < _MAX_BROKEN and (opening := _OPENING.search(text, position)):
        start = opening.end() - 1
        line, counted = line + text.count("\n", counted, start), start
        try:
            value, position = _DECODER.raw_decode(text, start)
            yield Value(line, value)
        except json.JSONDecodeError as error:
            yield Broken(line, f"not JSON: {error.msg} at line {error.lineno}")
            broken += 1
            position = _resume(text, max(error.pos, start + 1))
        except RecursionError:
            yield Broken(line, "nested too deep to read")
            return


def _resume(text: str, position: int) -> int:
    found = _NEXT.search(text, position)
    return found.start() if found else len(text)


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < 19 else float(digits)


_DECODER = json.JSONDecoder(parse_constant=lambda _name: None, parse_int=_integer)
