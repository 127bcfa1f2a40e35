"""Events: arguments counted alone, inside aligned events, or as whole templates.

Sources: argument identification and classification (Arg-I, Arg-C) as in ACE scoring since
Li et al. 2013 (ACL); attached arguments (Arg-C+) after TextEE (Huang et al. 2024, Findings of
ACL); coreferent arguments after Li et al. 2021 (NAACL, WikiEvents).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from goldfield.schema.records import Annotations, Event
from goldfield.scoring.alignment import best_pairs, part_copies, split_copies
from goldfield.scoring.measures.frames import Filler, Frame, frames_of
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["ARGUMENT_MODES", "EventAlignment"]

ARGUMENT_MODES = {
    "arg-i": "argument span of an event of the same type, whatever its role",
    "arg-c": "argument span and role, of an event of the same type",
    "arg-c-coref": "as arg-c, any mention of the argument's entity",
    "arg-c+": "as arg-c, inside events of the same type whose triggers overlap (or both lack one)",
    "template": "event type and arguments (any mention), triggers set aside",
}
_NONE_LEFT = "no event of this type left"
Place = tuple[int, int]
_copy = attrgetter("copy")


class EventAlignment:
    """Gold and predicted events of one article."""

    def __init__(self, gold: Annotations, pred: Annotations) -> None:
        self._gold, self._pred = gold, pred

    def read(self, mode: str) -> Outcome:
        """Counts and judgements of one mode of `ARGUMENT_MODES`."""
        if mode in ("arg-i", "arg-c", "arg-c-coref"):
            return self._arguments(mode)
        return self._attached() if mode == "arg-c+" else self._templates()

    @cached_property
    def _preds(self) -> list[Frame]:
        return frames_of(self._pred, coref=False)

    @cached_property
    def _strict(self) -> tuple[list[Frame], list[Frame]]:
        return frames_of(self._gold, coref=False), self._preds

    @cached_property
    def _lenient(self) -> tuple[list[Frame], list[Frame]]:
        return frames_of(self._gold, coref=True), self._preds

    def _arguments(self, mode: str) -> Outcome:
        """All arguments of the article in one pool, paired one to one."""
        golds, preds = self._lenient if mode == "arg-c-coref" else self._strict
        paired = _pair_items(
            [item for frame in golds for item in frame.items],
            [item for frame in preds for item in frame.items],
            need_role=mode != "arg-i",
        )
        return outcome_of(_item_rows(paired))

    def paired_events(self, mode: str) -> list[tuple[Event, Event]]:
        """The gold and predicted events between which `arg-c+` or `template` compares."""
        golds, preds = self._strict if mode == "arg-c+" else self._lenient
        pairs = _pair_frames(golds, preds, need_trigger=mode == "arg-c+")
        return [(golds[left].event, preds[right].event) for left, right in pairs]

    def _attached(self) -> Outcome:
        golds, preds = self._strict
        pairs = _pair_frames(golds, preds, need_trigger=True)
        return outcome_of(_frame_rows(golds, preds, pairs))

    def _templates(self) -> Outcome:
        """Besides its arguments each event is one item: its type."""
        golds, preds = self._lenient
        pairs = _pair_frames(golds, preds, need_trigger=False)
        rows = _frame_rows(golds, preds, pairs)
        paired_gold, paired_pred = {left for left, _ in pairs}, {right for _, right in pairs}
        rows += [
            Judgement("COR", _whole(a), _whole(b), "", 1, (a.event.id, b.event.id))
            for a, b in ((golds[left], preds[right]) for left, right in pairs)
        ]
        rows += [
            Judgement("MIS", _whole(frame), None, _NONE_LEFT, homes=(frame.event.id, None))
            for i, frame in enumerate(golds)
            if i not in paired_gold
        ]
        rows += [
            Judgement("SPU", None, _whole(frame), _NONE_LEFT, homes=(None, frame.event.id))
            for i, frame in enumerate(preds)
            if i not in paired_pred
        ]
        return outcome_of(rows)


def _agree(gold: Filler, pred: Filler, *, need_role: bool) -> bool:
    same = gold.type == pred.type and (gold.role == pred.role or not need_role)
    return same and pred.place in gold.places


class _Paired(NamedTuple):
    """Two pools of arguments, which of them are paired, and the copies that are not looked at."""

    golds: list[Filler]
    preds: list[Filler]
    pairs: list[Place]
    surplus: list[Filler]
    duplicates: list[Filler]


def _pair_items(golds: Sequence[Filler], preds: Sequence[Filler], *, need_role: bool) -> _Paired:
    """Pair two pools of arguments; among equal pairings the one with most right roles.

    Both come in the order of their frames, which is canonical.
    """
    golds, surplus, preds, duplicates = part_copies(golds, preds, _copy)
    by_place: dict[Place, list[int]] = {}
    for j, pred in enumerate(preds):
        by_place.setdefault(pred.place, []).append(j)
    edges = {
        (i, j): (1, 1 + (gold.role == preds[j].role))
        for i, gold in enumerate(golds)
        for place in gold.places
        for j in by_place.get(place, ())
        if _agree(gold, preds[j], need_role=need_role)
    }
    return _Paired(golds, preds, best_pairs(edges), surplus, duplicates)


def _item_rows(paired: _Paired) -> list[Judgement]:
    golds, preds, pairs, surplus, duplicates = paired
    lefts, rights = {left for left, _ in pairs}, {right for _, right in pairs}
    both = [(golds[i], preds[j]) for i, j in pairs]
    missed = [*(gold for i, gold in enumerate(golds) if i not in lefts), *surplus]
    spurious = [pred for j, pred in enumerate(preds) if j not in rights]
    return [
        *[Judgement("COR", g.shown, p.shown, "", 1, (g.home, p.home)) for g, p in both],
        *[one.missed("no such argument predicted") for one in missed],
        *[one.spurious("no such argument in gold") for one in spurious],
        *[one.spurious("duplicate") for one in duplicates],
    ]


def _pair_frames(
    golds: Sequence[Frame], preds: Sequence[Frame], *, need_trigger: bool
) -> list[Place]:
    """Events of equal type, paired so that most arguments agree inside the pairs."""
    counted = Counter[object](f.key for f in golds), Counter[object](f.key for f in preds)
    surplus = _surplus(golds, counted[1]), _surplus(preds, counted[0])
    edges: dict[Place, tuple[int, ...]] = {}
    for i, gold in enumerate(golds):
        for j, pred in enumerate(preds):
            if i in surplus[0] or j in surplus[1] or gold.event.type != pred.event.type:
                continue
            shared = _shared(gold.event, pred.event)
            if shared or not need_trigger:
                credit = _credit(gold.items, pred.items)
                edges[i, j] = (credit if need_trigger else 1 + credit, shared)
    return best_pairs(edges)


def _credit(golds: Sequence[Filler], preds: Sequence[Filler]) -> int:
    """How many arguments of two events agree. Most pairs of events share none."""
    if not any(_agree(gold, pred, need_role=True) for gold in golds for pred in preds):
        return 0
    return len(_pair_items(golds, preds, need_role=True).pairs)


def _surplus(frames: Sequence[Frame], other: Counter[object]) -> set[int]:
    """Positions of copies of an event beyond those that the other side has too."""
    numbered = list(enumerate(frames))
    _, extra = split_copies(numbered, lambda pair: pair[1].key, other)
    return {index for index, _ in extra}


def _shared(gold: Event, pred: Event) -> int:
    """Characters that the triggers of two events share; 1 if neither event has a trigger."""
    if not gold.triggers and not pred.triggers:
        return 1
    return sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in gold.triggers
        for b in pred.triggers
    )


def _frame_rows(
    golds: Sequence[Frame], preds: Sequence[Frame], pairs: Sequence[Place]
) -> list[Judgement]:
    """Judgements of arguments, each compared only inside its pair of events."""
    rows: list[Judgement] = []
    for left, right in pairs:
        rows += _item_rows(_pair_items(golds[left].items, preds[right].items, need_role=True))
    lefts, rights = {left for left, _ in pairs}, {right for _, right in pairs}
    rows += [
        item.missed("its event is missed")
        for i, frame in enumerate(golds)
        if i not in lefts
        for item in frame.items
    ]
    rows += [
        item.spurious("its event is spurious")
        for j, frame in enumerate(preds)
        if j not in rights
        for item in frame.items
    ]
    return rows


def _whole(frame: Frame) -> Item:
    event = frame.event
    if not event.triggers:
        return Item(event.type, event.type)
    trigger = event.triggers[0]
    return Item(event.type, trigger.text, trigger.start, trigger.end)
