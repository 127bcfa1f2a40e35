"""The tables of world knowledge beside the rule baseline, as lookups that a pipeline is made with.

Only the tables are shared: they are published data. A trained pipeline keeps them with its
vocabulary; what it is worth that a word is in one, is learned.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from spacy.lookups import Lookups
from spacy.util import registry

from goldfield.release import root

__all__ = ["make_lookups"]

# By file: the columns that hold names, and the lookup table of their words; one in braces is
# named by the value of that column.
_COLUMNS = {
    "countries": {
        "name": "GPE", "aliases": "GPE", "capitals": "GPE",
        "adjective": "NORP", "singular": "NORP", "plural": "NORP",
    },
    "regions": {
        "name": "{type}", "aliases": "{type}",
        "adjective": "NORP", "singular": "NORP", "plural": "NORP",
    },
    "organisations": {"name": "ORG", "aliases": "ORG"},
    "names": {"name": "PER"},
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[.'’-](?=\w))*")


@registry.misc("goldfield.Gazetteer.v1")  # type: ignore[untyped-decorator]
def make_lookups() -> Lookups:
    """A table for each type of name, with the words of the names that have a capital letter."""
    words: dict[str, set[str]] = {}
    for file in _COLUMNS:
        for surface, table in _surfaces(file):
            named = (word for word in _WORD.findall(surface) if word[0].isupper())
            words.setdefault(table, set()).update(named)
    lookups = Lookups()
    for table, found in sorted(words.items()):
        lookups.add_table(f"goldfield_{table}", dict.fromkeys(sorted(found), 1))
    return lookups


def _surfaces(file: str) -> Iterator[tuple[str, str]]:
    path = root() / "baselines" / "rules" / "data" / f"{file}.tsv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            for column, table in _COLUMNS[file].items():
                for surface in re.split(r"[|/]", row[column]):
                    yield surface, table.format(**row)
