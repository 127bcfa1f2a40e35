"""What all formats share: the options, a record before it knows its article, and the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from msgspec import Struct

from goldfield.corpus.formats.labels import LabelMap
from goldfield.errors import DataError, Fault
from goldfield.schema.labels import Layer
from goldfield.schema.offsets import UNITS, OffsetMap, Unit
from goldfield.schema.records import Article

__all__ = [
    "Draft",
    "Format",
    "Log",
    "Options",
    "Parse",
    "draft_of",
    "lines_of",
    "text_of",
    "to_code_points",
]


class Options(Struct, frozen=True, kw_only=True):
    """How another tool's output is to be read.

    Args:
        join: `id` joins a record to its article by id, else by the hash of the text or the text
            itself; `order` joins the n-th record to the n-th article.
        offsets: what the offsets of the file count.
        labels: the tool's label to the goldfield entity type, see `load_labels`. A label that
            maps to an empty string, or is not there, is dropped and told. Without a map the
            labels must be goldfield's.
        column: for `iob` and `conll`, the column of the tag, from 1; negative from the end.
        layers: what the tool was asked for; by default what its records show.
    """

    join: Literal["id", "order"] = "id"
    offsets: Literal["codepoint", "utf-16", "utf-8"] = "codepoint"
    labels: Mapping[str, str] | None = None
    column: int = -1
    layers: tuple[Layer, ...] | None = None


class Draft(NamedTuple):
    """A record that has been parsed: what it says of its article, and the rest as `body`."""

    where: str
    id: str | None
    text_sha256: str | None
    text: str | None
    body: Any


class Log:
    """What conversion has to tell: `faults` refuse records, the counts become notes."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.labels = LabelMap(options.labels)
        self.faults: list[Fault] = []
        self.told: Counter[str] = Counter()

    def fault(self, where: str, path: str, problem: str, fix: str) -> None:
        """Record a fault."""
        self.faults.append(Fault(where, path, problem, fix))

    def notes(self) -> list[str]:
        """Everything that was counted, in order."""
        told = (f"{text} ({_times(count)})" for text, count in sorted(self.told.items()))
        return [*self.labels.notes(), *told]


def _times(count: int) -> str:
    return "1 time" if count == 1 else f"{count} times"


Parse = Callable[[bytes, str, Log], list[Draft]]


class Format(NamedTuple):
    """One format: `parse` takes the bytes of a file, `build` makes a draft a loose prediction."""

    about: str
    parse: Parse
    build: Callable[[Draft, Article, Log], dict[str, Any]]


def draft_of(record: Mapping[str, Any], where: str, body: Any) -> Draft:
    """The draft of a JSON record; a number as id is read as its digits."""
    id = record.get("id")
    id = str(id) if isinstance(id, int) and not isinstance(id, bool) else _string(id)
    return Draft(where, id, _string(record.get("text_sha256")), _string(record.get("text")), body)


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def text_of(path: Path) -> str:
    """The text of a UTF-8 file as it stands: CRLF is two characters, a byte order mark is one.

    Raises:
        DataError: the file cannot be read, or is not UTF-8.
    """
    try:
        raw = path.read_bytes()
        return raw.decode("utf-8")
    except OSError as error:
        fault = Fault(
            str(path), "$", f"cannot be read: {error.strerror or error}", "check the name"
        )
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"byte {error.start} is not UTF-8 (0x{raw[error.start]:02x})"
        fault = Fault(f"{path}:{line}", "$", problem, "save the file as UTF-8")
    raise DataError([fault])


def lines_of(path: Path) -> list[str]:
    """The lines of a UTF-8 file without their ends and without a byte order mark.

    Raises:
        DataError: the file cannot be read, or is not UTF-8.
    """
    return text_of(path).removeprefix("\ufeff").replace("\r\n", "\n").split("\n")


def to_code_points(node: Any, draft: Draft, article: Article, log: Log) -> Any:
    """A copy of `node` in which every ``start`` and ``end`` counts code points."""
    if log.options.offsets == "codepoint":
        return node
    return _Recount(article.text, log.options.offsets, draft, log).copy(node, "$")


class _Recount:
    def __init__(self, text: str, unit: Unit, draft: Draft, log: Log) -> None:
        self._offsets, self._unit = OffsetMap(text, unit), unit
        self._where, self._log = draft.where, log

    def copy(self, node: Any, path: str) -> Any:
        if isinstance(node, list):
            return [self.copy(item, f"{path}[{index}]") for index, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        return {key: self._value(key, value, f"{path}.{key}") for key, value in node.items()}

    def _value(self, key: str, value: Any, path: str) -> Any:
        number = isinstance(value, int) and not isinstance(value, bool)
        if number and key in ("start", "end"):
            return self._offset(value, path)
        return self.copy(value, path)

    def _offset(self, value: int, path: str) -> int:
        found = self._offsets.from_unit(value)
        if found is None:
            problem = f"{value} is inside a character or outside the text, in {UNITS[self._unit]}"
            self._log.fault(self._where, path, problem, "check --offsets against the tool")
        return found or 0
