"""A sheet with another schema version, and everything else in it as its author wrote it."""

from __future__ import annotations

from typing import NamedTuple

import yaml

__all__ = ["Place", "version_in", "with_version"]


class Place(NamedTuple):
    """Where a sheet states its schema version: `source[start:end]`, in this line, from 1."""

    version: str
    start: int
    end: int
    line: int


def version_in(sheet: bytes) -> Place:
    """The place of the schema version in a sheet that compiles."""
    root = yaml.compose(sheet.decode("utf-8"), Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    (node,) = [value for key, value in pairs if key.value == "schema_version"]
    start, end = node.start_mark, node.end_mark
    return Place(node.value, start.index, end.index, start.line + 1)


def with_version(sheet: bytes, version: str) -> bytes:
    """A sheet that compiles, with `version` in the place of its schema version.

    Comments, layout, quote marks and line ends stay: no other byte changes.
    """
    source, place = sheet.decode("utf-8"), version_in(sheet)
    written = source[place.start : place.end]
    plainly = place.version in written  # and not by escapes
    changed = written.replace(place.version, version, 1) if plainly else f'"{version}"'
    return (source[: place.start] + changed + source[place.end :]).encode()
