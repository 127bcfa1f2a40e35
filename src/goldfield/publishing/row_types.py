"""The rows of the flat configs of a published dataset: one type a config, each column explained."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

__all__ = [
    "AnomalyRow", "ArgumentRow", "DocumentRow", "EventRow", "FieldRow", "MentionRow",
    "QuantityRow", "QuoteRow", "TimeRow",
]  # fmt: skip


def _says(text: str) -> Meta:
    return Meta(description=text)


ArticleId = Annotated[str, _says("the article")]
Start = Annotated[int | None, _says("first code point")]
End = Annotated[int | None, _says("one past the last code point")]
Surface = Annotated[str | None, _says("the surface; null if it may not be passed on")]


class DocumentRow(Struct):
    """One article: its text, what it is, and the values of its document fields."""

    article_id: ArticleId
    text: Annotated[str | None, _says("the article; null if it may not be passed on")]
    text_sha256: Annotated[str, _says("SHA-256 of the UTF-8 text")]
    layers: Annotated[list[str], _says("what is annotated; without labels, nothing is")]
    lang: Annotated[str | None, _says("BCP 47 language tag")]
    date_published: Annotated[str | None, _says("ISO 8601, as the text states it")]
    dateline_city: Annotated[str | None, _says("city of the dateline")]
    dateline_country: Annotated[str | None, _says("its country, ISO 3166-1 alpha-3")]
    kind: Annotated[str, _says("wire, open-licence or composed")]
    licence: Annotated[str, _says("SPDX id of the text's licence, or unstated")]
    written_by: Annotated[str, _says("who wrote the text")]
    annotated_by: Annotated[str, _says("who annotated it")]
    passes: Annotated[int, _says("independent annotation passes")]
    status: Annotated[str, _says("how far the annotation got")]


class FieldRow(Struct):
    """One document field that has a place in the text."""

    article_id: ArticleId
    field: Annotated[str, _says("date_published, headline, deck, dateline, byline, publisher")]
    start: Start
    end: End
    text: Surface
    value: Annotated[str | None, _says("its value, where that is not the surface")]


class MentionRow(Struct):
    """One mention of an entity; rows with the same entity_id are one coreference cluster."""

    article_id: ArticleId
    entity_id: Annotated[str, _says("the entity, within the article")]
    type: Annotated[str, _says("type of the entity")]
    name: Annotated[str | None, _says("usual English name of the entity")]
    wikidata: Annotated[str | None, _says("Wikidata item of the entity")]
    kind: Annotated[str, _says("NAM, NOM or PRO")]
    start: Start
    end: End
    text: Surface
    subword: Annotated[bool, _says("it may begin or end inside a word")]
    head_start: Annotated[int | None, _says("first code point of a nominal's head word")]
    head_end: Annotated[int | None, _says("one past its last")]


class TimeRow(Struct):
    """One time expression."""

    article_id: ArticleId
    time_id: Annotated[str, _says("its id within the article")]
    start: Start
    end: End
    text: Surface
    type: Annotated[str, _says("TIMEX3 type")]
    value: Annotated[str | None, _says("TIMEX3 value")]
    anchor: Annotated[str | None, _says("DCT or the id of another time")]
    vague: Annotated[bool, _says("soon, recently and the like")]
    acceptable: Annotated[list[str], _says("values that are right as well")]


class QuantityRow(Struct):
    """One quantity."""

    article_id: ArticleId
    quantity_id: Annotated[str, _says("its id within the article")]
    start: Start
    end: End
    text: Surface
    value: Annotated[float | None, _says("the number")]
    min: Annotated[float | None, _says("lower bound")]
    max: Annotated[float | None, _says("upper bound")]
    comparator: Annotated[str, _says("how the text relates to the number")]
    unit: Annotated[str | None, _says("unit")]
    of: Annotated[str | None, _says("id of the entity counted or measured")]


class QuoteRow(Struct):
    """One attribution; its words may be in several pieces, which the columns in plural list."""

    article_id: ArticleId
    quote_id: Annotated[str, _says("its id within the article")]
    type: Annotated[str, _says("direct, mixed or indirect")]
    starts: Annotated[list[int], _says("first code point of each piece of the ascribed words")]
    ends: Annotated[list[int], _says("one past the last of each piece")]
    texts: Annotated[list[str | None], _says("the pieces; null if they may not be passed on")]
    cue_start: Annotated[int | None, _says("first code point of the cue")]
    cue_end: Annotated[int | None, _says("one past its last")]
    cue: Surface
    speaker_entity: Annotated[str | None, _says("id of the speaker's entity")]
    speaker_name: Annotated[str | None, _says("the speaker's name")]
    speaker_start: Annotated[int | None, _says("first code point of the speaker at this quote")]
    speaker_end: Annotated[int | None, _says("one past the last")]
    speaker: Surface
    speaker_status: Annotated[str, _says("explicit or implicit")]
    addressee: Annotated[str | None, _says("id of the entity spoken to")]
    parent: Annotated[str | None, _says("id of the quote around this one")]


class EventRow(Struct):
    """One trigger of an event; an event without triggers has one row without a place."""

    article_id: ArticleId
    event_id: Annotated[str, _says("the event, within the article")]
    type: Annotated[str, _says("PLOVER type or an extension")]
    start: Start
    end: End
    text: Surface
    factuality: Annotated[str | None, _says("the author's commitment")]
    status: Annotated[str | None, _says("how the text presents it")]


class ArgumentRow(Struct):
    """One argument of an event."""

    article_id: ArticleId
    event_id: Annotated[str, _says("the event, within the article")]
    event_type: Annotated[str, _says("type of the event")]
    role: Annotated[str, _says("the role")]
    start: Start
    end: End
    text: Surface
    ref: Annotated[str | None, _says("id of what plays it")]
    acceptable: Annotated[list[str], _says("ids that are right as well")]


class AnomalyRow(Struct):
    """One contradiction within the text."""

    article_id: ArticleId
    anomaly_id: Annotated[str, _says("its id within the article")]
    type: Annotated[str, _says("what kind of contradiction")]
    start: Start
    end: End
    text: Surface
    intended: Annotated[str | None, _says("what was probably meant")]
    note: Annotated[str, _says("the evidence")]
