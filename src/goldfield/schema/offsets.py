"""Offsets in the units of other tools. Everywhere else an offset counts Unicode code points."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import Literal

__all__ = ["UNITS", "OffsetMap", "Unit", "converting"]

Unit = Literal["utf-16", "utf-8"]
UNITS: dict[Unit, str] = {"utf-16": "UTF-16 code units", "utf-8": "UTF-8 bytes"}


class OffsetMap:
    """Converts offsets of one text between code points and another unit.

    Example:
        >>> OffsetMap("a😀b", "utf-16").from_unit(3)
        2
    """

    def __init__(self, text: str, unit: Unit) -> None:
        width = _utf16_width if unit == "utf-16" else _utf8_width
        self._ends = [0, *accumulate(map(width, text))]

    def to_unit(self, position: int) -> int:
        """The offset in the other unit of code point `position`, 0 to len(text).

        Raises:
            IndexError: `position` is outside the text.
        """
        if position < 0:
            raise IndexError(position)
        return self._ends[position]

    def from_unit(self, position: int) -> int | None:
        """The code point at `position` of the other unit; None inside a character or outside."""
        index = bisect_left(self._ends, position)
        if index < len(self._ends) and self._ends[index] == position:
            return index
        return None


def converting(unit: Unit) -> str:
    """The fix for a file whose offsets count another unit."""
    command = f"goldfield convert FILE --from strings --offsets {unit} --articles GOLD --out OUT"
    return f"count code points; predictions are converted by: {command}"


def _utf16_width(char: str) -> int:
    return 2 if char > "\uffff" else 1


def _utf8_width(char: str) -> int:
    return 1 if char < "\x80" else 2 if char < "\u0800" else 3 if char < "\U00010000" else 4
