"""Triggers and arguments of events as items, and as keys that can be counted in sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from goldfield.peers.ladder import Pair, Tally, Worth
from goldfield.peers.spans import own_tally, worths_of
from goldfield.schema.normalising import empty_annotations
from goldfield.schema.records import Annotations, Span
from goldfield.schema.walk import spans_by_id
from goldfield.scoring.measures.events import EventAlignment
from goldfield.scoring.measures.frames import argument_span, where
from goldfield.scoring.measures.items import triggers
from goldfield.scoring.measures.spans import Labelled
from goldfield.scoring.outcome import Item

__all__ = [
    "Argument",
    "Events",
    "Keys",
    "argument_items",
    "arguments_by_goldfield",
    "as_events",
    "for_each_trigger",
    "in_bags",
    "in_sets",
    "of_arguments",
    "of_triggers",
    "own_span_alone",
    "trigger_items",
    "triggers_by_goldfield",
]

Where = tuple[int, int, str]
Keys = tuple[Hashable, ...]
"""What an item says, once for each time that it is counted."""


class Events(NamedTuple):
    """The events of a record; of a missing prediction there is none."""

    record: Annotations | None = None


class Argument(NamedTuple):
    """An argument with what its event says: its type, and where its triggers are."""

    item: Item
    type: str
    role: str
    place: Where
    triggers: tuple[Where, ...]


def as_events(record: Annotations, _: object = None) -> Events:
    """The events of an article."""
    return Events(record)


def trigger_items(pair: Pair) -> tuple[Sequence[Item], Sequence[Item]]:
    """Every trigger of every event, labelled with its type."""
    return [t.shown() for t in _triggers(pair.gold)], [t.shown() for t in _triggers(pair.pred)]


def _triggers(side: Events) -> list[Labelled]:
    return list(triggers(side.record)) if side.record else []


def argument_items(pair: Pair) -> tuple[Sequence[Item], Sequence[Item]]:
    """Every argument of every event, labelled with its type and role."""
    return [a.item for a in _arguments(pair.gold)], [a.item for a in _arguments(pair.pred)]


def _arguments(side: Events) -> Iterator[Argument]:
    record = side.record
    spans = spans_by_id(record) if record else {}
    for event in record.events if record else ():
        places = tuple(dict.fromkeys(map(where, event.triggers)))
        for argument in event.arguments:
            span = argument_span(argument, spans)
            item = Item(f"{event.type}.{argument.role}", span.text, span.start, span.end)
            yield Argument(item, event.type, argument.role, where(span), places)


def triggers_by_goldfield(pair: Pair, mode: str) -> Tally:
    """Triggers as a mode of spans has them."""
    return _unsaid(own_tally(Pair(pair.id, _triggers(pair.gold), _triggers(pair.pred)), mode))


def _unsaid(tally: Tally) -> Tally:
    """The tally without goldfield's words for what became of items; sets have none."""
    return Tally(*(tuple(w._replace(verdict="") for w in side) for side in tally))


def arguments_by_goldfield(pair: Pair, mode: str) -> Tally:
    """Arguments as a mode of events has them."""
    nothing = empty_annotations(pair.id, "", [])
    gold, pred = pair.gold.record or nothing, pair.pred.record or nothing
    rows = EventAlignment(gold, pred).read(mode).judgements
    golds, preds = argument_items(pair)
    return _unsaid(Tally(worths_of(golds, rows, "gold", 1), worths_of(preds, rows, "pred", 1)))


def own_span_alone(pair: Pair) -> Pair:
    """The document without what gold accepts beside the span of an argument."""
    record: Annotations = pair.gold.record
    events = [
        replace(event, arguments=[replace(one, acceptable=[]) for one in event.arguments])
        for event in record.events
    ]
    return pair._replace(gold=Events(replace(record, events=events)))


def for_each_trigger(pair: Pair, mode: str) -> Tally:
    """Arguments as a mode of events has them if an event of several triggers is several events."""
    gold, pred = (Events(_split(side.record)) for side in (pair.gold, pair.pred))
    found = arguments_by_goldfield(pair._replace(gold=gold, pred=pred), mode)
    return Tally(_gathered(pair.gold, found.gold), _gathered(pair.pred, found.pred))


def _split(record: Annotations | None) -> Annotations | None:
    if record is None:
        return None
    events = [
        replace(event, triggers=own) for event in record.events for own in _apart(event.triggers)
    ]
    return replace(record, events=events)


def _apart(triggers: Sequence[Span]) -> list[list[Span]]:
    """Each place once, in a list of its own; an empty one if there is no trigger."""
    return [[span] for span in {where(span): span for span in triggers}.values()] or [[]]


def _gathered(side: Events, worths: Sequence[Worth]) -> tuple[Worth, ...]:
    """What an argument is worth in all the events that its event was split into."""
    found: list[Worth] = []
    at = 0
    for event in side.record.events if side.record else ():
        size = len(event.arguments)
        end = at + size * len(_apart(event.triggers))
        found += (_added(worths[at + index : end : size]) for index in range(size))
        at = end
    return tuple(found)


def _added(worths: Sequence[Worth]) -> Worth:
    return Worth(sum(w.credit for w in worths), sum(w.weight for w in worths))


def of_triggers(pair: Pair, told: Callable[[Labelled], Keys]) -> tuple[list[Keys], list[Keys]]:
    """The keys of all triggers."""
    return [told(t) for t in _triggers(pair.gold)], [told(t) for t in _triggers(pair.pred)]


def of_arguments(pair: Pair, told: Callable[[Argument], Keys]) -> tuple[list[Keys], list[Keys]]:
    """The keys of all arguments."""
    return [told(a) for a in _arguments(pair.gold)], [told(a) for a in _arguments(pair.pred)]


def in_bags(gold: Sequence[Keys], pred: Sequence[Keys]) -> Tally:
    """Each key counts, and is right as often as both sides have it."""
    both = Counter(k for keys in gold for k in keys) & Counter(k for keys in pred for k in keys)
    return Tally(_from_bag(gold, both), _from_bag(pred, both))


def _from_bag(side: Sequence[Keys], both: Counter[Hashable]) -> tuple[Worth, ...]:
    left, found = both.copy(), []
    for keys in side:
        right = 0
        for key in keys:
            right += left[key] > 0
            left[key] -= 1
        found.append(Worth(right, len(keys)))
    return tuple(found)


def in_sets(gold: Sequence[Keys], pred: Sequence[Keys]) -> Tally:
    """A key counts where it stands first, and is right if the other side has it."""
    golds, preds = ({key for keys in side for key in keys} for side in (gold, pred))
    return Tally(_from_set(gold, preds), _from_set(pred, golds))


def _from_set(side: Sequence[Keys], others: set[Hashable]) -> tuple[Worth, ...]:
    seen: set[Hashable] = set()
    found = []
    for keys in side:
        new = set(keys) - seen
        seen |= new
        found.append(Worth(len(new & others), len(new)))
    return tuple(found)
