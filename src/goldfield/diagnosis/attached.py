"""Errors of measures that compare arguments inside events: attached arguments, templates.

The events of both sides are paired as the measure pairs them. Of those in no pair, two whose
triggers overlap under different types are one happening under a wrong type (one to one; most shared
characters): what agrees inside them is wrong by its event's type alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from msgspec.structs import replace

from goldfield.diagnosis.kinds import Case, Error
from goldfield.diagnosis.nodes import placed
from goldfield.diagnosis.pairing import Related, Right, pair_up, right_places, shared
from goldfield.schema.labels import Role
from goldfield.schema.records import Annotations, Argument, Event, Span
from goldfield.schema.walk import spans_by_id
from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.measures.events import EventAlignment
from goldfield.scoring.outcome import Item

__all__ = ["attached_errors", "mistyped", "shared_triggers", "with_events_repaired"]


class _Homes(NamedTuple):
    """Ids of predicted events by those of gold events: pairs, and the same under another type."""

    paired: Mapping[str, str]
    mistyped: Mapping[str, str]


def attached_errors(case: Case, errors: Sequence[Error]) -> list[Error]:
    """The errors of `arg-c+` or `template`, paired, and told from those of whole events.

    Args:
        case: the measure on an article.
        errors: what was missed and what is spurious, each alone.
    """
    homes = _homes(case)
    right = right_places(case.gold, coref=case.measure.endswith("template"))
    joined = pair_up(errors, lambda gold, pred: _related(gold, pred, homes, right))
    found = {*homes.paired, *homes.mistyped}
    known = {*homes.paired.values(), *homes.mistyped.values()}
    return [_of_event(error, found, known) for error in joined]


def _of_event(error: Error, found: set[str], known: set[str]) -> Error:
    gold, pred = error.within
    if error.kind == "missed" and gold not in found:
        return replace(error, kind="event missed")
    if error.kind == "spurious" and pred not in known:
        return replace(error, kind="event spurious")
    return error


def _homes(case: Case) -> _Homes:
    pairs = EventAlignment(case.gold, case.pred).paired_events(case.measure.partition("@")[2])
    paired = {gold.id: pred.id for gold, pred in pairs}
    golds = [event for event in case.gold.events if event.id not in paired]
    preds = [event for event in case.pred.events if event.id not in paired.values()]
    return _Homes(paired, mistyped(golds, preds))


def mistyped(golds: Sequence[Event], preds: Sequence[Event]) -> dict[str, str]:
    """Ids of events whose triggers overlap under different types, one to one, gold's first."""
    edges = {
        (i, j): (both,)
        for i, gold in enumerate(golds)
        for j, pred in enumerate(preds)
        if gold.type != pred.type and (both := shared_triggers(gold, pred))
    }
    return {golds[i].id: preds[j].id for i, j in best_pairs(edges)}


def shared_triggers(gold: Event, pred: Event) -> int:
    """Characters that the triggers of two events share."""
    return sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in gold.triggers
        for b in pred.triggers
    )


def _related(gold_error: Error, pred_error: Error, homes: _Homes, right: Right) -> Related | None:
    gold, pred = gold_error.gold, pred_error.pred
    if gold is None or pred is None:
        return None
    event, other = gold_error.within[0] or "", pred_error.within[1]
    paired, retyped = homes.paired.get(event) == other, homes.mistyped.get(event) == other
    if _is_whole(gold) or _is_whole(pred):
        same = _is_whole(gold) and _is_whole(pred) and retyped
        return Related("wrong type", (1, 0, 0, 0, 0)) if same else None
    kept, both = _role(gold) == _role(pred), max(0, shared(gold, pred))
    if (pred.start, pred.end) not in right[event, gold]:
        return Related("boundary", (0, 0, 0, 1, both)) if paired and kept and both else None
    if paired or (retyped and kept):
        return Related("wrong role" if paired else "wrong type", (1, 0, 0, 0, both))
    return Related("wrong attachment", (0, int(kept), 1, 0, both))


def _is_whole(item: Item) -> bool:
    """Whether the item of a template is the event itself, and no argument of it."""
    return "." not in item.label


def _role(item: Item) -> str:
    return item.label.partition(".")[2]


def with_events_repaired(case: Case, errors: Sequence[Error]) -> Annotations:
    """The prediction with errors repaired, each in the event where it is.

    An argument goes to the event that is paired with gold's, or to a copy of gold's if there is
    none. An event that is removed takes its arguments with it.
    """
    golds, spans = {event.id: event for event in case.gold.events}, spans_by_id(case.pred)
    preds = {
        event.id: replace(event, arguments=[placed(a, spans) for a in event.arguments])
        for event in case.pred.events
    }
    at = {gold: preds[pred] for gold, pred in _homes(case).paired.items()}
    for gold, pred in dict.fromkeys(e.within for e in errors if e.kind == "wrong type"):
        if gold and pred:
            preds[pred].type, at[gold] = golds[gold].type, preds[pred]
    gone = {e.within[1] for e in errors if e.pred and _is_whole(e.pred) and e.kind != "wrong type"}
    made: list[Event] = []
    for error in (error for error in errors if error.kind != "wrong type"):
        gold, pred = error.within
        if error.pred and pred:
            preds[pred].arguments = _without(preds[pred].arguments, error.pred)
        if error.gold and gold:
            if gold not in at:
                at[gold] = replace(golds[gold], id=f"+{gold}", arguments=[])
                made.append(at[gold])
            at[gold].arguments += [] if _is_whole(error.gold) else [_argument(error.gold)]
    return replace(case.pred, events=[e for id, e in preds.items() if id not in gone] + made)


def _argument(item: Item) -> Argument:
    role = cast(Role, _role(item))
    return Argument(role, Span(item.start or 0, item.end or 0, item.text), None, [])


def _without(arguments: Sequence[Argument], item: Item) -> list[Argument]:
    """The arguments but for the first that looks so."""
    alike = [
        _looks(argument) == (_role(item), item.start, item.end, item.text) for argument in arguments
    ]
    first = alike.index(True) if any(alike) else len(alike)
    return [argument for i, argument in enumerate(arguments) if i != first]


def _looks(argument: Argument) -> tuple[object, ...]:
    span = argument.span
    return (argument.role, span.start, span.end, span.text) if span else (argument.role,)
