"""The way of a record from one version of the schema to the next: a chain of small functions.

A new version is one function and one row of `MIGRATIONS`. A minor version adds keys that are null,
empty or false in older records. A sheet leaves such keys out, so of a sheet only the version
changes; a major version that asks for more brings its own function for sheets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from goldfield.errors import UsageError

__all__ = ["MIGRATIONS", "VERSIONS", "Json", "Migration", "migrate"]

Json = dict[str, Any]


class Migration(NamedTuple):
    """One step of the chain; `change` takes a valid record of `source` and alters nothing in it."""

    source: str
    target: str
    change: Callable[[Json], Json]


def _name_the_extractor(record: Json) -> Json:
    """Manual 1.0 let no pass start from an extractor's output (rule W2), so there is none."""
    return record | {"provenance": record["provenance"] | {"pre_annotated_by": None}}


MIGRATIONS = (Migration("1.0", "1.1", _name_the_extractor),)
"""Every step there is, in order, each beginning where the one before it ends."""
VERSIONS = (MIGRATIONS[0].source, *(step.target for step in MIGRATIONS))
"""Every version of the schema that was published, oldest first."""


def migrate(record: Json, to: str) -> Json:
    """A record of schema `to` that says what `record` says.

    Args:
        record: a valid gold record as plain JSON; it is left as it is.
        to: one of `VERSIONS`.

    Raises:
        UsageError: the record is of a newer version than `to`.
    """
    begin, end = VERSIONS.index(record["schema_version"]), VERSIONS.index(to)
    if begin > end:
        raise UsageError(f"a record of schema {VERSIONS[begin]} cannot be brought back to {to}")
    for step in MIGRATIONS[begin:end]:
        record = step.change(record) | {"schema_version": step.target}
    return record
