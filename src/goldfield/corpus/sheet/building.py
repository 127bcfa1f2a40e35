"""The tree of a sheet beside the types of a record: places found, defaults filled, lines kept."""

from __future__ import annotations

import re
from typing import Any, get_args

from msgspec import inspect

from goldfield.corpus.sheet.locating import Problem, locate, split_surface
from goldfield.corpus.sheet.parsing import Items, Mapping, Node, Placed, Scalar, is_null
from goldfield.corpus.sheet.shapes import default_of, heal, is_keyed, typed, unwrap
from goldfield.errors import did_you_mean
from goldfield.schema.labels import MentionKind
from goldfield.schema.records import Mention, Span
from goldfield.schema.versions import has_key

__all__ = ["Builder"]

_KINDS: tuple[str, ...] = get_args(MentionKind)
_LAST_STEP = re.compile(r"(\.[^.\[]+|\[\d+\])$")


class Builder:
    """Builds one record as plain values.

    Whatever cannot be built is a fault and is replaced by a value that fits its type, so that one
    report can hold all faults. Without a text (None) no place is looked for. Keys that came after
    `version` are there only where the sheet has them.

    Attributes:
        faults: what is wrong so far.
        spoilt: the paths of replaced values; what is found wrong there later means nothing.
    """

    def __init__(self, text: str | None, version: str) -> None:
        self.text = "?" if text is None else text
        self.faults: list[Placed] = []
        self.spoilt: set[str] = set()
        self._has_text = text is not None
        self._version = version
        self._lines: dict[str, int] = {"$": 1}

    def line_of(self, path: str) -> int:
        """The line of the sheet where the value at `path`, or what holds it, was written."""
        while path not in self._lines:
            path = _LAST_STEP.sub("", path)
        return self._lines[path]

    def struct(self, node: Mapping, shape: inspect.StructType, path: str) -> dict[str, Any]:
        """The value of a mapping, with null, [] and false for the keys that may be left out."""
        fields = {field.encode_name: field.type for field in shape.fields}
        self._refuse_unknown(node, fields, path)
        return {
            name: self._field(node, name, info, path)
            for name, info in fields.items()
            if name in node.entries or has_key(self._version, shape.cls, name)
        }

    def _field(self, parent: Mapping, name: str, info: inspect.Type, path: str) -> Any:
        inner = f"{path}.{name}"
        line, node = parent.entries.get(name, (self.line_of(path), None))
        self._lines[inner] = line
        if node is not None and not is_null(node):
            return self._value(node, info, inner)
        shape, _ = unwrap(info)
        optional, default = default_of(info)
        if optional and isinstance(shape, inspect.StructType) and default is not None:
            return self.struct(Mapping(line), shape, inner)
        if optional:
            return default
        labels = shape.values if isinstance(shape, inspect.LiteralType) else ()
        fix = f"add `{name}: ...`" + (f", one of {', '.join(map(str, labels))}" if labels else "")
        return self._spoil(line, inner, Problem(f"the key {name!r} is missing", fix), info)

    def _value(self, node: Node, info: inspect.Type, path: str) -> Any:
        shape, nullable = unwrap(info)
        found: Any = None
        if nullable and is_null(node):
            return None
        if isinstance(shape, inspect.StructType):
            found = self._object(node, shape, path)
        elif isinstance(shape, inspect.ListType):
            found = self._list(node, shape, path)
        elif isinstance(node, Scalar) and not is_null(node):
            found = typed(node.value, shape)
        if found is None:
            return self._spoil(node.line, path, _misfit(node, _wanted(shape)), info)
        return found

    def _object(self, node: Node, shape: inspect.StructType, path: str) -> dict[str, Any] | None:
        if shape.cls is Span:
            return _plain(self._place(node, path))
        if not isinstance(node, Mapping):
            return None
        if shape.cls is Mention:
            return self._mention(node, shape, path)
        return self.struct(node, shape, path)

    def _list(self, node: Node, shape: inspect.ListType, path: str) -> list[Any] | None:
        keyed = is_keyed(shape)
        if isinstance(node, Mapping) and keyed:
            items = [self._keyed(key, *entry) for key, entry in node.entries.items()]
        elif isinstance(node, Items) and not keyed:
            items = [(item.line, item) for item in node.items]
        else:
            return None
        places = [(f"{path}[{index}]", *item) for index, item in enumerate(items)]
        self._lines |= {inner: line for inner, line, _ in places}
        return [self._value(item, shape.item_type, inner) for inner, _, item in places]

    def _keyed(self, key: str, line: int, item: Node) -> tuple[int, Node]:
        """An item that the sheet writes under its id, with the id put inside."""
        if not isinstance(item, Mapping):
            item = Mapping(line) if is_null(item) else item
        if isinstance(item, Mapping) and "id" in item.entries:
            problem = f"the id of this item is its key, {key[:40]!r}"
            self._fault(item.entries["id"][0], "$", Problem(problem, "remove `id`"))
        if isinstance(item, Mapping):
            entries = {**item.entries, "id": (line, Scalar(key, False, line))}
            item = Mapping(line, entries)
        return line, item

    def _mention(self, node: Mapping, shape: inspect.StructType, path: str) -> dict[str, Any]:
        """A mention: its words under its kind, and perhaps its head."""
        self._refuse_unknown(node, (*_KINDS, "head"), path)
        kinds = [kind for kind in node.entries if kind in _KINDS]
        if len(kinds) != 1:
            problem = f"a mention has one of the keys {', '.join(_KINDS)}, this one {len(kinds)}"
            fix = f"write {_wanted(shape)}"
            spoilt: dict[str, Any] = self._spoil(node.line, path, Problem(problem, fix), shape)
            return spoilt
        line, words = node.entries[kinds[0]]
        self._lines[path] = line
        span = self._place(words, path, may_cut=True)
        _, head = node.entries.get("head", (line, None))
        found = None
        if head is not None and not is_null(head) and path not in self.spoilt:
            found = _plain(self._place(head, f"{path}.head", within=span))
        raw = isinstance(words, Scalar) and split_surface(words.value).raw
        return {**_plain(span), "kind": kinds[0], "head": found, "subword": raw}

    def _place(
        self, node: Node, path: str, within: Span | None = None, *, may_cut: bool = False
    ) -> Span:
        """The span of the words in `node`; if there is none, the whole text stands for it."""
        found: Span | Problem
        if not isinstance(node, Scalar) or is_null(node):
            found = _misfit(node, "words of the text")
        elif not self._has_text:
            found = Problem("", "")  # said once, of the text, and not of each place
        else:
            found = locate(self.text, node.value, within, may_cut=may_cut)
        if isinstance(found, Span):
            return found
        self.spoilt.add(path)
        if found.problem:
            self._fault(node.line, path, found)
        words = self.text.strip()
        start = self.text.find(words)
        return Span(start, start + len(words), words)

    def _refuse_unknown(self, node: Mapping, known: Any, path: str) -> None:
        for name, (line, _) in node.entries.items():
            if name not in known:
                problem = f"the key {name[:40]!r} is unknown{did_you_mean(name[:40], known)}"
                listed = ", ".join(key for key in known if key != "id" or path == "$")
                fix = f"correct or remove it; known here: {listed}"
                self._fault(line, path, Problem(problem, fix))

    def _spoil(self, line: int, path: str, problem: Problem, info: inspect.Type) -> Any:
        self._fault(line, path, problem)
        self.spoilt.add(path)
        return heal(None, unwrap(info)[0])

    def _fault(self, line: int, path: str, problem: Problem) -> None:
        self.faults.append(Placed(line, path, *problem))


def _plain(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _misfit(node: Node, wanted: str) -> Problem:
    names = {Mapping: "a mapping", Items: "a list", Scalar: "a single value"}
    name = "null" if is_null(node) else names[type(node)]
    fix = 'put the word in quotes: "null"' if name == "null" else f"write {wanted}"
    return Problem(f"{name} stands where {wanted} should be", fix)


def _wanted(shape: inspect.Type) -> str:
    if isinstance(shape, inspect.ListType):
        return "a mapping of `id: {...}`" if is_keyed(shape) else "a list [...]"
    if not isinstance(shape, inspect.StructType):
        return "a single value"
    if shape.cls is Mention:
        return "{NAM: words}, {NOM: words, head: word} or {PRO: word}"
    return "a mapping {key: value}"
