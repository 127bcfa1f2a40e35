"""WikiEvents as its makers publish it: its lines, its clusters, and the text of a document.

``text`` has lost what stood between its sentences, but ``sentences`` tell where each token was. So
a sentence is written as it was, and the next one on a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.cleaning import clean
from goldfield.corpus.foreign.json_records import json_records
from goldfield.corpus.foreign.tokens import Tokens, join_tokens
from goldfield.corpus.formats.chunks import align

__all__ = ["WikiDocument", "read_clusters", "text_of"]

_Sentence = tuple[list[tuple[str, int, int]], str]


class WikiMention(Struct, gc=False):
    """A mention: half-open in tokens."""

    id: str
    start: int
    end: int
    entity_type: str
    mention_type: str = "UNK"


class WikiTrigger(Struct, gc=False):
    """A trigger: half-open in tokens."""

    start: int
    end: int


class WikiArgument(Struct, gc=False):
    """A role and the id of the mention that fills it."""

    entity_id: str
    role: str


class WikiEvent(Struct, gc=False):
    """An event with its one trigger."""

    id: str
    event_type: str
    trigger: WikiTrigger
    arguments: list[WikiArgument]


class WikiDocument(Struct, gc=False):
    """A line of a split."""

    doc_id: str
    tokens: list[str]
    text: str = ""
    sentences: list[_Sentence] = []
    entity_mentions: list[WikiMention] = []
    event_mentions: list[WikiEvent] = []
    relation_mentions: list[Any] = []


class _Clusters(Struct, gc=False):
    doc_key: str
    clusters: list[list[str]]


def read_clusters(path: Path, account: Account) -> dict[str, list[list[str]]]:
    """The clusters of the documents of a split: ids of mentions, by the document's id.

    They are in ``coref/NAME.jsonlines`` beside the split or beside its folder; there may be none.

    Raises:
        DataError: the file is not JSON.
    """
    name = f"{path.stem}.jsonlines"
    places = (path.parent / "coref", path.parent.parent / "coref", path.parent)
    files = [place / name for place in places if (place / name).is_file()][:1]
    records = json_records(files, _Clusters, account, "line of clusters")
    return {record.doc_key: record.clusters for _, record in records}


def text_of(document: WikiDocument) -> Tokens:
    """The text with its tokens: by its sentences, else by its text, else of the tokens alone."""
    return _by_sentences(document) or _by_text(document) or join_tokens([document.tokens])


def _by_sentences(document: WikiDocument) -> Tokens | None:
    sentences = document.sentences
    if [token for tokens, _ in sentences for token, _, _ in tokens] != document.tokens:
        return None
    places = list(_places(sentences))
    if len(places) < len(document.tokens):
        return None
    return Tokens(clean("\n".join(sentence for _, sentence in sentences)), places)


def _places(sentences: list[_Sentence]) -> Iterator[tuple[int, int]]:
    """The places of tokens, as long as they stand where their offsets say."""
    at = 0
    for tokens, sentence in sentences:
        base = tokens[0][1] if tokens else 0
        for token, start, end in tokens:
            if start < base or sentence[start - base : end - base] != token:
                return
            yield at + start - base, at + end - base
        at += len(sentence) + 1


def _by_text(document: WikiDocument) -> Tokens | None:
    found = [place for place, _ in align(document.text, document.tokens)]
    whole = [place for place in found if place is not None]
    return Tokens(clean(document.text), whole) if len(whole) == len(found) else None
