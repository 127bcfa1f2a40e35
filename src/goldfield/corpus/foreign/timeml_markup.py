"""TimeML files as text with marked places: the XML is read once, and nothing outside it is fetched.

TimeML 1.2.1, timeml.org. A file has its text in an element TEXT, beside others (TempEval-3), or is
all text but for its markup (TimeBank 1.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from goldfield.errors import DataError, Fault

__all__ = ["Marked", "TimeMl", "read_timeml"]

Place = tuple[int, int]

_MARKUP = frozenset(
    ["TIMEX3", "EVENT", "SIGNAL", "MAKEINSTANCE", "TLINK", "SLINK", "ALINK", "CONFIDENCE"]
)
_NOT_ONE = "the file is no TimeML"
_NO_ENTITIES = "it declares entities, which a corpus has no use for"


class Marked(NamedTuple):
    """An element of the markup: where it stands in all text of the file, and its attributes."""

    line: int
    tag: str
    attributes: Mapping[str, str]
    place: Place


class TimeMl(NamedTuple):
    """One file.

    Attributes:
        raw: all characters of the file.
        body: the place of the text in `raw`: what TEXT encloses, else all up to the last visible
            character, so without the blank lines between links.
        marked: the elements that annotate, in the order in which they end.
    """

    raw: str
    body: Place
    marked: list[Marked]


def read_timeml(path: Path) -> TimeMl:
    """Read a file.

    Raises:
        DataError: it cannot be read, is no well-formed XML, declares entities, or is no TimeML.
    """
    try:
        return _Reading(str(path)).read(path.read_bytes())
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise DataError([Fault(str(path), "$", problem, "check the name")]) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise DataError([Fault(str(path), "$", str(error), "save it as UTF-8")]) from error


class _Reading:
    def __init__(self, path: str) -> None:
        self._path = path
        self._parts: list[str] = []
        self._at = 0
        self._open: list[tuple[str, dict[str, str], int, int]] = []
        self._body: Place | None = None
        self._marked: list[Marked] = []
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = lambda *_: self._refuse(_NO_ENTITIES)
        parser.SkippedEntityHandler = lambda *_: self._refuse("it uses an entity that nobody gave")

    def read(self, content: bytes) -> TimeMl:
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as error:
            problem = f"no well-formed XML: {expat.ErrorString(error.code)}"
            raise DataError([self._fault(error.lineno, problem)]) from error
        raw = "".join(self._parts)
        return TimeMl(raw, self._body or (0, len(raw.rstrip())), self._marked)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._open and tag != "TimeML":
            self._refuse(_NOT_ONE)
        self._open.append((tag, attributes, self._at, self._parser.CurrentLineNumber))

    def _end(self, tag: str) -> None:
        _, attributes, start, line = self._open.pop()
        if tag == "TEXT" and self._body is None:
            self._body = start, self._at
        if tag in _MARKUP:
            self._marked.append(Marked(line, tag, attributes, (start, self._at)))

    def _characters(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)

    def _refuse(self, problem: str) -> None:
        raise DataError([self._fault(self._parser.CurrentLineNumber, problem)])

    def _fault(self, line: int, problem: str) -> Fault:
        return Fault(f"{self._path}:{line}", "$", problem, "give TimeML as published")
