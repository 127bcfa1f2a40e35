"""The slow path of reading: when a line is refused, say everything that is wrong with it.

msgspec stops at the first fault. This module parses the line again with the standard library,
walks it beside the type, and reports each fault with its path and a fix.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from goldfield.errors import Fault, did_you_mean

__all__ = ["MAX_DEPTH", "MAX_FAULTS", "explain", "is_deep", "parse_json"]

MAX_FAULTS = 100
MAX_DEPTH = 64
_FIX = f"no record is nested deeper than {MAX_DEPTH} levels"
_TOO_DEEP = Fault("", "$", "nested too deep to read", _FIX)

_NAMES = {
    inspect.StrType: "a string",
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.BoolType: "true or false",
    inspect.NoneType: "null",
    inspect.ListType: "a list",
    inspect.StructType: "an object",
    inspect.DictType: "an object",
}


class _Bad(NamedTuple):
    """A JSON token that is no legal value, kept so that the walk can tell where it stands."""

    problem: str
    fix: str


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys were given twice."""

    duplicates: tuple[str, ...] = ()


def explain(line: bytes, type_: Any) -> list[Fault]:
    """All faults of one JSONL line against `type_`, at most `MAX_FAULTS`; `where` is left empty.

    Returns an empty list if the line conforms.
    """
    value, faults = parse_json(line)
    if faults:
        return faults
    if is_deep(value):
        return [_TOO_DEEP]
    return list(islice(_conform(value, inspect.type_info(type_), "$", 0), MAX_FAULTS))


def is_deep(value: Any) -> bool:
    """Whether a JSON value is nested deeper than `MAX_DEPTH` levels: told without recursion."""
    level = [[value]]
    for _ in range(MAX_DEPTH + 1):
        rows = (one for row in level for one in row if isinstance(one, dict | list))
        level = [[*row.values()] if isinstance(row, dict) else row for row in rows]
    return bool(level)


def parse_json(line: bytes) -> tuple[Any, list[Fault]]:
    """The value of `line`, or the faults that keep it from being JSON at all."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not UTF-8 (0x{line[error.start]:02x})"
        return None, [Fault("", "$", problem, "save the file as UTF-8")]
    if text.startswith("\ufeff"):
        fix = "save the file as UTF-8 without a signature"
        return None, [Fault("", "$", "the line starts with a byte order mark", fix)]
    try:
        value = json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_constant=lambda name: _Bad(
                f"{name} is not JSON", "use null for an unknown number"
            ),
            parse_int=_integer,
            parse_float=_float,
        )
        halves = list(_half_characters(value)) if "\\u" in text else []
    except json.JSONDecodeError as error:
        problem = f"not JSON at column {error.colno}: {error.msg}"
        return None, [Fault("", "$", problem, "write one JSON object on each line")]
    except RecursionError:
        return None, [_TOO_DEEP]
    return (None, halves) if halves else (value, [])


def _half_characters(value: Any) -> Iterator[Fault]:
    """A fault if an escape has put a lone surrogate into the value."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])[1:-1]
        fix = "write a character beyond U+FFFF as itself, or as both halves of its surrogate pair"
        yield Fault("", "$", f"{half} alone is half of a character", fix)


