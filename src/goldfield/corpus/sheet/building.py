"""The tree of a sheet beside the types of a record: places found, defaults filled, lines kept."""

from __future__ import annotations

import re
from typing import Any, get_args

from msgspec import inspect

from goldfield.corpus.sheet.locating import Problem, locate, split_surface
from goldfield.corpus.sheet.parsing import Items, Mapping, Node, Placed, Scalar
from goldfield.corpus.sheet.shapes import default_of, heal, is_keyed, typed, unwrap
from goldfield.errors import did_you_mean
from goldfield.schema.labels import MentionKind
from goldfield.schema.records import Mention, Span

__all__ = ["Builder"]

_KINDS: tuple[str, ...] = get_args(MentionKind)
_LAST_STEP = re.compile(r"(\.[^.\[]+|\[\d+\])$")


class Builder:
    """Builds one record as plain values.

    Whatever cannot be built is a fault and is replaced by a value that fits its type, so that one
    report can hold all faults. Without a text (None) no place is looked for.

    Attributes:
        faults: what is wrong so far.
        spoilt: the paths of replaced values; what is found wrong there later means nothing.
    """

    def __init__(self, text: str | None) -> None:
        self.text = "?" if text is None else text
        self.faults: list[Placed] = []
        self.spoilt: set[str] = set()
        self._has_text = text is not None
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
        return {name: self._field(node, name, info, path) for name, info in fields.items()}

    def _field(self, parent: Mapping, name: str, info: inspect.Type, path: str) -> Any:
        inner = f"{path}.{name}"
        line, node = parent.entries.get(name, (parent.line, None))
        self._lines[inner] = line
        if node is not None and not (isinstance(node, Scalar) and node.is_null):
            return self._value(node, info, inner)
        optional, default = default_of(info)
        if optional:
            return default
        shape, _ = unwrap(info)
        labels = shape.values if isinstance(shape, inspect.LiteralType) else ()
        fix = f"add `{name}: ...`" + (f", one of {', '.join(map(str, labels))}" if labels else "")
        return self._spoil(line, inner, Problem(f"the key {name!r} is missing", fix), info)

    def _value(self, node: Node, info: inspect.Type, path: str) -> Any:
        shape, nullable = unwrap(info)
        if isinstance(node, Scalar) and node.is_null and nullable:
            return None
        if isinstance(shape, inspect.StructType):
            if shape.cls is Span:
                return _plain(self._place(node, path))
            if shape.cls is Mention:
                return self._mention(node, info, path)
            if isinstance(node, Mapping):
                return self.struct(node, shape, path)
        elif isinstance(shape, inspect.ListType):
            if isinstance(node, Mapping) and is_keyed(shape):
                return self._keyed(node, shape, path)
            if isinstance(node, Items) and not is_keyed(shape):
                return self._list(node, shape, path)
        elif isinstance(node, Scalar) and not node.is_null:
            return typed(node.value, shape)
        return self._spoil(node.line, path, _misfit(node, _wanted(shape)), info)

    def _list(self, node: Items, shape: inspect.ListType, path: str) -> list[Any]:
        for index, item in enumerate(node.items):
            self._lines[f"{path}[{index}]"] = item.line
        return [
            self._value(item, shape.item_type, f"{path}[{index}]")
            for index, item in enumerate(node.items)
        ]

    def _keyed(self, node: Mapping, shape: inspect.ListType, path: str) -> list[Any]:
        """A list of items that the sheet writes as a mapping from their ids."""
        values = []
        for index, (key, (line, item)) in enumerate(node.entries.items()):
            inner = f"{path}[{index}]"
            self._lines[inner] = line
            if isinstance(item, Mapping) and "id" in item.entries:
                problem = f"the id of this item is its key, {key!r}"
                self._fault(item.entries["id"][0], inner, Problem(problem, "remove `id`"))
            if isinstance(item, Mapping) or (isinstance(item, Scalar) and item.is_null):
                given = item.entries if isinstance(item, Mapping) else {}
                item = Mapping(line, {**given, "id": (line, Scalar(key, False, line))})
            values.append(self._value(item, shape.item_type, inner))
        return values

    def _mention(self, node: Node, info: inspect.Type, path: str) -> Any:
        """A mention: its words under its kind, and perhaps its head."""
        wanted = "{NAM: words}, {NOM: words, head: word} or {PRO: word}"
        if not isinstance(node, Mapping):
            return self._spoil(node.line, path, _misfit(node, wanted), info)
        self._refuse_unknown(node, (*_KINDS, "head"), path)
        kinds = [kind for kind in node.entries if kind in _KINDS]
        if len(kinds) != 1:
            problem = (
                f"a mention has one of the keys {', '.join(_KINDS)}; this one has {len(kinds)}"
            )
            return self._spoil(node.line, path, Problem(problem, f"write {wanted}"), info)
        line, words = node.entries[kinds[0]]
        self._lines[path] = line
        span = self._place(words, path, may_cut=True)
        _, head = node.entries.get("head", (line, None))
        found = None
        if head is not None and not (isinstance(head, Scalar) and head.is_null) and span.text:
            found = self._place(head, f"{path}.head", within=span)
        raw = isinstance(words, Scalar) and split_surface(words.value).raw
        return {**_plain(span), "kind": kinds[0], "head": found and _plain(found), "subword": raw}

    def _place(
        self, node: Node, path: str, within: Span | None = None, *, may_cut: bool = False
    ) -> Span:
        """The span of the words in `node`; if there is none, the whole text stands for it."""
        found: Span | Problem
        if not isinstance(node, Scalar) or node.is_null:
            found = _misfit(node, "words of the text")
        elif not self._has_text:
            found = Problem("", "")
        elif within is not None and f"{path.removesuffix('.head')}" in self.spoilt:
            found = Problem("", "")  # its mention was not found: nothing to look in
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
                fix = f"correct or remove it; known here: {', '.join(known)}"
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
    name = "null" if isinstance(node, Scalar) and node.is_null else names[type(node)]
    fix = 'put the word in quotes: "null"' if name == "null" else f"write {wanted}"
    return Problem(f"{name} stands where {wanted} should be", fix)


def _wanted(shape: inspect.Type) -> str:
    if is_keyed(shape):
        return "a mapping of `id: {...}`"
    if isinstance(shape, inspect.ListType):
        return "a list, [...],"
    return "a mapping, {key: value}," if isinstance(shape, inspect.StructType) else "a value"
