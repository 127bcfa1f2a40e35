"""When two values of a user's own JSON are the same. A matcher gives each value its key.

Two values match if their keys are equal, so a matcher is an equivalence and lists can be
compared by counting. A changed meaning gets a new name; old names keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import NamedTuple

import msgspec

from goldfield.errors import UnknownName
from goldfield.schema.text import fold

__all__ = ["MATCHERS", "Matcher", "find_matcher"]

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})([T ].*)?")


class Matcher(NamedTuple):
    """A named equivalence of JSON values."""

    key: Callable[[object], Hashable]
    why: str


def find_matcher(name: str) -> Matcher:
    """The matcher of this name.

    Raises:
        UnknownName: there is none.
    """
    if name not in MATCHERS:
        raise UnknownName("matcher", name, MATCHERS)
    return MATCHERS[name]


def _exact(value: object) -> Hashable:
    # 1 and 1.0 are one JSON number; true is none.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return msgspec.json.encode(value, order="deterministic")


def _text(value: object) -> Hashable:
    return fold(value).casefold() if isinstance(value, str) else _exact(value)


def _number(value: object) -> Hashable:
    if isinstance(value, bool):
        return _exact(value)
    try:
        return float(value) if isinstance(value, int | float | str) else _exact(value)
    except (ValueError, OverflowError):
        return _exact(value)


def _date(value: object) -> Hashable:
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    return found[1] if found else _exact(value)


MATCHERS = {
    "exact": Matcher(_exact, "the same JSON value"),
    "text": Matcher(_text, "the same text after NFKC, plain quotes and dashes, in any case"),
    "number": Matcher(_number, "the same number, written as a number or as a plain numeral"),
    "date": Matcher(_date, "the same ISO 8601 day, whatever the time of day"),
}
