"""What the words of a time expression say of its value (T2, T5, T7-T11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.numerals import read_quantity

__all__ = ["contradictions", "day_of", "reference_of"]

_DAYS = "|".join(LEXICON.weekdays)
_MONTHS = "|".join(
    [*LEXICON.months, *(rf"{month[:3]}\b\.?" for month in LEXICON.months), r"sept\.?"]
)
_SHIFTS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}
_STEPS = {"last": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}
_UNITS = "|".join(LEXICON.time_units)
_LENGTH = re.compile(
    r"(?:(?:at least|about|around|nearly|almost|more than|up to|over|the (?:past|last|next)) )*"
    rf"(.+?)[ -]({_UNITS})s?(?:-long)?"
)
_OF_DAY = re.compile(
    r"\d\d?[:.]\d\d(?: ?[a-z.]{2,4})?|\d\d? ?[ap]\.?m\.?|dawn|dusk|noon|midnight|midday"
)
_AGO = re.compile(rf"(.+?) ({_UNITS})s? (ago|earlier|before|later|after)")


def day_of(value: str | None) -> date | None:
    """The day of a value such as 2031-05-14 or 2031-05-14TMO; None if it has none."""
    found = re.match(r"\d{4}-\d\d-\d\d(?=$|T)", value or "")
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def reference_of(words: str) -> str | None:
    """The `_REF` that the words have by the closed list of T10."""
    low = words.lower()
    return next((ref for ref, known in LEXICON.references.items() if low in known), None)


def contradictions(words: str, value: str, start: date | None) -> Iterator[str]:
    """What the words say that the value does not.

    Args:
        words: the surface of the time.
        value: its TIMEX3 value.
        start: the day from which it is reckoned, if that is known.
    """
    low = " ".join(words.lower().split())
    yield from _reference(low, value)
    yield from _calendar(low, value)
    yield from _clock(low, value)
    yield from _length(low, value)
    if start is not None:
        yield from _from_day(low, value, start)
        yield from _from_week(low, value, start)


def _reference(low: str, value: str) -> Iterator[str]:
    wanted = reference_of(low)
    if wanted and value != wanted:
        yield f"{wanted} by T10"
    elif value.endswith("_REF") and re.search(rf"\d|\b(?:{_DAYS}|{_MONTHS})\b", low):
        yield "a date"


def _calendar(low: str, value: str) -> Iterator[str]:
    day = day_of(value)
    weekday = re.search(rf"\b({_DAYS})s?\b", low)
    if weekday and day and LEXICON.weekdays[day.weekday()] != weekday[1]:
        yield f"{weekday[1].capitalize()}, and {day} is a {day:%A}"
    if weekday and value.startswith("XXXX-WXX-") and "weekday" not in low:
        wanted = f"XXXX-WXX-{LEXICON.weekdays.index(weekday[1]) + 1}"
        if not value.startswith(wanted):
            yield wanted
    year = re.search(r"(?<![\d.,])(1[5-9]\d\d|20\d\d)(s?)(?![\d%])", low)
    if year and not value.startswith(year[1][:3] if year[2] else year[1]):
        yield f"the year {year[0]}"
    month = re.search(rf"\b({_MONTHS})(?!\w)", low)
    stated = re.match(r"[\dX]{4}-(0[1-9]|1[0-2])(?!\d)", value)
    if month and stated and LEXICON.months[int(stated[1]) - 1][:3] != month[1][:3]:
        yield f"the month {month[1].capitalize()}"
    number = re.search(rf"\b(\d\d?)(?:st|nd|rd|th)?,? (?:of )?(?:{_MONTHS})(?!\w)", low)
    number = number or re.search(rf"\b(?:{_MONTHS}) (\d\d?)(?:st|nd|rd|th)?\b(?!:)", low)
    if number and day and day.day != int(number[1]):
        yield f"day {number[1]} of the month"


def _clock(low: str, value: str) -> Iterator[str]:
    found = re.search(r"(?<![\d:.])(\d{1,2})(?:[:.](\d\d))?(?: ?([ap])\.?m\b)?", low)
    if not found or not (found[2] or found[3]) or "T" not in value:
        return
    hour = int(found[1]) % 12 + (12 if found[3] == "p" else 0) if found[3] else int(found[1])
    wanted = f"T{hour:02d}" + (f":{found[2]}" if found[2] else "")
    if wanted not in value and re.search(r"T\d", value):
        yield f"{wanted}"


def _length(low: str, value: str) -> Iterator[str]:
    found = _LENGTH.fullmatch(low)
    if found is None or not value.startswith("P") or value.endswith("_REF"):
        return
    unit = LEXICON.time_units[found[2]]
    number = "1" if found[1] in ("a", "an", "one") else _digits(found[1])
    if number is None:
        return
    wanted = f"PT{number}{unit[1:]}" if unit.startswith("T") else f"P{number}{unit}"
    same = {wanted, wanted.replace("PT24H", "P1D"), wanted.replace("P12M", "P1Y")}
    if value not in same:
        yield wanted


def _digits(words: str) -> str | None:
    if words in ("several", "a few", "some", "many"):
        return "X"
    reading = read_quantity(words)
    exact = reading is not None and reading.unit is None and reading.value is not None
    return f"{reading.value:g}" if exact and reading else None


def _from_day(low: str, value: str, start: date) -> Iterator[str]:
    day = day_of(value)
    if day is None:
        return
    gap = (day - start).days
    if low in _SHIFTS and gap != _SHIFTS[low]:
        yield f"{start + timedelta(days=_SHIFTS[low])}"
    weekday = re.fullmatch(
        rf"(?:(last|next|this|early|late|late on|early on) )?({_DAYS})(?: \w+)?", low
    )
    if weekday and LEXICON.weekdays[day.weekday()] == weekday[2]:
        yield from _weekday(weekday[1] or "", gap, start)
    if _OF_DAY.fullmatch(low) and abs(gap) > 1:
        yield f"a time of day near {start}"
    ago = _AGO.fullmatch(low)
    if ago and ago[2] in ("day", "week"):
        number = "1" if ago[1] in ("a", "an", "one") else _digits(ago[1])
        back = ago[3] in ("ago", "earlier", "before")
        if number and number != "X" and ago[2] == "day":
            wanted = start + timedelta(days=int(float(number)) * (-1 if back else 1))
            if wanted != day:
                yield f"{wanted}"


def _weekday(modifier: str, gap: int, start: date) -> Iterator[str]:
    """T11: the day itself, else the nearest on either side; `last` and `next` are strict."""
    if modifier == "last" and not -7 <= gap < 0:
        yield f"one of the 7 days before {start}"
    elif modifier == "next" and not 0 < gap <= 14:
        yield f"the first such day after {start}"
    elif modifier not in ("last", "next") and abs(gap) >= 7:
        yield f"the nearest such day to {start}"


def _from_week(low: str, value: str, start: date) -> Iterator[str]:
    found = re.fullmatch(
        r"(?:early |late |the )?(last|previous|this|next|coming) (week|month|year)", low
    )
    if found is None or "_REF" in value or value.startswith("P"):
        return
    step = _STEPS[found[1]]
    if found[2] == "week":
        year, week, _ = (start + timedelta(weeks=step)).isocalendar()
        wanted = f"{year}-W{week:02d}"
    elif found[2] == "month":
        months = start.year * 12 + start.month - 1 + step
        wanted = f"{months // 12:04d}-{months % 12 + 1:02d}"
    else:
        wanted = f"{start.year + step:04d}"
    if not value.startswith(wanted) or (found[2] == "year" and value != wanted):
        yield wanted
