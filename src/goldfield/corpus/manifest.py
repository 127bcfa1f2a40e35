"""`MANIFEST.json`: what a release holds, file by file and article by article, with its hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import Struct

from goldfield.corpus.folder import CorpusFolder
from goldfield.schema.labels import Kind, RecordStatus
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line

__all__ = ["Manifest", "ManifestArticle", "ManifestFile", "manifest_of"]


class ManifestFile(Struct, frozen=True):
    """A data file. `path` is relative to the corpus folder."""

    path: str
    sha256: str
    bytes: int
    articles: int


class ManifestArticle(Struct, frozen=True):
    """An article. `record_sha256` is the hash of its line, line feed included."""

    id: str
    split: str
    text_sha256: str
    record_sha256: str
    licence: str
    kind: Kind
    passes: int
    status: RecordStatus


class Manifest(Struct, frozen=True):
    """What a release holds; nothing in it depends on when or where it was built."""

    release: str | None
    canary: str | None
    files: list[ManifestFile]
    articles: list[ManifestArticle]


def manifest_of(folder: CorpusFolder, splits: Mapping[str, list[Article]]) -> Manifest:
    """The manifest of gold articles by split; its articles are sorted by id."""
    articles = [_article(article, split) for split in splits for article in splits[split]]
    return Manifest(
        release=folder.release,
        canary=folder.canary,
        files=[_file(split, splits[split]) for split in sorted(splits)],
        articles=sorted(articles, key=lambda article: article.id),
    )


def _file(split: str, articles: list[Article]) -> ManifestFile:
    data = b"".join(map(to_line, articles))
    return ManifestFile(f"data/{split}.jsonl", _sha256(data), len(data), len(articles))


def _article(article: Article, split: str) -> ManifestArticle:
    said = article.provenance
    return ManifestArticle(
        id=article.id,
        split=split,
        text_sha256=article.text_sha256,
        record_sha256=_sha256(to_line(article)),
        licence=said.licence,
        kind=said.kind,
        passes=said.passes,
        status=said.status,
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
