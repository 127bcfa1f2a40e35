"""The YAML of a sheet as a tree of strings with their lines.

A sheet uses a small part of YAML: mappings, sequences and scalars. Nothing is typed here, so
`no` and `2022-01-24` stay what they are; anchors, tags and keys given twice are faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

__all__ = ["Items", "Mapping", "Node", "Placed", "Scalar", "is_null", "line_of", "parse_sheet"]

MAX_DEPTH = 32


class Placed(NamedTuple):
    """A fault of a sheet before it knows the name of its file."""

    line: int
    path: str
    problem: str
    fix: str


@dataclass(frozen=True)
class Scalar:
    """A string as YAML understands it; `plain` if it was written without quotes."""

    value: str
    plain: bool
    line: int


@dataclass
class Items:
    """A YAML sequence."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass
class Mapping:
    """A YAML mapping: each key with its line and its value."""

    line: int
    entries: dict[str, tuple[int, Node]] = field(default_factory=dict)


Node = Scalar | Items | Mapping


def is_null(node: Node | None) -> bool:
    """True for no value, an empty value, and the word null without quotes."""
    return node is None or (isinstance(node, Scalar) and node.plain and node.value in ("", "null"))


_Start = yaml.MappingStartEvent | yaml.SequenceStartEvent
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_sheet(raw: bytes) -> tuple[Mapping | None, list[Placed]]:
    """The tree of a sheet, or None if it cannot be read, with all faults of its YAML."""
    try:
        source = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not UTF-8 (0x{raw[error.start]:02x})"
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Placed(line, "$", problem, "save the file as UTF-8")]
    if source.startswith("\ufeff"):
        fix = "save the file as UTF-8 without a signature"
        return None, [Placed(1, "$", "the sheet starts with a byte order mark", fix)]
    builder = _Builder()
    for event in _events(source, builder.faults):
        builder.take(event)
        if builder.too_deep:
            break  # reading on would take long: YAML's scanner looks at every open bracket
    return builder.finish()


def line_of(raw: bytes, keys: Sequence[str]) -> int:
    """The line of the sheet on which a key, or as much of the way to it as there is, stands."""
    node: Node | None = parse_sheet(raw)[0]
    line = 1
    for key in keys:
        line, node = (
            node.entries.get(key, (line, None)) if isinstance(node, Mapping) else (line, None)
        )
    return line


def _events(source: str, faults: list[Placed]) -> Iterator[yaml.Event]:
    """The YAML events of `source`; what is not YAML ends them with a fault."""
    line = 1
    try:
        loader = yaml.SafeLoader(source)
        while loader.check_event():
            event = loader.get_event()  # type: ignore[no-untyped-call]
            line = _line_of(event)
            yield event
    except yaml.reader.ReaderError as error:
        line = source.count("\n", 0, error.position) + 1
        problem = f"U+{ord(source[error.position]):04X} may not stand in YAML as it is"
        fix = 'write it as an escape in double quotes, such as "\\x07"'
        faults.append(Placed(line, "$", problem, fix))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else line
        problem = f"not YAML: {error.problem or error.context}"
        fix = "put the value in quotes, or correct the indentation"
        faults.append(Placed(line, "$", problem, fix))
    except (ValueError, OverflowError):  # an escape or a version number out of all bounds
        problem = "not YAML: a number in an escape or a directive is out of range"
        faults.append(Placed(line, "$", problem, "write the character itself"))


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Builder:
    """Makes a tree out of YAML events, without recursion, so that no depth can break it."""

    def __init__(self) -> None:
        self.faults: list[Placed] = []
        self.root: Node | None = None
        self.documents = 0
        self.too_deep = False
        self._open: list[tuple[Items | Mapping, Scalar | None]] = []
        self._skipped = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        line = _line_of(event)
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(event, line)
        elif self.documents > 1:
            return
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, _Start):
            self._check(event, line)
            self._begin(event, line)
        elif isinstance(event, yaml.ScalarEvent):
            self._check(event, line)
            self._add(self._scalar(event, line))
        elif isinstance(event, yaml.AliasEvent):
            self._fault(line, f"the alias *{event.anchor} is not allowed", "write it out")
            self._add(Scalar("", True, line))

    def finish(self) -> tuple[Mapping | None, list[Placed]]:
        """The whole tree; None if anything keeps it from being one mapping."""
        if isinstance(self.root, Mapping) and not self._open:
            return self.root, self.faults
        if not self.faults:
            self._fault(1, "a sheet is one YAML mapping", "begin with `id: ...`")
        return None, self.faults

    def _fault(self, line: int, problem: str, fix: str) -> None:
        self.faults.append(Placed(line, "$", problem, fix))

    def _document(self, event: yaml.DocumentStartEvent, line: int) -> None:
        self.documents += 1
        if self.documents == 2:
            self._fault(line, "a second YAML document begins", "write one article per file")
        if event.version or event.tags:
            self._fault(line, "a YAML directive is not allowed", "remove the lines with %")

    def _check(self, event: _Start | yaml.ScalarEvent, line: int) -> None:
        if event.anchor is not None:
            self._fault(line, f"the anchor &{event.anchor} is not allowed", "remove it")
        if event.tag is not None:
            fix = "remove it; put the value in quotes if it begins with !"
            self._fault(line, f"the tag {event.tag} is not allowed", fix)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        value = event.value
        if found := _SURROGATE.search(value):
            problem = f"U+{ord(found[0]):04X} is half a character and cannot be stored"
            self._fault(line, problem, "write the whole character")
            value = _SURROGATE.sub("\ufffd", value)
        return Scalar(value, not event.style, line)

    def _begin(self, event: _Start, line: int) -> None:
        """Open a collection; one that stands as a key is passed over, with a blank in its place."""
        if self._skipped:
            self._skipped += 1
        elif len(self._open) >= MAX_DEPTH:
            self.too_deep = True
            self._fault(line, "nested too deep", f"stay within {MAX_DEPTH} levels")
        elif self._open and isinstance(self._open[-1][0], Mapping) and self._open[-1][1] is None:
            self._fault(line, "a key is a word, not a list or a mapping", "write `key: value`")
            self._add(Scalar("", True, line))
            self._skipped = 1
        else:
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self._open.append((Mapping(line) if is_mapping else Items(line), None))

    def _close(self) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        node, _ = self._open.pop()
        self._add(node)

    def _add(self, node: Node) -> None:
        """Put a finished node where it belongs: into a list, as a key, or as a key's value."""
        if self._skipped:
            return
        if not self._open:
            self.root = node
            return
        parent, key = self._open[-1]
        if isinstance(parent, Items):
            parent.items.append(node)
        elif key is not None:
            self._put(parent, key, node)
            self._open[-1] = (parent, None)
        elif isinstance(node, Scalar):
            self._open[-1] = (parent, node)

    def _put(self, parent: Mapping, key: Scalar, node: Node) -> None:
        if key.value == "<<" and key.plain:
            self._fault(key.line, "the merge key << is not allowed", "write the keys out")
        elif key.value in parent.entries:
            first = parent.entries[key.value][0]
            problem = f"the key {key.value[:40]!r} is given at line {first} already"
            self._fault(key.line, problem, "keep one of the two")
        else:
            parent.entries[key.value] = (key.line, node)
