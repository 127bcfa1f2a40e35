"""Hugging Face `Features` of the types of a record, by one generator.

Offsets are 32-bit integers; dates and labels stay plain strings, because a reader that sees a
date type or a class index in their place gives back something else than was written. A list of
structs is a list of structs (`List`), never a struct of lists.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec.inspect as mi
from msgspec import UNSET

from goldfield.errors import MissingExtra

if TYPE_CHECKING:
    from datasets import Features

__all__ = ["completed", "features_of", "needs_hf"]

_SCALARS: dict[type[mi.Type], str] = {
    mi.IntType: "int32",
    mi.FloatType: "float64",
    mi.StrType: "string",
    mi.LiteralType: "string",
    mi.BoolType: "bool",
}


def needs_hf() -> None:
    """Import the packages of the extra `hf`.

    Raises:
        MissingExtra: they are not installed.
    """
    try:
        import datasets  # noqa: F401
        import huggingface_hub  # noqa: F401
        import pyarrow  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingExtra(error.name or "datasets", "hf") from error


@cache
def features_of(struct: type) -> Features:
    """The features of a msgspec Struct: one column a field, nested as the fields are."""
    from datasets import Features

    return Features(_feature(mi.type_info(struct)))


def _feature(node: mi.Type) -> Any:
    from datasets import List, Value

    if isinstance(node, mi.Metadata):
        return _feature(node.type)
    if isinstance(node, mi.UnionType):  # of one type with null or with a key that may be absent
        (inner,) = (t for t in node.types if not isinstance(t, mi.NoneType) and _given(t))
        return _feature(inner)
    if isinstance(node, mi.ListType):
        return List(_feature(node.item_type))
    if isinstance(node, mi.StructType):
        return {field.encode_name: _feature(field.type) for field in node.fields}
    return Value(_SCALARS[type(node)])


def _given(node: mi.Type) -> bool:
    return not (isinstance(node, mi.CustomType) and node.cls is type(UNSET))


def completed(value: Any, feature: Any) -> Any:
    """A JSON value with null for the keys that it lacks beside its feature.

    Keys that the feature does not know stay, so that a comparison finds them.
    """
    if isinstance(value, dict) and isinstance(feature, dict):
        known = {key: completed(value.get(key), inner) for key, inner in feature.items()}
        return known | {key: value[key] for key in value.keys() - known.keys()}
    if isinstance(value, list):
        return [completed(item, feature.feature) for item in value]
    return value
