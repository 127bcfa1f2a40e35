"""Label projections: tables that map goldfield's labels to another scheme's, or drop them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from goldfield.errors import UnknownName
from goldfield.release import root
from goldfield.scoring.measures.spans import Labelled

__all__ = ["Projection", "load_projection", "project"]

Projection = Mapping[str, str]


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
    table = tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
    labels: dict[str, str] = table["labels"]
    return labels


def project(spans: Iterable[Labelled], table: Projection) -> Iterator[Labelled]:
    """The spans whose label the table knows, under their new label."""
    for span in spans:
        if span.label in table:
            yield Labelled(span.start, span.end, table[span.label], span.text, span.also)
