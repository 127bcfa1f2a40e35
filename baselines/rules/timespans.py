"""Resolvers of durations, distances in time, clock times and vague references."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from . import timevalues as values
from .lexicon import mapping, words
from .numbers import number
from .timecontext import Context, Reading
from .timesets import SET_RESOLVERS

__all__ = ["SPAN_RESOLVERS"]

Match = re.Match[str]
_DCT = "DCT"
_UNITS = mapping("times", "units")
_AGES = ("day", "week", "month", "year")
_SMALLER = {"hour": (60, "TM"), "year": (12, "M"), "day": (24, "TH"), "minute": (60, "TS")}
_CLOCK_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "24:00", "lunchtime": "MI",
                "dawn": "MO", "daybreak": "MO", "sunrise": "MO", "dusk": "EV", "nightfall": "EV",
                "sunset": "EV"}  # fmt: skip
_CLOCK = re.compile(r"(\d\d?)(?:[:.]?(\d\d))?")


def _count(written: str) -> float | None:
    """A count, None for several, a few and many."""
    lowered = written.lower()
    if lowered in ("a", "an"):
        return 1
    if lowered.endswith(("few", "several", "many")):
        return None
    if lowered.startswith("half"):
        return 0.5
    return 2 if lowered.startswith("a couple") else number(lowered)


def _ago(match: Match, context: Context) -> Reading | None:
    count = _count(match["count"])
    designator, factor = values.unit_code(_UNITS[match["unit"].lower()])
    tail = match[0].lower().rsplit(None, 2)
    past = tail[-1] in ("ago", "earlier", "before")
    base, anchor = _base(context, tail[-1])
    if count is None:
        return Reading("DATE", "PAST_REF" if past else "FUTURE_REF", _DCT, True)
    if designator[0] == "T":
        return Reading("TIME", None, anchor)
    if count != int(count):
        return Reading("DATE", None, anchor)
    steps = int(count) * factor * (-1 if past else 1)
    return Reading("DATE", values.shifted(base, designator, steps), anchor)


def _base(context: Context, word: str) -> tuple[date | None, str | int | None]:
    """``ago`` counts from publication; ``later`` and ``earlier`` from the last date named."""
    if word in ("ago", "now"):
        return context.anchor, _DCT
    index = context.previous(10)
    known = context.found[index].value if index is not None else None
    try:
        return (date.fromisoformat(known[:10]), index) if known else (None, None)
    except ValueError:
        return None, None


def _mixed(match: Match, _: Context) -> Reading | None:
    """``two years and eight months``, ``four and a half years``, ``a year and a half``."""
    first = number(match["first"]) if match["first"].lower() not in ("a", "an", "one") else 1
    written = (match["unit"] or match["unit_too"]).lower()
    unit = _UNITS[written]
    if first is None:
        return None
    if match["more"]:
        second, smaller = number(match["second"]), _UNITS[match["more"].lower()]
        if second is None or unit[0] == "T" or smaller[0] == "T" or unit == smaller:
            return None
        return Reading("DURATION", f"P{first:g}{unit}{second:g}{smaller}")
    factor, code = _SMALLER.get(written, (0, ""))
    value = values.duration(round((first + 0.5) * factor), code) if factor else None
    return Reading("DURATION", value) if value else None


def _whole(match: Match, context: Context) -> Reading | None:
    """``within the week``, ``up 3% on the week``: a length; ``the day it fell``: that day."""
    before, unit = context.word_before(match.start()), match["unit"].lower()
    if before in ("within", "inside", "on") and context.word_after(match.end()) != "of":
        return Reading("DURATION", values.duration(1, _UNITS[unit]))
    following = context.word_after(match.end()).lower()
    index = context.previous(10)
    if unit != "day" or index is None or following in ("after", "before", "of"):
        return None
    gap = context.doc.text[context.found[index].end : match.start()]
    return Reading("DATE", (context.found[index].value or "")[:10], index) if gap == ", " else None


def _last_n(match: Match, _: Context) -> Reading:
    code = _UNITS[match["unit"].lower()]
    count = _count(match["count"])
    return Reading("DURATION", values.duration(count, code), None, count is None)


def _duration(match: Match, context: Context) -> Reading | None:
    """A length of time, unless the unit is not one here (a second chance, night two)."""
    written, unit = match["count"].lower(), match["unit"].lower()
    plural = match[0].lower().endswith("s")
    if written in ("few", "many") or (match["aged"] is not None and unit in _AGES):
        return None
    if written in ("a", "an"):
        return _single(match, context, unit, plural)
    if unit == "second" and written == "one":
        return None
    count = _count(written)
    value = _halved(match, count) or values.duration(count, _UNITS[unit])
    return Reading("DURATION", value, None, count is None)


def _halved(match: Match, count: float | None) -> str | None:
    """``half an hour``, ``1.5 years``: fractions take the smaller unit."""
    if count is None or count == int(count) or match["unit"].lower() not in _SMALLER:
        return None
    factor, code = _SMALLER[match["unit"].lower()]
    return values.duration(round(count * factor), code)


def _single(match: Match, context: Context, unit: str, plural: bool) -> Reading | None:
    """``a year``: a length after ``for`` or ``in``, a rate after a number; else no time."""
    before = context.word_before(match.start())
    if plural or unit == "second" or "-" in match[0]:
        return None
    led = match[0].lower().startswith(("about", "around", "almost", "nearly", "more", "less"))
    if led or before in words("times", "duration_leads") | words("times", "lasting"):
        return Reading("DURATION", values.duration(1, _UNITS[unit]))
    return None


def _long(match: Match, context: Context) -> Reading | None:
    before = context.word_before(match.start())
    if before not in words("times", "duration_leads") | words("times", "lasting"):
        return None
    unit = {"centuries": "century"}.get(match["bare"].lower(), match["bare"].lower()[:-1])
    return Reading("DURATION", values.duration(None, _UNITS[unit]), None, True)


def _clock(match: Match, context: Context) -> Reading | None:
    """A clock time without its day, which `clocks` finds when all days are known."""
    written, half = match["clock"].lower(), match["half"]
    word = written[0].isalpha()
    named = half is not None or word or match.end() > match.end("clock") or len(written) == 5
    four = written.isdigit() and len(written) == 4
    before = context.word_before(match.start())
    if not (named or four) and before not in words("times", "clock_leads"):
        return None
    led = before in words("times", "clock_leads") or match.start("clock") > match.start()
    following = context.word_after(match.end())
    if word and written not in ("noon", "midnight", "midday") and (not led or following == "-"):
        return None
    clock = _CLOCK_WORDS.get(written) or _hour(written)
    return Reading("TIME", f"T{clock}") if clock else None


def _hour(written: str) -> str | None:
    match = _CLOCK.match(written)
    if match is None:
        return None
    hour, minute = int(match[1]), match[2]
    if "p" in written and hour < 12:
        hour += 12
    elif "a" in written and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute or '00'}" if hour < 25 else None


def _past(match: Match, context: Context) -> Reading | None:
    """Vague past; ``the past`` counts only where no word follows."""
    after = context.word_after(match.end())
    if match[0].lower() == "the past" and (after[:1].isalnum() or after == "-"):
        return None
    return Reading("DATE", "PAST_REF", _DCT, True)


def _present(match: Match, context: Context) -> Reading | None:
    if match[0].lower() in ("present", "the moment") and context.word_before(match.start()) != "at":
        return None
    return Reading("DATE", "PRESENT_REF", _DCT, True)


def _future(match: Match, context: Context) -> Reading | None:
    before = context.word_before(match.start())
    if (match[0].lower() == "the future" and before != "in") or before == "as":
        return None
    if context.word_after(match.end()).lower() in ("before", "after", "afterwards", "thereafter"):
        return None
    return Reading("DATE", "FUTURE_REF", _DCT, True)


SPAN_RESOLVERS: dict[str, Callable[[Match, Context], Reading | None]] = {
    "ago": _ago,
    "mixed": _mixed,
    "whole": _whole,
    "last_n": _last_n,
    "duration": _duration,
    "long": _long,
    "clock": _clock,
    **SET_RESOLVERS,
    "past": _past,
    "present": _present,
    "future": _future,
}
