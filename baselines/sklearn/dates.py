"""What the words of a time say: a day or part of it, a clock, a length.

Everything that the words leave open (which year, which Monday) is left to `timevalues`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from .numerals import numbers

__all__ = ["Facts", "absolute", "calendar_kind", "day_in", "day_of", "facts_of", "length"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"\b(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b")
_ISO = re.compile(r"\b([12][0-9]{3})-([0-9]{2})-([0-9]{2})\b")
_NUMERIC = re.compile(r"\b([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([12][0-9]{3})\b")
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
_DAY = re.compile(r"\b([0-3]?[0-9])(?:st|nd|rd|th)?\b(?![:.][0-9])")
_ORDINAL = re.compile(r"\b([0-3]?[0-9])(?:st|nd|rd|th)\b")
_HOUR = r"([01]?[0-9]|2[0-4])"
_CLOCK = re.compile(
    rf"\b{_HOUR}[:.]([0-5][0-9])(?:\s*([ap])\.?m\b|(?![0-9]))|\b{_HOUR}\s*([ap])\.?m\b"
    r"|\b([01][0-9]|2[0-4])([0-5][0-9])(?=\s*(?:gmt|utc|hours|hrs)\b)"
)
_PARTS = {
    "morning": "MO", "dawn": "MO", "daybreak": "MO", "noon": "12:00", "midday": "12:00",
    "lunchtime": "MI", "afternoon": "AF", "evening": "EV", "dusk": "EV", "nightfall": "EV",
    "tonight": "NI", "overnight": "NI", "night": "NI", "midnight": "24:00",
}  # fmt: skip
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "hourly": "TH",
    "day": "D", "daily": "D", "night": "D", "nightly": "D",
    "week": "W", "weekly": "W", "weekend": "WE", "month": "M", "monthly": "M", "quarter": "Q",
    "year": "Y", "yearly": "Y", "annual": "Y", "annually": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
_SMALLER = {"Y": (12, "M"), "W": (7, "D"), "D": (24, "TH"), "TH": (60, "TM"), "TM": (60, "TS")}
_SINGLE = frozenset(("a", "an", "the", "each", "every", "this", "last", "next"))
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]")


class Facts(NamedTuple):
    """What the words say.

    Attributes:
        year: and `month` and `day`, as numbers.
        month: see `year`.
        day: see `year`.
        weekday: 0 is Monday.
        clock: HH:MM, or the TIMEX3 part of a day.
        season: in TIMEX3.
        lengths: units of time, each with the number before it; None if the words give none.
    """

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    clock: str | None
    season: str | None
    lengths: tuple[tuple[float | None, str], ...]

    @property
    def unit(self) -> str | None:
        """The last unit of time, or the season."""
        return self.lengths[-1][1] if self.lengths else self.season

    @property
    def pattern(self) -> str:
        """Which of these are told, as one word."""
        return "".join(str(int(part not in (None, ()))) for part in self)


def facts_of(text: str) -> Facts:
    """Read the words of one time."""
    clock, rest = _clock(text.lower())
    year, month, day = _numeric(rest) or _spelled(rest)
    weekday = _WEEKDAY.search(rest)
    words = _WORD.findall(rest)
    return Facts(
        year,
        month,
        day,
        _WEEKDAYS.index(weekday[1][:3]) if weekday else None,
        clock,
        next((_SEASONS[word] for word in words if word in _SEASONS), None),
        tuple(_lengths(words)),
    )


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


def length(facts: Facts) -> str | None:
    """A duration: ``P3D``, ``PT30M``, ``P2Y8M``; X where the words give no number."""
    parts = [_part(number, unit) for number, unit in facts.lengths]
    return "P" + re.sub(r"(?<=[A-Z])T", "", "".join(parts)) if parts else None


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
    return "unit" if _unit(word) else "year" if _YEAR.fullmatch(word) else ""


def _clock(low: str) -> tuple[str | None, str]:
    """The clock time or part of the day, and what is left without it."""
    if match := _CLOCK.search(low):
        hour = int(match[1] or match[4] or match[6])
        minute = int(match[2] or match[7] or 0)
        if half := match[3] or match[5]:
            hour = hour % 12 + (12 if half == "p" else 0)
        return f"{hour:02}:{minute:02}", f"{low[: match.start()]} {low[match.end() :]}"
    part = next((_PARTS[word] for word in _WORD.findall(low) if word in _PARTS), None)
    return part, low


def _numeric(text: str) -> tuple[int, int, int] | None:
    """All digits: the year first, or the day."""
    if match := _ISO.search(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _NUMERIC.search(text):
        return int(match[3]), int(match[2]), int(match[1])
    return None


def _spelled(text: str) -> tuple[int | None, int | None, int | None]:
    year, month = _YEAR.search(text), _MONTH.search(text)
    rest = f"{text[: year.start()]} {text[year.end() :]}" if year else text
    day = (_DAY if month else _ORDINAL).search(rest)
    return (
        int(year[1]) if year else None,
        _MONTHS.index(month[1][:3]) + 1 if month else None,
        int(day[1]) if day and 1 <= int(day[1]) <= 31 else None,
    )


def _unit(word: str) -> str | None:
    singular = "century" if word == "centuries" else word.removesuffix("s")
    return _UNITS.get(word) or _UNITS.get(singular)


def _lengths(words: list[str]) -> list[tuple[float | None, str]]:
    found: list[tuple[float | None, str]] = []
    since = 0
    for index, word in enumerate(words):
        if unit := _unit(word):
            before = words[since:index]
            told = numbers(before)
            many = word not in _UNITS and _SINGLE.isdisjoint(before)
            found.append((told[-1] if told else None if many else 1.0, unit))
            since = index + 1
    if found and words[-3:] == ["and", "a", "half"]:
        found[-1] = ((found[-1][0] or 0.0) + 0.5, found[-1][1])
    return found


def _part(number: float | None, unit: str) -> str:
    told = "X"
    if number is not None:
        while number != int(number) and unit in _SMALLER:
            size, unit = _SMALLER[unit]
            number *= size
        told = f"{round(number)}"
    return f"T{told}{unit[1:]}" if unit.startswith("T") else f"{told}{unit}"
