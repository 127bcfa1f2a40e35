"""What the words of a quantity say: number or bounds, comparator, unit."""

from __future__ import annotations

import re
from typing import Any

from .lexicon import LEXICON

__all__ = ["number", "read_quantity"]

_WORD = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|[^\W\d_]+")
_RANGE = re.compile(r"(between .*) and (.*)|(.*\w\W*)(?:\bto\b|[-–—])(\W*\w.*)", re.DOTALL)
_COMPARATORS = {
    name: re.compile(rf"\b(?:{pattern})\b", re.I) for name, pattern in LEXICON.comparators.items()
}
_UNITS = {
    unit: re.compile(rf"(?<![^\W\d_])(?:{pattern})(?![^\W\d_])")
    for unit, pattern in LEXICON.units.items()
}
_CODE = re.compile(r"\b[A-Z]{3}(?= ?\d)|(?<=\d )[A-Z]{3}\b")
_ONE = frozenset(["a", "an"])
_JOINING = frozenset(["and", "of"])


def read_quantity(text: str) -> dict[str, Any]:
    """The fields of a quantity but its place; what cannot be read is absent."""
    low = text.lower()
    found: dict[str, Any] = {}
    comparators = [name for name, pattern in _COMPARATORS.items() if pattern.search(low)]
    units = [(len(match[0]), unit) for unit, p in _UNITS.items() if (match := p.search(text))]
    if code := _CODE.search(text):
        found["unit"] = code[0]
    elif units:
        found["unit"] = max(units)[1]
    for words, (least, most) in LEXICON.magnitudes.items():
        if low.endswith(words) and number(low.removesuffix(words)) is None:
            return found | {"min": least, "max": most, "comparator": "between"}
    if (bounds := _bounds(low)) is not None:
        return found | {"min": bounds[0], "max": bounds[1], "comparator": "between"}
    if (value := number(low)) is not None:
        found["value"] = value
    return found | ({"comparator": comparators[0]} if comparators else {})


def _bounds(low: str) -> tuple[float, float] | None:
    """The two ends of a range; a scale at its end counts for both."""
    match = _RANGE.fullmatch(low)
    if match is None:
        return None
    least, most = (number(part) for part in match.groups() if part is not None)
    if least is None or most is None:
        return None
    scale = next((s for word, s in LEXICON.scales.items() if low.endswith(" " + word)), 1)
    least = least * scale if least * scale < most else least
    return (least, most) if least < most else None


def number(low: str) -> float | None:
    """The number that lower-case words and digits spell; None if they spell none."""
    total, current = 0.0, None
    for word in _WORD.findall(low):
        if word[0] in "0123456789":
            current = (current or 0.0) + float(word.replace(",", ""))
        elif word in _ONE:
            current = 1.0 if current is None else current
        elif word in LEXICON.numbers:
            current = (current or 0.0) + LEXICON.numbers[word]
        elif word in LEXICON.fractions:
            part = LEXICON.fractions[word]
            current = part * (1 if current is None else current)
        elif word in LEXICON.scales and current is not None:
            current *= LEXICON.scales[word]
            if LEXICON.scales[word] >= 1000:
                total, current = total + current, None
        elif word not in _JOINING and (current is not None or total):
            break
    return None if current is None and not total else total + (current or 0.0)
