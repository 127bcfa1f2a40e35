"""TIMEX3 values: calendar arithmetic against an anchor date, with no reading of text."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = [
    "day_month",
    "duration",
    "holiday",
    "iso_day",
    "month_near",
    "relative_unit",
    "shifted",
    "unit_code",
    "weekday_near",
]

_WEEK = 7


def iso_day(year: int, month: int, day: int) -> str | None:
    """An ISO date, or None if the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def day_month(anchor: date | None, month: int, day: int, future: bool) -> str | None:
    """A day without a year: the nearest one in the direction that the tense asks for."""
    if anchor is None:
        return f"XXXX-{month:02d}-{day:02d}" if iso_day(2000, month, day) else None
    year = _year_near(anchor, (month, day) > (anchor.month, anchor.day), future, month)
    return iso_day(year, month, day)


def month_near(anchor: date | None, month: int, future: bool) -> str:
    """A month without a year."""
    if anchor is None:
        return f"XXXX-{month:02d}"
    return f"{_year_near(anchor, month > anchor.month, future, month):04d}-{month:02d}"


def _year_near(anchor: date, later: bool, future: bool, month: int) -> int:
    if later:
        # In the past tense a day months ahead was last year's; one just ahead is a plan.
        return anchor.year if future or month - anchor.month <= 1 else anchor.year - 1
    return anchor.year + 1 if future and month < anchor.month else anchor.year


def weekday_near(anchor: date | None, weekday: int, direction: int) -> str:
    """The weekday on or before (-1), on or after (1), strictly before (-2) or after (2)."""
    if anchor is None:
        return f"XXXX-WXX-{weekday}"
    gap = weekday - anchor.isoweekday()
    if direction < 0:
        gap = gap - _WEEK if gap > 0 or (gap == 0 and direction == -2) else gap
    else:
        gap = gap + _WEEK if gap < 0 or (gap == 0 and direction == 2) else gap
    return _moved(anchor, gap) or f"XXXX-WXX-{weekday}"


def _moved(anchor: date, days: int) -> str | None:
    try:
        return (anchor + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def shifted(anchor: date | None, unit: str, count: int) -> str | None:
    """The anchor moved by a count of units, at the unit's own grain."""
    if anchor is None or abs(count) > 9999:
        return None
    if unit == "D":
        return _moved(anchor, count)
    if unit == "W":
        moved = _moved(anchor, _WEEK * count)
        return _week(date.fromisoformat(moved)) if moved else None
    if unit == "M":
        months = anchor.year * 12 + anchor.month - 1 + count
        return f"{months // 12:04d}-{months % 12 + 1:02d}" if months > 0 else None
    years = {"Y": 1, "DE": 10, "CE": 100}.get(unit)
    return _year(anchor.year + years * count, unit) if years else None


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _year(year: int, unit: str) -> str | None:
    if not 0 < year < 10000:
        return None
    return f"{year:04d}"[: {"Y": 4, "DE": 3, "CE": 2}[unit]]


def relative_unit(anchor: date | None, unit: str, step: int) -> str | None:
    """``last week``, ``next year``, ``this weekend``, ``last summer``."""
    if anchor is None:
        return None
    if unit == "WE":
        week = shifted(anchor, "W", step)
        return f"{week}-WE" if week else None
    if unit == "Q":
        quarters = anchor.year * 4 + (anchor.month - 1) // 3 + step
        return f"{quarters // 4:04d}-Q{quarters % 4 + 1}"
    if unit in ("SP", "SU", "FA", "WI"):
        return _season(anchor, unit, step)
    return shifted(anchor, unit, step)


def _season(anchor: date, season: str, step: int) -> str | None:
    last_month = {"SP": 5, "SU": 8, "FA": 11, "WI": 2}[season]
    over = anchor.month > last_month
    if season == "WI" and over and step > 0:
        return f"{anchor.year:04d}-WI"  # it begins in December
    year = anchor.year + (step if over == (step > 0) else 0)
    return f"{year:04d}-{season}" if 0 < year < 10000 else None


def unit_code(unit: str) -> tuple[str, int]:
    """A unit code as a designator and a factor: a fortnight is two weeks."""
    return (unit[-1], int(unit[:-1])) if unit[0].isdigit() else (unit, 1)


def duration(count: float | None, unit: str) -> str:
    """``P3D``, ``PT2H``; an unknown count is written X."""
    designator, factor = unit_code(unit)
    amount = "X" if count is None else f"{count * factor:.4f}".rstrip("0").rstrip(".")
    if designator[0] == "T":
        return f"PT{amount}{designator[1:]}"
    return f"P{amount}{designator}"


_FIXED = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24),
          "boxing day": (12, 26), "new year's eve": (12, 31), "new year's day": (1, 1),
          "halloween": (10, 31), "valentine's day": (2, 14)}  # fmt: skip
_MOVABLE = {"easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2}


def holiday(feast: str, year: int) -> str | None:
    """The day of a feast in a year; Easter is the Western one (Butcher's algorithm)."""
    if feast in _FIXED:
        return iso_day(year, *_FIXED[feast])
    if feast not in _MOVABLE:
        return None
    century = year // 100
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    epact -= epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    days = epact - weekday
    month = 3 + (days + 40) // 44
    return _moved(date(year, month, days + 28 - 31 * (month // 4)), _MOVABLE[feast])
