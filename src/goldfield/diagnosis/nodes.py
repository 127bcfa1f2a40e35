"""What a measure compares, as parts of a record that can be changed: one node an item.

Nodes are copies, and hold no more than their measure looks at: an entity has one mention, an event
one trigger. A record made of nodes is a prediction in one of the loose shapes, written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple

from msgspec.structs import replace

from goldfield.schema.records import (
    UNFOUND,
    Annotations,
    Argument,
    Entity,
    Event,
    Quote,
    Source,
    Span,
)
from goldfield.schema.walk import clearest_first, spans_by_id
from goldfield.scoring.measures import items
from goldfield.scoring.measures.contents import named_quote, shown_quote
from goldfield.scoring.measures.projections import Projection, load_projection
from goldfield.scoring.measures.spans import Labelled
from goldfield.scoring.outcome import Item

__all__ = ["Kit", "Slot", "by_item", "kit_of", "plain_source"]


class Kit(NamedTuple):
    """How the items of a measure are taken out of a record.

    Attributes:
        layer: the list of the record that nodes of this kind make up.
        nodes: copies, one an item.
        shown: the items as verdicts show them, in the order of the nodes.
        place: attributes of a node that say where it is.
        label: attributes of a node that say what it is.
    """

    layer: str
    nodes: Callable[[Annotations], list[Any]]
    shown: Callable[[Annotations], list[Item]]
    place: tuple[str, ...] = ()
    label: tuple[str, ...] = ()


class Slot(NamedTuple):
    """An argument in its event."""

    event: Event
    argument: Argument


def kit_of(measure: str) -> Kit:
    """The kit of a measure of `DIAGNOSED` that counts items an article may have many of."""
    base, _, projection = measure.partition(":")
    field, _, mode = base.partition("@")
    kit = _KITS.get(base) or _KITS[f"{field}@{_LIKE.get(mode, mode)}"]
    return _projected(kit, load_projection(projection)) if projection else kit


def _projected(kit: Kit, table: Projection) -> Kit:
    """The kit of a measure under a table of labels: what it does not list is dropped."""

    def nodes(record: Annotations) -> list[Any]:
        pairs = zip(kit.nodes(record), kit.shown(record), strict=True)
        return [node for node, item in pairs if item.label in table]

    def shown(record: Annotations) -> list[Item]:
        items = kit.shown(record)
        return [replace(x, label=table[x.label]) for x in items if x.label in table]

    return kit._replace(nodes=nodes, shown=shown)


def plain_source(source: Source, entities: Iterable[Entity]) -> Source:
    """A speaker without ids: the mention at the quote, the clearest of its entity, or a name.

    Those of predictions have none, and stay as they are.
    """
    speaker = next((entity for entity in entities if entity.id == source.entity), None)
    if source.status == "implicit":
        return Source(None, None, None, "implicit", [])
    if source.entity is None or speaker is None:
        return source
    span = source.span
    if span is None and speaker.mentions:
        clearest = min(speaker.mentions, key=clearest_first)
        span = Span(clearest.start, clearest.end, clearest.text)
    name = source.name or speaker.name if span is None else None
    return Source(None, span, name, "explicit", [])


def _mentions(record: Annotations, *, named: bool) -> list[Entity]:
    return [
        replace(entity, id="", mentions=[mention])
        for entity in record.entities
        for mention in entity.mentions
        if mention.kind == "NAM" or not named
    ]


def _triggers(record: Annotations) -> list[Event]:
    return [
        replace(event, triggers=[trigger], arguments=[])
        for event in record.events
        for trigger in event.triggers
    ]


def _quotes(record: Annotations) -> list[Quote]:
    return [
        replace(quote, source=plain_source(quote.source, record.entities), parent=None)
        for quote in record.quotes
    ]


def _slots(record: Annotations) -> list[Slot]:
    spans = spans_by_id(record)
    found: list[Slot] = []
    for event in record.events:
        arguments = [_placed(argument, spans) for argument in event.arguments]
        home = replace(event, arguments=arguments)
        found += [Slot(home, argument) for argument in arguments]
    return found


def _placed(argument: Argument, spans: Mapping[str, Sequence[Span]]) -> Argument:
    """The argument at its own place, or at the clearest of what it refers to, without ids."""
    known = spans.get(argument.ref or "") or [Span(UNFOUND, UNFOUND, argument.ref or "")]
    span = argument.span or known[0]
    return Argument(argument.role, Span(span.start, span.end, span.text), None, [])


def _shown_slots(record: Annotations) -> list[Item]:
    return [
        Item(f"{slot.event.type}.{slot.argument.role}", span.text, span.start, span.end)
        for slot in _slots(record)
        if (span := slot.argument.span) is not None
    ]


def _spans(
    layer: str,
    nodes: Callable[[Annotations], list[Any]],
    read: Callable[[Annotations], Iterable[Labelled]],
    place: str,
    label: tuple[str, ...] = (),
) -> Kit:
    return Kit(layer, nodes, lambda record: [x.shown() for x in read(record)], (place,), label)


def _copies(layer: str) -> Callable[[Annotations], list[Any]]:
    return lambda record: list(map(copy, getattr(record, layer)))


def _read_quotes(show: Callable[[Quote], Item]) -> Callable[[Annotations], list[Item]]:
    return lambda record: list(map(show, record.quotes))


_LIKE = dict.fromkeys(("exact", "partial", "type", "relaxed"), "strict") | {"tri-i": "tri-c"}
_NUMBER = ("value", "min", "max")
_KITS: dict[str, Kit] = {
    "entities@strict": _spans(
        "entities", lambda r: _mentions(r, named=True), items.names, "mentions", ("type",)
    ),
    "mentions@strict": _spans(
        "entities", lambda r: _mentions(r, named=False), items.mentions, "mentions", ("type",)
    ),
    "times@strict": _spans("times", _copies("times"), items.times, "span"),
    "times@value": _spans("times", _copies("times"), items.times, "span", ("value",)),
    "times@type": _spans("times", _copies("times"), items.time_types, "span", ("type",)),
    "quantities@strict": _spans("quantities", _copies("quantities"), items.quantities, "span"),
    "quantities@value": _spans(
        "quantities", _copies("quantities"), items.quantities, "span", _NUMBER
    ),
    "quantities@unit": _spans(
        "quantities", _copies("quantities"), items.quantity_units, "span", ("unit",)
    ),
    "quotes@strict": Kit("quotes", _quotes, _read_quotes(shown_quote), ("content",), ()),
    "quotes@partial": Kit("quotes", _quotes, _read_quotes(shown_quote), ("content",), ()),
    "quotes@speaker": Kit("quotes", _quotes, _read_quotes(named_quote), ("content",), ("source",)),
    "events@tri-c": _spans("events", _triggers, items.triggers, "triggers", ("type",)),
    "events@arg-c": Kit("events", _slots, _shown_slots),
}


def by_item(nodes: Sequence[Any], shown: Sequence[Item]) -> dict[Item, list[Any]]:
    """The nodes that show each item, in order."""
    found: dict[Item, list[Any]] = {}
    for item, node in zip(shown, nodes, strict=True):
        found.setdefault(item, []).append(node)
    return found
