"""A record as keys that sets and dictionaries compare: one plain loop a layer, surfaces verified.

A key is a place with a label. Reading keys and verifying what stands at their places is one job
here, since both need the same numbers and this is where the time goes.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from goldfield.schema.records import Annotations, Event, Quote, Span
from goldfield.scoring.measures.contents import Places, places_of
from goldfield.scoring.measures.items import quantity_label

__all__ = ["Key", "Keys", "Owners", "Place", "read_keys"]

Place = tuple[int, int]
Key = tuple[int, int, str]
Owners = dict[Place, int]
T = TypeVar("T")


class Keys(NamedTuple):
    """What is counted of one record.

    `owners` tells the entity (by its position) that has a mention at a place; it is None if a
    mention stands twice or an entity has none. `quotes` go by their content; None if two have the
    same or one has none. `arguments` are None where one has no place of its own, or a copy of an
    event says the same again. `open` are the layers in which gold accepts more than one reading.
    """

    names: list[Key]
    owners: Owners | None
    times: list[Key]
    quantities: list[Key]
    quotes: dict[Places, Quote] | None
    triggers: list[Key]
    arguments: list[Key] | None
    open: frozenset[str]


class _Unequal(Exception):
    """A span does not hold the surface it claims, or is empty."""


def read_keys(record: Annotations, text: str) -> Keys | None:
    """The keys of a record about `text`, or None if a surface is not at its place."""
    try:
        _check_fields(record, text)
        names, owners = _mentions(record, text)
        times, quantities = _times(record, text), _quantities(record, text)
        quotes = _quotes(record, text)
        triggers, arguments = _events(record, text)
    except _Unequal:
        return None
    return Keys(names, owners, times, quantities, quotes, triggers, arguments, _open(record))


def _check(span: Span | None, text: str) -> None:
    if span is not None and (text[span.start : span.end] != span.text or not span.text):
        raise _Unequal


def _check_fields(record: Annotations, text: str) -> None:
    meta = record.meta
    line, date = meta.dateline, meta.date_published
    for span in (meta.headline, meta.deck, meta.byline, meta.publisher):
        _check(span, text)
    if date:
        _check(date.span, text)
    if line:
        _check(line.span, text)
        _check(line.place, text)


def _mentions(record: Annotations, text: str) -> tuple[list[Key], Owners | None]:
    names: list[Key] = []
    owners: Owners = {}
    total = 0
    for index, entity in enumerate(record.entities):
        label, mentions = entity.type, entity.mentions
        total += len(mentions) or 2  # an entity without a mention fails the comparison below
        for mention in mentions:
            start, end, surface = mention.start, mention.end, mention.text
            if text[start:end] != surface or not surface:
                raise _Unequal
            owners[start, end] = index
            if mention.kind == "NAM":
                names.append((start, end, label))
    return names, owners if len(owners) == total else None


def _times(record: Annotations, text: str) -> list[Key]:
    found: list[Key] = []
    for time in record.times:
        span = time.span
        start, end, surface = span.start, span.end, span.text
        if text[start:end] != surface or not surface:
            raise _Unequal
        found.append((start, end, time.value or ""))
    return found


def _quantities(record: Annotations, text: str) -> list[Key]:
    found: list[Key] = []
    for quantity in record.quantities:
        span = quantity.span
        start, end, surface = span.start, span.end, span.text
        if text[start:end] != surface or not surface:
            raise _Unequal
        found.append((start, end, quantity_label(quantity)))
    return found


def _quotes(record: Annotations, text: str) -> dict[Places, Quote] | None:
    found: dict[Places, Quote] = {}
    for quote in record.quotes:
        for span in (quote.source.span, quote.cue, *quote.content, *quote.quoted):
            if span is not None and (text[span.start : span.end] != span.text or not span.text):
                raise _Unequal
        content = quote.content
        first = content[0] if len(content) == 1 else None
        found[((first.start, first.end),) if first else places_of(quote)] = quote
    return found if () not in found and len(found) == len(record.quotes) else None


def _events(record: Annotations, text: str) -> tuple[list[Key], list[Key] | None]:
    triggers: list[Key] = []
    arguments: list[Key] = []
    unplaced = False
    for event in record.events:
        label = event.type
        for span in event.triggers:
            start, end, surface = span.start, span.end, span.text
            if text[start:end] != surface or not surface:
                raise _Unequal
            triggers.append((start, end, label))
        for argument in event.arguments:
            place = argument.span
            if place is None:
                unplaced = True
                continue
            start, end, surface = place.start, place.end, place.text
            if text[start:end] != surface or not surface:
                raise _Unequal
            arguments.append((start, end, f"{label}.{argument.role}"))
    clear = len(set(arguments)) == len(arguments) or _distinct(record.events)
    return triggers, arguments if clear and not unplaced else None


def _distinct(events: list[Event]) -> bool:
    """Whether no event stands twice and none says anything twice."""
    keys: set[object] = set()
    for event in events:
        said = [
            (argument.role, argument.span and (argument.span.start, argument.span.end))
            for argument in event.arguments
        ]
        triggers = frozenset((span.start, span.end) for span in event.triggers)
        keys.add((event.type, triggers, frozenset(said)))
        if len(set(said)) < len(said):
            return False
    return len(keys) == len(events)


def _open(record: Annotations) -> frozenset[str]:
    found = []
    if any([time.acceptable for time in record.times]):
        found.append("times")
    if any([quantity.acceptable for quantity in record.quantities]):
        found.append("quantities")
    if any([argument.acceptable for event in record.events for argument in event.arguments]):
        found.append("arguments")
    return frozenset(found)
