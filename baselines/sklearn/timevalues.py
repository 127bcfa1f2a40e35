"""Values of times: a classifier chooses a program, the program reckons the value.

A program is deterministic: ``past`` is the latest such day on or before the day of publication.
Which programs give gold's value for a time of the training articles is found by running them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from .dates import Facts, absolute, length, nearest

__all__ = ["PROGRAMS", "right_programs", "run"]

_REFERENCES = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")
PROGRAMS: tuple[str, ...] = (
    "stated", "length", "past", "future", "shift 0", "shift -1", "shift 1", "anchor", "bare",
    "unit 0", "unit -1", "unit 1", "ago", "later", "weekly", *_REFERENCES, "none",
)  # fmt: skip
"""In the order in which they are preferred when several give the same value."""


def run(program: str, facts: Facts, now: date | None, anchor: str | None) -> str | None:
    """The value that a program gives; None if it does not apply.

    Args:
        program: one of `PROGRAMS`.
        facts: what the words of the time say.
        now: the day of publication.
        anchor: the value of the time that stands nearest.
    """
    name, _, number = program.partition(" ")
    if name in _REFERENCES:
        return name
    if name == "stated":
        return _with_clock(absolute(facts), facts)
    if name == "length":
        return length(facts)
    if name == "weekly":
        return None if facts.weekday is None else f"XXXX-WXX-{facts.weekday + 1}"
    if name == "bare":
        return _suffix(facts) or None
    if name == "anchor":
        return _with_clock(anchor[:10], facts) if anchor and facts.clock else anchor
    return _reckoned(name, int(number or 0), facts, now) if now else None


def right_programs(
    facts: Facts, now: date | None, anchor: str | None, values: Sequence[str | None]
) -> list[str]:
    """The programs that give one of the right values, best first."""
    return [name for name in PROGRAMS if run(name, facts, now, anchor) in values]


def _reckoned(name: str, number: int, facts: Facts, now: date) -> str | None:
    """What needs the day of publication."""
    if name == "shift":
        return _with_clock((now + timedelta(number)).isoformat(), facts)
    if name == "unit":
        return _unit(facts.unit or facts.season, number, now)
    if name in ("ago", "later"):
        return _moved(facts, now, -1 if name == "ago" else 1)
    if name in ("past", "future"):
        return _with_clock(nearest(facts, now, 1 if name == "future" else -1), facts)
    return None


def _suffix(facts: Facts) -> str:
    return f"T{facts.clock}" if facts.clock else ""


def _with_clock(day: str | None, facts: Facts) -> str | None:
    if day is None or not facts.clock:
        return day
    return f"{day}{_suffix(facts)}" if len(day) == 10 and "W" not in day else None


def _unit(unit: str | None, number: int, now: date) -> str | None:
    """The unit that holds `now`, or one before or after it."""
    if unit in ("W", "WE"):
        year, week, _ = (now + timedelta(7 * number)).isocalendar()
        return f"{year:04}-W{week:02}{'-WE' if unit == 'WE' else ''}"
    if unit == "M":
        month = now.year * 12 + now.month - 1 + number
        return f"{month // 12:04}-{month % 12 + 1:02}"
    if unit == "Q":
        quarter = now.year * 4 + (now.month - 1) // 3 + number
        return f"{quarter // 4:04}-Q{quarter % 4 + 1}"
    if unit == "D":
        return (now + timedelta(number)).isoformat()
    if unit == "DE":
        return f"{now.year // 10 + number}"
    if unit == "Y":
        return f"{now.year + number:04}"
    return f"{now.year + number:04}-{unit}" if unit in ("SP", "SU", "FA", "WI") else None


def _moved(facts: Facts, now: date, step: int) -> str | None:
    """So many units before or after `now`, as coarse as the unit."""
    if len(facts.lengths) != 1 or facts.lengths[0][0] is None:
        return None
    number, unit = round(facts.lengths[0][0]) * step, facts.lengths[0][1]
    return _unit(unit, number, now) if unit in ("D", "W", "M", "Y") and abs(number) < 2000 else None
