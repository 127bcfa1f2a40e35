"""Gold as the model should have written it: the examples of the prompt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from goldfield.corpus.loading import load_articles
from goldfield.schema.labels import Layer
from goldfield.schema.records import (
    Article,
    Dateline,
    DocumentFields,
    Entity,
    Event,
    Quantity,
    Quote,
    Span,
    Time,
)


def choose(count: int, layers: Collection[Layer]) -> list[Article]:
    """The shortest articles of split `train` whose gold has all the layers."""
    if not count:
        return []
    fit = [one for one in load_articles(split="train") if {*layers} <= {*one.layers}]
    return sorted(fit, key=lambda one: (len(one.text), one.id))[:count]


def answer_of(article: Article, layers: Collection[Layer]) -> dict[str, Any]:
    """The gold of an article in the shape of `llm_schema`, with more keys than `layers` ask for."""
    return {
        "meta": _fields(article.meta),
        "entities": _clusters(article.entities) if "coref" in layers else _names(article.entities),
        "times": [_time(time) for time in article.times],
        "quantities": [_quantity(quantity) for quantity in article.quantities],
        "quotes": [_quote(quote) for quote in article.quotes],
        "events": [_event(event) for event in article.events],
    }


def _text(span: Span | None) -> str | None:
    return None if span is None else span.text


def _texts(spans: Sequence[Span]) -> list[str]:
    return [span.text for span in spans]


def _fields(meta: DocumentFields) -> dict[str, Any]:
    return {
        "date_published": meta.date_published and meta.date_published.value,
        "headline": _text(meta.headline),
        "deck": _text(meta.deck),
        "dateline": meta.dateline and _dateline(meta.dateline),
        "byline": _text(meta.byline),
        "publisher": _text(meta.publisher),
        "lang": meta.lang,
    }


def _dateline(line: Dateline) -> dict[str, Any]:
    return {
        "span": line.span.text,
        "place": _text(line.place) or "",
        "city": line.city or "",
        "country": line.country,
        "date": line.date,
        "agency": line.agency,
    }


def _names(entities: Sequence[Entity]) -> list[dict[str, Any]]:
    named = [
        (mention.start, mention.text, entity.type)
        for entity in entities
        for mention in entity.mentions
        if mention.kind == "NAM"
    ]
    return [{"name": text, "type": type_} for _, text, type_ in sorted(named)]


def _clusters(entities: Sequence[Entity]) -> list[dict[str, Any]]:
    return [
        {
            "type": entity.type,
            "name": entity.name or entity.mentions[0].text,
            "mentions": [{"text": one.text, "kind": one.kind} for one in entity.mentions],
        }
        for entity in entities
    ]


def _time(time: Time) -> dict[str, Any]:
    return {"text": time.span.text, "type": time.type, "value": time.value}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "text": quantity.span.text,
        "value": quantity.value,
        "min": quantity.min,
        "max": quantity.max,
        "comparator": quantity.comparator,
        "unit": quantity.unit,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "type": quote.type,
        "content": _texts(quote.content),
        "cue": _text(quote.cue),
        "speaker": _text(quote.source.span),
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "type": event.type,
        "triggers": _texts(event.triggers),
        "arguments": [
            {"role": one.role, "text": one.span.text} for one in event.arguments if one.span
        ],
        "factuality": event.factuality,
    }
