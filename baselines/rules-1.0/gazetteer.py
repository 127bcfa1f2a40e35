"""What a newspaper reader knows of the world: places, demonyms, organisations and given names.

The tables in ``data/`` are general knowledge, tuned on no article; ``data/README.md`` says what
each column means. Lookups take the exact surface. Newspapers write Bogotá and Bogota alike, so
every surface is also found without accents and with either apostrophe. Where rows share a
surface the first reading is preferred: countries, then capitals, then the order of
``regions.tsv``; `cautions` lists the surfaces that deserve a second look.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

__all__ = [
    "Country",
    "Form",
    "Gender",
    "Organisation",
    "Place",
    "PlaceType",
    "capital_of",
    "cautions",
    "countries",
    "dateline_place",
    "demonym_forms",
    "demonyms",
    "given_names",
    "organisations",
    "places",
    "readings",
    "spellings",
]

PlaceType = Literal["GPE", "LOC"]
Gender = Literal["m", "f", "u"]
Form = Literal["adjective", "singular", "plural"]

DATA = Path(__file__).parent / "data"
FORMS: tuple[Form, ...] = get_args(Form)
# Letters that Unicode does not split into a base letter and an accent.
PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"})

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """One reading of a place name.

    `kind` is country, capital, or a kind of ``regions.tsv``; `alpha3` is empty for a place that
    spans countries or belongs to none.
    """

    type: PlaceType
    name: str
    alpha3: str
    kind: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166-1, with the first spelling of each capital."""

    alpha2: str
    alpha3: str
    name: str
    status: str
    capitals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation by its full name; `agency` says that it is a news agency."""

    name: str
    agency: bool


def spellings(surface: str) -> tuple[str, ...]:
    """The surface as written, then without accents, each with either apostrophe."""
    split = unicodedata.normalize("NFD", surface.translate(PLAIN))
    plain = "".join(char for char in split if not unicodedata.combining(char))
    straight = (text.replace("’", "'") for text in (surface, plain))
    curly = (text.replace("'", "’") for text in (surface, plain))
    return tuple(dict.fromkeys((surface, plain, *straight, *curly)))


@cache
def countries() -> Mapping[str, Country]:
    """Every country and territory by its ISO 3166-1 alpha-3 code."""
    return MappingProxyType({row["alpha3"]: _country(row) for row in _rows("countries")})


@cache
def places() -> Mapping[str, Place]:
    """The preferred reading of every place name."""
    return MappingProxyType({surface: found[0] for surface, found in _readings().items()})


def readings(surface: str) -> tuple[Place, ...]:
    """All places that `surface` may name, the preferred one first; empty if none is known."""
    return _readings().get(surface, ())


def dateline_place(surface: str) -> Place | None:
    """The place that `surface` names as written, or written in capitals as datelines are."""
    return places().get(surface) or _capitalised().get(surface)


@cache
def demonyms() -> Mapping[str, str]:
    """Adjectives and nouns of belonging, each with the alpha-3 code of its preferred country.

    The code is empty for peoples of no single country (European, Kurdish).
    """
    found: dict[str, str] = {}
    for surface, alpha3, _ in _demonyms():
        found.setdefault(surface, alpha3)
    return MappingProxyType(found)


@cache
def demonym_forms() -> Mapping[str, frozenset[Form]]:
    """What each demonym can be: an adjective, a singular noun, a plural noun, or several."""
    forms: dict[str, frozenset[Form]] = {}
    for surface, _, form in _demonyms():
        forms[surface] = forms.get(surface, frozenset()) | {form}
    return MappingProxyType(forms)


@cache
def organisations() -> Mapping[str, Organisation]:
    """Every known organisation by its name and its aliases."""
    found: dict[str, Organisation] = {}
    for row in _rows("organisations"):
        organisation = Organisation(row["name"], row["agency"] == "yes")
        for surface in _spelled((row["name"], *_cell(row, "aliases"))):
            found.setdefault(surface, organisation)
    return MappingProxyType(found)


@cache
def given_names() -> Mapping[str, Gender]:
    """Frequent given names: m, f, or u where both are usual."""
    found: dict[str, Gender] = {}
    for row in _rows("names"):
        for surface in spellings(row["name"]):
            found.setdefault(surface, cast(Gender, row["gender"]))
    return MappingProxyType(found)


@cache
def cautions() -> frozenset[str]:
    """Known surfaces that also mean something else: another place, a name or a plain word."""
    listed = [
        surface
        for table in ("countries", "regions", "organisations")
        for row in _rows(table)
        for surface in _cell(row, "caution")
    ]
    listed += [row["name"] for row in _rows("names") if row["caution"] == "yes"]
    return frozenset(_spelled(listed))


def capital_of(surface: str) -> str | None:
    """The alpha-3 code of the country whose capital `surface` names: Moscow gives RUS."""
    return _capital_codes().get(surface)


@cache
def _rows(table: str) -> tuple[Row, ...]:
    with (DATA / f"{table}.tsv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _cell(row: Row, column: str) -> list[str]:
    return row[column].split("|") if row[column] else []


def _country(row: Row) -> Country:
    capitals = tuple(names[0] for names in _capitals(row))
    return Country(row["alpha2"], row["alpha3"], row["name"], row["status"], capitals)


def _capitals(row: Row) -> list[list[str]]:
    return [names.split("/") for names in _cell(row, "capitals")]


def _spelled(surfaces: Iterable[str]) -> Iterator[str]:
    return (variant for surface in surfaces for variant in spellings(surface))


@cache
def _readings() -> Mapping[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for place, surfaces in (*_country_places(), *_capital_places(), *_region_places()):
        for surface in _spelled(surfaces):
            known = found.get(surface, ())
            found[surface] = known if place in known else (*known, place)
    return found


def _country_places() -> Iterator[tuple[Place, list[str]]]:
    for row in _rows("countries"):
        place = Place(cast(PlaceType, row["type"]), row["name"], row["alpha3"], "country")
        yield place, [row["name"], row["cldr"], *_cell(row, "aliases")]


def _capital_places() -> Iterator[tuple[Place, list[str]]]:
    for row in _rows("countries"):
        for names in _capitals(row):
            yield Place("GPE", names[0], row["alpha3"], "capital"), names


def _region_places() -> Iterator[tuple[Place, list[str]]]:
    for row in _rows("regions"):
        place = Place(cast(PlaceType, row["type"]), row["name"], row["alpha3"], row["kind"])
        yield place, [row["name"], *_cell(row, "aliases")]


@cache
def _capitalised() -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    for surface, place in places().items():
        found.setdefault(surface.upper(), place)
    return found


@cache
def _capital_codes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for place, names in _capital_places():
        for surface in _spelled(names):
            found.setdefault(surface, place.alpha3)
    return found


def _demonyms() -> Iterator[tuple[str, str, Form]]:
    for row in (*_rows("countries"), *_rows("regions")):
        for form in FORMS:
            for surface in _spelled(_cell(row, form)):
                yield surface, row["alpha3"], form
