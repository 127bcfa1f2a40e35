"""Closed classes of words that numbers and times are made of."""

from __future__ import annotations

from calendar import day_name, month_abbr, month_name

from .numbers import SCALES, SMALL

__all__ = ["CLASSES"]

_UNITS = (
    "second", "minute", "hour", "day", "week", "month", "year", "decade", "night", "morning",
    "evening", "weekend",
)  # fmt: skip

CLASSES = {
    **dict.fromkeys(SMALL, "number"),
    **{word: "scale" for word in SCALES if len(word) > 2},
    **{name.lower(): "month" for name in (*month_name[1:], *month_abbr[1:])},
    **{name.lower(): "weekday" for name in day_name},
    **{form: "unit" for unit in _UNITS for form in (unit, f"{unit}s")},
}
"""The class of a word in small letters."""
