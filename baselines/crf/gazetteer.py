"""The tables of world knowledge beside the rule baseline, as phrases with a label.

Only the tables are shared: they are published data, and what a membership is worth is learnt.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

from goldfield.release import root
from goldfield.tagging.features import Phrases
from goldfield.tagging.tokens import words

__all__ = ["phrases_of", "read_gazetteer", "tables", "write_gazetteer"]

_FILE = "gazetteer.tsv.gz"

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


def tables() -> list[tuple[str, str]]:
    """All phrases of the tables in small letters, their tokens apart by blanks, with labels."""
    return [phrase for table in _COLUMNS for phrase in _phrases(table)]


def write_gazetteer(folder: Path, phrases: Iterable[tuple[str, str]]) -> None:
    """Keep phrases in a model folder: a model goes on with those that it was trained with."""
    lines = "".join(f"{phrase}\t{label}\n" for phrase, label in dict.fromkeys(phrases))
    (folder / _FILE).write_bytes(gzip.compress(lines.encode(), mtime=0))


def read_gazetteer(folder: Path) -> Phrases:
    """The phrases that a model folder keeps."""
    lines = gzip.decompress((folder / _FILE).read_bytes()).decode().split("\n")
    return phrases_of(line.partition("\t")[::2] for line in lines if line)


def phrases_of(found: Iterable[tuple[str, str]]) -> Phrases:
    """The phrases, to be found in a text."""
    return Phrases((phrase.split(" "), label) for phrase, label in found)


def _phrases(table: str) -> Iterator[tuple[str, str]]:
    for row in _rows(root() / "baselines" / "rules" / "data" / f"{table}.tsv"):
        for column, label in _COLUMNS[table].items():
            for surface in row[column].replace("/", "|").split("|"):
                if phrase := " ".join(token.text.lower() for token in words(surface)):
                    yield phrase, label.format(**row)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
