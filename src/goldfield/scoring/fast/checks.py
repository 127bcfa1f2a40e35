"""Gold without faults, told quickly; the full check then says what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from operator import attrgetter

from goldfield.schema.checking import check_usable, check_version
from goldfield.schema.records import Annotations, Article, Span
from goldfield.schema.walk import all_spans

__all__ = ["place_of", "surfaces_hold", "usable"]

place_of = attrgetter("start", "end")
_id_of, _span_of = attrgetter("id"), attrgetter("span")


def usable(article: Article) -> bool:
    """Whether `check_usable` finds no fault."""
    clearly = (
        _known_version(article.schema_version)
        and surfaces_hold(article, article.text)
        and _references_hold(article)
        and _placed(article)
        and _spans_differ(article)
    )
    return clearly or not check_usable(article)


@cache
def _known_version(version: str) -> bool:
    return not check_version(version)


def surfaces_hold(record: Annotations, text: str) -> bool:
    """Whether every span holds the surface it claims, and none is empty."""
    for span in all_spans(record):
        if text[span.start : span.end] != span.text or not span.text:
            return False
    return True


def _references_hold(article: Article) -> bool:
    """Whether ids differ and references lead somewhere; quotes within quotes are not followed."""
    entities, times = _ids(article.entities), _ids(article.times)
    others = _ids(article.quantities) + _ids(article.events)
    targets = entities + times + others
    ids = targets + _ids(article.quotes) + _ids(article.anomalies)
    return (
        len(set(ids)) == len(ids)
        and {None, *entities}.issuperset(_to_entities(article))
        and {None, "DCT", *times}.issuperset([time.anchor for time in article.times])
        and {None, *targets}.issuperset(_to_anything(article))
        and all([quote.parent is None for quote in article.quotes])
    )


def _ids(items: Iterable[object]) -> list[str]:
    return list(map(_id_of, items))


def _to_entities(article: Article) -> Iterator[str | None]:
    for quote in article.quotes:
        yield quote.source.entity
        yield quote.addressee
        yield from quote.source.acceptable
    for quantity in article.quantities:
        yield quantity.of


def _to_anything(article: Article) -> Iterator[str | None]:
    for event in article.events:
        for argument in event.arguments:
            yield argument.ref
            yield from argument.acceptable


def _placed(article: Article) -> bool:
    """Whether everything has a place of its own, and speakers have one where they are named."""
    speakers = [quote.source for quote in article.quotes]
    return (
        all([entity.mentions for entity in article.entities])
        and all([quote.content for quote in article.quotes])
        and all([who.span or who.name or who.status == "implicit" for who in speakers])
        and all([argument.span for event in article.events for argument in event.arguments])
    )


def _spans_differ(article: Article) -> bool:
    """Whether no place is annotated twice as a mention, a time or a quantity."""
    spans: list[list[Span]] = [
        [mention for entity in article.entities for mention in entity.mentions],
        list(map(_span_of, article.times)),
        list(map(_span_of, article.quantities)),
    ]
    return all([len(set(map(place_of, layer))) == len(layer) for layer in spans])
