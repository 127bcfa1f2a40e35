"""The types of a record as the sheet sees them: how to read a scalar, and what may be left out."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any

from msgspec import inspect

from goldfield.schema.records import Article

__all__ = ["article_shape", "default_of", "heal", "is_keyed", "typed", "unwrap"]

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_SAMPLES: dict[type, Any] = {
    inspect.StrType: "?", inspect.IntType: 0, inspect.FloatType: 0.0, inspect.BoolType: False,
}  # fmt: skip


@cache
def article_shape() -> inspect.StructType:
    """The type of a gold record."""
    shape, _ = unwrap(inspect.type_info(Article))
    if not isinstance(shape, inspect.StructType):  # msgspec's promise, said to the type checker
        raise TypeError("a record is a struct")
    return shape


def unwrap(info: inspect.Type) -> tuple[inspect.Type, bool]:
    """A type without its description and without null, and whether it may be null."""
    if isinstance(info, inspect.Metadata):
        return unwrap(info.type)
    if not isinstance(info, inspect.UnionType):
        return info, False
    members = [member for member in info.types if not isinstance(member, inspect.NoneType)]
    return unwrap(members[0])[0], len(members) < len(info.types)


def is_keyed(shape: inspect.Type) -> bool:
    """True for a list that a sheet writes as a mapping, each item under its id."""
    if not isinstance(shape, inspect.ListType):
        return False
    item, _ = unwrap(shape.item_type)
    return isinstance(item, inspect.StructType) and any(f.name == "id" for f in item.fields)


def typed(value: str, shape: inspect.Type) -> Any:
    """The value that a scalar stands for where `shape` is wanted; itself if it does not fit."""
    if isinstance(shape, inspect.FloatType) and _NUMBER.fullmatch(value):
        number = float(value)
        return number if math.isfinite(number) else value
    if isinstance(shape, inspect.IntType) and _WHOLE.fullmatch(value):
        return int(value)
    if isinstance(shape, inspect.BoolType) and value in ("true", "false"):
        return value == "true"
    return value


def default_of(info: inspect.Type) -> tuple[bool, Any]:
    """Whether a key of this type may be left out of a sheet, and what it stands for then.

    An empty mapping stands for one whose keys are all left out.
    """
    shape, nullable = unwrap(info)
    if nullable:
        return True, None
    if isinstance(shape, inspect.ListType):
        return True, []
    if isinstance(shape, inspect.BoolType):
        return True, False
    if isinstance(shape, inspect.StructType):
        return all(default_of(field.type)[0] for field in shape.fields), {}
    return False, None


def heal(value: Any, info: inspect.Type) -> Any:
    """`value` with everything that breaks its type replaced, so that the rest can be checked."""
    shape, nullable = unwrap(info)
    if value is None and nullable:
        return None
    if isinstance(shape, inspect.StructType):
        given = value if isinstance(value, dict) else {}
        fields = [f for f in shape.fields if f.required or f.encode_name in given]
        return {f.encode_name: heal(given.get(f.encode_name), f.type) for f in fields}
    if isinstance(shape, inspect.ListType):
        return [heal(item, shape.item_type) for item in value] if isinstance(value, list) else []
    if isinstance(shape, inspect.LiteralType):
        return value if value in shape.values else shape.values[0]
    return _heal_leaf(value, shape, nullable)


def _heal_leaf(value: Any, shape: inspect.Type, nullable: bool) -> Any:
    sample = _SAMPLES.get(type(shape))
    pattern = getattr(shape, "pattern", None)
    good = type(value) is type(sample)
    if good and isinstance(shape, inspect.IntType | inspect.FloatType):
        good = (shape.ge is None or value >= shape.ge) and (shape.lt is None or value < shape.lt)
    if good and isinstance(shape, inspect.StrType):
        good = (pattern is None or re.search(pattern, value) is not None) and (
            shape.max_length is None or len(value) <= shape.max_length
        )
    return value if good else (None if nullable else sample)
