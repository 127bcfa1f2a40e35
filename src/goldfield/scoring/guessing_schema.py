"""What the fields of records are that a JSON Schema describes, and how to compare them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from goldfield.scoring.guessing import Guess, key_of, unspellable

__all__ = ["guesses_of_schema", "is_schema"]

_DEEPEST = 8  # a schema may refer to itself
_OTHERS = ("boolean", "null", "object")  # types whose values are compared as a whole
Node = Mapping[str, Any]


def is_schema(value: Any) -> bool:
    """Whether a value is a JSON Schema of an object, and no sample."""
    if not isinstance(value, dict):
        return False
    described = _type(value) == "object" and isinstance(value.get("properties"), dict)
    return described or isinstance(value.get("$schema"), str) or "$defs" in value


def guesses_of_schema(schema: Node) -> list[Guess]:
    """A guess for each field that the schema describes; `id` joins the two sides."""
    return list(_members(_resolved(schema, schema), "$", schema))


def _members(node: Node, path: str, root: Node) -> Iterator[Guess]:
    for name, inner in _properties(node, root).items():
        at = f"{path}.{name}"
        if path == "$" and name == "id":
            continue
        if unspellable(name):
            yield Guess(at.removeprefix("$."), at, None, "", "its name cannot be written in a path")
        else:
            yield from _guess(_resolved(inner, root), at, root)


def _guess(node: Node, path: str, root: Node) -> Iterator[Guess]:
    name = path.removeprefix("$.")
    if _properties(node, root):
        if path.count(".") < _DEEPEST:
            yield from _members(node, path, root)
        else:
            yield Guess(name, path, None, "", "it lies too deep, or within itself")
        return
    if _type(node) != "array":
        matcher, why = _matcher(node)
        yield Guess(name, path, "scalar", matcher, why)
        return
    items = _resolved(node.get("items", {}), root)
    members = _properties(items, root)
    at = f"{path}[*]"
    if members or _type(items) == "array":
        key = key_of([[{name: "" for name in members}]]) if members else None
        told = f"; paired by {key!r}, a guess: without key, by most members" if key else ""
        why = "a list of objects; text is folded, anything else compared exactly"
        yield Guess(name, at, "records", "text", why + told, key)
    else:
        matcher, why = _matcher(items)
        yield Guess(name, at, "set", matcher, f"a list in any order; {why}")


def _matcher(node: Node) -> tuple[str, str]:
    """A matcher for a plain value, and why."""
    kind = _type(node)
    if "enum" in node or "const" in node:
        return "exact", "the schema lists its values"
    if kind in ("number", "integer"):
        return "number", f"type {kind}; add absolute or relative for a tolerance"
    if kind == "string" and node.get("format") in ("date", "date-time"):
        return "date", f"format {node['format']}; the time of day does not count"
    if kind == "string" and ("pattern" in node or "format" in node):
        return "exact", "the schema fixes its form"
    if kind == "string":
        return "text", "free text: NFKC, plain quotes and dashes, any case"
    return "exact", f"type {kind}" if kind in _OTHERS else "the schema does not say its type"


def _type(node: Node) -> Any:
    """The type; of several the first that is not null."""
    kind = node.get("type")
    if isinstance(kind, list):
        return next((one for one in kind if one != "null"), None)
    return kind


def _properties(node: Node, root: Node) -> dict[str, Any]:
    """The members of an object, those of `allOf` among them."""
    parts = [node, *(_resolved(part, root) for part in _list(node, "allOf"))]
    found: dict[str, Any] = {}
    for part in parts:
        members = part.get("properties")
        found |= members if isinstance(members, dict) else {}
    return found


def _resolved(node: Any, root: Node) -> Node:
    """The node that a reference, or a union with null, stands for."""
    for _ in range(_DEEPEST):
        if not isinstance(node, dict):
            return {}
        if isinstance(node.get("$ref"), str):
            node = _referred(node["$ref"], root)
            continue
        union = [*_list(node, "anyOf"), *_list(node, "oneOf")]
        told = [part for part in union if part != {"type": "null"}]
        if len(told) != 1:
            return node
        node = told[0]
    return {}


def _list(node: Node, name: str) -> list[Any]:
    value = node.get(name)
    return value if isinstance(value, list) else []


def _referred(ref: str, root: Node) -> Any:
    """What a reference within the document leads to; others lead nowhere."""
    node: Any = root
    for step in ref.removeprefix("#").split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        node = node.get(name) if isinstance(node, dict) else None
    return node if ref.startswith("#") else None
