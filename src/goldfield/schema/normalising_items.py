"""The parts of a prediction that stand by themselves: fields, entities, times, quantities."""

from __future__ import annotations

from typing import cast

from msgspec import UNSET, UnsetType

from goldfield.schema import loose
from goldfield.schema.labels import EntityType, TimeType
from goldfield.schema.places import Places
from goldfield.schema.records import (
    UNFOUND,
    Dateline,
    DocumentFields,
    Entity,
    Mention,
    PublicationDate,
    Quantity,
    Span,
    Time,
)

__all__ = ["document_fields", "entity_of", "quantity_of", "time_of"]

# What an extractor did not type can equal no gold label, but may still have the right place.
_UNTYPED_ENTITY = cast(EntityType, "")
_UNTYPED_TIME = cast(TimeType, "")


def document_fields(meta: loose.LooseFields, places: Places) -> DocumentFields:
    """The document-level fields; what was not predicted is null."""
    return DocumentFields(
        date_published=_date(meta.date_published, places),
        headline=places.optional(meta.headline or None, "$.meta.headline"),
        deck=places.optional(meta.deck or None, "$.meta.deck"),
        dateline=_dateline(meta.dateline, places),
        byline=places.optional(meta.byline or None, "$.meta.byline"),
        publisher=places.optional(meta.publisher or None, "$.meta.publisher"),
        lang=meta.lang or None,
    )


def _date(date: loose.LooseDate | str | UnsetType | None, places: Places) -> PublicationDate | None:
    if isinstance(date, str):
        return PublicationDate(date, None, []) if date else None
    if not date:
        return None
    span = places.optional(date.span, "$.meta.date_published.span")
    return PublicationDate(date.value, span, [])


def _dateline(
    line: loose.LooseDateline | str | UnsetType | None, places: Places
) -> Dateline | None:
    if not line:
        return None
    if isinstance(line, str):
        span = places.span(line, "$.meta.dateline")
        return Dateline(span, span, None, None, None, None)
    place = places.optional(line.place, "$.meta.dateline.place")
    whole = places.optional(line.span, "$.meta.dateline.span") or place
    span = whole or Span(UNFOUND, UNFOUND, line.city or "")
    return Dateline(span, place, line.city, line.country, line.date, line.agency)


def entity_of(item: loose.LooseEntity | str, index: int, places: Places) -> Entity:
    """An entity: a cluster, a single mention, or a bare name."""
    path = f"$.entities[{index}]"
    if isinstance(item, str):
        item = loose.LooseEntity(text=item)
    mentions = item.mentions
    if mentions is UNSET:
        # With offsets a name is what the entity is called, and not what stands there.
        surface = item.name if item.text is None and item.start is None else item.text
        alone = loose.LooseMention(item.start, item.end, surface, item.kind)
        found = [_mention(alone, path, places)]
    else:
        found = [_mention(m, f"{path}.mentions[{j}]", places) for j, m in enumerate(mentions)]
    name = item.name if item.name is not None else _first_name(found)
    return Entity(item.id or "", item.type or _UNTYPED_ENTITY, name, item.wikidata, found)


def _mention(item: loose.LooseMention | str, path: str, places: Places) -> Mention:
    kind = "NAM" if isinstance(item, str) else item.kind
    span = places.span(item, path)
    return Mention(span.start, span.end, span.text, kind, None, False)


def _first_name(mentions: list[Mention]) -> str | None:
    return next((mention.text for mention in mentions if mention.kind == "NAM"), None)


def time_of(item: loose.LooseTime | str, index: int, places: Places) -> Time:
    """A time expression."""
    if isinstance(item, str):
        item = loose.LooseTime(text=item)
    span = places.required(item.place(), f"$.times[{index}]")
    return Time(
        item.id or f"$t{index}", span, item.type or _UNTYPED_TIME, item.value, None, False, []
    )


def quantity_of(item: loose.LooseQuantity | str, index: int, places: Places) -> Quantity:
    """A quantity."""
    if isinstance(item, str):
        item = loose.LooseQuantity(text=item)
    span = places.required(item.place(), f"$.quantities[{index}]")
    values = (item.value, item.min, item.max, item.comparator, item.unit)
    return Quantity(item.id or f"$n{index}", span, *values, None, [])
