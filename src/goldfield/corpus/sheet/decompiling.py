"""A gold record as a sheet: what `compile_sheet` reads back to the same record."""

from __future__ import annotations

import math
import re
import sys
from typing import Any

import yaml
from msgspec import UNSET, Struct

from goldfield.corpus.sheet.locating import surface_at
from goldfield.schema.labels import LAYERS
from goldfield.schema.records import (
    Argument,
    Article,
    DocumentFields,
    Entity,
    Event,
    Mention,
    Quote,
    Span,
)

__all__ = ["decompile"]

WIDTH = 96
"""A mapping or list that is longer than this is written over several lines."""
_HEAD = ("id", "text", "text_sha256", "schema_version", "guidelines_version", "layers")
_BLOCK = (Article, DocumentFields, Entity, Event, Quote)
_BREAKS = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPECIAL = ("", "null", "<<")
_STR, _SEQ, _MAP = (f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))


class _Dumper(yaml.SafeDumper):
    """Writes every scalar plain if it can be: a sheet has no types, so `no` needs no quotes."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists below their key."""
        super().increase_indent(flow, False)


_Dumper.yaml_implicit_resolvers = {}


def decompile(article: Article, text_path: str) -> str:
    """The sheet of a record, in YAML.

    Args:
        article: a valid record.
        text_path: where the text will be, relative to the sheet.

    Raises:
        DataError: a span does not hold its surface, or a head is not inside its mention.
    """
    special = {"text": _scalar(text_path), "layers": _layers(list(article.layers))}
    pairs = [
        (name, special.get(name) or _node(value, article.text))
        for name, value in sorted(_fields(article), key=_rank)
        if name in special or not _is_default(value)
    ]
    root = _mapping(pairs, block=True)
    written: str = yaml.serialize(root, Dumper=_Dumper, allow_unicode=True, width=sys.maxsize)
    return written


def _rank(field: tuple[str, Any]) -> int:
    """Sorts what a reader wants to know first to the top; the rest keeps its order."""
    return _HEAD.index(field[0]) if field[0] in _HEAD else len(_HEAD)


def _layers(layers: list[str]) -> yaml.Node:
    if layers == list(LAYERS):
        return _scalar("all")
    return _sequence([_scalar(layer) for layer in layers], block=False)


def _node(value: Any, text: str) -> yaml.Node:
    if isinstance(value, Mention):
        return _mention(value, text)
    if isinstance(value, Span):
        return _scalar(surface_at(text, value))
    if isinstance(value, Struct):
        return _struct(value, text)
    if isinstance(value, list) and hasattr(value[0], "id"):
        return _mapping([(item.id, _struct(item, text)) for item in value], block=True)
    if isinstance(value, list):
        block = isinstance(value[0], Mention | Argument)
        return _sequence([_node(item, text) for item in value], block=block)
    return _scalar(_spell(value))


def _mention(mention: Mention, text: str) -> yaml.Node:
    pairs: list[tuple[str, yaml.Node]] = [(mention.kind, _scalar(surface_at(text, mention)))]
    if mention.head is not None:
        pairs.append(("head", _scalar(surface_at(text, mention.head, within=mention))))
    return _mapping(pairs, block=False)


def _struct(value: Struct, text: str) -> yaml.Node:
    """A part of a record, without its id, which is its key, and without what may be left out."""
    pairs = [
        (name, _node(item, text))
        for name, item in _fields(value)
        if name != "id" and not _is_default(item)
    ]
    return _mapping(pairs, block=isinstance(value, _BLOCK))


def _fields(value: Struct) -> list[tuple[str, Any]]:
    return [(name, getattr(value, name)) for name in value.__struct_fields__]


def _is_default(value: Any) -> bool:
    if isinstance(value, float):
        return not math.isfinite(value)  # JSON has no such number: it is null in the record
    return value is None or value is UNSET or value is False or value == []


def _spell(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return "true"  # false is left out
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _scalar(value: str) -> yaml.Node:
    quoted = value in _SPECIAL or _BREAKS.search(value) is not None
    return yaml.ScalarNode(_STR, value, style='"' if quoted else None)


def _mapping(pairs: list[tuple[str, yaml.Node]], *, block: bool) -> yaml.Node:
    keyed = [(_scalar(key), node) for key, node in pairs]
    node = yaml.MappingNode(_MAP, keyed, flow_style=not block)
    node.flow_style = not block and _length(node) <= WIDTH
    return node


def _sequence(items: list[yaml.Node], *, block: bool) -> yaml.Node:
    node = yaml.SequenceNode(_SEQ, items, flow_style=not block)
    node.flow_style = not block and _length(node) <= WIDTH
    return node


def _length(node: yaml.Node) -> int:
    """About how many characters the node takes on one line."""
    if isinstance(node, yaml.MappingNode):
        return 2 + sum(_length(key) + _length(value) + 4 for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return 2 + sum(_length(item) + 2 for item in node.value)
    return len(node.value)
