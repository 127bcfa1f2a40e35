"""Label projections: tables that map goldfield's labels to another scheme's, or drop them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from goldfield.errors import UnknownName
from goldfield.release import root
from goldfield.schema.whole_files import read_toml
from goldfield.scoring.measures.spans import Labelled

__all__ = ["Projection", "load_projection", "project", "read_projection"]

Projection = Mapping[str, str]


class _Table(Struct):
    labels: dict[str, str]


@cache
def load_projection(name: str) -> Projection:
    """The table ``eval/projections/NAME.toml``: what each label becomes; others are dropped.

    Raises:
        UnknownName: there is no such table.
    """
    folder = root() / "eval" / "projections"
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if name not in known:
        raise UnknownName("projection", name, known)
    return read_projection(folder / f"{name}.toml")


def read_projection(path: Path) -> Projection:
    """The table of a file.

    Raises:
        DataError: it is none.
    """
    fix = 'write [labels] and below it lines such as PER = "PERSON"'
    return read_toml(path, _Table, fix).labels


def project(spans: Iterable[Labelled], table: Projection) -> Iterator[Labelled]:
    """The spans whose label the table knows, under their new label."""
    for span in spans:
        if span.label in table:
            yield Labelled(span.start, span.end, table[span.label], span.text, span.also)
