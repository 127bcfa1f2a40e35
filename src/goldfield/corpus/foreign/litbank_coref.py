"""LitBank's coreference, which a copy of its repository has beside the quotations.

Bamman, Lewke and Mansoor 2020, An Annotated Dataset of Coreference in English Literature, LREC. The
ids of its clusters are those of the speakers of the quotations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.foreign.cleaning import Cleaned
from goldfield.corpus.foreign.litbank import token_places
from goldfield.corpus.foreign.projection import Projection, lookup
from goldfield.corpus.formats.base import lines_of
from goldfield.errors import DataError, Fault
from goldfield.schema.records import Entity, Mention

__all__ = ["Clustered", "coref_beside", "entities_of", "read_clusters"]

_MENTION, _CLUSTER = "MENTION", "COREF"
_LINKS = {"COP": "copula", "APPOS": "apposition"}


class Clustered(NamedTuple):
    """A mention: its place with tokens a blank apart, type, kind, and the cluster it is in."""

    line: int
    place: tuple[int, int]
    type: str
    kind: str
    cluster: str | None = None


def coref_beside(table: Path) -> Path | None:
    """The coreference of the excerpt whose quotations are in `table`, if it is there."""
    path = table.resolve().parent.parent.parent / "coref" / "tsv" / table.name
    return path if table.resolve().parent.name == "tsv" and path.is_file() else None


def read_clusters(path: Path, text: str) -> tuple[list[Clustered], Counter[str]]:
    """The mentions of an excerpt, each with its cluster, and how many links of a kind there are.

    Raises:
        DataError: the file cannot be read, or with every row that is none of this text.
    """
    tokens = token_places(text)
    rows: dict[str, Clustered] = {}
    clusters: dict[str, str] = {}
    links: Counter[str] = Counter()
    faults: list[Fault] = []
    for number, line in enumerate(lines_of(path), start=1):
        columns = line.split("\t")
        try:
            if columns[0] == _MENTION:
                first, last = (int(columns[2]), int(columns[3])), (int(columns[4]), int(columns[5]))
                place = tokens[first][0], tokens[last][1]
                rows[columns[1]] = Clustered(number, place, columns[7], columns[8])
            elif columns[0] == _CLUSTER:
                clusters[columns[1]] = columns[2]
            elif line.strip():
                links[_LINKS[columns[0]]] += 1
        except (IndexError, ValueError, KeyError):
            fix = "give the table and the text as published, side by side"
            faults.append(Fault(f"{path}:{number}", "$", "no row of this text's coreference", fix))
    if faults:
        raise DataError(faults)
    found = [row._replace(cluster=clusters.get(id)) for id, row in rows.items()]
    return sorted(found, key=lambda row: row.place), links


def entities_of(
    rows: Iterable[Clustered],
    text: Cleaned,
    types: Projection,
    skip: Callable[[Clustered, str], object],
) -> dict[str, Entity]:
    """The entities of clusters, by the cluster's id; `skip` gets each mention that is in none."""
    entities: dict[str, Entity] = {}
    taken: set[tuple[int, int]] = set()
    for row in rows:
        kind = types.kinds.get(row.kind) or "NOM"
        type, span = lookup(types.entities, f"{row.type}.{kind}"), text.span(*row.place)
        if row.cluster is None:
            skip(row, "it is in no cluster, but linked to a mention that is")
        elif not type:
            skip(row, "no entity type of ours")
        elif span is None or (span.start, span.end) in taken:
            skip(row, "another mention has its place")
        else:
            taken.add((span.start, span.end))
            new = Entity(f"e{len(entities) + 1}", type, None, None, [])
            entity = entities.setdefault(row.cluster, new)
            entity.mentions.append(Mention(span.start, span.end, span.text, kind, None, False))
            if kind == "NAM" and entity.name is None:
                entity.name = span.text
    return entities
