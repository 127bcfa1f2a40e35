"""From tagged spans to a record: entities in clusters, times and quantities with their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .clusters import Mention, entities_of
from .numbers import read_number, read_range
from .tagger import Found
from .values import date_of, time_value

__all__ = ["answer"]


def answer(text: str, found: Mapping[str, Sequence[Found]]) -> dict[str, Any]:
    """The layers that the taggers found something for; `found` is by target."""
    record: dict[str, Any] = {}
    if "names" in found:
        mentions = [*found["names"], *found.get("nominals", ())]
        record["entities"] = entities_of(_mention(text, item) for item in mentions)
    if "times" in found:
        published = date_of(text)
        record["times"] = [
            {
                **_place(item),
                "type": item.span.label,
                "value": time_value(_surface(text, item), item.span.label, published),
            }
            for item in found["times"]
        ]
    if "quantities" in found:
        record["quantities"] = [
            _place(item) | _amount(_surface(text, item)) for item in found["quantities"]
        ]
    if "events" in found:
        record["events"] = [
            {
                "type": item.span.label,
                "trigger": {"start": item.span.start, "end": item.span.end},
                "confidence": item.confidence,
            }
            for item in found["events"]
        ]
    return record


def _surface(text: str, item: Found) -> str:
    return text[item.span.start : item.span.end]


def _place(item: Found) -> dict[str, Any]:
    return {"start": item.span.start, "end": item.span.end, "confidence": item.confidence}


def _mention(text: str, item: Found) -> Mention:
    kind, _, type = item.span.label.partition(":")
    return Mention(
        item.span.start, item.span.end, kind, type, _surface(text, item), item.confidence
    )


def _amount(surface: str) -> dict[str, Any]:
    if ends := read_range(surface):
        return {"min": ends[0], "max": ends[1], "comparator": "between"}
    return {"value": read_number(surface)}
