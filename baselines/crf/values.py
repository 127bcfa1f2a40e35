"""TIMEX3 values: explicit dates and lengths, and days reckoned from the article's date.

A weekday is the latest that has come, a month or day the nearest, a time of day on the article's
date: what holds most often, where only the sentence could tell.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from .numbers import read_number

__all__ = ["date_of", "time_value"]

_MONTHS = {name.lower(): at for names in (month_name, month_abbr) for at, name in enumerate(names)}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH",
    "day": "D", "week": "W", "month": "M", "year": "Y", "decade": "DE",
}  # fmt: skip
_WORDS = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "recently": "PAST_REF",
    "recent": "PAST_REF", "previously": "PAST_REF", "soon": "FUTURE_REF",
    "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "annual": "P1Y",
}  # fmt: skip
_STEPS = {"last": -1, "this": 0, "next": 1}
_OFFSETS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
_PARTS = {
    "morning": "MO", "dawn": "MO", "afternoon": "AF", "evening": "EV", "nightfall": "EV",
    "night": "NI", "overnight": "NI", "tonight": "NI", "noon": "12:00", "midday": "12:00",
}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(sorted(filter(None, _MONTHS), reverse=True))})\b\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>[12]\d{3})"
_UNIT = rf"(?P<unit>{'|'.join(_UNITS)})(?P<plural>s?)"
_FULL = (
    rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b",
    rf"\b{_DAY}(?: of)? {_MONTH},? {_YEAR}\b",
    rf"\b{_MONTH} {_DAY},? {_YEAR}\b",
    rf"\b(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-]{_YEAR}\b",
)
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))? ?([ap])\.?m\b|\b(\d\d):?(\d\d)\b")

_Match = re.Match[str]
_Rules = Sequence[tuple[str, Callable[[_Match, date], str | None]]]


def date_of(text: str) -> date | None:
    """The first full date of a text, where it says when it was published; None if it has none."""
    found = [match for form in _FULL for match in re.finditer(form, text.lower())]
    days = (_full(match, date.min) for match in sorted(found, key=lambda match: match.start()))
    return next((date.fromisoformat(day) for day in days if day), None)


def time_value(text: str, type: str, published: date | None) -> str | None:
    """The value of a time expression; None where the words and the date do not tell."""
    words = text.lower().replace("-", " ")
    if type in ("DURATION", "SET"):
        return _first(_SETS if type == "SET" else _LENGTHS, words, date.min)
    if published is None:
        return _first(_ABSOLUTE, text.lower(), date.min) if type == "DATE" else None
    if type == "DATE":
        return _first((*_ABSOLUTE, *_RELATIVE), text.lower(), published)
    day = _first(_RELATIVE, words, published) or published.isoformat()
    part = _clock(words) or next((_PARTS[word] for word in words.split() if word in _PARTS), None)
    return f"{day}T{part}" if part else None


def _first(rules: _Rules, words: str, published: date) -> str | None:
    """What the first rule that fits makes of it; None also where that leaves the calendar."""
    for form, rule in rules:
        if match := re.search(form, words):
            try:
                return rule(match, published)
            except (ValueError, OverflowError):
                return None
    return None


def _clock(words: str) -> str | None:
    match = _CLOCK.search(words)
    if match is None:
        return None
    hour = int(match[1] or match[4])
    if match[3]:
        hour = hour % 12 + 12 * (match[3] == "p")
    return f"{hour:02d}:{match[2] or match[5] or '00'}"


def _full(match: _Match, _: date) -> str | None:
    month = _MONTHS.get(match["month"]) or int(match["month"])
    try:
        return date(int(match["year"]), month, int(match["day"])).isoformat()
    except ValueError:
        return None


def _month(match: _Match, published: date) -> str:
    """A month without a year, or a day of it: the nearest one."""
    month, day = _MONTHS[match["month"]], match.groupdict().get("day")
    months = month - published.month
    year = published.year - (months > 6) + (months < -6)
    return f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def _weekday(match: _Match, published: date) -> str:
    back = (published.weekday() - _DAYS.index(match["weekday"])) % 7
    back += 7 * (match["which"] == "last" and back == 0) - 7 * (match["which"] == "next")
    return (published - timedelta(back)).isoformat()


def _ago(match: _Match, published: date) -> str | None:
    count = read_number(match["count"])
    return None if count is None else _moved(published, match["unit"], -int(count))


def _moved(published: date, unit: str, step: int) -> str | None:
    """The article's date moved by so many units, as exact as the unit is."""
    if abs(step) > 999:
        return None
    months = published.year * 12 + published.month - 1 + step
    moved = published + timedelta({"day": 1, "week": 7}.get(unit, 0) * step)
    year, week, _ = moved.isocalendar()
    return {
        "day": moved.isoformat(),
        "week": f"{year}-W{week:02d}",
        "month": f"{months // 12:04d}-{months % 12 + 1:02d}",
        "year": f"{published.year + step:04d}",
    }.get(unit)


def _length(match: _Match, _: date) -> str:
    """So many units; half a unit is told in the smaller one, and none of several is X."""
    count, unit = read_number(match["count"] or ""), match["unit"]
    if count is None:
        return _period("X" if match["plural"] else "1", unit)
    smaller = {"hour": (60, "minute"), "year": (12, "month")}.get(unit)
    if smaller and not count.is_integer():
        count, unit = count * smaller[0], smaller[1]
    return _period(f"{count:g}", unit)


def _period(count: str, unit: str) -> str:
    code = _UNITS[unit]
    return f"PT{count}{code[1:]}" if code[0] == "T" else f"P{count}{code}"


_SAID = (rf"\b({'|'.join(_WORDS)})\b", lambda match, _: _WORDS[match[1]])
_ABSOLUTE: _Rules = (
    *((form, _full) for form in _FULL),
    (rf"\b{_MONTH},? {_YEAR}\b", lambda match, _: f"{match['year']}-{_MONTHS[match['month']]:02d}"),
    (rf"(?<![\w-]){_YEAR}(?![\w-])", lambda match, _: match["year"]),
    _SAID,
)
_RELATIVE: _Rules = (
    (rf"\b{_DAY}(?: of)? {_MONTH}", _month),
    (rf"\b{_MONTH} {_DAY}\b", _month),
    (rf"(?P<which>last|next)? ?\b(?P<weekday>{'|'.join(_DAYS)})\b", _weekday),
    (rf"\b({'|'.join(_OFFSETS)})\b", lambda match, day: _moved(day, "day", _OFFSETS[match[1]])),
    (rf"\b(?P<which>{'|'.join(_STEPS)}) {_UNIT}\b",
     lambda match, day: _moved(day, match["unit"], _STEPS[match["which"]])),
    (rf"(?P<count>.*?)\b{_UNIT} (?:ago|earlier)\b", _ago),
    (rf"\b({'|'.join(_SEASONS)})\b", lambda match, day: f"{day.year}-{_SEASONS[match[1]]}"),
    (rf"\b{_MONTH}", _month),
)  # fmt: skip
_LENGTHS: _Rules = (_SAID, (rf"(?P<count>.*?)\b{_UNIT}\b", _length))
_SETS: _Rules = (
    (rf"\b(?:every|each|an?) {_UNIT}\b", lambda match, _: _period("1", match["unit"])),
    *_LENGTHS,
)
