"""What a measure compares, as parts of a record that can be changed: one node an item.

Nodes are copies, and hold no more than their measure looks at: an entity has one mention, an event
one trigger. A record made of nodes is a prediction in one of the loose shapes, written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import partial
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
from goldfield.scoring.measures.linking import linked_names
from goldfield.scoring.measures.projections import Projection, load_projection
from goldfield.scoring.measures.spans import Labelled
from goldfield.scoring.outcome import Item

__all__ = ["Kit", "Slot", "by_item", "kit_of", "placed", "plain_source"]


class Kit(NamedTuple):
    """How the items of a measure are taken out of a record.

    Attributes:
        layer: the list of the record that nodes of this kind make up.
        nodes: copies, one an item.
        shown: the items as verdicts show them, in the order of the nodes.
        place: attributes of a node that say where it is.
        label: attributes of a node that say what it is.
        pooled: whether the nodes are slots of events.
    """

    layer: str
    nodes: Callable[[Annotations], list[Any]]
    shown: Callable[[Annotations], list[Item]]
    place: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    pooled: bool = False


class Slot(NamedTuple):
    """An argument in its event."""

    event: Event
    argument: Argument


def kit_of(measure: str) -> Kit:
    """The kit of a measure that counts items which can be repaired one by one.

    Raises:
        KeyError: it has none: it compares inside events or entities, or its field has one value.
    """
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
    """A speaker without ids: the mention at the quote, or the clearest of its entity; the name.

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
    return Source(None, span, source.name or speaker.name, "explicit", [])


def _mentions(record: Annotations, *, named: bool) -> list[Entity]:
    return [
        replace(entity, id="", mentions=[mention])
        for entity in record.entities
        for mention in entity.mentions
        if mention.kind == "NAM" or not named
    ]


def _names(record: Annotations, mode: str) -> list[Entity]:
    """The names that a mode of linking asks for."""
    names = _mentions(record, named=True)
    return [name for name in names if mode == "all" or (mode == "nil") == (not name.wikidata)]


def _linked_items(record: Annotations) -> list[Entity]:
    """One entity for each Wikidata item of the article."""
    found = {entity.wikidata: replace(entity, id="") for entity in record.entities}
    return [found[item] for item in sorted(filter(None, found))]


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


def _pieces(record: Annotations) -> list[Quote]:
    """A quote for each text between marks."""
    return [
        replace(quote, id="", quoted=[span]) for quote in _quotes(record) for span in quote.quoted
    ]


def _cued(record: Annotations) -> list[Quote]:
    return [quote for quote in _quotes(record) if quote.cue]


def _slots(record: Annotations) -> list[Slot]:
    spans = spans_by_id(record)
    found: list[Slot] = []
    for event in record.events:
        arguments = [placed(argument, spans) for argument in event.arguments]
        home = replace(event, arguments=arguments)
        found += [Slot(home, argument) for argument in arguments]
    return found


def placed(argument: Argument, spans: Mapping[str, Sequence[Span]]) -> Argument:
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


def _of_links(mode: str) -> Kit:
    read = partial(linked_names, mode=mode)
    return _spans("entities", partial(_names, mode=mode), read, "mentions", ("wikidata",))


_EDGES = ("left", "right", "iou")
_LIKE = (
    dict.fromkeys(("exact", "partial", "type", "relaxed", *_EDGES), "strict")
    | dict.fromkeys(
        (f"speaker-{how}" for how in ("matched", "given", "mention", "name")), "speaker"
    )
    | {"tri-i": "tri-c", "arg-i": "arg-c", "arg-c-coref": "arg-c"}
)
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
    "quotes@quoted": _spans("quotes", _pieces, items.quoted, "quoted"),
    "quotes@cue": _spans("quotes", _cued, items.cues, "cue"),
    "linking@strong": _of_links("strong"),
    "linking@nil": _of_links("nil"),
    "linking@all": _of_links("all"),
    "linking@entity": Kit(
        "entities", _linked_items, lambda r: [Item("", x.wikidata or "") for x in _linked_items(r)]
    ),
    "events@tri-c": _spans("events", _triggers, items.triggers, "triggers", ("type",)),
    "events@arg-c": Kit("events", _slots, _shown_slots, pooled=True),
}


def by_item(nodes: Sequence[Any], shown: Sequence[Item]) -> dict[Item, list[Any]]:
    """The nodes that show each item, in order."""
    found: dict[Item, list[Any]] = {}
    for item, node in zip(shown, nodes, strict=True):
        found.setdefault(item, []).append(node)
    return found
