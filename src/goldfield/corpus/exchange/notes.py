r"""Values by name in one line of text that people edit: ``name=Ada Lind; wikidata=Q7``.

A value that holds ``;``, a control character or a line break, that starts with ``"``, that has
blanks at its edges, or that is empty, is written as a string of JSON: ``unit="a;b"``. A name with
nothing behind its sign has no value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

__all__ = ["from_note", "to_note"]

_PLAIN = re.compile(r'(?!["\s])[^;\x00-\x1f\x7f-\x9f\u2028\u2029]+(?<!\s)')
_PART = re.compile(r'\s*(?:(\w+)=("(?:[^"\\]|\\.)*"(?=\s*(?:;|\Z))|[^;]*)|[^;]*)(?:;|\Z)')


def to_note(values: Mapping[str, str]) -> str:
    """The line."""
    return "; ".join(f"{name}={_spelled(value)}" for name, value in values.items())


def _spelled(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else json.dumps(value)


def from_note(note: str) -> tuple[dict[str, str], list[str]]:
    """The values of a line, and what else somebody wrote there."""
    values: dict[str, str] = {}
    others: list[str] = []
    for part in _PART.finditer(note):
        name, value = part[1], part[2]
        if name is None:
            others += [words] if (words := part[0].rstrip(";").strip()) else []
        elif value.strip():
            values[name] = _unspelled(value)
    return values, others


def _unspelled(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:
            return value
    return value
