"""Names the rules know: one index over the gazetteer, by the first word of each name."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from . import gazetteer
from .lexicon import words

__all__ = [
    "Entry",
    "cautious",
    "country_code",
    "country_name",
    "gender",
    "is_given_name",
    "known",
    "known_at",
    "place",
]


class Entry(NamedTuple):
    """A known name: its type, usual English form and, for a place or people, its country."""

    type: str
    name: str
    country: str | None
    kind: str


@cache
def _entries() -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for surface, known_place in gazetteer.places().items():
        country = known_place.alpha3 or None
        found[surface] = Entry(known_place.type, known_place.name, country, known_place.kind)
    for surface, organisation in gazetteer.organisations().items():
        found.setdefault(surface, Entry("ORG", organisation.name, None, "organisation"))
    for surface in words("names", "norp"):
        found.setdefault(surface, Entry("NORP", surface, None, "demonym"))
    for surface, code in gazetteer.demonyms().items():
        found.setdefault(surface, Entry("NORP", surface, code or None, "demonym"))
    return found


@cache
def _capitals() -> dict[str, Entry]:
    """Names of two letters or more as headlines and datelines in capitals write them."""
    return {surface.upper(): entry for surface, entry in reversed(_entries().items())}


@cache
def _index() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = defaultdict(list)
    for surface in {**_entries(), **_capitals()}:
        index[_first_word(surface)].append(surface)
    return {word: tuple(sorted(found, key=lambda s: (-len(s), s))) for word, found in index.items()}


def _first_word(surface: str) -> str:
    """The leading letters and digits: enough to find the names that may begin at a token."""
    for at, char in enumerate(surface):
        if not char.isalnum():
            return surface[:at]
    return surface


def known_at(text: str, start: int) -> tuple[int, Entry] | None:
    """The longest known name that begins here and ends at a word's end."""
    end = start
    while end < len(text) and end - start < 40 and text[end].isalnum():
        end += 1
    for surface in _index().get(text[start:end], ()):
        stop = start + len(surface)
        if text.startswith(surface, start) and not text[stop : stop + 1].isalnum():
            return stop, known(surface) or _capitals()[surface]
    return None


def known(surface: str) -> Entry | None:
    """The known name of exactly this surface."""
    return _entries().get(surface)


def cautious(surface: str) -> bool:
    """Whether the surface often means something else."""
    return surface in gazetteer.cautions()


def place(name: str) -> Entry | None:
    """The place of that name, as written or in capitals."""
    found = gazetteer.dateline_place(name)
    return Entry(found.type, found.name, found.alpha3 or None, found.kind) if found else None


def country_code(name: str) -> str | None:
    """The ISO code of the country of that name."""
    found = gazetteer.dateline_place(name)
    return found.alpha3 if found is not None and found.kind == "country" else None


def country_name(code: str) -> str:
    """The usual name of the country with that ISO code."""
    country = gazetteer.countries().get(code)
    return country.name if country is not None else code


def is_given_name(word: str) -> bool:
    """Whether the word is a frequent given name."""
    return word in gazetteer.given_names()


def gender(word: str) -> str | None:
    """``m`` or ``f`` if the given name tells."""
    found = gazetteer.given_names().get(word)
    return found if found in ("m", "f") else None
