"""What an annotated article says, in tokens: what the models learn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeVar

from goldfield.schema.records import Article, Quantity, Span, Time

from .document import Document, Found
from .extents import Pair
from .mentions import KINDS

__all__ = ["Gold", "Place", "gold_of", "places_of"]

Place = tuple[int, int]
_Item = TypeVar("_Item", Time, Quantity)


class GoldQuote(NamedTuple):
    """The places of the ascribed words and of the speaker."""

    contents: list[Place]
    speaker: Place | None


class GoldEvent(NamedTuple):
    """The places of the triggers, and of the arguments with their roles."""

    triggers: list[Place]
    arguments: dict[Place, str]


class Gold(NamedTuple):
    """One article: `doc` has gold's layers of spans, the rest says how they hang together."""

    article: Article
    doc: Document
    extents: list[Pair]
    entities: dict[Place, str]
    quotes: list[GoldQuote]
    events: list[GoldEvent]


def gold_of(article: Article, doc: Document) -> Gold:
    """Gold of one article on the tokens of a document."""
    extents = [
        Pair(head, whole)
        for entity in article.entities
        for mention in entity.mentions
        if mention.kind == "NOM"
        for whole in _found(doc, [(mention, entity.type)])
        for head in _found(doc, [(mention.head or mention, entity.type)])
    ]
    extents.sort(key=lambda pair: (pair.whole[:2], pair.head[:2]))
    layers = {layer: _found(doc, spans) for layer, spans in _spans(article)}
    layers |= {
        "nominals": [pair.whole for pair in extents],
        "heads": [pair.head for pair in extents],
    }
    entities = {
        place: entity.id
        for entity in article.entities
        for mention in entity.mentions
        if (place := _place(doc, mention))
    }
    quotes, events = _quotes(article, doc), _events(article, doc)
    return Gold(article, replace(doc, layers=layers), extents, entities, quotes, events)


def places_of(doc: Document, items: Iterable[_Item]) -> dict[Place, _Item]:
    """Items that have a span, by their tokens."""
    return {place: item for item in items if (place := _place(doc, item.span))}


def _spans(article: Article) -> Iterator[tuple[str, Iterable[tuple[Span, str]]]]:
    """The layers of spans, but for noun phrases."""
    for layer, kind in KINDS.items():
        yield layer, ((m, e.type) for e in article.entities for m in e.mentions if m.kind == kind)
    outer = [quote for quote in article.quotes if quote.parent is None]
    yield "times", ((time.span, time.type) for time in article.times)
    yield "quantities", ((quantity.span, "number") for quantity in article.quantities)
    yield "cues", ((quote.cue, "cue") for quote in article.quotes if quote.cue)
    yield "contents", ((part, "said") for quote in outer for part in quote.content)
    yield "triggers", ((one, event.type) for event in article.events for one in event.triggers)
    yield "header", _header(article)


def _header(article: Article) -> Iterable[tuple[Span, str]]:
    meta = article.meta
    fields = {
        "headline": meta.headline,
        "deck": meta.deck,
        "dateline": meta.dateline and meta.dateline.span,
        "byline": meta.byline,
        "publisher": meta.publisher,
        "date": meta.date_published and meta.date_published.span,
    }
    return ((span, name) for name, span in fields.items() if span)


def _quotes(article: Article, doc: Document) -> list[GoldQuote]:
    return [
        GoldQuote(
            [place for part in quote.content if (place := _place(doc, part))],
            _place(doc, quote.source.span) if quote.source.span else None,
        )
        for quote in article.quotes
        if quote.parent is None
    ]


def _events(article: Article, doc: Document) -> list[GoldEvent]:
    return [
        GoldEvent(
            [place for trigger in event.triggers if (place := _place(doc, trigger))],
            {
                place: argument.role
                for argument in event.arguments
                if argument.span and (place := _place(doc, argument.span))
            },
        )
        for event in article.events
    ]


def _place(doc: Document, span: Span) -> Place | None:
    covered = doc.covered(span.start, span.end)
    return (covered.start, covered.stop) if covered else None


def _found(doc: Document, spans: Iterable[tuple[Span, str]]) -> list[Found]:
    """The spans as tokens, in order, each place once."""
    found: dict[Place, Found] = {}
    for span, label in spans:
        if place := _place(doc, span):
            found.setdefault(place, Found(*place, label))
    return [found[place] for place in sorted(found)]
