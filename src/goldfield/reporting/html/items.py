"""The annotations of an article as items with marks: what a page lays over the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from goldfield.reporting.records import ITEMS, RECORDS, Record, field_spans
from goldfield.schema.records import Annotations, Article, Event, Quote, Span

__all__ = ["LAYERS", "Item", "Mark", "items_of"]

LAYERS = (
    "fields",
    "entities",
    "times",
    "quantities",
    "quotes",
    "speakers",
    "events",
    "arguments",
    "anomalies",
)
"""What is switched on and off together."""


class Mark(NamedTuple):
    """A place in the text, and what it says of it; a string that was not found is at -1."""

    layer: str
    span: Span
    label: str


class Item(NamedTuple):
    """One annotated thing: all its places, what is known of it, and what it refers to.

    Attributes:
        id: what others call it; empty if they cannot.
        title: in a few words.
        details: named lines.
        marks: its places; of a quote the speaker's among them.
        refers: ids of other items: of a quote its speaker, of an event what takes part.
    """

    id: str
    title: str
    details: Sequence[tuple[str, str]]
    marks: Sequence[Mark]
    refers: Sequence[str] = ()


def items_of(record: Annotations) -> list[Item]:
    """All items of a gold or predicted record, in the order of the schema."""
    at = {(m.start, m.end): entity.id for entity in record.entities for m in entity.mentions}
    items = [*_fields(record), *_entities(record), *_values(record)]
    for quote, told in zip(record.quotes, ITEMS["quotes"](record), strict=True):
        items.append(_quote(quote, told, at))
    for event, told in zip(record.events, ITEMS["events"](record), strict=True):
        items.append(_event(event, told, at))
    return [*items, *(_anomalies(record) if isinstance(record, Article) else ())]


def _fields(record: Annotations) -> Iterator[Item]:
    for name, span in field_spans(record).items():
        yield Item("", name, [("text", span.text)], [Mark("fields", span, name)])


def _entities(record: Annotations) -> Iterator[Item]:
    for entity, told in zip(record.entities, ITEMS["entities"](record), strict=True):
        marks = [Mark("entities", mention, entity.type) for mention in entity.mentions]
        yield _item(told, entity.id, marks)


def _values(record: Annotations) -> Iterator[Item]:
    for time, told in zip(record.times, ITEMS["times"](record), strict=True):
        yield _item(told, time.id, [Mark("times", time.span, time.value or time.type)])
    for quantity, told in zip(record.quantities, ITEMS["quantities"](record), strict=True):
        mark = Mark("quantities", quantity.span, quantity.unit or "")
        yield _item(told, quantity.id, [mark])


def _quote(quote: Quote, told: Record, at: dict[tuple[int, int], str]) -> Item:
    source = quote.source
    who = source.name or (source.span.text if source.span else "") or source.entity or "nobody"
    marks = [Mark("quotes", span, f"— {who}") for span in quote.content]
    if source.span:
        marks.append(Mark("speakers", source.span, "speaker"))
    if quote.cue:
        marks.append(Mark("speakers", quote.cue, "cue"))
    speaker = source.entity or (at.get(_place(source.span)) if source.span else None)
    return _item(told, quote.id, marks, [speaker or ""])


def _event(event: Event, told: Record, at: dict[tuple[int, int], str]) -> Item:
    marks = [Mark("events", span, event.type) for span in event.triggers]
    refers = []
    for argument in event.arguments:
        if argument.span:
            marks.append(Mark("arguments", argument.span, f"{event.type}.{argument.role}"))
        known = argument.ref or (at.get(_place(argument.span)) if argument.span else None)
        refers.append(known or "")
    return _item(told, event.id, marks, refers)


def _anomalies(article: Article) -> Iterator[Item]:
    for anomaly, told in zip(article.anomalies, RECORDS["anomalies"](article), strict=True):
        marks = [Mark("anomalies", anomaly.span, anomaly.type)] if anomaly.span else []
        yield _item(told, anomaly.id, marks)


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _item(told: Record, id: str, marks: Sequence[Mark], refers: Sequence[str] = ()) -> Item:
    """An item as its record tells it; ids that a reader made up say nothing."""
    cells = [cell for cell in told.head if cell and not cell.startswith("$")]
    named = [ref for ref in dict.fromkeys(refers) if ref and ref != id]
    return Item(id, " · ".join(cells), list(told.details), marks, named)
