"""How another corpus's types become ours: tables in `eval/imports/`, so that anyone can read them.

A type that maps to an empty string is skipped; so is one that is not listed. Of types with parts
(``Conflict.Attack.Stabbing``) the longest listed prefix counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeVar

from msgspec import Struct

from goldfield.corpus.formats.labels import Label
from goldfield.release import root
from goldfield.schema.labels import EventType, MentionKind, Role, TimeType
from goldfield.schema.whole_files import read_toml

__all__ = ["Projection", "load_projection", "lookup", "read_projection"]

T = TypeVar("T", bound=str)
_Nothing = Literal[""]


class Projection(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One table: their label to ours, for each thing that has one.

    Attributes:
        about: what corpus it is of, and where its types are described.
        kinds: kinds of mentions.
    """

    about: str
    entities: dict[str, Label] = {}
    kinds: dict[str, MentionKind | _Nothing] = {}
    times: dict[str, TimeType | _Nothing] = {}
    events: dict[str, EventType | _Nothing] = {}
    roles: dict[str, Role | _Nothing] = {}


def load_projection(name: str) -> Projection:
    """The table of a format.

    Raises:
        DataError: it is not as `Projection` says.
    """
    return read_projection(root() / "eval" / "imports" / f"{name}.toml")


def read_projection(path: Path) -> Projection:
    """The table of a file.

    Raises:
        DataError: it is not as `Projection` says.
    """
    return read_toml(path, Projection, "write a table of labels for each kind, as in eval/imports")


def lookup(table: Mapping[str, T], label: str) -> T | None:
    """What a label stands for: by itself, else by its longest prefix that ends before a dot."""
    while label not in table and "." in label:
        label = label.rpartition(".")[0]
    return table.get(label) or None
