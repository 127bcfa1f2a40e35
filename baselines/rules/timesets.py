"""Resolvers of what repeats: ``every Monday``, ``daily``, ``on Tuesdays``, ``a week``."""

from __future__ import annotations

import re
from collections.abc import Callable

from . import timevalues as values
from .lexicon import mapping
from .numbers import NUMBER_WORDS, number
from .timecontext import Context, Reading

__all__ = ["SET_RESOLVERS"]

Match = re.Match[str]
_UNITS = mapping("times", "units")
_WEEKDAYS = mapping("times", "weekdays")
_PARTS = mapping("times", "dayparts")
_COUNTED = 4
_OFTEN = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "annually": "P1Y",
          "hourly": "PT1H", "nightly": "P1D", "annual": "P1Y", "biannually": "P6M"}  # fmt: skip


def _every(match: Match, _: Context) -> Reading:
    if match["weekday"]:
        return Reading("SET", f"XXXX-WXX-{_WEEKDAYS[match['weekday'].lower()]}")
    if match["part"]:
        return Reading("SET", f"XXXX-XX-XXT{_PARTS[match['part'].lower()]}")
    if match["unit"] is None:
        return Reading("SET", "P1Y")
    nth = (match["nth"] or "one").lower()
    count = 2 if nth in ("other", "second") else number(nth)
    return Reading("SET", values.duration(count, _UNITS[match["unit"].lower()]))


def _adverb(match: Match, context: Context) -> Reading | None:
    """``daily``, ``annual``: not within a name (the Daily Herald)."""
    return Reading("SET", _OFTEN[match["often"].lower()]) if match[0][0].islower() else None


def _per(match: Match, context: Context) -> Reading | None:
    """``15 litres per week``, ``two flights a week``: the unit of a rate."""
    before = context.word_before(match.start())
    if not match["article"]:
        if before != "per":
            return None
    elif not _is_rate(context, match.start()):
        return None
    return Reading("SET", values.duration(1, _UNITS[match["unit"].lower()]))


def _is_rate(context: Context, start: int) -> bool:
    """Whether a number with the noun that it counts stands right before."""
    index = context.doc.token_at(start)
    near = context.doc.tokens[max(0, index - _COUNTED) : index]
    if not near or not (near[-1].lower.endswith("s") or near[-1].text[0].isdigit()):
        return False
    return any(t.text[0].isdigit() or t.lower in NUMBER_WORDS for t in near) or (
        near[0].text in "$€£")  # fmt: skip


def _weekdays(match: Match, _: Context) -> Reading | None:
    """``on Tuesdays``."""
    name = match["weekday"]
    return Reading("SET", f"XXXX-WXX-{_WEEKDAYS[name.lower()]}") if name[0].isupper() else None


def _rate(match: Match, _: Context) -> Reading:
    return Reading("SET", values.duration(1, _UNITS[match["unit"].lower()]))


SET_RESOLVERS: dict[str, Callable[[Match, Context], Reading | None]] = {
    "every": _every,
    "adverb": _adverb,
    "rate": _rate,
    "per": _per,
    "weekdays": _weekdays,
}
