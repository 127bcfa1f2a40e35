"""Gold as far as it is counted: a `GoldView` decodes that, under the names of the full record.

What stands in other keys is not looked at; `goldfield corpus validate` checks a whole record.
"""

from __future__ import annotations

from functools import cache
from typing import ClassVar

import msgspec
from msgspec import Struct

from goldfield.schema import labels
from goldfield.schema.checking import check_version
from goldfield.schema.loose import Offset
from goldfield.schema.records import DocumentFields, Id, QuantityReading, Source, Span
from goldfield.scoring.fast.keys import Keys

__all__ = ["Gold", "decode_gold", "sound"]

_NO_FIELDS = DocumentFields(None, None, None, None, None, None, None)


class _Mention(Struct, frozen=True, gc=False):
    start: Offset
    end: Offset
    text: str
    kind: labels.MentionKind


class _Entity(Struct, gc=False):
    id: Id
    type: labels.EntityType
    name: str | None
    mentions: list[_Mention]


class _Time(Struct, gc=False):
    span: Span
    value: str | None
    acceptable: list[str]


class _Quantity(Struct, gc=False):
    span: Span
    value: float | None
    min: float | None
    max: float | None
    acceptable: list[QuantityReading]


class _Quote(Struct, gc=False):
    id: str
    type: labels.QuoteType
    source: Source
    cue: Span | None
    content: list[Span]
    quoted: list[Span]


class _Argument(Struct, gc=False):
    role: labels.Role
    span: Span | None
    acceptable: list[str]


class _Event(Struct, gc=False):
    type: labels.EventType
    triggers: list[Span]
    arguments: list[_Argument]


class _Head(Struct, gc=False):
    id: Id
    text_sha256: str
    text: str
    schema_version: str
    layers: list[labels.Layer]
    entities: list[_Entity]


class GoldEntities(_Head):
    """One gold article of which only entities are counted."""

    meta: ClassVar[DocumentFields] = _NO_FIELDS
    times: ClassVar[tuple[()]] = ()
    quantities: ClassVar[tuple[()]] = ()
    quotes: ClassVar[tuple[()]] = ()
    events: ClassVar[tuple[()]] = ()


class GoldView(_Head):
    """One gold article."""

    meta: DocumentFields
    times: list[_Time]
    quantities: list[_Quantity]
    quotes: list[_Quote]
    events: list[_Event]


Gold = GoldEntities | GoldView
_entities = msgspec.json.Decoder(GoldEntities)
_whole = msgspec.json.Decoder(GoldView)


def decode_gold(line: bytes, *, entities_only: bool = False) -> Gold | None:
    """The article, or None if what is counted is not of the right types."""
    try:
        return (_entities if entities_only else _whole).decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def sound(gold: Gold, keys: Keys) -> bool:
    """Whether nothing that is counted is at fault; the surfaces are those of `keys`."""
    ids = {entity.id for entity in gold.entities}
    known = {None, *ids}
    return (
        _known_version(gold.schema_version)
        and len(ids) == len(gold.entities)
        and keys.owners is not None
        and all([quote.content for quote in gold.quotes])
        and all([_attributed(quote.source, known) for quote in gold.quotes])
        and len(set(map(_place, keys.times))) == len(keys.times)
        and len(set(map(_place, keys.quantities))) == len(keys.quantities)
    )


def _attributed(source: Source, known: set[str | None]) -> bool:
    """Whether the speakers are entities of the article, and there is one where one is told."""
    told = source.entity or source.span or source.name or source.status == "implicit"
    return bool(told) and source.entity in known and known.issuperset(source.acceptable)


def _place(key: tuple[int, int, str]) -> tuple[int, int]:
    return key[:2]


@cache
def _known_version(version: str) -> bool:
    return not check_version(version)
