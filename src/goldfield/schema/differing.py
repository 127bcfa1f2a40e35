"""Where two JSON values differ, and how a message shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

__all__ = ["Other", "json_differences", "shown"]

_LONGEST = 80


class Other(NamedTuple):
    """One value that differs: its JSON path, and both sides as text, cut where they are long."""

    path: str
    left: str
    right: str


def json_differences(left: Any, right: Any, path: str = "$") -> Iterator[Other]:
    """The values in which two JSON values differ, in the order of the left one, below `path`.

    Lists of one length are compared item by item; others differ as a whole.

    >>> [*json_differences({"a": [1, 2]}, {"a": [1, 3], "b": 0})]
    [Other(path='$.a[1]', left='2', right='3'), Other(path='$.b', left='nothing', right='0')]
    """
    if isinstance(left, dict) and isinstance(right, dict):
        for key in dict.fromkeys([*left, *right]):
            inner = f"{path}.{key}" if key.isidentifier() else f'{path}["{key}"]'
            if key in left and key in right:
                yield from json_differences(left[key], right[key], inner)
            else:
                yield Other(inner, _shown_in(left, key), _shown_in(right, key))
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for index, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from json_differences(one, other, f"{path}[{index}]")
    elif left != right or isinstance(left, bool) is not isinstance(right, bool):
        yield Other(path, shown(left), shown(right))


def shown(value: object) -> str:
    """The value as JSON, cut to 80 characters."""
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _shown_in(node: dict[str, Any], key: str) -> str:
    return shown(node[key]) if key in node else "nothing"
