"""Holding a model's answer to the schema: what does not fit is dropped and counted."""

from __future__ import annotations

from collections.abc import ItemsView, Mapping
from math import isfinite
from typing import Any

from goldfield.schema.nodes import Node


class _Unfit:
    """In place of a value that is not what the schema says."""


UNFIT = _Unfit()


def shape(record: Mapping[str, Any], schema: Node) -> tuple[dict[str, Any], int]:
    """What of a record fits `schema`, and how many values did not.

    Keys that nobody asked for go uncounted. What is missing is null or an empty list; an item
    that makes no sense without it goes as a whole.
    """
    shaper = _Shaper()
    fit = {key: shaper.part(key, record, node) for key, node in schema["properties"].items()}
    if "quotes" in fit:  # a rule that strict endpoints let no schema say
        said = [quote for quote in fit["quotes"] if quote["content"]]
        shaper.dropped += len(fit["quotes"]) - len(said)
        fit["quotes"] = said
    return fit, shaper.dropped


class _Shaper:
    def __init__(self) -> None:
        self.dropped = 0

    def part(self, key: str, record: Mapping[str, Any], node: Node) -> Any:
        """A part of the record by itself, so that what is wrong with one leaves the others."""
        if node["type"] == "array":
            return self._field(key, record, node)
        value = record.get(key)
        fields = value if isinstance(value, dict) else {}
        self.dropped += fields is not value and key in record
        fits = {name: self._field(name, fields, inner) for name, inner in _inner(node)}
        return {name: None if fit is UNFIT else fit for name, fit in fits.items()}

    def _field(self, key: str, value: Mapping[str, Any], node: Node) -> Any:
        fit = self._value(value[key], node) if key in value else UNFIT
        if fit is not UNFIT:
            return fit
        self.dropped += key in value
        if "anyOf" in node:
            return None
        return [] if node["type"] == "array" else UNFIT

    def _value(self, value: Any, node: Node) -> Any:
        if "anyOf" in node:
            return None if value is None else self._value(value, node["anyOf"][0])
        match node["type"]:
            case "object":
                return self._object(value, node)
            case "array":
                return self._list(value, node["items"])
            case "number":
                return value if _is_number(value) else UNFIT
        fits = _is_text(value) and value in node.get("enum", [value])
        return value if fits else UNFIT

    def _object(self, value: Any, node: Node) -> Any:
        if not isinstance(value, dict):
            return UNFIT
        before = self.dropped
        fit = {key: self._field(key, value, inner) for key, inner in _inner(node)}
        if UNFIT not in fit.values():
            return fit
        self.dropped = before  # it goes as a whole, and counts once
        return UNFIT

    def _list(self, value: Any, items: Node) -> list[Any]:
        fit = [self._value(one, items) for one in (value if isinstance(value, list) else [value])]
        kept = [one for one in fit if one is not UNFIT]
        self.dropped += len(fit) - len(kept)
        return kept


def _inner(node: Node) -> ItemsView[str, Node]:
    properties: Node = node["properties"]
    return properties.items()


def _is_number(value: Any) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) < 2**63
    return isinstance(value, float) and isfinite(value)


def _is_text(value: Any) -> bool:
    """Whether it is a string that UTF-8 can hold: JSON can spell half a surrogate pair."""
    try:
        value.encode()
    except (AttributeError, UnicodeEncodeError):
        return False
    return True
