"""Numerals in digits and words, to values."""

from __future__ import annotations

import re

from .lexicon import alternation, mapping

__all__ = ["CARDINAL", "NUMBER", "NUMBER_WORDS", "SCALE", "number"]

_VALUES: dict[str, int] = mapping("numbers", "values")
_SCALES: dict[str, int] = mapping("numbers", "scales")
_LONG_SCALES = [scale for scale in _SCALES if len(scale) > 4]

_LONG = alternation(_LONG_SCALES)
_PIECE_OF = rf"(?:{alternation(_VALUES)}|{_LONG})\b"
SCALE = rf"(?:{alternation(_SCALES)}(?![^\W_]))"
CARDINAL = rf"(?:(?:half\ an?|an?)\ {_LONG}\b|{_PIECE_OF})(?:(?:-|\ (?:and\ )?){_PIECE_OF}){{0,8}}"
"""Spelt-out numbers: twelve, two hundred and fifty, half a million."""
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
NUMBER = rf"(?:{DIGITS}(?:[ \u00a0-]?{SCALE}|(?![\w])|(?=[^\W\d_]))|{CARDINAL})"
NUMBER_WORDS = frozenset(_VALUES) | frozenset(_LONG_SCALES) | {"half"}

_DIGITS = re.compile(DIGITS)
_PIECE = re.compile(r"[^\W\d_]+")


def number(written: str) -> float | None:
    """The value of a numeral such as ``1.5 million`` or ``two hundred and fifty``."""
    lowered = written.lower()
    digits = _DIGITS.match(lowered)
    if digits:
        scale = _PIECE.search(lowered, digits.end())
        factor = _SCALES.get(scale[0], 1) if scale else 1
        return _tidy(float(digits[0].replace(",", "")) * factor)
    return _spelt(_PIECE.findall(lowered))


def _spelt(pieces: list[str]) -> float | None:
    total = 0.0
    current: float | None = None
    for piece in pieces:
        if piece in _VALUES:
            current = (current or 0) + _VALUES[piece]
        elif piece == "half":
            current = 0.5
        elif piece in ("a", "an"):
            current = 1 if current is None else current
        elif piece in ("hundred", "dozen"):
            current = (1 if current is None else current) * _SCALES[piece]
        elif piece in _SCALES:
            total += (1 if current is None else current) * _SCALES[piece]
            current = None
    return _tidy(total + (current or 0)) if total or current is not None else None


def _tidy(value: float) -> float | None:
    """Round away the noise of binary fractions; a number too large to hold has no value."""
    return float(f"{value:.12g}") if value < 1e300 else None
