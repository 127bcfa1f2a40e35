"""What the words of a time say: a day or part of it, a clock, a length; and which value that is.

Values are TIMEX3. Everything that the words leave open (which year, which Monday) is left to the
programs of `timevalues`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from .numerals import numbers

__all__ = ["Facts", "UNITS", "absolute", "calendar_kind", "day_in", "facts_of", "length", "nearest"]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_WEEKDAY = re.compile(
    r"\b(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b"
)
_ISO = re.compile(r"\b([12][0-9]{3})-([0-9]{2})-([0-9]{2})\b")
_NUMERIC = re.compile(r"\b([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([12][0-9]{3})\b")
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
_DAY = re.compile(r"\b([0-3]?[0-9])(?:st|nd|rd|th)?\b(?![:.][0-9])")
_ORDINAL = re.compile(r"\b([0-3]?[0-9])(?:st|nd|rd|th)\b")
_CLOCK = re.compile(
    r"\b([0-2]?[0-9])[:.]([0-5][0-9])(?:\s*([ap])\.?m\b|(?![0-9]))|\b([01]?[0-9])\s*([ap])\.?m\b"
    r"|\b([0-2][0-9])([0-5][0-9])(?=\s*(?:gmt|utc|hours|hrs)\b)"
)
_PARTS = {
    "morning": "MO", "dawn": "MO", "daybreak": "MO", "noon": "12:00", "midday": "12:00",
    "lunchtime": "MI", "afternoon": "AF", "evening": "EV", "dusk": "EV", "nightfall": "EV",
    "tonight": "NI", "overnight": "NI", "night": "NI", "midnight": "24:00",
}  # fmt: skip
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "hourly": "TH",
    "day": "D", "daily": "D", "night": "D", "nightly": "D",
    "week": "W", "weekly": "W", "weekend": "WE", "month": "M", "monthly": "M", "quarter": "Q",
    "year": "Y", "yearly": "Y", "annual": "Y", "annually": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
_SMALLER = {"Y": (12, "M"), "D": (24, "TH"), "TH": (60, "TM"), "TM": (60, "TS"), "W": (7, "D")}
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]")


class Facts(NamedTuple):
    """What the words say; `clock` is HH:MM or a part of the day, `lengths` numbers with units."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    clock: str | None
    season: str | None
    unit: str | None
    lengths: tuple[tuple[float | None, str], ...]


def facts_of(text: str) -> Facts:
    """Read the words of one time."""
    low = text.lower()
    clock, rest = _clock(low)
    year, month, day = _numeric(rest) or _spelled(rest)
    weekday = _WEEKDAY.search(rest)
    words = _WORD.findall(rest)
    season = next((_SEASONS[word] for word in words if word in _SEASONS), None)
    lengths = tuple(_lengths(words))
    unit = lengths[-1][1] if lengths else None
    return Facts(
        year, month, day, _WEEKDAYS.index(weekday[1][:3]) if weekday else None, clock, season,
        unit, lengths,
    )  # fmt: skip


def absolute(facts: Facts) -> str | None:
    """The day, month, season or year that is stated in full; None if any part is left open."""
    if facts.year is None:
        return None
    if facts.month and facts.day:
        day = day_of(facts.year, facts.month, facts.day)
        return day.isoformat() if day else None
    if facts.month:
        return f"{facts.year:04}-{facts.month:02}"
    return f"{facts.year:04}-{facts.season}" if facts.season else f"{facts.year:04}"


