"""The number that a quantity spells: digits, number words, scales, and ranges of two."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["read_number", "read_range"]

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {
    **{word: float(value) for value, word in enumerate(_UNITS)},
    **{word: 10.0 * value for value, word in enumerate(_TENS, start=2)},
}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "dozen": 12.0, "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12,
}  # fmt: skip
_FRACTIONS = {"half": 0.5, "third": 0.3333, "quarter": 0.25, "fifth": 0.2}
_PART = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[a-z]+")
_RANGE = re.compile(r"\bto\b|\band\b|\bor\b|[-–—]")


def read_number(text: str) -> float | None:
    """The value of a plain number with its unit, ``some 2.5 million``; None if it spells none."""
    parts: list[str] = _PART.findall(text.lower())
    known = [part for part in parts if part[0].isdigit() or part in SMALL or part in SCALES]
    if known:
        return _sum(known)
    fraction = next((_FRACTIONS[part] for part in parts if part in _FRACTIONS), None)
    return 1.0 if fraction is None and parts[:1] in (["a"], ["an"]) else fraction


def read_range(text: str) -> tuple[float, float] | None:
    """Both ends of ``30 to 45`` or ``between 1 and 2 million``; None if it is no range."""
    halves = _RANGE.split(text.lower())
    if len(halves) != 2:
        return None
    low, high = map(read_number, halves)
    if low is None or high is None:
        return None
    scale = next((SCALES[part] for part in _PART.findall(halves[1]) if part in SCALES), 1.0)
    if low < high / scale * 10 and low * scale <= high and not _scaled(halves[0]):
        low *= scale
    return (low, high) if low < high else None


def _scaled(text: str) -> bool:
    return any(part in SCALES for part in _PART.findall(text))


def _sum(parts: Sequence[str]) -> float | None:
    """``two hundred forty``: small numbers add up, a scale multiplies what is before it."""
    total = group = 0.0
    seen_digits = False
    for part in parts:
        if part in SCALES:
            group = max(group, 1.0) * SCALES[part]
            if SCALES[part] >= 1e3:
                total, group = total + group, 0.0
        elif part in SMALL:
            group += SMALL[part]
        elif seen_digits:  # a second figure: not one number
            return None
        else:
            group += float(part.replace(",", ""))
            seen_digits = True
    return total + group
