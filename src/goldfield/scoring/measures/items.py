"""The items that span measures compare, drawn from a record."""

from __future__ import annotations

from collections.abc import Iterator

from goldfield.schema.records import Annotations, Quantity, QuantityReading, Span
from goldfield.scoring.measures.spans import Labelled

__all__ = [
    "cues",
    "mentions",
    "names",
    "quantities",
    "quantity_label",
    "quantity_units",
    "quoted",
    "time_types",
    "times",
    "triggers",
]


def names(record: Annotations) -> Iterator[Labelled]:
    """Named mentions (NAM) with the type of their entity."""
    for entity in record.entities:
        for mention in entity.mentions:
            if mention.kind == "NAM":
                yield _labelled(mention, entity.type)


def mentions(record: Annotations) -> Iterator[Labelled]:
    """Mentions of every kind with the type of their entity."""
    for entity in record.entities:
        for mention in entity.mentions:
            yield _labelled(mention, entity.type)


def times(record: Annotations) -> Iterator[Labelled]:
    """Time expressions labelled with their TIMEX3 value."""
    for time in record.times:
        yield _labelled(time.span, time.value or "", frozenset(time.acceptable))


def time_types(record: Annotations) -> Iterator[Labelled]:
    """Time expressions labelled with their TIMEX3 type."""
    for time in record.times:
        yield _labelled(time.span, time.type)


def quantities(record: Annotations) -> Iterator[Labelled]:
    """Quantities labelled with their number, or with their bounds where there is no number."""
    for quantity in record.quantities:
        also = frozenset(map(quantity_label, quantity.acceptable))
        yield _labelled(quantity.span, quantity_label(quantity), also)


def quantity_units(record: Annotations) -> Iterator[Labelled]:
    """Quantities labelled with their unit; those that have none agree."""
    for quantity in record.quantities:
        yield _labelled(quantity.span, quantity.unit or "")


def quantity_label(quantity: Quantity | QuantityReading) -> str:
    """``250`` or ``20000..99999``; an open bound is left out."""
    if quantity.value is not None:
        return _numeral(quantity.value)
    low, high = _numeral(quantity.min), _numeral(quantity.max)
    return f"{low}..{high}" if low or high else ""


def _numeral(number: float | None) -> str:
    return "" if number is None else repr(number + 0.0)  # -0.0 + 0.0 is 0.0: one number


def quoted(record: Annotations) -> Iterator[Labelled]:
    """The text inside each pair of quote marks, labelled with the type of its quote."""
    for quote in record.quotes:
        for span in quote.quoted:
            yield _labelled(span, quote.type)


def cues(record: Annotations) -> Iterator[Labelled]:
    """The cue of each quote that has one, labelled with the type of the quote."""
    for quote in record.quotes:
        if quote.cue is not None:
            yield _labelled(quote.cue, quote.type)


def triggers(record: Annotations) -> Iterator[Labelled]:
    """Each trigger of each event, labelled with the event's type."""
    for event in record.events:
        for trigger in event.triggers:
            yield _labelled(trigger, event.type)


def _labelled(span: Span, label: str, also: frozenset[str] = frozenset()) -> Labelled:
    return Labelled(span.start, span.end, label, span.text, also)