def nearest(facts: Facts, now: date, step: int) -> str | None:
    """A day, weekday, month or season without a year, on or nearest to `now`.

    Args:
        facts: what the words say.
        now: the day from which it is reckoned.
        step: 1 for what is to come, -1 for what has been; `now` itself is in either direction.
    """
    if facts.year is not None:
        return absolute(facts)
    if facts.weekday is not None and facts.day is None:
        ahead = (facts.weekday - now.weekday()) % 7
        return (now + timedelta(ahead if step > 0 or not ahead else ahead - 7)).isoformat()
    if facts.month and facts.day:
        days = [day_of(now.year + more, facts.month, facts.day) for more in (-1, 0, 1)]
        return _closest([day for day in days if day], now, step)
    if facts.day:
        months = [(now.year * 12 + now.month - 1 + more) for more in (-2, -1, 0, 1, 2)]
        days = [day_of(month // 12, month % 12 + 1, facts.day) for month in months]
        return _closest([day for day in days if day], now, step)
    if facts.month:
        passes = (facts.month > now.month) if step < 0 else (facts.month < now.month)
        return f"{now.year + (step if passes else 0):04}-{facts.month:02}"
    return f"{now.year:04}-{facts.season}" if facts.season else None


def length(facts: Facts) -> str | None:
    """A duration: ``P3D``, ``PT30M``, ``P2Y8M``; X where the words give no number."""
    parts = [_part(number, unit) for number, unit in facts.lengths]
    if not parts or None in parts:
        return None
    told = "".join(part for part in parts if part)
    return "P" + re.sub(r"(?<=[A-Z])T", "", told)


def day_of(year: int, month: int, day: int) -> date | None:
    """A day of the calendar; None if it is not there."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_in(value: str | None) -> date | None:
    """The day that a value begins with; None if it names none."""
    parts = (value or "")[:10].split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    return day_of(*map(int, parts))


def calendar_kind(word: str) -> str:
    """What a lower-case token is to a calendar or a clock; "" if nothing."""
    if _MONTH.fullmatch(word):
        return "month"
    if _WEEKDAY.fullmatch(word):
        return "weekday"
    if word in _PARTS:
        return "part"
    if word in _SEASONS:
        return "season"
    if word in UNITS or word.removesuffix("s") in UNITS:
        return "unit"
    return "year" if _YEAR.fullmatch(word) else ""


def _closest(days: list[date], now: date, step: int) -> str | None:
    fit = [day for day in days if (day - now).days * step >= 0]
    return min(fit, key=lambda day: abs((day - now).days)).isoformat() if fit else None


def _clock(low: str) -> tuple[str | None, str]:
    """The clock time or part of the day, and what is left without it."""
    if match := _CLOCK.search(low):
        hour = int(match[1] or match[4] or match[6])
        minute = int(match[2] or match[7] or 0)
        half = match[3] or match[5]
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        return f"{hour:02}:{minute:02}", low[: match.start()] + " " + low[match.end() :]
    for word in _WORD.findall(low):
        if word in _PARTS:
            return _PARTS[word], low
    return None, low


def _numeric(text: str) -> tuple[int, int, int] | None:
    """All digits: the year first, or the day."""
    if match := _ISO.search(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _NUMERIC.search(text):
        return int(match[3]), int(match[2]), int(match[1])
    return None


def _spelled(text: str) -> tuple[int | None, int | None, int | None]:
    year, month = _YEAR.search(text), _MONTH.search(text)
    rest = text[: year.start()] + " " + text[year.end() :] if year else text
    day = (_DAY if month else _ORDINAL).search(rest)
    return (
        int(year[1]) if year else None,
        _MONTHS.index(month[1][:3]) + 1 if month else None,
        int(day[1]) if day and 1 <= int(day[1]) <= 31 else None,
    )


def _lengths(words: list[str]) -> list[tuple[float | None, str]]:
    found: list[tuple[float | None, str]] = []
    since = 0
    for index, word in enumerate(words):
        unit = UNITS.get(word) or UNITS.get(word.removesuffix("s")) or (
            "CE" if word == "centuries" else None
        )
        if unit:
            before = words[since:index]
            told = numbers(before)
            single = {"a", "an", "the", "each", "every", "one", "this", "last", "next"} & set(before)
            plural = word.endswith("s") or word == "centuries"
            found.append((told[-1] if told else None if plural and not single else 1.0, unit))
            since = index + 1
    if found and words[-2:] == ["a", "half"] and "and" in words:
        found[-1] = ((found[-1][0] or 0) + 0.5, found[-1][1])
    return found


def _part(number: float | None, unit: str) -> str | None:
    if number is None:
        told = "X"
    else:
        while number != int(number) and unit in _SMALLER:
            size, unit = _SMALLER[unit]
            number *= size
        told = f"{round(number)}"
    return f"T{told}{unit[1:]}" if unit.startswith("T") else f"{told}{unit}"
