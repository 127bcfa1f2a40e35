"""The TIMEX3 value of a time expression, as far as its words and the day of publication tell it.

A weekday is taken for the latest that is not after the day of publication, as news tells the
past; a month without a year for the nearest. Nothing is reckoned from other times of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from .lexicon import LEXICON, one_of
from .quantities import number

__all__ = ["published", "value_of"]

_MONTH = one_of(LEXICON.months) + r"\.?"
_DAY, _UNIT, _PART = (one_of(table) for table in (LEXICON.days, LEXICON.lengths, LEXICON.parts))
_NUMBER = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_COMPLETE = (
    (re.compile(r"\b([0-9]{4})-([0-9][0-9])-([0-9][0-9])\b"), "ymd"),
    (re.compile(rf"\b{_NUMBER} {_MONTH},? ([0-9]{{4}})\b"), "dmy"),
    (re.compile(rf"\b{_MONTH} {_NUMBER},? ([0-9]{{4}})\b"), "mdy"),
    (re.compile(r"\b([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})\b"), "dmy"),
)
_PARTIAL = (
    (re.compile(rf"\b{_NUMBER} {_MONTH}\b"), "dm"),
    (re.compile(rf"\b{_MONTH} {_NUMBER}\b"), "md"),
    (re.compile(rf"\b{_MONTH}(?: of)? ([0-9]{{4}})\b"), "my"),
    (re.compile(rf"\b{_MONTH}(?!\w)"), "m"),
)
_QUARTER = re.compile(r"\b(first|second|third|fourth) quarter(?:.* ([0-9]{4}))?")
_SEASON = re.compile(rf"\b{one_of(LEXICON.seasons)}\b(?:.* ([0-9]{{4}}))?")
_YEAR = re.compile(r"\b([12][0-9]{3})\b")
_DECADE = re.compile(r"\b([12][0-9][0-9])0s\b")
_CLOCK = re.compile(
    r"\b([0-9]{1,2})(?:[:.]([0-9][0-9]))?\s*([ap])\.?m\b|\b([0-9]{1,2}):?([0-9][0-9])\b"
)
_SHIFTED = re.compile(rf"(.*?)\b{_UNIT}s? (ago|earlier|later|from now)")
_NEAR = re.compile(rf"\b(last|past|this|next|the|same) (?:{_UNIT}|(weekend))\b")
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "last night": -1}
_ORDINALS = ("first", "second", "third", "fourth")
_NOON = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}


def published(text: str) -> date | None:
    """The first complete date in the head of a text."""
    return next(_complete(text[:500].lower()), None)


def value_of(text: str, type_: str, today: date | None) -> str | None:
    """The value of the expression `text`, or None."""
    low = " ".join(text.lower().split())
    for reference, pattern in LEXICON.references.items():
        if re.search(rf"\b(?:{pattern})$", low):
            return reference
    if type_ == "SET":
        return _repeated(low)
    if type_ == "DURATION":
        return _length(low)
    day = _calendar(low, today)
    if type_ == "DATE":
        return day
    time = _clock(low)
    base = day or (today.isoformat() if today else "")
    return f"{base}T{time}" if time else None


def _complete(low: str) -> Iterator[date]:
    for pattern, order in _COMPLETE:
        for match in pattern.finditer(low):
            parts = dict(zip(order, match.groups(), strict=True))
            try:
                month = LEXICON.months.get(parts["m"]) or int(parts["m"])
                yield date(int(parts["y"]), month, int(parts["d"]))
            except ValueError:
                continue


def _repeated(low: str) -> str | None:
    if day := re.search(rf"\b{_DAY}s?\b", low):
        return f"XXXX-WXX-{LEXICON.days[day[1]] + 1}"
    if month := re.search(rf"\b{_MONTH}\b", low):
        return f"XXXX-{LEXICON.months[month[1]]:02}"
    words = [words for words in LEXICON.sets if low.endswith(words)]
    return LEXICON.sets[max(words, key=len)] if words else None


def _length(low: str) -> str | None:
    """``P3D``, ``PT2H``; ``PXD`` if the number is not told."""
    found = re.search(rf"(.*?)[ -]?\b{_UNIT}s?\b(.*)", low)
    if found is None:
        return None
    before, unit, _ = found.groups()
    code = LEXICON.lengths[unit]
    count = number(before) if before else None
    several = count is None and found[0].endswith("s")
    vague = several or re.search(r"few|several|many|couple", before)
    times = "X" if vague else f"{1 if count is None else count:g}"
    if times == "0.5" and code == "TH":
        return "PT30M"
    return f"PT{times}{code[1]}" if code[0] == "T" else f"P{times}{code}"


def _calendar(low: str, today: date | None) -> str | None:
    for day in _complete(low):
        return day.isoformat()
    for pattern, order in _PARTIAL:
        if match := pattern.search(low):
            return _partial(dict(zip(order, match.groups(), strict=True)), today)
    year = str(today.year) if today else None
    if match := _QUARTER.search(low):
        year = match[2] or year
        return year and f"{year}-Q{_ORDINALS.index(match[1]) + 1}"
    if match := _SEASON.search(low):
        year = match[2] or year
        return year and f"{year}-{LEXICON.seasons[match[1]]}"
    for pattern in (_DECADE, _YEAR):
        if match := pattern.search(low):
            return match[1]
    return _deictic(low, today) if today else None


def _partial(parts: dict[str, str], today: date | None) -> str | None:
    month = LEXICON.months[parts["m"]]
    if "y" in parts:
        return f"{parts['y']}-{month:02}"
    if today is None:
        return None
    ahead = month - today.month
    year = today.year + (ahead < -6) - (ahead > 6)
    return f"{year}-{month:02}" + (f"-{int(parts['d']):02}" if "d" in parts else "")


def _deictic(low: str, today: date) -> str | None:
    """What is reckoned from the day of publication."""
    if match := re.search(rf"\b{one_of(_DAYS)}\b", low):
        return (today + timedelta(_DAYS[match[1]])).isoformat()
    if match := re.search(rf"\b{_DAY}\b", low):
        back = (today.weekday() - LEXICON.days[match[1]]) % 7
        ahead = {"next": 7, "last": -7 if back == 0 else 0}.get(low.partition(" ")[0], 0)
        return (today + timedelta(ahead - back)).isoformat()
    if match := _SHIFTED.search(low):
        sign = -1 if match[3] in ("ago", "earlier") else 1
        count = number(match[1])
        return None if count is None else _shifted(today, match[2], sign * int(count))
    if match := _NEAR.search(low):
        shift = {"last": -1, "past": -1, "next": 1}.get(match[1], 0)
        moved = _shifted(today, match[2] or "week", shift)
        return f"{moved}-WE" if moved and match[3] else moved
    return None


def _shifted(today: date, unit: str, count: int) -> str | None:
    """The day, week, month or year that is `count` of them away."""
    if unit in ("day", "night"):
        return (today + timedelta(count)).isoformat()
    if unit in ("week", "fortnight"):
        year, week, _ = (today + timedelta(7 * count)).isocalendar()
        return f"{year}-W{week:02}"
    if unit == "month":
        years, month = divmod(today.year * 12 + today.month - 1 + count, 12)
        return f"{years}-{month + 1:02}"
    return str(today.year + count) if unit == "year" else None


def _clock(low: str) -> str | None:
    """``09:00``, or a part of the day."""
    if match := re.search(rf"\b{one_of(_NOON)}\b", low):
        return _NOON[match[1]]
    if match := _CLOCK.search(low):
        hour, minute = int(match[1] or match[4]), match[2] or match[5] or "00"
        hour = hour % 12 + 12 * (match[3] == "p") if match[3] else hour
        return f"{hour:02}:{minute}" if hour < 25 and int(minute) < 60 else None
    found = re.findall(rf"\b{_PART}\b", low)
    return LEXICON.parts[found[-1]] if found else None
