"""A loose prediction becomes `Annotations`: strings anchored, shorthands spelled out, checked."""

from __future__ import annotations

import re
from typing import get_args

from msgspec import UNSET

from goldfield.errors import Fault
from goldfield.schema import loose
from goldfield.schema.anchoring import Anchorer
from goldfield.schema.labels import Layer
from goldfield.schema.normalising_items import (
    document_fields,
    entity_of,
    quantity_of,
    time_of,
)
from goldfield.schema.places import Places
from goldfield.schema.records import (
    Annotations,
    Argument,
    DocumentFields,
    Entity,
    Event,
    Quote,
    Source,
    Span,
)
from goldfield.schema.walk import clearest_first

__all__ = ["empty_annotations", "normalise"]

_OUTER_MARKS = re.compile(r"\s*([\"“«])([^\"“”«»]*)([\"”»])\s*", re.DOTALL)
_Places = list[loose.LoosePlace | str] | loose.LoosePlace | str | None


def empty_annotations(id: str, text: str, layers: list[Layer]) -> Annotations:
    """What a system that finds nothing predicts; stands in for a missing or failed article."""
    meta = DocumentFields(None, None, None, None, None, None, None)
    return Annotations(id, "", text, layers, meta, [], [], [], [], [])


def normalise(prediction: loose.Prediction, anchorer: Anchorer) -> tuple[Annotations, list[Fault]]:
    """The prediction in full shape, and its faults (`where` left empty).

    Args:
        prediction: decoded, so its types and labels are right already.
        anchorer: of the article's text; its log tells how each string was read.
    """
    places = Places(anchorer)
    entities = [entity_of(e, i, places) for i, e in enumerate(prediction.entities or [])]
    ids = _Ids(places, entities)
    record = Annotations(
        id=prediction.id or "",
        text_sha256=prediction.text_sha256 or "",
        text=anchorer.text,
        layers=_layers(prediction),
        meta=document_fields(prediction.meta, places),
        entities=entities,
        times=[time_of(item, i, places) for i, item in enumerate(prediction.times or [])],
        quantities=[quantity_of(q, i, places) for i, q in enumerate(prediction.quantities or [])],
        quotes=[_quote(quote, i, ids) for i, quote in enumerate(prediction.quotes or [])],
        events=[],
    )
    ids.add_items(record)
    record.events = [_event(event, i, ids) for i, event in enumerate(prediction.events or [])]
    ids.resolve_events(record.events)
    return record, places.faults()


class _Ids:
    """What the prediction's own ids stand for; they are never compared with gold ids."""

    def __init__(self, places: Places, entities: list[Entity]) -> None:
        self.places = places
        self.names = {entity.id: entity.name for entity in entities if entity.id}
        self.spans: dict[str, Span] = {}
        for entity in entities:
            if entity.id and entity.mentions:
                self.spans[entity.id] = _bare(min(entity.mentions, key=clearest_first))

    def add_items(self, record: Annotations) -> None:
        self.spans |= {time.id: time.span for time in record.times}
        self.spans |= {quantity.id: quantity.span for quantity in record.quantities}

    def resolve_events(self, events: list[Event]) -> None:
        """Fill arguments that refer to another event, once all events are known."""
        triggers = {event.id: event.triggers[0] for event in events if event.triggers}
        for index, event in enumerate(events):
            for position, argument in enumerate(event.arguments):
                if argument.span is None and argument.ref is not None:
                    argument.span = triggers.get(argument.ref)
                    if argument.span is None:
                        path = f"$.events[{index}].arguments[{position}].ref"
                        self.places.dangling(path, argument.ref)


def _bare(mention: Span) -> Span:
    return Span(mention.start, mention.end, mention.text)


