"""Gold of other corpora as records: what they do not annotate is empty, and in no layer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from goldfield.schema.labels import Author, Layer
from goldfield.schema.records import (
    GUIDELINES_VERSION,
    SCHEMA_VERSION,
    Article,
    DocumentFields,
    Entity,
    Event,
    Provenance,
    Quote,
    Span,
    Time,
)
from goldfield.schema.text import cuts_word, sha256_of

__all__ = [
    "LONGEST_ID",
    "Content",
    "ReadGold",
    "id_of",
    "imported_article",
    "named_split",
    "provenance_of",
    "title_of",
]

LONGEST_ID = 128
_FIELDS = DocumentFields.__struct_fields__


_SPLITS = {
    "train": ("train", "training"),
    "validation": ("validation", "valid", "val", "development", "devel", "dev", "testa"),
    "test": ("test", "testb"),
}


class ReadGold(NamedTuple):
    """Gold articles of files in a foreign format, and what is worth telling about the reading."""

    articles: list[Article]
    notes: list[str]


def named_split(name: str) -> str | None:
    """The split that a word of a file's name means: ``eng.testa`` is validation."""
    words = re.findall("[a-z]+", name.lower())
    return next((split for split, known in _SPLITS.items() if {*known} & {*words}), None)


def title_of(path: Path) -> str:
    """A file's name without its ending, unless that tells its split: ``eng.testa`` stays whole."""
    return path.name if named_split(path.suffix) else path.stem


class Content(Struct, frozen=True, kw_only=True):
    """What a foreign corpus says of a text: the layers that it annotates, and their items.

    Attributes:
        fields: document fields by name, such as ``headline``; the others are null.
    """

    layers: Sequence[Layer]
    fields: Mapping[str, Any] = {}
    entities: Sequence[Entity] = ()
    times: Sequence[Time] = ()
    quotes: Sequence[Quote] = ()
    events: Sequence[Event] = ()


def imported_article(id: str, text: str, content: Content, provenance: Provenance) -> Article:
    """A gold record of a foreign document. Mentions that cut a word are marked as `subword`."""
    return Article(
        id=id,
        text_sha256=sha256_of(text),
        text=text,
        layers=list(content.layers),
        meta=DocumentFields(**{name: content.fields.get(name) for name in _FIELDS}),
        entities=[_marked(entity, text) for entity in content.entities],
        times=list(content.times),
        quantities=[],
        quotes=list(content.quotes),
        events=list(content.events),
        schema_version=SCHEMA_VERSION,
        guidelines_version=GUIDELINES_VERSION,
        anomalies=[],
        provenance=provenance,
    )


def _marked(entity: Entity, text: str) -> Entity:
    mentions = [
        replace(
            mention,
            subword=_cut(text, mention),
            head=None if mention.head and _cut(text, mention.head) else mention.head,
        )
        for mention in entity.mentions
    ]
    return replace(entity, mentions=mentions)


def _cut(text: str, span: Span) -> bool:
    return cuts_word(text, span.start) or cuts_word(text, span.end)


def provenance_of(
    source: str, licence: str = "unstated", annotated_by: Author = "human"
) -> Provenance:
    """The provenance of a foreign document: annotated once, as far as its files tell."""
    return Provenance(
        kind="wire" if licence == "unstated" else "open-licence",
        licence=licence,
        source=source,
        written_by="human" if annotated_by == "human" else "unknown",
        annotated_by=annotated_by,
        passes=1,
        status="single",
        pre_annotated_by=None,
    )


def id_of(name: str) -> str:
    """A document's name as an id: blanks become ``_``; a long one is cut and keeps a hash."""
    id = re.sub(r"\s+", "_", name.strip()) or "unnamed"
    return id if len(id) <= LONGEST_ID else f"{id[: LONGEST_ID - 9]}-{sha256_of(id)[:8]}"
