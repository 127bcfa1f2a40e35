"""The rows of a record in the flat configs of a published dataset, a small function a config.

Records are plain JSON as the raw files hold them: where a text is withheld, surfaces are null.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from goldfield.publishing.row_types import (
    AnomalyRow,
    ArgumentRow,
    DocumentRow,
    EventRow,
    FieldRow,
    MentionRow,
    QuantityRow,
    QuoteRow,
    TimeRow,
)

__all__ = [
    "Record", "anomalies", "arguments", "documents", "events", "fields", "mentions", "quantities",
    "quotes", "times",
]  # fmt: skip

Record = dict[str, Any]


def documents(record: Record) -> Iterator[DocumentRow]:
    """The one row of an article."""
    meta, said = record["meta"], record["provenance"]
    published, dateline = meta["date_published"] or {}, meta["dateline"] or {}
    yield DocumentRow(
        article_id=record["id"],
        text=record["text"],
        text_sha256=record["text_sha256"],
        layers=record["layers"],
        lang=meta["lang"],
        date_published=published.get("value"),
        dateline_city=dateline.get("city"),
        dateline_country=dateline.get("country"),
        **{key: said[key] for key in ("kind", "licence", "written_by", "annotated_by")},
        passes=said["passes"],
        status=said["status"],
    )


def fields(record: Record) -> Iterator[FieldRow]:
    """A row for each document field that stands in the text."""
    meta = record["meta"]
    for name in ("date_published", "headline", "deck", "dateline", "byline", "publisher"):
        node = meta[name]
        span = node["span"] if node and "span" in node else node
        if span:
            value = node["value"] if name == "date_published" else None
            yield FieldRow(record["id"], name, *_place(span), value)


def mentions(record: Record) -> Iterator[MentionRow]:
    """A row for each mention of each entity."""
    for entity in record["entities"]:
        for mention in entity["mentions"]:
            head_start, head_end, _ = _place(mention["head"])
            yield MentionRow(
                article_id=record["id"],
                entity_id=entity["id"],
                type=entity["type"],
                name=entity["name"],
                wikidata=entity["wikidata"],
                kind=mention["kind"],
                start=mention["start"],
                end=mention["end"],
                text=mention["text"],
                subword=mention["subword"],
                head_start=head_start,
                head_end=head_end,
            )


def times(record: Record) -> Iterator[TimeRow]:
    """A row for each time expression."""
    for time in record["times"]:
        said = [time[key] for key in ("type", "value", "anchor", "vague", "acceptable")]
        yield TimeRow(record["id"], time["id"], *_place(time["span"]), *said)


def quantities(record: Record) -> Iterator[QuantityRow]:
    """A row for each quantity; its alternative readings are in the default config."""
    for quantity in record["quantities"]:
        keys = ("value", "min", "max", "comparator", "unit", "of")
        said = [quantity[key] for key in keys]
        yield QuantityRow(record["id"], quantity["id"], *_place(quantity["span"]), *said)


def quotes(record: Record) -> Iterator[QuoteRow]:
    """A row for each attribution."""
    for quote in record["quotes"]:
        source, content = quote["source"], quote["content"]
        cue_start, cue_end, cue = _place(quote["cue"])
        speaker_start, speaker_end, speaker = _place(source["span"])
        yield QuoteRow(
            article_id=record["id"],
            quote_id=quote["id"],
            type=quote["type"],
            starts=[piece["start"] for piece in content],
            ends=[piece["end"] for piece in content],
            texts=[piece["text"] for piece in content],
            cue_start=cue_start,
            cue_end=cue_end,
            cue=cue,
            speaker_entity=source["entity"],
            speaker_name=source["name"],
            speaker_start=speaker_start,
            speaker_end=speaker_end,
            speaker=speaker,
            speaker_status=source["status"],
            addressee=quote["addressee"],
            parent=quote["parent"],
        )


def events(record: Record) -> Iterator[EventRow]:
    """A row for each trigger of each event."""
    for event in record["events"]:
        for trigger in event["triggers"] or [None]:
            yield EventRow(
                record["id"], event["id"], event["type"], *_place(trigger),
                event["factuality"], event["status"],
            )  # fmt: skip


def arguments(record: Record) -> Iterator[ArgumentRow]:
    """A row for each argument of each event."""
    for event in record["events"]:
        for item in event["arguments"]:
            yield ArgumentRow(
                record["id"], event["id"], event["type"], item["role"], *_place(item["span"]),
                item["ref"], item["acceptable"],
            )  # fmt: skip


def anomalies(record: Record) -> Iterator[AnomalyRow]:
    """A row for each contradiction within the text."""
    for item in record["anomalies"]:
        yield AnomalyRow(
            record["id"], item["id"], item["type"], *_place(item["span"]), item["intended"],
            item["note"],
        )  # fmt: skip


def _place(span: dict[str, Any] | None) -> tuple[int | None, int | None, str | None]:
    return (span["start"], span["end"], span["text"]) if span else (None, None, None)
