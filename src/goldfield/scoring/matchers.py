"""When two values of a user's own JSON are the same. A matcher gives each value its key.

Two values match if their keys are equal, so a matcher is an equivalence and lists can be
compared by counting. With a tolerance it is none any more (1 is near 2, and 2 near 3): it then
tells how near two keys are, and lists are paired one to one. A changed meaning gets a new name;
old names keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, InvalidOperation
from functools import partial
from typing import NamedTuple

import msgspec

from goldfield.errors import UnknownName, UsageError
from goldfield.schema.text import fold
from goldfield.scoring.similarity import edit_distance

__all__ = ["MATCHERS", "Limits", "Matcher", "find_matcher"]

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})([T ].*)?")


class Limits(NamedTuple):
    """How far a predicted value may be off: those that a matcher takes, the others None.

    Args:
        absolute: for `number`, the largest difference.
        relative: for `number`, the largest difference as a share of gold's number.
        threshold: for `edit`, the least similarity, above 0 and at most 1.
    """

    absolute: float | None = None
    relative: float | None = None
    threshold: float | None = None


class Matcher(NamedTuple):
    """A named comparison of JSON values.

    Args:
        key: what stands for a value; equal keys always match.
        why: when two values match, in words.
        near: with a tolerance, how near a predicted key is to gold's, 0 if they do not match.
    """

    key: Callable[[object], Hashable]
    why: str
    near: Callable[[Hashable, Hashable], int] | None = None

    def same(self, gold: Hashable, pred: Hashable) -> bool:
        """Whether two keys match."""
        return gold == pred or (self.near is not None and self.near(gold, pred) > 0)


def find_matcher(name: str, limits: Limits = Limits()) -> Matcher:  # noqa: B008 (immutable)
    """The matcher of this name, with a tolerance where limits are given; else keys decide.

    Raises:
        UnknownName: there is none.
        UsageError: it takes no such limit, or not one of this size.
    """
    if name not in MATCHERS:
        raise UnknownName("matcher", name, MATCHERS)
    matcher, taken = MATCHERS[name], _TAKEN.get(name, ())
    given = {limit: size for limit, size in limits._asdict().items() if size is not None}
    for limit, size in given.items():
        if limit not in taken:
            raise UsageError(f"matcher {name!r} takes no {limit}; it takes {taken or 'no limits'}")
        if not 0 <= size < float("inf") or (limit == "threshold" and not 0 < size <= 1):
            raise UsageError(f"{limit} = {size} is out of range; see eval/PROTOCOL.md")
    if not given:
        return matcher
    return matcher._replace(near=partial(_NEAR[name], limits))


def _exact(value: object) -> Hashable:
    if isinstance(value, str):
        return value  # what is encoded is bytes, which no string equals
    return msgspec.json.encode(_plain(value), order="deterministic")


def _plain(value: object) -> object:
    """The value with whole numbers written as such: 1 and 1.0 are one JSON number, true is none."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(value: object) -> Hashable:
    return fold(value).casefold() if isinstance(value, str) else _exact(value)


def _number(value: object) -> Hashable:
    # Decimal, since a float cannot tell apart two whole numbers beyond 2**53.
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return _exact(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return _exact(value)
    return number if number.is_finite() else _exact(value)


def _date(value: object) -> Hashable:
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    return found[1] if found else _exact(value)


def _near_number(limits: Limits, gold: Hashable, pred: Hashable) -> int:
    """Gold's number sets the relative limit, so a prediction cannot widen it."""
    if not isinstance(gold, Decimal) or not isinstance(pred, Decimal):
        return _STEPS * (gold == pred)
    # As written: 100.01 - 100 is 0.01, which it is not in binary.
    share = _WIDE.multiply(Decimal(str(limits.relative or 0)), _WIDE.abs(gold))
    limit = max(Decimal(str(limits.absolute or 0)), share)
    apart = _WIDE.abs(_WIDE.subtract(gold, pred))
    if apart > limit:
        return 0
    return _STEPS - int(_WIDE.multiply(_WIDE.divide(apart, limit), _STEPS - 1)) if apart else _STEPS


def _near_text(limits: Limits, gold: Hashable, pred: Hashable) -> int:
    """One minus the edit distance over the length of the longer text (Yujian and Bo 2007)."""
    if gold == pred or not isinstance(gold, str) or not isinstance(pred, str):
        return _STEPS * (gold == pred)
    longest = max(len(gold), len(pred))
    alike = longest - edit_distance(gold, pred)
    enough = alike >= Decimal(str(limits.threshold)) * longest
    return max(1, _STEPS * alike // longest) if enough else 0


_STEPS = 1000  # nearness settles only which of several matching values are paired
_WIDE = Context(prec=64, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
_TAKEN = {"number": ("absolute", "relative"), "edit": ("threshold",)}
_NEAR = {"number": _near_number, "edit": _near_text}

MATCHERS = {
    "exact": Matcher(_exact, "the same JSON value"),
    "text": Matcher(_text, "the same text after NFKC, plain quotes and dashes, in any case"),
    "number": Matcher(_number, "the same number or plain numeral; with limits, one near it"),
    "edit": Matcher(_text, "as text, or similar to it: 1 - edit distance / longer >= threshold"),
    "date": Matcher(_date, "the same ISO 8601 day, whatever the time of day"),
}
