"""What the offsets of a foreign file count: proved by the surfaces it gives, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from goldfield.schema.offsets import OffsetMap

__all__ = ["UNIT_NAMES", "Claim", "CountedIn", "prove_unit"]

CountedIn = Literal["codepoint", "utf-16", "utf-8"]
UNIT_NAMES: dict[CountedIn, str] = {
    "codepoint": "code points",
    "utf-16": "UTF-16 code units",
    "utf-8": "UTF-8 bytes",
}
_Place = Callable[[int], int | None]


class Claim(NamedTuple):
    """What a file says of a place: its offsets in the file's unit, and its surface if given."""

    start: int
    end: int
    surface: str | None


def prove_unit(
    text: str,
    claims: Sequence[Claim],
    units: Iterable[CountedIn] = UNIT_NAMES,
    spelled: Callable[[str], str] = str,
) -> tuple[CountedIn, _Place] | None:
    """The first unit in which every surface stands where the file says, and its code points.

    Where several fit they are the same offsets. Claims without a surface only have to be inside
    the text; so without any surface code points are as likely as the others, and chosen.

    Args:
        text: the text.
        claims: all places of the file.
        units: the units to try, in this order.
        spelled: how the file spells a stretch of text, such as with blanks for line breaks.

    Returns:
        The unit, and a function from its offsets to code points (None inside a character or
        outside the text); None if no unit fits.
    """
    for unit in units:
        place: _Place = _inside(text) if unit == "codepoint" else OffsetMap(text, unit).from_unit
        if all(_holds(text, claim, place, spelled) for claim in claims):
            return unit, place
    return None


def _inside(text: str) -> _Place:
    return lambda at: at if 0 <= at <= len(text) else None


def _holds(text: str, claim: Claim, place: _Place, spelled: Callable[[str], str]) -> bool:
    start, end = place(claim.start), place(claim.end)
    if start is None or end is None or start >= end:
        return False
    return claim.surface is None or spelled(text[start:end]) == claim.surface
