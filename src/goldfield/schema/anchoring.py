"""Turning a plain string into a span of the text, in the open: every reading is logged.

A string is looked for exactly, then folded (NFKC, plain quotes and dashes, any case). Among its
occurrences the first that the same layer has not used is taken; a speaker, cue or argument
takes the one nearest to the item it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import lru_cache
from typing import Literal, NamedTuple

from goldfield.schema.records import UNFOUND
from goldfield.schema.text import cuts_word, fold_char

__all__ = ["Anchor", "Anchorer", "Reading", "Status"]

Status = Literal["exact", "folded", "ambiguous", "unfound"]
Reading = Literal["first", "best", "worst"]
Place = tuple[int, int]
_NOWHERE: Place = (UNFOUND, UNFOUND)


class Anchor(NamedTuple):
    """How one string was read. `status` is ambiguous if it has several occurrences."""

    path: str
    surface: str
    status: Status
    start: int
    end: int


class Anchorer:
    """Finds strings in one text.

    Args:
        text: the article.
        reading: `first` is the rule above; `best` and `worst` settle ambiguous strings in favour
            of, or against, the spans in `gold`, for the bounds of a score.
        gold: by layer, the spans that gold holds; used by `best` and `worst` only.
    """

    def __init__(
        self, text: str, reading: Reading = "first", gold: Mapping[str, Set[Place]] | None = None
    ) -> None:
        self.text = text
        self.log: list[Anchor] = []
        self._reading = reading
        self._gold = gold or {}
        self._used: dict[str, set[Place]] = {}
        self._folded: tuple[str, list[int]] | None = None

    def anchor(
        self, surface: str, path: str, near: int | None = None, pool: str | None = None
    ) -> Place:
        """The place of `surface`; (`UNFOUND`, `UNFOUND`) if the text does not hold it.

        Args:
            surface: the string as the extractor gave it.
            path: where it stands in the prediction, ``$.layer...``.
            near: take the occurrence nearest to this offset.
            pool: among whom an occurrence can be used up: by default the layer, and nobody where
                `near` is given.
        """
        layer = path.split(".")[1].split("[", maxsplit=1)[0]
        pool = pool or (layer if near is None else "")
        places, status = self._find(surface.strip())
        used = self._used.get(pool, set())
        place = self._choose(places, used, layer, near) if places else _NOWHERE
        if pool:
            self.use(pool, place)
        self.log.append(Anchor(path, surface, status, *place))
        return place

    def use(self, pool: str, place: Place) -> None:
        """Mark a place as taken, so that the next equal string of the pool goes further on."""
        self._used.setdefault(pool, set()).add(place)

    def _find(self, surface: str) -> tuple[list[Place], Status]:
        places = _occurrences(self.text, surface)
        status: Status = "exact"
        if not places:
            places, status = self._find_folded(surface), "folded"
        whole = [place for place in places if not any(cuts_word(self.text, at) for at in place)]
        places = whole or places
        if len(places) > 1:
            status = "ambiguous"
        return places, status if places else "unfound"

    def _find_folded(self, surface: str) -> list[Place]:
        if self._folded is None:
            self._folded = _fold_with_map(self.text)
        folded, origin = self._folded
        needle = _fold_with_map(surface)[0].strip()
        return [(origin[s], origin[e - 1] + 1) for s, e in _occurrences(folded, needle)]

    def _choose(self, places: list[Place], used: Set[Place], layer: str, near: int | None) -> Place:
        gold = self._gold.get(layer, frozenset())
        wanted = {"first": 0, "best": 1, "worst": -1}[self._reading]

        def rank(place: Place) -> tuple[bool, int, int]:
            distance = place[0] if near is None else abs(place[0] - near)
            return place in used, -wanted * (place in gold), distance

        return min(places, key=rank)


def _occurrences(text: str, surface: str) -> list[Place]:
    if not surface:
        return []
    return [match.span() for match in re.finditer(re.escape(surface), text)]


@lru_cache(maxsize=2)  # a sheet looks for many words in one text
def _fold_with_map(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the offset of the original one."""
    chars: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        for piece in fold_char(char):
            blank = piece.isspace()
            if blank and chars and chars[-1] == " ":
                continue
            chars.append(" " if blank else piece)
            origin.append(index)
    return "".join(chars), origin
