"""The published tables of names, as phrases with the kinds of thing that they name.

A model keeps the phrases that it was trained with in a file of its folder, so that a later change
of the tables changes no prediction.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from goldfield.release import root
from goldfield.tagging.features import Phrases
from goldfield.tagging.tokens import TOKENISERS, Token

__all__ = ["FILE", "Surfaces", "load", "membership", "phrases_of", "published", "save"]

FILE = "gazetteer.tsv.gz"
Surfaces: TypeAlias = Sequence[tuple[str, str]]
"""Surfaces as they are written, each with the kind of what it names."""


def published() -> Surfaces:
    """Every surface of the tables beside the rule baseline, sorted."""
    return sorted(set(_surfaces(root() / "baselines" / "rules" / "data")))


def save(surfaces: Surfaces, folder: Path) -> None:
    """Write surfaces into the folder of a model, in the same bytes at any time."""
    lines = "".join(f"{surface}\t{kind}\n" for surface, kind in surfaces)
    (folder / FILE).write_bytes(gzip.compress(lines.encode(), mtime=0))


def load(folder: Path) -> Surfaces:
    """Read what `save` wrote."""
    lines = gzip.decompress((folder / FILE).read_bytes()).decode().split("\n")
    return [
        (surface, kind) for surface, _, kind in (line.partition("\t") for line in lines if line)
    ]


def phrases_of(surfaces: Surfaces, tokeniser: str) -> Phrases:
    """Surfaces as tokens in lower case, to be found in a text."""
    split = TOKENISERS[tokeniser]
    return Phrases(([t.text for t in split(name.lower())], kind) for name, kind in surfaces)


def membership(phrases: Phrases, tokens: Sequence[Token]) -> list[str]:
    """For each token its part in the longest phrase over it, and the kinds of that: ``B-city``.

    It is empty where there is none, and for words in lower case: the tables hold names.
    """
    found = phrases.tags([token.text.lower() for token in tokens])
    return [
        f"{tags[0][:2]}{'+'.join(tag[2:] for tag in tags)}"
        if tags and not token.text.islower()
        else ""
        for token, tags in zip(tokens, found, strict=True)
    ]


def _surfaces(folder: Path) -> Iterator[tuple[str, str]]:
    for row in _rows(folder / "countries.tsv"):
        yield from _all("country", row["name"], row["aliases"])
        yield from _all("capital", row["capitals"].replace("/", "|"))
        yield from _all("demonym", row["adjective"], row["singular"], row["plural"])
    for row in _rows(folder / "regions.tsv"):
        yield from _all(row["kind"], row["name"], row["aliases"])
        yield from _all("demonym", row["adjective"], row["singular"], row["plural"])
    for row in _rows(folder / "organisations.tsv"):
        yield from _all("agency" if row["agency"] == "yes" else "body", row["name"], row["aliases"])
    for row in _rows(folder / "names.tsv"):
        yield from _all(f"given-{row['gender']}", row["name"])


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _all(kind: str, *cells: str) -> Iterable[tuple[str, str]]:
    return ((surface, kind) for cell in cells for surface in cell.split("|") if surface)
