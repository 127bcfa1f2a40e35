"""The shapes in which people have predictions; `normalise` turns them into `Annotations`.

A place is ``{start, end}`` (surface optional) or a plain string. A gold record is a prediction
too: what it has beyond these shapes is ignored.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field

from goldfield.schema.labels import (
    Comparator,
    EntityType,
    EventStatus,
    EventType,
    Factuality,
    Layer,
    MentionKind,
    QuoteType,
    Role,
    SourceStatus,
    TimeType,
)

__all__ = [
    "LooseArgument",
    "LooseDate",
    "LooseDateline",
    "LooseEntity",
    "LooseEvent",
    "LooseFields",
    "LooseMention",
    "LoosePlace",
    "LooseQuantity",
    "LooseQuote",
    "LooseSource",
    "LooseTime",
    "Prediction",
]

Offset = Annotated[int, Meta(ge=0, lt=2**31)]
Confidence = Annotated[float, Meta(ge=0, le=1, description="the extractor's own, 0 to 1")]


class LoosePlace(Struct, gc=False):
    """A stretch of the text by offsets, or by its surface alone."""

    start: Offset | None = None
    end: Offset | None = None
    text: str | None = None


class LooseMention(LoosePlace):
    """A mention of an entity; without a kind it counts as a name."""

    kind: MentionKind = "NAM"
    confidence: Confidence | None = None


class _Located(LoosePlace):
    """An item located either by `span` or by offsets or surface of its own."""

    span: LoosePlace | str | None = None
    confidence: Confidence | None = None

    def place(self) -> LoosePlace | str | None:
        """Where it is, whichever way it was said."""
        if self.span is not None:
            return self.span
        return None if self.start is None and self.text is None else self


class LooseDate(Struct, gc=False):
    """A publication date with its evidence."""

    value: str
    span: LoosePlace | str | None = None
    confidence: Confidence | None = None


class LooseDateline(Struct, gc=False):
    """A dateline; any of its parts may be absent."""

    span: LoosePlace | str | None = None
    place: LoosePlace | str | None = None
    city: str | None = None
    country: str | None = None
    date: str | None = None
    agency: str | None = None
    confidence: Confidence | None = None


class LooseFields(Struct, gc=False):
    """Document-level fields; an absent key means "not predicted", null "there is none"."""

    date_published: LooseDate | str | UnsetType | None = UNSET
    headline: LoosePlace | str | UnsetType | None = UNSET
    deck: LoosePlace | str | UnsetType | None = UNSET
    dateline: LooseDateline | str | UnsetType | None = UNSET
    byline: LoosePlace | str | UnsetType | None = UNSET
    publisher: LoosePlace | str | UnsetType | None = UNSET
    lang: str | UnsetType | None = UNSET


class LooseEntity(LoosePlace):
    """A cluster of mentions, or one mention located by itself, or a bare name."""

    id: str | None = None
    type: EntityType | None = None
    name: str | None = None
    kind: MentionKind = "NAM"
    mentions: list[LooseMention | str] | UnsetType = UNSET
    wikidata: str | None = None
    confidence: Confidence | None = None


class LooseTime(_Located):
    """A time expression."""

    id: str | None = None
    type: TimeType | None = None
    value: str | None = None


class LooseQuantity(_Located):
    """A quantity."""

    id: str | None = None
    value: float | None = None
    min: float | None = None
    max: float | None = None
    comparator: Comparator = "exact"
    unit: str | None = None


class LooseSource(_Located):
    """A speaker: a place, an entity's id, or a name."""

    entity: str | None = None
    name: str | None = None
    status: SourceStatus | None = None


class LooseQuote(Struct, gc=False):
    """An attribution. `speaker` is another spelling of `source`."""

    id: str | None = None
    type: QuoteType = "direct"
    source: LooseSource | str | UnsetType | None = UNSET
    speaker: LooseSource | str | UnsetType | None = UNSET
    cue: LoosePlace | str | None = None
    content: list[LoosePlace | str] | LoosePlace | str | None = None
    quoted: list[LoosePlace | str] | LoosePlace | str | None = None
    parent: str | None = None
    confidence: Confidence | None = None


class LooseArgument(_Located, kw_only=True):
    """What plays a role: a place, or the id of something predicted."""

    role: Role
    ref: str | None = None


class LooseEvent(Struct, gc=False):
    """An event. `trigger` is another spelling of a single trigger."""

    type: EventType
    id: str | None = None
    triggers: list[LoosePlace | str] | LoosePlace | str | None = None
    trigger: LoosePlace | str | None = None
    arguments: list[LooseArgument] | UnsetType = UNSET
    factuality: Factuality | UnsetType | None = UNSET
    status: EventStatus | None = None
    confidence: Confidence | None = None


class Prediction(Struct, gc=False):
    """One prediction record: an id (or the hash of the text) and any of the layers."""

    id: str | None = None
    text_sha256: str | None = None
    layers: list[Layer] | UnsetType = UNSET
    meta: LooseFields = field(default_factory=LooseFields)
    entities: list[LooseEntity | str] | UnsetType = UNSET
    times: list[LooseTime | str] | UnsetType = UNSET
    quantities: list[LooseQuantity | str] | UnsetType = UNSET
    quotes: list[LooseQuote | str] | UnsetType = UNSET
    events: list[LooseEvent] | UnsetType = UNSET
