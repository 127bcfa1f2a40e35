"""Pronouns of the third person, to the last compatible entity."""

from __future__ import annotations

from .clusters import Cluster, Mention
from .coreference import Resolver
from .document import Document, Token
from .lexicon import words

__all__ = ["add_pronoun", "is_pronoun"]

_LOOK_BACK = 60
_PRONOUNS = frozenset(w for key in ("he", "she", "they", "it") for w in words("nominals", key))
_THINGS = ("ORG", "GPE", "FAC", "DOC", "EVT")


def is_pronoun(token: Token) -> bool:
    """Whether the token is a personal pronoun of the third person."""
    return token.lower in _PRONOUNS


def add_pronoun(resolver: Resolver, doc: Document, index: int) -> Mention | None:
    """Resolve one pronoun and add it; None if nothing fits."""
    token = doc.tokens[index]
    if token.lower in words("nominals", "he"):
        cluster = _person(resolver, doc, token, "m")
    elif token.lower in words("nominals", "she"):
        cluster = _person(resolver, doc, token, "f")
    elif token.lower in words("nominals", "they"):
        cluster = _recent(resolver, doc, token, ("GROUP",), 2)
    elif _pleonastic(doc, index):
        cluster = None
    else:
        cluster = _thing(resolver, doc, token)
    return resolver.add(cluster, token.start, token.end, "PRO") if cluster is not None else None


def _pleonastic(doc: Document, index: int) -> bool:
    if doc.tokens[index].lower != "it" or index + 1 >= len(doc.tokens):
        return False
    following = doc.tokens[index + 1].lower
    return following in words("nominals", "pleonastic") or (
        not doc.initial(doc.tokens[index].start) and (following in (".", ","))
    )


def _person(resolver: Resolver, doc: Document, token: Token, gender: str) -> Cluster | None:
    """The first person named in this sentence, else in the nearest earlier one that has any."""
    best: tuple[int, int] | None = None
    found: Cluster | None = None
    here = doc.sentence_at(token.start)
    for mention in reversed(resolver.mentions[-_LOOK_BACK:]):
        cluster = resolver.clusters[mention.cluster]
        if cluster.type != "PER" or cluster.gender not in (None, gender):
            continue
        if found is not None and doc.text.startswith(("'s", "’s"), mention.end):
            continue  # the possessor of somebody is not the one spoken of
        sentence = doc.sentence_at(mention.start)
        known = cluster.name is not None
        if found is not None and (best is None or sentence < best[0]):
            break
        if found is None or known or found.name is None:
            found, best = cluster, (sentence, here)
    if found is not None and found.gender is None:
        found.gender = gender
    return found


def _thing(resolver: Resolver, doc: Document, token: Token) -> Cluster | None:
    """The first body, polity, building, document or happening of this sentence that no
    preposition governs, else of the sentence before; else any of them."""
    here = doc.sentence_at(token.start)
    first: dict[tuple[bool, int], Cluster] = {}
    for mention in reversed(resolver.mentions[-_LOOK_BACK:]):
        sentence = doc.sentence_at(mention.start)
        if sentence < here - 1:
            break
        cluster = resolver.clusters[mention.cluster]
        if cluster.type in _THINGS and mention.end <= token.start:
            index = doc.token_at(mention.start) - 1
            before = doc.tokens[index] if index >= 0 else None
            free = before is None or before.lower not in words("grammar", "prepositions")
            first[free, sentence] = cluster
    return first[max(first, key=lambda key: (key[1], key[0]))] if first else None


def _recent(
    resolver: Resolver, doc: Document, token: Token, kinds: tuple[str, ...], reach: int
) -> Cluster | None:
    """The first entity of these types in this sentence, else in the last few."""
    here = doc.sentence_at(token.start)
    first: dict[int, Cluster] = {}
    for mention in reversed(resolver.mentions[-_LOOK_BACK:]):
        sentence = doc.sentence_at(mention.start)
        if sentence < here - reach:
            break
        cluster = resolver.clusters[mention.cluster]
        if cluster.type in kinds and mention.end <= token.start:
            first[sentence] = cluster
    return first[max(first)] if first else None
