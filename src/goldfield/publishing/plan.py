"""What goes out of each split: in full, without its text, or without its labels."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from goldfield.corpus.withholding import EXCERPT, Policy, treatment, withheld
from goldfield.errors import UnknownName
from goldfield.publishing.rows import Record
from goldfield.schema.records import Article, DocumentFields
from goldfield.schema.writing import to_line

__all__ = ["Commitment", "Outgoing", "Plan", "commit", "plan", "unlabelled"]


class Plan(NamedTuple):
    """What the publisher decides: texts by licence or all alike, and a split without labels."""

    policy: Policy = "auto"
    withheld_labels: str | None = None
    salt: bytes = b""


class Commitment(Struct, frozen=True):
    """What binds a publisher to gold that nobody else sees yet.

    `sha256` is the hash of the salt followed by the gold record's line, line feed included.
    """

    id: str
    sha256: str


class Outgoing(NamedTuple):
    """A split: records with their texts, records without, and commitments to hidden gold."""

    full: list[Record]
    held: list[Record]
    commitments: list[Commitment]

    @property
    def records(self) -> list[Record]:
        """All records, by id."""
        return sorted([*self.full, *self.held], key=lambda record: str(record["id"]))


def plan(splits: Mapping[str, Sequence[Article]], wanted: Plan) -> dict[str, Outgoing]:
    """What goes out of each split of a corpus.

    Raises:
        UnknownName: labels of a split are to be withheld that is not there.
    """
    hidden = wanted.withheld_labels
    if hidden is not None and hidden not in splits:
        raise UnknownName("split", hidden, splits)
    return {name: _split(splits[name], wanted, name == hidden) for name in sorted(splits)}


def _split(articles: Sequence[Article], wanted: Plan, hidden: bool) -> Outgoing:
    outgoing = Outgoing([], [], [])
    for article in sorted(articles, key=lambda article: article.id):
        if hidden:
            outgoing.commitments.append(commit(article, wanted.salt))
        shown = unlabelled(article) if hidden else article
        record = msgspec.to_builtins(shown)
        treated = treatment(article.provenance.licence, wanted.policy)
        if treated == "full":
            outgoing.full.append(record)
        else:
            longest = EXCERPT if treated == "excerpt" else 0
            outgoing.held.append(withheld(record, longest))
    return outgoing


def commit(article: Article, salt: bytes) -> Commitment:
    """The commitment to an article's gold."""
    return Commitment(article.id, hashlib.sha256(salt + to_line(article)).hexdigest())


def unlabelled(article: Article) -> Article:
    """The article with its text and provenance only; `layers` says that nothing is annotated."""
    return replace(
        article,
        layers=[],
        meta=DocumentFields(None, None, None, None, None, None, None),
        entities=[],
        times=[],
        quantities=[],
        quotes=[],
        events=[],
        anomalies=[],
    )
