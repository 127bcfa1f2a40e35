"""Errors of factuality: of the value, of the event's type, or of the whole event."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap

from msgspec.structs import replace

from goldfield.diagnosis.attached import mistyped
from goldfield.diagnosis.kinds import Case, Error, Kind
from goldfield.schema.records import Annotations, Event
from goldfield.scoring.outcome import Judgement

__all__ = ["factuality_errors", "with_factuality_repaired"]

_REASONS: dict[str, Kind] = {
    "its event is missed": "event missed",
    "its event is spurious": "event spurious",
    "no value predicted": "missed",
    "gold has no value": "spurious",
}


def factuality_errors(case: Case) -> list[Error]:
    """The errors of `factuality` or `factuality-full` in one article."""
    wrong = [row for row in case.rows if row.category != "COR"]
    errors = [
        Error(case.id, case.measure, _kind(row), row.gold, row.pred, row.homes) for row in wrong
    ]
    alone = {e.within[0]: e for e in errors if e.kind == "event missed"}
    others = {e.within[1]: e for e in errors if e.kind == "event spurious"}
    golds = [event for event in case.gold.events if event.id in alone]
    preds = [event for event in case.pred.events if event.id in others]
    pairs = [(alone[gold], others[pred]) for gold, pred in mistyped(golds, preds).items()]
    taken = {id(error) for pair in pairs for error in pair}
    return [e for e in errors if id(e) not in taken] + list(starmap(_joined, pairs))


def _kind(row: Judgement) -> Kind:
    if row.gold and row.pred:
        return "wrong value"
    found = _REASONS[row.reason]
    unfound = found == "event spurious" and row.pred and (row.pred.start or 0) < 0
    return "not in the text" if unfound else found


def _joined(gold: Error, pred: Error) -> Error:
    same = gold.gold and pred.pred and gold.gold.label == pred.pred.label
    kind: Kind = "wrong type" if same else "type and value"
    within = gold.within[0], pred.within[1]
    return Error(gold.id, gold.measure, kind, gold.gold, pred.pred, within)


def with_factuality_repaired(case: Case, errors: Sequence[Error]) -> Annotations:
    """The prediction with errors of factuality repaired, and its events without arguments."""
    golds = {event.id: event for event in case.gold.events}
    preds = {event.id: replace(event, arguments=[]) for event in case.pred.events}
    made: list[Event] = []
    for error in errors:
        gold, pred = golds.get(error.within[0] or ""), preds.get(error.within[1] or "")
        if error.kind == "event missed" and gold:
            made.append(replace(gold, id=f"+{gold.id}", arguments=[]))
        elif error.kind in ("event spurious", "not in the text"):
            preds.pop(error.within[1] or "")
        elif gold and pred:
            type = gold.type if error.kind in ("wrong type", "type and value") else pred.type
            value = pred.factuality if error.kind == "wrong type" else gold.factuality
            preds[pred.id] = replace(pred, type=type, factuality=value)
    return replace(case.pred, events=[*preds.values(), *made])
