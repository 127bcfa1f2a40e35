"""Gold of other corpora as records: what they do not annotate is empty, and in no layer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.schema.labels import Layer
from goldfield.schema.records import (
    GUIDELINES_VERSION,
    SCHEMA_VERSION,
    Article,
    DocumentFields,
    Entity,
    Provenance,
)
from goldfield.schema.text import sha256_of

__all__ = ["ReadGold", "imported_article", "named_split", "title_of"]


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


def imported_article(
    id: str,
    text: str,
    layers: Sequence[Layer],
    entities: Sequence[Entity],
    provenance: Provenance,
) -> Article:
    """A gold record of a corpus that has entities only."""
    return Article(
        id=id,
        text_sha256=sha256_of(text),
        text=text,
        layers=list(layers),
        meta=DocumentFields(None, None, None, None, None, None, None),
        entities=list(entities),
        times=[],
        quantities=[],
        quotes=[],
        events=[],
        schema_version=SCHEMA_VERSION,
        guidelines_version=GUIDELINES_VERSION,
        anomalies=[],
        provenance=provenance,
    )
