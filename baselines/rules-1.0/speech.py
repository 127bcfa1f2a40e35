"""Pronouns of the first person: `I` within quote marks is the speaker."""

from __future__ import annotations

from .attribution import Attribution
from .coreference import Resolver
from .document import Document
from .lexicon import words

__all__ = ["add_first_person"]


def add_first_person(doc: Document, resolver: Resolver, quotes: list[Attribution]) -> None:
    """Add `I`, `me` and `my` of every ascribed quote to the cluster of its speaker."""
    for quote in quotes:
        if quote.entity is None or resolver.clusters[quote.entity].type != "PER":
            continue
        for quoted in quote.quoted:
            for token in doc.between(quoted.start, quoted.end):
                if token.lower in words("nominals", "first") and token.text != "i":
                    cluster = resolver.clusters[quote.entity]
                    resolver.add(cluster, token.start, token.end, "PRO")
