"""Predictions in the plain shape: gold's, or flat items with offsets.

A `View` decodes what a prediction may hold and nothing else, under the names of the full record,
so that every measure reads it as it is. Whatever needs more (a string for a place, another
spelling, a reference to be followed) does not decode or is given up, and takes the long way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, cast

import msgspec
from msgspec import UNSET, Struct, UnsetType, field

from goldfield.schema import labels
from goldfield.schema.anchoring import Anchorer
from goldfield.schema.loose import Confidence, LoosePlace, Offset
from goldfield.schema.places import Places
from goldfield.schema.records import Annotations, Mention
from goldfield.schema.walk import clearest_first

__all__ = ["View", "complete", "decode_view"]


# What was not typed can equal no gold label; in a file it cannot be written so.
_UNTYPED_ENTITY = cast(labels.EntityType, "")
_UNTYPED_TIME = cast(labels.TimeType, "")


class _Span(Struct, frozen=True, gc=False):
    start: Offset
    end: Offset
    text: str


class _Mention(_Span, frozen=True):
    kind: labels.MentionKind = "NAM"
    confidence: Confidence | None = None


class _Item(Struct, gc=False):
    id: str | None = None
    confidence: Confidence | None = None


class _Flat(_Item):
    """An item that may stand at offsets of its own."""

    start: Offset | None = None
    end: Offset | None = None
    text: str | None = None


class _Entity(_Flat):
    type: labels.EntityType | None = None
    name: str | None = None
    wikidata: str | None = None
    kind: labels.MentionKind = "NAM"
    mentions: list[_Mention] | UnsetType = UNSET


class _Time(_Flat):
    acceptable: ClassVar[tuple[()]] = ()
    span: _Span | None = None
    type: labels.TimeType | None = None
    value: str | None = None


class _Quantity(_Flat):
    acceptable: ClassVar[tuple[()]] = ()
    span: _Span | None = None
    value: float | None = None
    min: float | None = None
    max: float | None = None
    comparator: labels.Comparator = "exact"
    unit: str | None = None


class _Source(Struct, gc=False):
    acceptable: ClassVar[tuple[()]] = ()
    entity: str | None = None
    span: _Span | None = None
    name: str | None = None
    status: labels.SourceStatus | None = None
    confidence: Confidence | None = None
    start: None = None
    text: None = None


class _Quote(_Item):
    type: labels.QuoteType = "direct"
    source: _Source | None = None
    speaker: None = None
    cue: _Span | None = None
    content: list[_Span] = []
    quoted: list[_Span] = []
    parent: str | None = None


class _Argument(_Item, kw_only=True):
    acceptable: ClassVar[tuple[()]] = ()
    role: labels.Role
    span: _Span
    ref: str | None = None


class _Event(_Item, kw_only=True):
    type: labels.EventType
    triggers: list[_Span] = []
    trigger: None = None
    arguments: list[_Argument] = []
    factuality: labels.Factuality | None = None
    status: labels.EventStatus | None = None


class _Date(Struct, gc=False):
    acceptable: ClassVar[tuple[()]] = ()
    value: str
    span: _Span | None = None
    confidence: Confidence | None = None


class _Dateline(Struct, gc=False):
    span: _Span
    place: _Span | None = None
    city: str | None = None
    country: str | None = None
    date: str | None = None
    agency: str | None = None
    confidence: Confidence | None = None


class _Fields(Struct, gc=False):
    date_published: _Date | None = None
    headline: _Span | None = None
    deck: _Span | None = None
    dateline: _Dateline | None = None
    byline: _Span | None = None
    publisher: _Span | None = None
    lang: str | None = None


class _Head(Struct, gc=False):
    id: str | None = None
    text_sha256: str | None = None
    layers: list[labels.Layer] | UnsetType = UNSET
    entities: list[_Entity] = []


class _Entities(_Head):
    """One prediction of which only entities are counted."""

    meta: ClassVar[_Fields] = _Fields()
    times: ClassVar[tuple[()]] = ()
    quantities: ClassVar[tuple[()]] = ()
    quotes: ClassVar[tuple[()]] = ()
    events: ClassVar[tuple[()]] = ()


class _Whole(_Head):
    """One prediction."""

    meta: _Fields = field(default_factory=_Fields)
    times: list[_Time] = []
    quantities: list[_Quantity] = []
    quotes: list[_Quote] = []
    events: list[_Event] = []


View = _Entities | _Whole
_entities = msgspec.json.Decoder(_Entities)
_whole = msgspec.json.Decoder(_Whole)


def decode_view(line: bytes, *, entities_only: bool = False) -> View | None:
    """The prediction, or None if it is not in the plain shape."""
    try:
        return (_entities if entities_only else _whole).decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


class _MoreNeeded(Exception):
    """Something that only the reader of loose predictions knows how to fill in."""


def complete(view: View, text: str) -> Annotations | None:
    """The view with defaults filled in, or None if more than that is needed.

    Surfaces that are given are not compared with the text here.
    """
    bare: list[_Span] = []
    try:
        _complete_items(view, text, bare)
        named = [entity for entity in view.entities if entity.id]
        entities = {entity.id or "": entity for entity in named}
        if len(entities) < len(named):
            raise _MoreNeeded
        for index, quote in enumerate(view.quotes):
            _complete_quote(quote, index, entities)
    except _MoreNeeded:
        return None
    return None if bare and _suspect(bare, text) else cast(Annotations, view)


def _complete_items(view: View, text: str, bare: list[_Span]) -> None:
    """Entities, times and quantities with their places; what has no type gets an empty one."""
    for entity in view.entities:
        if entity.mentions is UNSET:
            span = _own_span(entity, text, bare)
            entity.mentions = [_Mention(span.start, span.end, span.text, entity.kind)]
        entity.type = entity.type or _UNTYPED_ENTITY
    for time in view.times:
        time.span = time.span or _own_span(time, text, bare)
        time.type = time.type or _UNTYPED_TIME
    for quantity in view.quantities:
        quantity.span = quantity.span or _own_span(quantity, text, bare)


def _own_span(item: _Flat, text: str, bare: list[_Span]) -> _Span:
    """Where a flat item stands; `bare` takes those that do not say what stands there."""
    if item.start is None or item.end is None:
        raise _MoreNeeded
    if item.text is not None:
        return _Span(item.start, item.end, item.text)
    bare.append(_Span(item.start, item.end, text[item.start : item.end]))
    return bare[-1]


def _complete_quote(quote: _Quote, index: int, entities: Mapping[str, _Entity]) -> None:
    """Give a quote its id, and its speaker a place, a name or neither."""
    if not quote.content:
        raise _MoreNeeded
    quote.id = quote.id or f"$q{index}"
    source = quote.source = quote.source or _Source()
    if source.span is not None:
        source.name = None
    elif source.entity is not None:
        _find_speaker(source, entities.get(source.entity))
    source.entity = None
    nobody = source.span is None and source.name is None
    source.status = "implicit" if nobody else "explicit"


def _find_speaker(source: _Source, entity: _Entity | None) -> None:
    """Place and name of a speaker given by the id of a predicted entity."""
    if entity is None or not entity.mentions:
        raise _MoreNeeded
    clearest = min(cast(list[Mention], entity.mentions), key=clearest_first)
    source.span = _Span(clearest.start, clearest.end, clearest.text)
    named = [mention.text for mention in entity.mentions if mention.kind == "NAM"]
    name = entity.name if entity.name is not None else next(iter(named), None)
    source.name = source.name or name


def _suspect(bare: list[_Span], text: str) -> bool:
    """Whether the reader finds fault with spans without a surface."""
    places = Places(Anchorer(text))
    for span in bare:
        places.span(LoosePlace(span.start, span.end), "$.spans")
    return bool(places.faults())
