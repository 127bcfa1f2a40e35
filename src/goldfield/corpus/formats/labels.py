"""From another tool's entity labels to goldfield's types, by a table that is data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from goldfield.errors import DataError, Fault, UnknownName, did_you_mean
from goldfield.release import root
from goldfield.schema.labels import EntityType
from goldfield.schema.whole_files import read_toml

__all__ = ["Label", "LabelMap", "closest_labels", "known_labels", "load_labels", "table_notes"]

Label = EntityType | Literal[""]
"""What a label stands for; an empty string drops it."""

_TYPES: tuple[str, ...] = get_args(EntityType)


class _Table(Struct, forbid_unknown_fields=True):
    labels: dict[str, str]


def known_labels() -> list[str]:
    """Names of the label maps that come with goldfield."""
    return sorted(path.stem for path in (root() / "eval" / "labels").glob("*.toml"))


def load_labels(name: str) -> dict[str, Label]:
    """A label map by its name, or from a path that ends in ``.toml``.

    Raises:
        UnknownName: there is no such map.
        DataError: the file is no label map.
    """
    path = Path(name)
    if not name.endswith(".toml"):
        if name not in known_labels():
            raise UnknownName("label map", name, [*known_labels(), "PATH.toml"])
        path = root() / "eval" / "labels" / f"{name}.toml"
    fix = 'write [labels] and below it lines such as PERSON = "PER"'
    table = read_toml(path, _Table, fix).labels
    faults = [_fault(path, label, type_) for label, type_ in table.items() if type_]
    if found := [fault for fault in faults if fault]:
        raise DataError(found)
    return msgspec.convert(table, dict[str, Label])


def closest_labels(labels: Iterable[str]) -> str:
    """The known label map that lacks the fewest of these labels; of such the first by name."""
    wanted = set(labels)
    return min(known_labels(), key=lambda name: len(wanted - load_labels(name).keys()))


def table_notes(name: str, table: Mapping[str, str], counts: Mapping[str, int]) -> list[str]:
    """What is to be told of a map that gold is read by.

    Args:
        name: how it is called.
        table: it has all the labels.
        counts: how often each label occurs.
    """
    if not counts:
        return []
    of_type: dict[str, list[str]] = {}
    for label in sorted(counts):
        of_type.setdefault(table[label], []).append(label)
    dropped = Counter({label: counts[label] for label in of_type.pop("", [])})
    told = [f"{' and '.join(labels)} are {t}" for t, labels in of_type.items() if len(labels) > 1]
    told += [f"dropped are {_counted(dropped)}"] if dropped else []
    own = f": {'; '.join(told)}; so F1 is not that of the file's own labels" if told else ""
    return [f"labels are read by the table {name!r}{own}"]


def _fault(path: Path, label: str, type_: str) -> Fault | None:
    if type_ in _TYPES:
        return None
    problem = f"{type_!r} is not an entity type{did_you_mean(type_, _TYPES)}"
    fix = f"use one of {', '.join(_TYPES)}, or an empty string to drop the label"
    return Fault(str(path), f"$.labels.{label}", problem, fix)


class LabelMap:
    """Maps labels and counts what it drops.

    Args:
        table: label to entity type, or None if labels are entity types already.
    """

    def __init__(self, table: Mapping[str, str] | None) -> None:
        self._table = dict(zip(_TYPES, _TYPES, strict=True)) if table is None else table
        self._strict = table is None
        self._dropped: Counter[str] = Counter()
        self._unlisted: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def type_of(self, label: str, where: str) -> str | None:
        """The entity type of `label`, or None if its items are to be dropped."""
        type_ = self._table.get(label)
        if type_:
            return type_
        self._first.setdefault(label, where)
        counter = self._unlisted if type_ is None else self._dropped
        counter[label] += 1
        return None

    def notes(self) -> list[str]:
        """What was dropped, by label."""
        told = {"dropped as the label map says": self._dropped}
        if not self._strict:
            told["dropped because the label map does not list them"] = self._unlisted
        return [f"{text}: {_counted(counts)}" for text, counts in told.items() if counts]

    def faults(self) -> list[Fault]:
        """One fault a label that is no entity type, if there is no table."""
        return [
            self._unknown(label, count) for label, count in self._unlisted.items() if self._strict
        ]

    def _unknown(self, label: str, count: int) -> Fault:
        often = "once" if count == 1 else f"{count} times, first here"
        problem = f"{label!r} is not a goldfield entity type{did_you_mean(label, _TYPES)} ({often})"
        fix = f"map it with --labels {'|'.join(known_labels())} or a TOML file of your own"
        return Fault(self._first[label], "$.entities", problem, fix)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{label} {counts[label]}" for label in sorted(counts))
