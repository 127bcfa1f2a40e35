"""What the offsets of a standoff file count, proved by the surfaces that the file repeats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from goldfield.schema.offsets import UNITS, OffsetMap

__all__ = ["CODE_POINTS", "Counting", "Place", "countings", "same_surface", "surface_at"]

Place = tuple[int, int]
"""Half-open."""
CODE_POINTS = "code points"

_MARK = "\ufeff"


class Counting(NamedTuple):
    """A way to count a text, and where an offset so counted is in code points, if anywhere."""

    name: str
    place_of: Callable[[int], int | None]


def countings(text: str) -> Iterator[Counting]:
    """The ways in which tools count a text, code points of all there is first.

    Some read lines, and see one character in CRLF; some drop a byte order mark; each may count
    UTF-16 units or UTF-8 bytes. Ways that cannot differ are left out.
    """
    for mark in (False, True) if text.startswith(_MARK) else (False,):
        for breaks in (False, True) if "\r\n" in text else (False,):
            without = ["a byte order mark"] * mark + ["carriage returns"] * breaks
            told = f" without {' and '.join(without)}" if without else ""
            seen, starts = _seen(text, mark, breaks)
            yield Counting(f"{CODE_POINTS}{told}", _at(starts, lambda offset: offset))
            if not seen.isascii():
                for unit, name in UNITS.items():
                    from_unit = OffsetMap(seen, unit).from_unit
                    yield Counting(f"{name}{told}", _at(starts, from_unit))


def _seen(text: str, mark: bool, breaks: bool) -> tuple[str, Sequence[int]]:
    """The text as a tool sees it, and where each of its characters starts, and the last ends."""
    if not mark and not breaks:
        return text, range(len(text) + 1)
    pieces = list(re.finditer("(?s)\r\n|." if breaks else "(?s).", text))[int(mark) :]
    return "".join(piece[0][-1] for piece in pieces), [*(p.start() for p in pieces), len(text)]


def _at(
    starts: Sequence[int], from_unit: Callable[[int], int | None]
) -> Callable[[int], int | None]:
    def place_of(offset: int) -> int | None:
        seen = from_unit(offset)
        return starts[seen] if seen is not None and seen < len(starts) else None

    return place_of


def surface_at(text: str, places: Sequence[Place]) -> str:
    """The surface of a place, as brat writes it: a blank between its fragments."""
    return " ".join(text[start:end] for start, end in places)


def same_surface(one: str, other: str) -> bool:
    """Whether two surfaces are the same to brat, which shows line breaks as blanks.

    How many blanks stand together does not matter, nor whether an editor cut them from the end.
    """
    return one == other or _plain(one) == _plain(other)


def _plain(surface: str) -> str:
    return re.sub("[\r\n ]+", " ", surface).rstrip(" ")
