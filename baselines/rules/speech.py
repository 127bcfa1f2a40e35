"""Pronouns of the first person: within quote marks `I` is the speaker, `we` the body (M9)."""

from __future__ import annotations

from .attribution import Attribution
from .clusters import Cluster
from .coreference import Resolver
from .document import Document
from .lexicon import words

__all__ = ["add_first_person"]

_BODIES = ("ORG", "GPE")


def add_first_person(doc: Document, resolver: Resolver, quotes: list[Attribution]) -> None:
    """Add `I`, `me` and `my` of every ascribed quote to the cluster of its speaker."""
    nested = _nested(resolver)
    for quote in quotes:
        if quote.entity is None:
            continue
        speaker = resolver.clusters[quote.entity]
        person = speaker.type == "PER"
        body = nested.get(speaker.number) if person else speaker
        for quoted in quote.quoted:
            for token in doc.between(quoted.start, quoted.end):
                if token.text in ("i", "US"):
                    continue
                if person and token.lower in words("nominals", "first"):
                    resolver.add(speaker, token.start, token.end, "PRO")
                elif body is not None and token.lower in words("nominals", "we"):
                    resolver.add(body, token.start, token.end, "PRO")


def _nested(resolver: Resolver) -> dict[int, Cluster]:
    """For persons, the body that a noun phrase about them names: the firm's spokeswoman."""
    found: dict[int, Cluster] = {}
    ordered = sorted(resolver.mentions, key=lambda m: (m.start, -m.end))
    for at, mention in enumerate(ordered):
        if mention.kind != "NOM" or resolver.clusters[mention.cluster].type != "PER":
            continue
        for inner in ordered[at + 1 : at + 5]:
            cluster = resolver.clusters[inner.cluster]
            if inner.end <= mention.end and cluster.type in _BODIES:
                found.setdefault(mention.cluster, cluster)
                break
    return found
