"""The types of a gold record: the one source of schema 1.x.

`article.schema.json`, `FIELDS.md` and every reader are derived from this module. Offsets are
half-open ``[start, end)`` in Unicode code points of `text`. In gold every key is present and
what is unknown is null; what was not annotated is missing from `layers`. A key that came with a
later minor version is UNSET in older records, so that they are written as they were read.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from goldfield.schema.labels import (
    AnomalyType,
    Author,
    Comparator,
    EntityType,
    EventStatus,
    EventType,
    Factuality,
    Kind,
    Layer,
    MentionKind,
    QuoteType,
    RecordStatus,
    Role,
    SourceStatus,
    TimeType,
)

__all__ = [
    "GUIDELINES_VERSION", "SCHEMA_VERSION", "UNFOUND", "Annotations", "Anomaly", "Argument",
    "Article", "Dateline", "DocumentFields", "Entity", "Event", "Id", "Mention", "Provenance",
    "PublicationDate", "Quantity", "QuantityReading", "Quote", "Source", "Span", "Time",
]  # fmt: skip

SCHEMA_VERSION = "1.1"
GUIDELINES_VERSION = "1.1"
UNFOUND = -1
"""`start` and `end` of a predicted surface that is not in the text: it can match no gold span."""

Id = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^\S+$")]
Country = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
WikidataItem = Annotated[str, Meta(pattern="^Q[1-9][0-9]*$")]
Extractor = Annotated[str, Meta(pattern=r"\S@\S")]


def _says(text: str) -> Meta:
    return Meta(description=text)


class _Record(Struct, forbid_unknown_fields=True, gc=False):
    """Base of all parts of a record: closed, so that a misspelt key is a fault."""


class Span(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A stretch of the text."""

    start: Annotated[int, Meta(ge=0, lt=2**31, description="first code point")]
    end: Annotated[int, Meta(ge=0, lt=2**31, description="one past the last code point")]
    text: Annotated[str, _says("the surface: equals text[start:end]")]


class Mention(Span, frozen=True):
    """One place where an entity is mentioned."""

    kind: Annotated[MentionKind, _says("named, nominal or pronominal")]
    head: Annotated[Span | None, _says("head word of a nominal mention")]
    subword: Annotated[bool, _says("true if the span may begin or end inside a word")]


class PublicationDate(_Record):
    """The publication date that the text itself states."""

    value: Annotated[str, _says("ISO 8601 date; may be a prefix such as 2022-01")]
    span: Annotated[Span | None, _says("where the text states it")]
    acceptable: Annotated[list[str], _says("adjudicated alternative values")]


class Dateline(_Record):
    """Where, and sometimes when and by whom, the report was filed; never an event's place."""

    span: Annotated[Span, _says("the whole dateline, without the dash that ends it")]
    place: Annotated[Span | None, _says("the words that name the place")]
    city: Annotated[str | None, _says("the place's usual English name")]
    country: Annotated[Country | None, _says("ISO 3166-1 alpha-3")]
    date: Annotated[str | None, _says("filing date, ISO 8601")]
    agency: Annotated[str | None, _says("news agency as written")]


class DocumentFields(_Record):
    """Fields an article has at most once."""

    date_published: Annotated[PublicationDate | None, _says("null if the text states none")]
    headline: Annotated[Span | None, _says("without metadata that leaked into its line")]
    deck: Annotated[Span | None, _says("the line between headline and body, if any")]
    dateline: Annotated[Dateline | None, _says("filing line")]
    byline: Annotated[Span | None, _says("the author's name as written, without 'by'")]
    publisher: Annotated[Span | None, _says("the publisher as named by the text")]
    lang: Annotated[str | None, _says("BCP 47 language tag")]


class Entity(_Record):
    """One entity: all its mentions form a coreference cluster."""

    id: Annotated[Id, _says("unique within the article; means nothing outside it")]
    type: Annotated[EntityType, _says("what it is, whatever the role it plays")]
    name: Annotated[str | None, _says("usual English name; null if the text names none")]
    wikidata: Annotated[WikidataItem | None, _says("Wikidata item")]
    mentions: Annotated[list[Mention], _says("every mention, in the order of the text")]


class Time(_Record):
    """A time expression (TimeML TIMEX3)."""

    id: Annotated[Id, _says("unique within the article")]
    span: Annotated[Span, _says("extent, without a preposition")]
    type: Annotated[TimeType, _says("TIMEX3 type")]
    value: Annotated[str | None, _says("TIMEX3 value, resolved; null if it cannot be")]
    anchor: Annotated[str | None, _says("DCT, or the id of the time it is reckoned from")]
    vague: Annotated[bool, _says("true for soon, recently, previously and the like")]
    acceptable: Annotated[list[str], _says("adjudicated alternative values")]


class QuantityReading(_Record):
    """An alternative reading of a quantity."""

    value: Annotated[float | None, _says("the number, or null for a range")]
    min: Annotated[float | None, _says("lower bound, inclusive")]
    max: Annotated[float | None, _says("upper bound, inclusive")]


