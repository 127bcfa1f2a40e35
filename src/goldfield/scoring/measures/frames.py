"""Events as frames, each with what fills its roles, in an order of their own."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from goldfield.schema.records import UNFOUND, Annotations, Argument, Event, Span
from goldfield.schema.walk import spans_by_id
from goldfield.scoring.outcome import Item, Judgement

__all__ = ["Filler", "Frame", "argument_span", "frames_of", "where"]

Place = tuple[int, int]
# What an event says: its type, its triggers, and the roles and places of its arguments.
_Key = tuple[str, tuple[object, ...], tuple[object, ...]]


class Filler(NamedTuple):
    """An argument. `places` are all that are right; `home` is its event's id.

    `shown` is how verdicts show it; arguments of equal `copy` say the same of the same event.
    """

    type: str
    role: str
    place: Place
    text: str
    places: frozenset[Place]
    home: str
    shown: Item
    copy: Hashable

    def order(self) -> tuple[Any, ...]:
        """A key that tells apart all that differ in what counts."""
        return *self[:4], sorted(self.places)

    def missed(self, reason: str) -> Judgement:
        """What is said of it if it is of gold, and nothing is paired with it."""
        return Judgement("MIS", self.shown, None, reason, homes=(self.home, None))

    def spurious(self, reason: str) -> Judgement:
        """What is said of it if it is predicted, and nothing is paired with it."""
        return Judgement("SPU", None, self.shown, reason, homes=(None, self.home))


class Frame(NamedTuple):
    """An event with its arguments. Events that say the same have equal keys."""

    event: Event
    items: list[Filler]
    key: _Key

    def order(self) -> tuple[Any, ...]:
        """A key that tells apart all that differ in what counts or is shown."""
        shown = [(span.start, span.text) for span in self.event.triggers]
        return self.key, shown, [item.order() for item in self.items]


def frames_of(record: Annotations, *, coref: bool) -> list[Frame]:
    """The events of a record, in order.

    Args:
        record: gold or prediction.
        coref: whether any mention of an argument's entity is right.
    """
    spans = spans_by_id(record)
    frames = [_frame(event, spans, coref=coref) for event in record.events]
    return sorted(frames, key=Frame.order)


def _frame(event: Event, spans: Mapping[str, Sequence[Span]], *, coref: bool) -> Frame:
    own = [argument_span(argument, spans) for argument in event.arguments]
    said = {(a.role, where(span)) for a, span in zip(event.arguments, own, strict=True)}
    key = event.type, tuple(sorted(set(map(where, event.triggers)))), tuple(sorted(said))
    items: list[Filler] = []
    for argument, span in zip(event.arguments, own, strict=True):
        also = [other for id in argument.acceptable for other in spans.get(id, ())]
        also += spans.get(argument.ref or "", ()) if coref else ()
        places = frozenset((s.start, s.end) for s in (span, *also) if s.start >= 0)
        place = span.start, span.end
        shown = Item(f"{event.type}.{argument.role}", span.text, *place)
        copy = key, argument.role, place, span.text if span.start < 0 else ""
        item = Filler(event.type, argument.role, place, span.text, places, event.id, shown, copy)
        items.append(item)
    return Frame(event, sorted(items, key=Filler.order), key)


def argument_span(argument: Argument, spans: Mapping[str, Sequence[Span]]) -> Span:
    """Where the argument stands: its span, or the clearest of what it refers to."""
    known = spans.get(argument.ref or "") or [Span(UNFOUND, UNFOUND, argument.ref or "")]
    return argument.span or known[0]


def where(span: Span) -> tuple[int, int, str]:
    """A place; strings that are not in the text are told apart by their words."""
    return span.start, span.end, span.text if span.start < 0 else ""
