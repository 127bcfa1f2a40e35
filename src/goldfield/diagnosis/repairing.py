"""Predictions as they would be if chosen errors of one measure had not been made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from goldfield.diagnosis.attached import with_events_repaired
from goldfield.diagnosis.certainty import with_factuality_repaired
from goldfield.diagnosis.coreference import with_entities_repaired
from goldfield.diagnosis.kinds import Case, Error, Kind
from goldfield.diagnosis.nodes import Kit, Slot, by_item, kit_of
from goldfield.diagnosis.parents import with_parents_repaired
from goldfield.schema.records import Annotations, Argument, Event
from goldfield.scoring.outcome import Item

__all__ = ["repaired"]

_SETS: dict[Kind, tuple[bool, bool]] = {  # whether the place and the label become gold's
    "boundary": (True, False),
    "wrong type": (False, True),
    "wrong value": (False, True),
    "wrong link": (False, True),
    "missed link": (False, True),
    "spurious link": (False, True),
    "boundary and link": (True, True),
    "wrong speaker": (False, True),
    "boundary and type": (True, True),
    "boundary and value": (True, True),
    "boundary and speaker": (True, True),
}


def repaired(case: Case, errors: Sequence[Error]) -> Annotations:
    """The prediction with errors of one measure repaired, each as `KINDS` says.

    The record speaks to that measure only: what the measure does not look at may be gone.

    Args:
        case: the measure on an article; its prediction stays as it is.
        errors: of that measure and article.
    """
    field, _, mode = case.measure.partition("@")
    if field in case.pred.meta.__struct_fields__:
        return _field_repaired(case, errors)
    whole = with_entities_repaired if field == "coref" else _WHOLE.get(f"{field}@{mode}")
    return whole(case, errors) if whole else _items_repaired(case, errors)


_WHOLE: dict[str, Callable[[Case, Sequence[Error]], Annotations]] = {
    "events@arg-c+": with_events_repaired,
    "events@template": with_events_repaired,
    "events@factuality": with_factuality_repaired,
    "events@factuality-full": with_factuality_repaired,
    "quotes@parent": with_parents_repaired,
}


def _field_repaired(case: Case, errors: Sequence[Error]) -> Annotations:
    field, _, _ = case.measure.partition("@")
    value = getattr(case.gold.meta if errors else case.pred.meta, field)
    return replace(case.pred, meta=replace(case.pred.meta, **{field: value}))


def _items_repaired(case: Case, errors: Sequence[Error]) -> Annotations:
    kit, gold, pred = kit_of(case.measure), case.gold, case.pred
    nodes = kit.nodes(pred)
    golds, preds = by_item(kit.nodes(gold), kit.shown(gold)), by_item(nodes, kit.shown(pred))
    if kit.pooled:
        _unsaid_first(golds, preds)
    gone: set[int] = set()
    new: list[Any] = []
    for error in errors:
        node = preds[error.pred].pop(0) if error.pred else None
        wanted = golds[error.gold].pop(0) if error.gold else None
        if node is not None and wanted is not None and kit.place:
            _set(node, wanted, error.kind, kit)
        else:
            gone |= {id(node)}
            new += [] if wanted is None else [wanted]
    kept = [node for node in nodes if id(node) not in gone] + new
    made = _events(kept) if kit.pooled else kept
    return replace(pred, **{kit.layer: made})


def _set(node: Any, wanted: Any, kind: Kind, kit: Kit) -> None:
    """Make the node's place, its label, or both what they are in gold."""
    place, label = _SETS[kind]
    for name in (*(kit.place if place else ()), *(kit.label if label else ())):
        setattr(node, name, getattr(wanted, name))


def _unsaid_first(golds: Mapping[Item, list[Any]], preds: Mapping[Item, list[Any]]) -> None:
    """Of gold arguments that look alike, put first those whose own event does not have them yet.

    Two deaths with one place, of which one was found: it is the other that lacks its place.
    """
    for item, slots in golds.items():
        said = [_triggers(slot) for slot in preds.get(item, ())]
        slots.sort(key=lambda slot: _triggers(slot) in said)


def _triggers(slot: Slot) -> set[tuple[int, int]]:
    return {(trigger.start, trigger.end) for trigger in slot.event.triggers}


def _events(slots: Sequence[Slot]) -> list[Event]:
    """The events of arguments: what was repaired or added stands in a copy of gold's event."""
    homes: dict[int, tuple[Event, list[Argument]]] = {}
    for event, argument in slots:
        homes.setdefault(id(event), (event, []))[1].append(argument)
    return [replace(event, arguments=arguments) for event, arguments in homes.values()]
