"""GUM's mentions as gold records: names, nominal mentions and pronouns with their coreference.

GUM has other types than goldfield, and extents of whole noun phrases. So only the three types that
both know are kept, a name is reduced to its head, and scores of extractors are best compared by
`entities@strict:conll4`, `mentions@partial` and coreference (suite `names`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from goldfield.corpus.formats.gum import TYPES, GumDocument, GumMention, Place, read_gum
from goldfield.errors import DataError, Fault, UsageError
from goldfield.schema.labels import MentionKind
from goldfield.schema.records import (
    SCHEMA_VERSION,
    Article,
    DocumentFields,
    Entity,
    Mention,
    Provenance,
    Span,
)
from goldfield.schema.text import sha256_of

__all__ = ["gum_article", "read_gum_folder"]

_KINDS: dict[str, MentionKind] = {"PROPN": "NAM", "PRON": "PRO", "DET": "PRO"}


def read_gum_folder(folder: Path) -> list[Article]:
    """The documents ``conllu/*.conllu`` of a folder, by name.

    Raises:
        UsageError: there are none.
        DataError: with every document that cannot be read.
    """
    paths = sorted((folder / "conllu").glob("*.conllu"))
    if not paths:
        raise UsageError(f"no conllu/*.conllu in {folder}; give the folder of GUM that has them")
    articles: list[Article] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            articles.append(gum_article(read_gum(path)))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    return articles


def gum_article(document: GumDocument) -> Article:
    """The gold record of a document, with the layers `entities` and `coref`."""
    clusters: dict[str, list[GumMention]] = defaultdict(list)
    taken: set[Place] = set()
    for mention in document.mentions:
        place = _place(mention)
        if mention.type in TYPES and place not in taken:
            taken.add(place)
            clusters[mention.cluster].append(mention)
    return Article(
        id=document.id.lower().replace("_", "-"),
        text_sha256=sha256_of(document.text),
        text=document.text,
        layers=["entities", "coref"],
        meta=DocumentFields(None, None, None, None, None, None, None),
        entities=[_entity(document.text, name, rows) for name, rows in clusters.items()],
        times=[],
        quantities=[],
        quotes=[],
        events=[],
        schema_version=SCHEMA_VERSION,
        guidelines_version="1.1",
        anomalies=[],
        provenance=Provenance(
            kind="open-licence",
            licence="CC-BY-2.5",
            source=f"GUM, {document.id}",
            written_by="human",
            annotated_by="human",
            passes=1,
            status="single",
            pre_annotated_by=None,
        ),
    )


def _entity(text: str, cluster: str, mentions: Iterable[GumMention]) -> Entity:
    rows = [(_kind(mention), _place(mention), mention) for mention in mentions]
    names = [text[slice(*place)] for kind, place, _ in rows if kind == "NAM"]
    return Entity(
        id=f"e{cluster}",
        type=TYPES[rows[0][2].type],
        name=names[0] if names else None,
        wikidata=None,
        mentions=[
            Mention(*place, text[slice(*place)], kind, _head(text, kind, mention), False)
            for kind, place, mention in sorted(rows, key=lambda row: row[1])
        ],
    )


def _kind(mention: GumMention) -> MentionKind:
    return _KINDS.get(mention.part_of_speech, "NOM")


def _place(mention: GumMention) -> Place:
    return mention.head if _kind(mention) == "NAM" else mention.place


def _head(text: str, kind: MentionKind, mention: GumMention) -> Span | None:
    return Span(*mention.head, text[slice(*mention.head)]) if kind == "NOM" else None
