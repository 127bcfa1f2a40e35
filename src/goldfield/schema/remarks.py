"""What is no fault of a prediction file but worth telling: ignored keys and missing types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from msgspec import inspect

from goldfield.errors import did_you_mean
from goldfield.schema.explaining import parse_json
from goldfield.schema.loose import Prediction
from goldfield.schema.records import Annotations, Article

__all__ = ["Remarks"]

_LOOKED_AT = 20  # records whose keys are compared with the schema
_TOLD = 5


class Remarks:
    """Gathers notes over the records of one file; each key of a layer is told once."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._looked_at = self._entities = self._untyped = 0

    def look(self, line: bytes, where: str) -> None:
        """Note keys that are ignored, in the first records only."""
        self._looked_at += 1
        if self._looked_at > _LOOKED_AT:
            return
        value, _ = parse_json(line)
        for path, remark in _odd_keys(value, _record_shape(), "$"):
            self._keys.setdefault(re.sub(r"\d+", "", path) + remark, f"{where}  {path}  {remark}")

    def count(self, record: Annotations) -> None:
        """Count the entities of a record that is sound, and those without a type."""
        self._entities += len(record.entities)
        self._untyped += sum(not entity.type for entity in record.entities)

    def notes(self) -> list[str]:
        """All that is worth telling."""
        found = list(self._keys.values())
        more = [f"{len(found) - _TOLD} more keys are ignored"] if len(found) > _TOLD else []
        if self._untyped:
            count = f"{self._untyped} of {self._entities} entities have no type"
            more.append(f"{count}: they can match in @exact and @partial only")
        return [*found[:_TOLD], *more]


class _Shape(NamedTuple):
    """What a value may hold: the shape of each known key, and that of the items of a list."""

    keys: dict[str, _Shape]
    item: _Shape | None


@cache
def _record_shape() -> _Shape:
    """A record is a prediction in any loose shape, or gold, whose keys are known too."""
    return _shape_of([inspect.type_info(Prediction), inspect.type_info(Article)])


def _shape_of(types: Iterable[inspect.Type]) -> _Shape:
    members = list(_members(types))
    items = [info.item_type for info in members if isinstance(info, inspect.ListType)]
    found: dict[str, list[inspect.Type]] = {}
    for info in members:
        if isinstance(info, inspect.StructType):
            for field in info.fields:
                found.setdefault(field.encode_name, []).append(field.type)
    keys = {name: _shape_of(inner) for name, inner in sorted(found.items())}
    return _Shape(keys, _shape_of(items) if items else None)


def _members(types: Iterable[inspect.Type]) -> Iterator[inspect.Type]:
    for info in types:
        if isinstance(info, inspect.Metadata):
            yield from _members([info.type])
        elif isinstance(info, inspect.UnionType):
            yield from _members(info.types)
        else:
            yield info


def _odd_keys(value: Any, shape: _Shape, path: str) -> Iterator[tuple[str, str]]:
    """Paths of objects with what is odd about a key: most likely misspelt, or given twice."""
    if isinstance(value, list) and shape.item:
        for index, item in enumerate(value):
            yield from _odd_keys(item, shape.item, f"{path}[{index}]")
    if not isinstance(value, dict) or not shape.keys:
        return
    for key in getattr(value, "duplicates", ()):
        yield path, f"the key {key[:40]!r} is given twice; the last one counts"
    for key, item in value.items():
        inner = shape.keys.get(key)
        if inner is None:
            known = did_you_mean(key[:40], shape.keys)
            yield path, f"the key {key[:40]!r} is ignored{known}"
        elif isinstance(item, dict | list):
            yield from _odd_keys(item, inner, f"{path}.{key}")
