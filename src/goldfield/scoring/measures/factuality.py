"""Factuality: whether the author says that an event happened.

Items are events that have a value. Events are paired if they are of one type and their triggers
overlap (or neither has any); the pairing has most (1) shared characters of triggers, (2) equal
classes, (3) equal values, in this order, and looks at no argument.

Source: the values are those of FactBank (Sauri and Pustejovsky 2009). The three classes put
together what readers who are no annotators seldom tell apart: all but certainty is uncommitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from goldfield.schema.records import Annotations, Event
from goldfield.scoring.alignment import best_pairs, part_copies
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["FACTUALITY_MODES", "score_factuality"]

FACTUALITY_MODES = {
    "factuality": "happened, did not happen, or neither is said, of events whose triggers overlap",
    "factuality-full": "the same of eight values, of events whose triggers overlap",
}
_CERTAIN = {"CT+": "happened", "CT-": "did not happen"}


def score_factuality(
    gold: Annotations, pred: Annotations, modes: Iterable[str]
) -> dict[str, Outcome]:
    """Counts and judgements of several of `FACTUALITY_MODES`, by class or value."""
    golds, preds = sorted(gold.events, key=_order), sorted(pred.events, key=_order)
    golds, surplus, preds, duplicates = part_copies(golds, preds, _copy)
    pairs = _pairs(golds, preds)
    lefts, rights = {left for left, _ in pairs}, {right for _, right in pairs}
    missed = [event for i, event in enumerate(golds) if i not in lefts] + surplus
    spurious = [event for j, event in enumerate(preds) if j not in rights] + duplicates
    both = [(golds[i], preds[j]) for i, j in pairs]
    return {mode: _read(both, missed, spurious, mode) for mode in modes}


def _read(
    pairs: Sequence[tuple[Event, Event]],
    missed: Sequence[Event],
    spurious: Sequence[Event],
    mode: str,
) -> Outcome:
    full = mode == "factuality-full"
    rows = [row for gold, pred in pairs for row in _judge(gold, pred, full=full)]
    rows += [
        Judgement(
            "MIS", _shown(event, full=full), None, "its event is missed", homes=(event.id, None)
        )
        for event in missed
        if event.factuality
    ]
    rows += [
        Judgement(
            "SPU", None, _shown(event, full=full), "its event is spurious", homes=(None, event.id)
        )
        for event in spurious
        if event.factuality
    ]
    return outcome_of(rows)


def _class(event: Event) -> str:
    return _CERTAIN.get(event.factuality or "", "uncommitted")


def _pairs(golds: Sequence[Event], preds: Sequence[Event]) -> list[tuple[int, int]]:
    edges: dict[tuple[int, int], tuple[int, ...]] = {}
    for i, gold in enumerate(golds):
        for j, pred in enumerate(preds):
            if gold.type != pred.type:
                continue
            bare = not gold.triggers and not pred.triggers
            shared = _shared(gold, pred) or int(bare)
            if shared:
                valued = bool(gold.factuality and pred.factuality)
                alike = valued and _class(gold) == _class(pred)
                same = valued and gold.factuality == pred.factuality
                edges[i, j] = shared, int(alike), int(same)
    return best_pairs(edges)


def _shared(gold: Event, pred: Event) -> int:
    """Characters that the triggers of two events share."""
    return sum(
        max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in _places(gold) for b in _places(pred)
    )


def _places(event: Event) -> Iterable[tuple[int, int]]:
    return {(span.start, span.end) for span in event.triggers if span.start >= 0}


def _copy(event: Event) -> tuple[object, ...]:
    """What events share that say the same; unfound triggers are told apart by their words."""
    triggers = {(s.start, s.end, s.text if s.start < 0 else "") for s in event.triggers}
    return event.type, tuple(sorted(triggers)), event.factuality or ""


def _order(event: Event) -> tuple[object, ...]:
    return *_copy(event), tuple((span.start, span.text) for span in event.triggers)


def _judge(gold: Event, pred: Event, *, full: bool) -> Iterable[Judgement]:
    """A pair as one judgement; as none if neither has a value."""
    wanted = _shown(gold, full=full) if gold.factuality else None
    given = _shown(pred, full=full) if pred.factuality else None
    homes = gold.id, pred.id
    if wanted and given:
        if wanted.label == given.label:
            yield Judgement("COR", wanted, given, "", 1, homes)
        else:
            yield Judgement("INC", wanted, given, f"{given.label} for {wanted.label}", 0, homes)
    elif wanted:
        yield Judgement("MIS", wanted, None, "no value predicted", 0, homes)
    elif given:
        yield Judgement("SPU", None, given, "gold has no value", 0, homes)


def _shown(event: Event, *, full: bool) -> Item:
    label = (event.factuality or "") if full else _class(event)
    if not event.triggers:
        return Item(label, event.type)
    trigger = event.triggers[0]
    return Item(label, trigger.text, trigger.start, trigger.end)
