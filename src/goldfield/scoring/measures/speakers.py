"""Whose words a quote is: by any mention of the speaker, by the mention at the quote, by name.

A prediction that names nobody is right only where gold's speaker is implicit. Ids of a prediction
are never compared with ids of gold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from goldfield.schema.records import Entity, Quote
from goldfield.schema.text import fold

__all__ = ["right_by_cluster", "right_by_mention", "right_by_name"]

Clusters = Mapping[str, Entity]


def right_by_cluster(gold: Quote, pred: Quote, clusters: Clusters) -> bool:
    """The span is any mention of the speaker, or, where only a name is given, one of its names."""
    span, name = pred.source.span, pred.source.name
    if span is None and not name:
        return gold.source.status == "implicit"
    speakers = _speakers(gold, clusters)
    if span is not None:
        places = {(m.start, m.end) for entity in speakers for m in entity.mentions}
        if gold.source.span is not None:
            places.add((gold.source.span.start, gold.source.span.end))
        if (span.start, span.end) in places:
            return True
    return bool(name) and _key(name or "") in _names(speakers, gold.source.name)


def right_by_mention(gold: Quote, pred: Quote, clusters: Clusters) -> bool:
    """The span is the one that gold has at this quote; without one, as by cluster."""
    wanted, given = gold.source.span, pred.source.span
    if wanted is None:
        return right_by_cluster(gold, pred, clusters)
    return given is not None and (given.start, given.end) == (wanted.start, wanted.end)


def right_by_name(gold: Quote, pred: Quote, clusters: Clusters) -> bool:
    """The name, or the words of the span, are a name of the speaker or the words at this quote.

    A speaker whom the text never names goes by the words of any mention.
    """
    given = {_key(text) for text in (pred.source.name, _words(pred)) if text}
    if not given:
        return gold.source.status == "implicit"
    known = {_key(text) for text in (gold.source.name, _words(gold)) if text}
    for entity in _speakers(gold, clusters):
        known |= _names([entity], None) or {_key(mention.text) for mention in entity.mentions}
    return bool(given & known)


def _words(quote: Quote) -> str:
    """The speaker's mention at this quote."""
    return quote.source.span.text if quote.source.span else ""


def _speakers(gold: Quote, clusters: Clusters) -> Sequence[Entity]:
    """The entities that are right."""
    ids = [gold.source.entity, *gold.source.acceptable]
    return [clusters[id] for id in ids if id and id in clusters]


@lru_cache(maxsize=4096)  # the names of an article come up at each of its quotes
def _key(name: str) -> str:
    return fold(name).casefold()


def _names(speakers: Iterable[Entity], own: str | None) -> set[str]:
    """Folded names under which a speaker may be given."""
    found = {_key(own)} if own else set()
    for entity in speakers:
        if entity.name:
            found.add(_key(entity.name))
        found |= {_key(mention.text) for mention in entity.mentions if mention.kind == "NAM"}
    return found
