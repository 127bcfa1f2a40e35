"""The tables of world knowledge beside the rule baseline, as phrases with a label.

Only the tables are shared: they are published data, and what a membership is worth is learnt.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from goldfield.release import root
from goldfield.tagging.features import Phrases
from goldfield.tagging.tokens import words

__all__ = ["gazetteer"]

# By table: the columns that hold surfaces, and the label of a phrase there; a name in braces is
# the value of that column.
_COLUMNS = {
    "countries": {
        "name": "country", "aliases": "country", "capitals": "capital",
        "adjective": "demonym", "singular": "demonym", "plural": "demonym",
    },
    "regions": {
        "name": "{kind}", "aliases": "{kind}",
        "adjective": "demonym", "singular": "demonym", "plural": "demonym",
    },
    "organisations": {"name": "organisation", "aliases": "organisation"},
    "names": {"name": "given"},
}  # fmt: skip


@cache
def gazetteer() -> Phrases:
    """All phrases of the tables, to be matched regardless of case."""
    return Phrases(phrase for table in _COLUMNS for phrase in _phrases(table))


def _phrases(table: str) -> Iterator[tuple[list[str], str]]:
    for row in _rows(root() / "baselines" / "rules" / "data" / f"{table}.tsv"):
        for column, label in _COLUMNS[table].items():
            for surface in row[column].replace("/", "|").split("|"):
                yield [token.text.lower() for token in words(surface)], label.format(**row)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
