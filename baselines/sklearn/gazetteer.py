"""Which tokens stand in the published tables of names.

A model keeps the tables as they were when it was trained, in one file of its folder, so that a
later change of the tables changes no prediction.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from goldfield.release import root
from goldfield.tagging.tokens import TOKENISERS, Token

__all__ = ["FILE", "Gazetteer", "load", "published", "save"]

FILE = "gazetteer.tsv"

_LONGEST = 6  # tokens
Kinds = Mapping[str, str]


class Gazetteer:
    """Surfaces by their tokens in lower case."""

    def __init__(self, kinds: Kinds, tokeniser: str) -> None:
        split = TOKENISERS[tokeniser]
        self._kinds: dict[tuple[str, ...], str] = {}
        for surface, kind in kinds.items():
            key = tuple(token.text for token in split(surface.lower()))
            if 0 < len(key) <= _LONGEST:
                self._kinds.setdefault(key, kind)
        self._longest: dict[str, int] = {}
        for key in self._kinds:
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def tags(self, tokens: Sequence[Token]) -> list[str]:
        """For each token the kinds of the longest surface over it, as BILOU; "" if none.

        A surface in lower case is none: the tables hold names.
        """
        lower = [token.text.lower() for token in tokens]
        tags = [""] * len(tokens)
        index = 0
        while index < len(tokens):
            size = self._match(lower, index) if tokens[index].text != lower[index] else 0
            if not size:
                index += 1
                continue
            kind = self._kinds[tuple(lower[index : index + size])]
            places = "U" if size == 1 else f"B{'I' * (size - 2)}L"
            tags[index : index + size] = [f"{place}-{kind}" for place in places]
            index += size
        return tags

    def _match(self, lower: Sequence[str], index: int) -> int:
        longest = min(self._longest.get(lower[index], 0), len(lower) - index)
        return next(
            (n for n in range(longest, 0, -1) if tuple(lower[index : index + n]) in self._kinds), 0
        )


def published() -> dict[str, str]:
    """Every surface of the tables with its kinds, sorted; of several kinds all are named."""
    kinds: dict[str, set[str]] = {}
    for surface, kind in _rows(root() / "baselines" / "rules" / "data"):
        kinds.setdefault(surface, set()).add(kind)
    return {surface: "+".join(sorted(kinds[surface])) for surface in sorted(kinds)}


def save(kinds: Kinds, file: Path) -> None:
    """Write surfaces and kinds, tab-separated."""
    lines = "".join(f"{surface}\t{kind}\n" for surface, kind in kinds.items())
    file.write_text(lines, encoding="utf-8", newline="\n")


def load(file: Path) -> dict[str, str]:
    """Read what `save` wrote."""
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return {surface: kind for surface, kind in rows}


def _rows(folder: Path) -> Iterator[tuple[str, str]]:
    for row in _table(folder / "countries.tsv"):
        yield from _all("country", row["name"], row["aliases"])
        yield from _all("capital", row["capitals"].replace("/", "|"))
        yield from _all("demonym", row["adjective"], row["singular"], row["plural"])
    for row in _table(folder / "regions.tsv"):
        yield from _all(row["kind"], row["name"], row["aliases"])
        yield from _all("demonym", row["adjective"], row["singular"], row["plural"])
    for row in _table(folder / "organisations.tsv"):
        yield from _all("agency" if row["agency"] == "yes" else "body", row["name"], row["aliases"])
    for row in _table(folder / "names.tsv"):
        yield from _all(f"given-{row['gender']}", row["name"])


def _table(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _all(kind: str, *cells: str) -> Iterator[tuple[str, str]]:
    for cell in cells:
        yield from ((surface, kind) for surface in cell.split("|") if surface)
