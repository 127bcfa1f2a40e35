"""The annotations of an article as lines that people read: one record an item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from goldfield.schema.records import (
    Annotations,
    Article,
    Entity,
    Event,
    Quantity,
    QuantityReading,
    Quote,
    Span,
)

__all__ = ["ITEMS", "RECORDS", "Record", "field_spans"]

Detail = tuple[str, str]


class Record(NamedTuple):
    """An item: short cells that stand in one line, and named details below it."""

    head: tuple[str, ...]
    details: Sequence[Detail] = ()


def field_spans(article: Annotations) -> dict[str, Span]:
    """The places of the document fields that have one."""
    meta = article.meta
    spans = {
        "date_published": meta.date_published and meta.date_published.span,
        "headline": meta.headline,
        "deck": meta.deck,
        "dateline": meta.dateline and meta.dateline.span,
        "byline": meta.byline,
        "publisher": meta.publisher,
    }
    return {name: span for name, span in spans.items() if isinstance(span, Span)}


def _fields(article: Annotations) -> Iterator[Record]:
    meta = article.meta
    if meta.date_published:
        also = _also(meta.date_published.acceptable)
        yield Record(("date_published", meta.date_published.value, *also))
    for name, span in field_spans(article).items():
        if name not in ("date_published", "dateline"):
            yield Record((name, span.text))
    if (line := meta.dateline) is not None:
        known = (("city", line.city), ("country", line.country), ("date", line.date))
        told = [f"{name} {value}" for name, value in (*known, ("agency", line.agency)) if value]
        yield Record(("dateline", ", ".join([line.span.text, *told])))
    if meta.lang:
        yield Record(("lang", meta.lang))


def _entities(article: Annotations) -> Iterator[Record]:
    for entity in article.entities:
        known = [entity.name or "(not named)", *([entity.wikidata] if entity.wikidata else [])]
        yield Record((entity.id, entity.type, *known), [("", _mentions(entity))])


def _mentions(entity: Entity) -> str:
    """``Japan NAM x 3, the government NOM (head government)``, in the order of the text."""
    told = Counter(
        f"{mention.text} {mention.kind}"
        + (f" (head {mention.head.text})" if mention.head else "")
        + (" (in a word)" if mention.subword else "")
        for mention in entity.mentions
    )
    return ", ".join(text if times == 1 else f"{text} x {times}" for text, times in told.items())


def _times(article: Annotations) -> Iterator[Record]:
    for time in article.times:
        more = [*([f"from {time.anchor}"] if time.anchor else []), *(["vague"] * time.vague)]
        value = f"{time.type} {time.value or '(no value)'}"
        yield Record((time.id, time.span.text, value, *more, *_also(time.acceptable)))


def _quantities(article: Annotations) -> Iterator[Record]:
    for quantity in article.quantities:
        of = [f"of {quantity.of}"] if quantity.of else []
        told = f"{quantity.comparator} {_reading(quantity)} {quantity.unit or ''}".strip()
        also = _also([_reading(reading) for reading in quantity.acceptable])
        yield Record((quantity.id, quantity.span.text, told, *of, *also))


def _reading(read: Quantity | QuantityReading) -> str:
    if read.value is not None:
        return f"{read.value:.15g}"
    low, high = ("..." if end is None else f"{end:.15g}" for end in (read.min, read.max))
    return f"{low} and {high}"


def _quotes(article: Annotations) -> Iterator[Record]:
    for quote in article.quotes:
        details = [
            ("in marks" if span in quote.quoted else "content", span.text) for span in quote.content
        ]
        details += [("in marks", span.text) for span in quote.quoted if span not in quote.content]
        if quote.cue:
            details.append(("cue", quote.cue.text))
        details += [
            (name, id) for name, id in (("to", quote.addressee), ("inside", quote.parent)) if id
        ]
        yield Record((quote.id, quote.type, _source(quote)), details)


def _source(quote: Quote) -> str:
    source = quote.source
    who = source.entity or source.name or source.status
    words = f" ({source.span.text})" if source.span else ""
    return f"{who}{words}" + "".join(f" {other}" for other in _also(source.acceptable))


def _events(article: Annotations) -> Iterator[Record]:
    for event in article.events:
        triggers = ", ".join(span.text for span in event.triggers) or "(no trigger)"
        said = " ".join(filter(None, (event.factuality, event.status)))
        yield Record((event.id, event.type, triggers, said), list(_arguments(event)))


def _arguments(event: Event) -> Iterator[Detail]:
    for argument in event.arguments:
        words = argument.span.text if argument.span else ""
        filler = f"{argument.ref} ({words})" if argument.ref and words else argument.ref or words
        yield argument.role, " ".join([filler, *_also(argument.acceptable)])


def _anomalies(article: Article) -> Iterator[Record]:
    for anomaly in article.anomalies:
        details = [("literal", anomaly.literal)]
        if anomaly.intended:
            details.append(("intended", anomaly.intended))
        yield Record((anomaly.id, anomaly.type), [*details, ("evidence", anomaly.note)])


def _also(others: Sequence[str]) -> list[str]:
    """Adjudicated alternatives, as one cell."""
    return [f"or {' or '.join(others)}"] if others else []


ITEMS: dict[str, Callable[[Annotations], Iterator[Record]]] = {
    "entities": _entities,
    "times": _times,
    "quantities": _quantities,
    "quotes": _quotes,
    "events": _events,
}
"""The records of the lists of an article, gold or predicted: one an item, in their order."""

RECORDS: dict[str, Callable[[Article], Iterator[Record]]] = {
    "fields": _fields,
    **ITEMS,
    "anomalies": _anomalies,
}
"""The records of each part of an article that can be shown."""