class Quantity(_Record):
    """A number that counts or measures something; a date or an ordinal is not one."""

    id: Annotated[Id, _says("unique within the article")]
    span: Annotated[Span, _says("numeral with its approximator and unit, not the noun counted")]
    value: Annotated[float | None, _says("the number; null if only bounds are known")]
    min: Annotated[float | None, _says("lower bound, inclusive")]
    max: Annotated[float | None, _says("upper bound, inclusive")]
    comparator: Annotated[Comparator, _says("how the text relates to the number")]
    unit: Annotated[str | None, _says("person, percent, an ISO 4217 currency or a UCUM code")]
    of: Annotated[str | None, _says("id of the entity counted or measured")]
    acceptable: Annotated[list[QuantityReading], _says("adjudicated alternative readings")]


class Source(_Record):
    """Whom the words are ascribed to."""

    entity: Annotated[str | None, _says("id of the speaker's entity")]
    span: Annotated[Span | None, _says("the speaker as mentioned at this quote")]
    name: Annotated[str | None, _says("the speaker's name, if any")]
    status: Annotated[SourceStatus, _says("implicit: no speaker is given")]
    acceptable: Annotated[list[str], _says("ids of entities that are right as well")]


class Quote(_Record):
    """One attribution: words or a claim ascribed to somebody other than the author."""

    id: Annotated[Id, _says("unique within the article")]
    type: Annotated[QuoteType, _says("direct: all in marks; mixed: in part; indirect: none")]
    source: Annotated[Source, _says("the speaker")]
    cue: Annotated[Span | None, _says("the word that ascribes: said, according to")]
    content: Annotated[list[Span], _says("all the ascribed words, without outer quote marks")]
    quoted: Annotated[list[Span], _says("the text inside each pair of quote marks")]
    addressee: Annotated[str | None, _says("id of the entity spoken to")]
    parent: Annotated[str | None, _says("id of the quote that contains this one")]


class Argument(_Record):
    """What plays a role in an event."""

    role: Annotated[Role, _says("the role")]
    span: Annotated[Span | None, _says("the mention nearest to the trigger")]
    ref: Annotated[str | None, _says("id of the entity, time, quantity or event")]
    acceptable: Annotated[list[str], _says("ids that are right as well")]


class Event(_Record):
    """One event: all its triggers refer to the same happening."""

    id: Annotated[Id, _says("unique within the article")]
    type: Annotated[EventType, _says("PLOVER type or one of goldfield's extensions")]
    triggers: Annotated[list[Span], _says("the words that evoke it, first the clearest")]
    arguments: Annotated[list[Argument], _says("its participants and circumstances")]
    factuality: Annotated[Factuality | None, _says("the author's commitment (FactBank)")]
    status: Annotated[EventStatus | None, _says("how the text presents it")]


class Anomaly(_Record):
    """Where the text contradicts itself: recorded, never repaired."""

    id: Annotated[Id, _says("unique within the article")]
    type: Annotated[AnomalyType, _says("what kind of contradiction")]
    span: Annotated[Span | None, _says("where")]
    literal: Annotated[str, _says("what the text says")]
    intended: Annotated[str | None, _says("what was probably meant, if it can be told")]
    note: Annotated[str, _says("the evidence")]


class Provenance(_Record):
    """What the article is, who wrote and annotated it, and how far the annotation got."""

    kind: Annotated[Kind, _says("wire copy, openly licensed text, or composed for goldfield")]
    licence: Annotated[str, _says("SPDX id of the text's licence, or 'unstated'")]
    source: Annotated[str, _says("the file or place it came from")]
    written_by: Annotated[Author, _says("who wrote the text")]
    annotated_by: Annotated[Author, _says("who annotated it")]
    passes: Annotated[int, Meta(ge=0, lt=100, description="independent annotation passes")]
    status: Annotated[RecordStatus, _says("draft, single pass, or adjudicated")]
    pre_annotated_by: Annotated[
        Extractor | UnsetType | None,
        _says("extractor, SPEC@VERSION, whose output a pass started from (since schema 1.1)"),
    ] = UNSET


class Annotations(Struct, forbid_unknown_fields=True, gc=False):
    """What an extractor is scored on: every layer of one article.

    A prediction is normalised to this type; surfaces that could not be found in the text have
    spans at `UNFOUND`.
    """

    id: Annotated[Id, _says("article id, never used again for another text")]
    text_sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="of the UTF-8 text")]
    text: Annotated[str, _says("the article, immutable")]
    layers: Annotated[list[Layer], _says("the layers that are annotated")]
    meta: Annotated[DocumentFields, _says("document-level fields")]
    entities: Annotated[list[Entity], _says("entities with their mentions")]
    times: Annotated[list[Time], _says("time expressions")]
    quantities: Annotated[list[Quantity], _says("quantities")]
    quotes: Annotated[list[Quote], _says("attributions")]
    events: Annotated[list[Event], _says("events")]


class Article(Annotations):
    """A gold record: one line of JSONL."""

    schema_version: Annotated[str, _says("version of this schema, MAJOR.MINOR")]
    guidelines_version: Annotated[str, _says("version of the annotation manual followed")]
    anomalies: Annotated[list[Anomaly], _says("contradictions within the text")]
    provenance: Annotated[Provenance, _says("where text and annotations come from")]
