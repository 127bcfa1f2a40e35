"""Which versions of the schema can be read, and which keys a record of each of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import UNSET, Struct

from goldfield.errors import Fault
from goldfield.schema.migrations import VERSIONS
from goldfield.schema.records import SCHEMA_VERSION, Article, Provenance

__all__ = ["ADDED", "READABLE", "check_keys", "check_version", "has_key"]

ADDED: Mapping[tuple[type[Struct], str], str] = {(Provenance, "pre_annotated_by"): "1.1"}
"""The version that brought each key which 1.0 did not have. In older records it is UNSET."""
READABLE = tuple(v for v in VERSIONS if v.partition(".")[0] == SCHEMA_VERSION.partition(".")[0])
"""The versions that are read, checked and written as they are."""

_VERSION = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})")


def has_key(version: str, owner: type, name: str) -> bool:
    """Whether a record of this version (one of `VERSIONS`) has this key of this type."""
    since = ADDED.get((owner, name), VERSIONS[0])
    return VERSIONS.index(version) >= VERSIONS.index(since)


def check_version(version: object) -> list[Fault]:
    """A fault if a record's schema version is not one that this package can read.

    An unknown minor is refused too: its keys are not known, and they would be lost in writing.
    """
    if version in READABLE:
        return []
    here, given = _numbers(SCHEMA_VERSION), _numbers(version)
    problem = f"schema version {version!r} cannot be read; this is schema {SCHEMA_VERSION}"
    if not given:
        fix = f'write MAJOR.MINOR as a string, such as "{SCHEMA_VERSION}"'
    elif given <= here:
        fix = f"`goldfield schema migrate` brings records of {VERSIONS[0]} and later up to this one"
    elif given[:1] == here[:1]:
        fix = "the record is of a newer schema: upgrade goldfield"
    else:
        fix = f"upgrade goldfield: the one of schema {given[0]} reads it, and brings older records"
        fix += " there with `goldfield schema migrate`"
    return [Fault("", "$.schema_version", problem, fix)]


def _numbers(version: object) -> tuple[int, ...]:
    """Major and minor of a version, or nothing if it is none."""
    found = isinstance(version, str) and _VERSION.fullmatch(version)
    return (int(found[1]), int(found[2])) if found else ()


def check_keys(article: Article) -> Iterator[Fault]:
    """Faults of keys that the version a record claims does not have, or has and the record not."""
    yield from _check(article, "$", article.schema_version)


def _check(node: object, path: str, version: str) -> Iterator[Fault]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _check(item, f"{path}[{index}]", version)
    if not isinstance(node, Struct):
        return
    for name in node.__struct_fields__:
        value, wanted = getattr(node, name), has_key(version, type(node), name)
        if value is UNSET and wanted:
            fix = f"add {name!r}: null if there is none; in gold every key is present"
            yield Fault("", path, f"the key {name!r} of schema {version} is missing", fix)
        elif value is not UNSET and not wanted:
            since = ADDED[type(node), name]
            problem = f"schema {version} has no key {name!r}; it came with {since}"
            fix = f"remove the key, or write schema_version {since} if the record is of {since}"
            yield Fault("", f"{path}.{name}", problem, fix)
        yield from _check(value, f"{path}.{name}", version)
