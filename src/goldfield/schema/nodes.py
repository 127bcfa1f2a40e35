"""Nodes of a JSON Schema in the subset that strict structured-output endpoints share.

Every key of an object is required and what may be unknown is ``anyOf`` with null; there are no
references, bounds or patterns.
"""

from __future__ import annotations

from typing import Any, get_args

__all__ = [
    "Node",
    "label",
    "list_of",
    "number_or_null",
    "object_of",
    "or_null",
    "string",
    "string_or_null",
]

Node = dict[str, Any]


def object_of(properties: Node, says: str) -> Node:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "description": says,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(items: Node, says: str) -> Node:
    """A list, which may be empty."""
    return {"type": "array", "description": says, "items": items}


def string(says: str) -> Node:
    """A string."""
    return {"type": "string", "description": says}


def label(labels: Any, says: str) -> Node:
    """One of the values of a `Literal`."""
    return {"type": "string", "description": says, "enum": list(get_args(labels))}


def or_null(node: Node) -> Node:
    """The node, or null."""
    inner = {key: value for key, value in node.items() if key != "description"}
    return {"description": node["description"], "anyOf": [inner, {"type": "null"}]}


def string_or_null(says: str) -> Node:
    """A string, or null."""
    return or_null(string(says))


def number_or_null(says: str) -> Node:
    """A number, or null."""
    return or_null({"type": "number", "description": says})
