"""DocRED and Re-DocRED: entities with coreference; of relations goldfield has none.

Yao et al. 2019, DocRED: A Large-Scale Document-Level Relation Extraction Dataset, ACL. Tan et al.
2022, Revisiting DocRED, EMNLP. A mention is a run of tokens of a sentence. Only names are
annotated, so every mention is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct, field

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import Content, id_of, imported_article, provenance_of
from goldfield.corpus.foreign.clusters import ForeignMention, cluster_entities, retyped_note
from goldfield.corpus.foreign.json_records import json_records, split_files
from goldfield.corpus.foreign.projection import load_projection
from goldfield.corpus.foreign.tokens import Item, Tokens, join_tokens, locate
from goldfield.schema.records import Article

__all__ = ["docred_files", "read_docred"]

_VALUES = dict.fromkeys(("TIME", "NUM"), "a time or a number without its value")


class _Vertex(Struct, gc=False):
    pos: tuple[int, int]
    sent_id: int
    type: str


class _Document(Struct, gc=False):
    title: str
    sents: list[list[str]]
    vertices: list[list[_Vertex]] = field(name="vertexSet")
    labels: list[Any] = []


def docred_files(folder: Path) -> list[Path]:
    """The files of a folder that are named for a split, such as ``train_annotated.json``."""
    return split_files(folder, ".json")


def read_docred(paths: Sequence[Path], account: Account) -> Iterator[Article]:
    """The documents of files, one by one; each file is one JSON array, and is read whole.

    Raises:
        DataError: a file is not JSON.
    """
    types = load_projection("docred").entities
    retyped = 0
    for where, document in json_records(paths, _Document, account):
        account.found["document"] += 1
        for label in document.labels:
            account.found["relation"] += 1
            account.skip(where, "relation", _relation(label), "goldfield has no relations")
        starts = [0, *accumulate(map(len, document.sents))]
        text = _Text(f"{where} {document.title}", join_tokens(document.sents), starts)
        clusters = [
            list(_mentions(text, number, vertex, account))
            for number, vertex in enumerate(document.vertices)
        ]
        found = cluster_entities(text.where, clusters, types, account, _VALUES)
        retyped += found.retyped
        content = Content(layers=["entities", "coref"], entities=found.entities)
        provenance = provenance_of(f"DocRED, {document.title}", annotated_by="unknown")
        yield imported_article(id_of(document.title), text.tokens.text.text, content, provenance)
    account.notes += retyped_note(retyped)


def _relation(label: Any) -> str:
    return str(label.get("r", "")) if isinstance(label, dict) else ""


class _Text(NamedTuple):
    where: str
    tokens: Tokens
    starts: list[int]


def _mentions(
    text: _Text, number: int, vertex: Sequence[_Vertex], account: Account
) -> Iterator[ForeignMention]:
    """The mentions of one entity that have a place."""
    for index, mention in enumerate(vertex):
        item = Item(text.where, "mention", mention.type)
        account.found["mention"] += 1
        first, end = _inside(text.starts, mention)
        span = locate(text.tokens, first, end, item, account)
        if span:
            yield ForeignMention(text.where, f"{number}.{index}", mention.type, span, "NAM")


def _inside(starts: Sequence[int], mention: _Vertex) -> tuple[int, int]:
    """The tokens of a mention, counted over the whole text; nowhere if its sentence lacks them."""
    (first, end), sentence = mention.pos, mention.sent_id
    known = 0 <= sentence < len(starts) - 1
    if not known or not 0 <= first < end <= starts[sentence + 1] - starts[sentence]:
        return -1, -1
    return starts[sentence] + first, starts[sentence] + end
