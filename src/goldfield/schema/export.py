"""JSON Schema 2020-12 of a type, for readers in any language."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from goldfield.schema.records import SCHEMA_VERSION

__all__ = ["DIALECT", "json_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REF = "#/$defs/{name}"


def json_schema(type_: Any, name: str, title: str, description: str) -> dict[str, Any]:
    """The JSON Schema of `type_` as one document, the same on every run.

    Unknown keys are refused where the type forbids them and allowed elsewhere.

    Args:
        type_: a type that msgspec can decode.
        name: the last part of the document's ``$id``, a URN.
        title: what the document is called.
        description: what it describes.
    """
    (root,), components = msgspec.json.schema_components([type_], ref_template=_REF)
    # A root that is a bare reference is spelled out: many tools that draw forms expect it so.
    root = components.pop(root.get("$ref", "").rpartition("/")[2], root)
    head = {"$schema": DIALECT, "$id": f"urn:goldfield:schema:{SCHEMA_VERSION}:{name}"}
    body = {key: value for key, value in root.items() if key not in ("title", "description")}
    defs = {"$defs": components} if components else {}
    return {**head, "title": title, "description": description, **_clean({**body, **defs})}


def _clean(node: Any) -> Any:
    """The node with docstrings as plain descriptions, and unions in an order of their own.

    msgspec gives the members of a union in an order that differs between its versions.
    """
    if isinstance(node, list):
        return [_clean(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _clean(value) for key, value in node.items()}
    if isinstance(found.get("description"), str):
        found["description"] = _one_line(found["description"])
    if "anyOf" in found:
        found["anyOf"].sort(key=_rank)
    return found


def _rank(member: dict[str, Any]) -> tuple[bool, bool, str]:
    """Plain types first, then structs, null last."""
    return member.get("type") == "null", "$ref" in member, str(member)


def _one_line(docstring: str) -> str:
    paragraphs = inspect.cleandoc(docstring).replace("``", "`").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