def _pairs(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        found.duplicates = tuple(sorted({key for key in keys if keys.count(key) > 1}))
    return found


def _integer(digits: str) -> int | _Bad:
    if len(digits) < 20 and -(2**63) <= int(digits) < 2**63:
        return int(digits)
    return _Bad(f"the number {digits[:24]} is beyond 64 bits", "use a number that fits in an int64")


def _float(digits: str) -> float | _Bad:
    value = float(digits)
    if math.isfinite(value):
        return value
    return _Bad(f"the number {digits[:24]} is beyond a 64-bit float", "use a finite number")


def _conform(value: Any, info: inspect.Type, path: str, depth: int) -> Iterator[Fault]:
    """Walk `value` beside its type and yield what does not fit."""
    if isinstance(info, inspect.Metadata):
        info = info.type
    if isinstance(value, _Bad):
        yield Fault("", path, value.problem, value.fix)
    elif depth > MAX_DEPTH:
        yield Fault("", path, "nested too deep", f"keep records within {MAX_DEPTH} levels")
    elif isinstance(info, inspect.UnionType):
        yield from _conform(value, _member(value, info), path, depth)
    elif isinstance(info, inspect.StructType) and isinstance(value, dict):
        yield from _conform_object(value, info, path, depth)
    elif isinstance(info, inspect.ListType) and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _conform(item, info.item_type, f"{path}[{index}]", depth + 1)
    else:
        yield from _conform_leaf(value, info, path)


def _member(value: Any, union: inspect.UnionType) -> inspect.Type:
    """The member of a union that `value` was most likely meant to be."""
    wanted = {
        _Object: inspect.StructType, list: inspect.ListType, str: inspect.StrType,
        bool: inspect.BoolType, int: inspect.IntType, float: inspect.FloatType,
        type(None): inspect.NoneType,
    }.get(type(value))  # fmt: skip
    members = [m.type if isinstance(m, inspect.Metadata) else m for m in union.types]
    fitting = [m for m in members if wanted is not None and isinstance(m, wanted)]
    literal = [m for m in members if isinstance(m, inspect.LiteralType)]
    number = [m for m in members if isinstance(m, inspect.FloatType) and type(value) is int]
    real = [m for m in members if not isinstance(m, inspect.NoneType)]
    return next(iter([*fitting, *number, *literal, *real]), members[0])


def _conform_object(
    value: dict[str, Any], info: inspect.StructType, path: str, depth: int
) -> Iterator[Fault]:
    known = {field.encode_name: field for field in info.fields}
    for key in getattr(value, "duplicates", ()):
        yield Fault("", path, f"the key {key!r} is given twice", "keep one of the two")
    for name, field in known.items():
        if name in value:
            yield from _conform(value[name], field.type, f"{path}.{name}", depth + 1)
        elif field.required:
            yield Fault("", path, f"the key {name!r} is missing", f"add {name!r}: {_empty(field)}")
    if info.forbid_unknown_fields:
        for key in sorted(value.keys() - known.keys()):
            hint = did_you_mean(key, known)
            yield Fault("", path, f"the key {key!r} is unknown{hint}", "correct or remove it")


def _empty(field: inspect.Field) -> str:
    info = field.type.type if isinstance(field.type, inspect.Metadata) else field.type
    if isinstance(info, inspect.ListType):
        return "[]"
    members = info.types if isinstance(info, inspect.UnionType) else (info,)
    nullable = any(isinstance(member, inspect.NoneType) for member in members)
    return "null if it is unknown" if nullable else "its value"


def _conform_leaf(value: Any, info: inspect.Type, path: str) -> Iterator[Fault]:
    if isinstance(info, inspect.AnyType | inspect.RawType):
        return
    if isinstance(info, inspect.LiteralType):
        if value not in info.values or isinstance(value, bool):
            labels = [str(label) for label in info.values]
            hint = did_you_mean(str(value), labels)
            fix = f"use one of: {', '.join(sorted(labels))}"
            yield Fault("", path, f"{_show(value)} is not in the label set{hint}", fix)
        return
    try:
        msgspec.convert(value, _python_type(info), strict=True)
    except msgspec.ValidationError as error:
        wanted = _NAMES.get(type(info), "another type")
        problem = f"{_show(value)} does not fit: {str(error)[0].lower()}{str(error)[1:]}"
        yield Fault("", path, problem, f"give {wanted}{_bounds(info)}")


def _python_type(info: inspect.Type) -> Any:
    """The type of a leaf with its constraints, for msgspec to judge."""
    simple: dict[type, type] = {
        inspect.StrType: str, inspect.IntType: int, inspect.FloatType: float,
        inspect.BoolType: bool, inspect.ListType: list, inspect.DictType: dict,
        inspect.StructType: dict,
    }  # fmt: skip
    base: Any = simple.get(type(info), type(None))
    names = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern")
    limits = {name: getattr(info, name, None) for name in names}
    limits = {name: limit for name, limit in limits.items() if limit is not None}
    if not limits or base in (list, dict):
        return base
    from typing import Annotated

    return Annotated[base, msgspec.Meta(**limits)]


def _bounds(info: inspect.Type) -> str:
    low, high, above = (getattr(info, name, None) for name in ("ge", "le", "lt"))
    high = above - 1 if above is not None else high  # only whole numbers have a limit of this kind
    if low is not None and high is not None:
        return f" from {low} to {high}"
    if low is not None:
        return f" of at least {low}"
    pattern = getattr(info, "pattern", None)
    return f" that matches {pattern}" if pattern else ""


def _show(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:37]}..."