def _layers(prediction: loose.Prediction) -> list[Layer]:
    """The layers a record predicts: those it lists, else those it has a key for."""
    if prediction.layers is not UNSET:
        return prediction.layers
    meta = prediction.meta
    found = {name for name in meta.__struct_fields__ if getattr(meta, name) is not UNSET}
    lists = ("entities", "times", "quantities", "quotes", "events")
    found |= {name for name in lists if getattr(prediction, name) is not UNSET}
    entities = [item for item in prediction.entities or [] if not isinstance(item, str)]
    quotes = [item for item in prediction.quotes or [] if not isinstance(item, str)]
    events = prediction.events or []
    if any(entity.mentions is not UNSET for entity in entities):
        found.add("coref")
    if any(quote.source is not UNSET or quote.speaker is not UNSET for quote in quotes):
        found.add("speakers")
    if any(event.arguments is not UNSET for event in events):
        found.add("arguments")
    if any(event.factuality is not UNSET for event in events):
        found.add("factuality")
    return [layer for layer in get_args(Layer) if layer in found]


def _quote(item: loose.LooseQuote | str, index: int, ids: _Ids) -> Quote:
    if isinstance(item, str):
        item = loose.LooseQuote(content=item)
    path, places = f"$.quotes[{index}]", ids.places
    content = [places.span(_unmarked(c), p) for c, p in _each(item.content, f"{path}.content")]
    if not content:
        places.missing(f"{path}.content")
    near = content[0].start if content else None
    pool = f"{path}.quoted"  # each piece stands at a place of its own
    quoted = [places.span(_unmarked(q), p, near, pool) for q, p in _each(item.quoted, pool)]
    return Quote(
        id=item.id or f"$q{index}",
        type=item.type,
        source=_source(item.source or item.speaker or None, path, near, ids),
        cue=places.optional(item.cue, f"{path}.cue", near),
        content=content,
        quoted=quoted,
        addressee=None,
        parent=item.parent,
    )


def _each(items: _Places, path: str) -> list[tuple[loose.LoosePlace | str, str]]:
    if items is None:
        return []
    if not isinstance(items, list):
        return [(items, path)]
    return [(item, f"{path}[{index}]") for index, item in enumerate(items)]


def _unmarked(item: loose.LoosePlace | str) -> loose.LoosePlace | str:
    """A quote given as a string loses its outer marks: content never has them."""
    if isinstance(item, str) and (marked := _OUTER_MARKS.fullmatch(item)):
        return marked[2]
    return item


def _source(item: loose.LooseSource | str | None, path: str, near: int | None, ids: _Ids) -> Source:
    """A speaker. A name counts only where no place was given by offsets."""
    if isinstance(item, str):
        known = item in ids.names
        item = loose.LooseSource(entity=item) if known else loose.LooseSource(text=item)
    if item is None:
        return Source(None, None, None, "implicit", [])
    place, name = item.place(), item.name
    if isinstance(place, loose.LoosePlace) and place.start is None:
        place = place.text
    span = ids.places.optional(place, f"{path}.source", near)
    if isinstance(place, str):
        name = name or place
    elif place is not None:
        name = None
    elif item.entity is not None:
        if item.entity not in ids.names:
            ids.places.dangling(f"{path}.source.entity", item.entity)
        span, name = ids.spans.get(item.entity), name or ids.names.get(item.entity)
    nobody = span is None and name is None
    return Source(None, span, name, "implicit" if nobody else "explicit", [])


def _event(item: loose.LooseEvent, index: int, ids: _Ids) -> Event:
    path = f"$.events[{index}]"
    given = item.triggers if item.triggers is not None else item.trigger
    triggers = [ids.places.span(t, p) for t, p in _each(given, f"{path}.triggers")]
    near = triggers[0].start if triggers else None
    arguments = [
        _argument(argument, f"{path}.arguments[{position}]", near, ids)
        for position, argument in enumerate(item.arguments or [])
    ]
    factuality = item.factuality if item.factuality is not UNSET else None
    id = item.id or f"$v{index}"
    return Event(id, item.type, triggers, arguments, factuality, item.status)


def _argument(item: loose.LooseArgument, path: str, near: int | None, ids: _Ids) -> Argument:
    place, ref = item.place(), item.ref
    if isinstance(place, str) and place in ids.spans:
        place, ref = None, place
    span = ids.places.optional(place, path, near)
    if span is None and ref is not None:
        span = ids.spans.get(ref)
    if span is None and ref is None:
        ids.places.missing(path)
    return Argument(item.role, span, ref, [])
