"""Programs that reckon the value of a time from its words and the day of publication.

A program is deterministic: ``past`` is the latest such day on or before the day of publication.
Which programs give gold's value for a time of the training articles is found by running them;
which to run for a new time is what `whens` learns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from .dates import Facts, absolute, day_of, length

__all__ = ["PROGRAMS", "Setting", "right_programs", "run"]


_FAR = 2000  # units of time from now


class Setting(NamedTuple):
    """What a time is reckoned from: the day of publication, and the value of the time beside it."""

    now: date | None
    anchor: str | None


Program: TypeAlias = Callable[[Facts, date], str | None]


def run(program: str, facts: Facts, setting: Setting) -> str | None:
    """The value that one of `PROGRAMS` gives; None if it does not apply."""
    if program in _ALONE:
        return _ALONE[program](facts)
    if program == "anchor":
        return _anchored(facts, setting.anchor)
    if setting.now is None:
        return None
    try:
        return _FROM_NOW[program](facts, setting.now)
    except OverflowError:  # before the first year of the calendar or after the last
        return None


def right_programs(facts: Facts, setting: Setting, values: Sequence[str | None]) -> list[str]:
    """The programs that give one of the right values, best first."""
    return [name for name in PROGRAMS if run(name, facts, setting) in values]


def _stated(facts: Facts) -> str | None:
    return _with_clock(absolute(facts), facts)


def _weekly(facts: Facts) -> str | None:
    return None if facts.weekday is None else f"XXXX-WXX-{facts.weekday + 1}"


def _bare(facts: Facts) -> str | None:
    return f"T{facts.clock}" if facts.clock else None


def _anchored(facts: Facts, anchor: str | None) -> str | None:
    return _with_clock(anchor[:10], facts) if anchor and facts.clock else anchor


def _with_clock(day: str | None, facts: Facts) -> str | None:
    """A day with the clock time or part of the day that the words name; nothing less than a day."""
    if day is None or not facts.clock:
        return day
    return f"{day}T{facts.clock}" if len(day) == 10 else None


def _nearest(step: int) -> Program:
    """A day, weekday, month or season on or nearest to now; 1 is what comes, -1 what has been."""

    def program(facts: Facts, now: date) -> str | None:
        return _with_clock(absolute(facts) or _day(facts, now) or _month(facts, now), facts)

    def _day(facts: Facts, now: date) -> str | None:
        if facts.day:
            return _closest(list(_such_days(facts, facts.day, now)), now, step)
        if facts.weekday is None:
            return None
        ahead = (facts.weekday - now.weekday()) % 7
        return (now + timedelta(ahead if step > 0 or not ahead else ahead - 7)).isoformat()

    def _month(facts: Facts, now: date) -> str | None:
        if facts.month:
            passed = facts.month > now.month if step < 0 else facts.month < now.month
            return f"{now.year + step * passed:04}-{facts.month:02}"
        return f"{now.year:04}-{facts.season}" if facts.season else None

    return program


def _such_days(facts: Facts, day: int, now: date) -> list[date]:
    """Days about now with the day of the month, and the month, that the words name."""
    this = now.year * 12 + now.month - 1
    months = range(this - 12, this + 13)
    found = (
        day_of(month // 12, month % 12 + 1, day)
        for month in months
        if facts.month in (None, month % 12 + 1)
    )
    return [one for one in found if one]


def _closest(days: Sequence[date], now: date, step: int) -> str | None:
    fit = [day for day in days if (day - now).days * step >= 0]
    return min(fit, key=lambda day: abs((day - now).days)).isoformat() if fit else None


def _shifted(number: int) -> Program:
    """So many days from now."""
    return lambda facts, now: _with_clock((now + timedelta(number)).isoformat(), facts)


def _units(number: int) -> Program:
    """The unit of time that holds now, or one before or after it."""
    return lambda facts, now: _moved(facts.unit, number, now)


def _lengths(step: int) -> Program:
    """As many units before or after now as the words say."""

    def program(facts: Facts, now: date) -> str | None:
        if len(facts.lengths) != 1 or facts.lengths[0][0] is None:
            return None
        number, unit = facts.lengths[0]
        return _moved(unit, step * round(number or 0), now)

    return program


def _moved(unit: str | None, number: int, now: date) -> str | None:
    """So many units from now, as exact as the unit."""
    if unit is None or unit not in _SIZES or abs(number) > _FAR:
        return None
    return _SIZES[unit](now, number)


def _days(now: date, number: int) -> str:
    return (now + timedelta(number)).isoformat()


def _weeks(now: date, number: int) -> str:
    year, week, _ = (now + timedelta(7 * number)).isocalendar()
    return f"{year:04}-W{week:02}"


def _months(now: date, number: int) -> str:
    month = now.year * 12 + now.month - 1 + number
    return f"{month // 12:04}-{month % 12 + 1:02}"


def _quarters(now: date, number: int) -> str:
    quarter = now.year * 4 + (now.month - 1) // 3 + number
    return f"{quarter // 4:04}-Q{quarter % 4 + 1}"


def _seasons(season: str) -> Callable[[date, int], str]:
    return lambda now, number: f"{now.year + number:04}-{season}"


_SIZES: Mapping[str, Callable[[date, int], str]] = {
    "D": _days,
    "W": _weeks,
    "WE": lambda now, number: f"{_weeks(now, number)}-WE",
    "M": _months,
    "Q": _quarters,
    "Y": lambda now, number: f"{now.year + number:04}",
    "DE": lambda now, number: f"{now.year // 10 + number:03}",
    **{season: _seasons(season) for season in ("SP", "SU", "FA", "WI")},
}
_ALONE: Mapping[str, Callable[[Facts], str | None]] = {
    "stated": _stated,
    "length": length,
    "bare": _bare,
    "weekly": _weekly,
    "PAST_REF": lambda facts: "PAST_REF",
    "PRESENT_REF": lambda facts: "PRESENT_REF",
    "FUTURE_REF": lambda facts: "FUTURE_REF",
    "none": lambda facts: None,
}
_FROM_NOW: Mapping[str, Program] = {
    "past": _nearest(-1),
    "future": _nearest(1),
    "shift 0": _shifted(0),
    "shift -1": _shifted(-1),
    "shift 1": _shifted(1),
    "unit 0": _units(0),
    "unit -1": _units(-1),
    "unit 1": _units(1),
    "ago": _lengths(-1),
    "later": _lengths(1),
}
PROGRAMS: tuple[str, ...] = (
    "stated", "length", "past", "future", "shift 0", "shift -1", "shift 1", "anchor", "bare",
    "unit 0", "unit -1", "unit 1", "ago", "later", "weekly", "PAST_REF", "PRESENT_REF",
    "FUTURE_REF", "none",
)  # fmt: skip
"""In the order in which they are preferred when several give the same value."""
