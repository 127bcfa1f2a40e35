"""Standoff files of brat: ``NAME.ann`` beside ``NAME.txt``, read without loss or interpretation.

Format: brat.nlplab.org/standoff.html. Offsets count the code points of the text with line ends as
they are; a file whose surfaces all fit only if they are counted otherwise is read that way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from goldfield.corpus.foreign.standoff_offsets import (
    CODE_POINTS,
    Counting,
    Place,
    countings,
    same_surface,
    surface_at,
)
from goldfield.corpus.foreign.standoff_rows import (
    Attribute,
    Equivalence,
    Event,
    Mark,
    Normalisation,
    Note,
    Relation,
    Row,
    rows_of,
)
from goldfield.corpus.formats.base import text_of
from goldfield.errors import DataError, Fault

__all__ = ["Standoff", "parse_standoff", "read_standoff"]

Kind = TypeVar("Kind", bound=Row)


class Standoff(NamedTuple):
    """A text and its annotations, each kind in the order of the file.

    Attributes:
        text: as it stands in its file: with its line ends, and any byte order mark.
        counting: what the offsets of the file count.
    """

    text: str
    counting: str
    marks: list[Mark]
    relations: list[Relation]
    events: list[Event]
    attributes: list[Attribute]
    normalisations: list[Normalisation]
    notes: list[Note]
    equivalences: list[Equivalence]


def read_standoff(table: Path, text: Path | None = None) -> Standoff:
    """Read ``NAME.ann`` with the text that it is about, by default ``NAME.txt`` beside it.

    Raises:
        DataError: a file cannot be read, or as `parse_standoff` says.
    """
    return parse_standoff(text_of(text or table.with_suffix(".txt")), text_of(table), str(table))


def parse_standoff(text: str, annotations: str, where: str) -> Standoff:
    """Annotations of a text.

    Args:
        text: the text as it stands in its file.
        annotations: the content of the annotation file; its lines may end in CRLF.
        where: what faults call the annotation file.

    Raises:
        DataError: with every line that is no annotation, every id that is given twice or not at
            all, and every surface that the text does not have at its place.
    """
    rows, faults = rows_of(annotations, where)
    faults += _bad_ids(rows, where)
    counting, placed, misplaced = _placed(text, rows, where)
    faults += misplaced
    if faults:
        raise DataError(sorted(faults, key=lambda fault: int(fault.where.rpartition(":")[2])))
    return Standoff(
        text=text,
        counting=counting,
        marks=placed,
        relations=_only(Relation, rows),
        events=_only(Event, rows),
        attributes=_only(Attribute, rows),
        normalisations=_only(Normalisation, rows),
        notes=_only(Note, rows),
        equivalences=_only(Equivalence, rows),
    )


def _only(kind: type[Kind], rows: Sequence[Row]) -> list[Kind]:
    return [row for row in rows if isinstance(row, kind)]


def _bad_ids(rows: Sequence[Row], where: str) -> Iterator[Fault]:
    ids = {_id(row) for row in rows} - {""}
    seen: set[str] = set()
    for row in rows:
        id = _id(row)
        if id in seen:
            problem, fix = f"the id {id} is given twice", "give each annotation an id of its own"
            yield Fault(f"{where}:{row.line}", "$", problem, fix)
        seen |= {id} - {""}
        if missing := next((target for target in _targets(row) if target not in ids), ""):
            problem = f"there is no annotation {missing[:40]}"
            yield Fault(f"{where}:{row.line}", "$", problem, "give the whole file")


def _id(row: Row) -> str:
    """The id of an annotation; a comment may have none, an equivalence never has."""
    return "" if isinstance(row, Equivalence) else row.id.removesuffix("#")


def _targets(row: Row) -> list[str]:
    match row:
        case Relation():
            return [id for _, id in row.arguments]
        case Event():
            return [row.trigger, *(id for _, id in row.arguments)]
        case Equivalence():
            return list(row.members)
        case Attribute() | Normalisation() | Note():
            return [row.target]
    return []


def _placed(text: str, rows: Sequence[Row], where: str) -> tuple[str, list[Mark], list[Fault]]:
    """The marks in code points as the first counting has them by which every surface fits."""
    marks = _only(Mark, rows)
    for counting in countings(text):
        placed = [mark._replace(fragments=_places(mark, counting)) for mark in marks]
        if all(_fits(text, mark) for mark in placed):
            return counting.name, placed, []
    wrong = [_misplaced(text, mark, where) for mark in marks if not _fits(text, mark)]
    return CODE_POINTS, [], wrong


def _places(mark: Mark, counting: Counting) -> tuple[Place, ...]:
    """The fragments in code points; none if one is nowhere."""
    edges = [(counting.place_of(start), counting.place_of(end)) for start, end in mark.fragments]
    places = [(start, end) for start, end in edges if start is not None and end is not None]
    return tuple(places) if len(places) == len(edges) else ()


def _fits(text: str, mark: Mark) -> bool:
    places = mark.fragments
    inside = places and all(0 <= start < end <= len(text) for start, end in places)
    return bool(inside) and same_surface(surface_at(text, places), mark.surface)


def _misplaced(text: str, mark: Mark, where: str) -> Fault:
    told = ";".join(f"{start} {end}" for start, end in mark.fragments)
    found = surface_at(text, mark.fragments)
    problem = f"{told[:60]} of the text holds {found[:40]!r}, not {mark.surface[:40]!r}"
    fix = "give the text and the annotations as published, side by side"
    return Fault(f"{where}:{mark.line}", "$", problem, fix)
