"""What of a refused prediction can still be checked, so that all its faults are told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from goldfield.errors import Fault
from goldfield.schema.explaining import parse_json
from goldfield.schema.loose import Prediction

__all__ = ["without_faulty"]

_ITEM = re.compile(r"\$\.(entities|times|quantities|quotes|events)\[(\d+)\](?:\.(\w+))?")
_LABELS = {"type", "value", "min", "max", "comparator", "unit", "factuality", "status", "kind"}
_LABELS |= {"confidence", "wikidata"}
# In any layer this is an item with a place that is not looked for, to which others may refer.
_BLANK = {"text": "", "content": "", "triggers": ""}


def without_faulty(line: bytes, faults: Iterable[Fault]) -> Prediction | None:
    """A record of wrong types without what is wrong, or None if too little of it is left.

    A wrong label leaves its item, so that its place is still checked. Other faults blank the
    item; its id stays, lest references to it seem to lead nowhere.
    """
    record, _ = parse_json(line)
    try:
        for fault in faults:
            found = _ITEM.match(fault.path)
            if found:
                items = record[found[1]]
                items[int(found[2])] = _mended(items[int(found[2])], *found.group(1, 3))
            elif fault.path.startswith("$.meta"):
                record["meta"] = {}
        return msgspec.convert(record, Prediction)
    except (msgspec.ValidationError, TypeError, LookupError):
        return None


def _mended(item: Any, layer: str, key: str | None) -> dict[str, Any]:
    rest: dict[str, Any] = item if isinstance(item, dict) else {}
    if key in _LABELS:
        rest = {name: value for name, value in rest.items() if name != key}
    else:
        rest = _BLANK | ({"id": rest["id"]} if isinstance(rest.get("id"), str) else {})
    return {"type": "OTHER"} | rest if layer == "events" else rest
