"""The lines of a standoff file of brat, each as what it says; see `standoff`.

Format: brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from goldfield.corpus.foreign.standoff_offsets import Place
from goldfield.errors import Fault

__all__ = [
    "Attribute", "Equivalence", "Event", "Mark", "Normalisation", "Note", "Relation", "Row",
    "rows_of",
]  # fmt: skip


class Mark(NamedTuple):
    """A text-bound annotation (T): fragments in code points of the text, surface as written."""

    line: int
    id: str
    type: str
    fragments: tuple[Place, ...]
    surface: str


class Relation(NamedTuple):
    """A directed relation (R) with its arguments, each a role and an id."""

    line: int
    id: str
    type: str
    arguments: tuple[tuple[str, str], ...]


class Event(NamedTuple):
    """An event (E): the id of its trigger, and its arguments, each a role and an id."""

    line: int
    id: str
    type: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]


class Attribute(NamedTuple):
    """An attribute (A, in old files M) of another annotation; a binary one has no value."""

    line: int
    id: str
    type: str
    target: str
    value: str | None


class Normalisation(NamedTuple):
    """A link (N) to an entry of a resource, such as ``Wikidata`` and ``Q42``, with its name."""

    line: int
    id: str
    type: str
    target: str
    resource: str
    entry: str
    name: str


class Note(NamedTuple):
    """A comment (#) on another annotation."""

    line: int
    id: str
    type: str
    target: str
    text: str


class Equivalence(NamedTuple):
    """Annotations that are the same (*), such as mentions of one entity."""

    line: int
    type: str
    members: tuple[str, ...]


Row = Mark | Relation | Event | Attribute | Normalisation | Note | Equivalence


def rows_of(annotations: str, where: str) -> tuple[list[Row], list[Fault]]:
    """The annotations of a file, and a fault of every line that is none.

    Args:
        annotations: the content of the file; its lines may end in CRLF.
        where: what faults call the file.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, content in _lines(annotations):
        parse = _KINDS.get(content[:1])
        if parse and (row := parse(line, content)):
            rows.append(row)
        else:
            problem = f"{content[:40]!r} is no annotation of brat"
            fix = "write an id, a tab, and what its first letter asks for"
            faults.append(Fault(f"{where}:{line}", "$", problem, fix))
    return rows, faults


# A surface with line breaks, which brat would not write, goes on in lines that begin otherwise.
_BEGINS = re.compile(r"(?:[TREAMN][0-9]\S*|#[0-9]*|\*)(?=\s|\Z)")


def _lines(annotations: str) -> Iterator[tuple[int, str]]:
    """Each annotation with the number of its line; blank lines are left out."""
    begun, lines = 0, [""]
    given = re.split("\r?\n", annotations.removeprefix("\ufeff"))
    for number, line in enumerate([*given, "*"], start=1):
        if lines[0].startswith("T") and not _BEGINS.match(line):
            lines.append(line)
            continue
        if content := "\n".join(lines).rstrip("\n"):
            yield begun, content
        begun, lines = number, [line]


_MARK = re.compile(r"(T[0-9]\S*)\t(\S+) ([0-9]{1,10} [0-9]{1,10}(?:;[0-9]{1,10} [0-9]{1,10})*)\t")
_LINKED = re.compile(r"([RE][0-9]\S*)\t(\S+?)((?:[ \t]+[^\s:]+:[^\s:]+)*)\s*")
_ATTRIBUTE = re.compile(r"([AM][0-9]\S*)\t(\S+) (\S+)(?: (.*\S))?\s*")
_NORMALISATION = re.compile(r"(N[0-9]\S*)\t(\S+) (\S+) ([^\s:]+):(\S+)(?:\t(.*))?")
_NOTE = re.compile(r"(#[0-9]*)\t(\S+) (\S+)(?:\t(.*))?", re.DOTALL)
_EQUIVALENCE = re.compile(r"\*\t(\S+)((?: \S+)+)\s*")


def _mark(line: int, content: str) -> Row | None:
    found = _MARK.match(content)
    if not found:
        return None
    numbers = [int(number) for number in re.split("[ ;]", found[3])]
    places = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    return Mark(line, found[1], found[2], places, content[found.end() :])


def _relation(line: int, content: str) -> Row | None:
    found = _LINKED.fullmatch(content)
    if not found or not found[3]:
        return None
    return Relation(line, found[1], found[2], _arguments(found[3]))


def _event(line: int, content: str) -> Row | None:
    found = _LINKED.fullmatch(content)
    type, _, trigger = found[2].partition(":") if found else ("", "", "")
    if not found or not type or not trigger:
        return None
    return Event(line, found[1], type, trigger, _arguments(found[3]))


def _arguments(listed: str) -> tuple[tuple[str, str], ...]:
    pairs = (pair.partition(":") for pair in listed.split())
    return tuple((role, id) for role, _, id in pairs)


def _attribute(line: int, content: str) -> Row | None:
    found = _ATTRIBUTE.fullmatch(content)
    return Attribute(line, found[1], found[2], found[3], found[4]) if found else None


def _normalisation(line: int, content: str) -> Row | None:
    found = _NORMALISATION.fullmatch(content)
    return Normalisation(line, *found.groups(default="")) if found else None


def _note(line: int, content: str) -> Row | None:
    found = _NOTE.fullmatch(content)
    return Note(line, *found.groups(default="")) if found else None


def _equivalence(line: int, content: str) -> Row | None:
    found = _EQUIVALENCE.fullmatch(content)
    return Equivalence(line, found[1], tuple(found[2].split())) if found else None


_KINDS: dict[str, Callable[[int, str], Row | None]] = {
    "T": _mark, "R": _relation, "E": _event, "A": _attribute, "M": _attribute,
    "N": _normalisation, "#": _note, "*": _equivalence,
}  # fmt: skip
