"""Events: arguments counted alone, inside aligned events, or as whole templates.

Sources: argument identification and classification (Arg-I, Arg-C) as in ACE scoring since
Li et al. 2013 (ACL); attached arguments (Arg-C+) after TextEE (Huang et al. 2024, Findings of
ACL); coreferent arguments after Li et al. 2021 (NAACL, WikiEvents).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from goldfield.schema.records import Annotations, Argument, Event, Span
from goldfield.schema.walk import spans_by_id
from goldfield.scoring.alignment import best_pairs, split_copies
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["ARGUMENT_MODES", "EventAlignment"]

ARGUMENT_MODES = {
    "arg-i": "argument span of an event of the same type, whatever its role",
    "arg-c": "argument span and role, of an event of the same type",
    "arg-c-coref": "as arg-c, any mention of the argument's entity",
    "arg-c+": "as arg-c, inside events of the same type whose triggers overlap",
    "template": "event type and arguments (any mention), triggers set aside",
}
Place = tuple[int, int]


class _Item(NamedTuple):
    """One argument. `places` are all the spans that are right for it, its own first."""

    type: str
    role: str
    place: Place
    places: frozenset[Place]
    text: str

    def shown(self) -> Item:
        return Item(f"{self.type}.{self.role}", self.text, *self.place)


class _Frame(NamedTuple):
    """An event with its arguments as items."""

    event: Event
    items: tuple[_Item, ...]

    def key(self) -> object:
        triggers = sorted((span.start, span.end) for span in self.event.triggers)
        return self.event.type, tuple(triggers), tuple(sorted(item[1:3] for item in self.items))


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
    def _strict(self) -> tuple[list[_Frame], list[_Frame]]:
        return _frames(self._gold, coref=False), _frames(self._pred, coref=False)

    @cached_property
    def _lenient(self) -> tuple[list[_Frame], list[_Frame]]:
        return _frames(self._gold, coref=True), _frames(self._pred, coref=False)

    def _arguments(self, mode: str) -> Outcome:
        """All arguments of the article in one pool, paired one to one."""
        golds, preds = self._lenient if mode == "arg-c-coref" else self._strict
        rows = _pair_items(
            [item for frame in golds for item in frame.items],
            [item for frame in preds for item in frame.items],
            need_role=mode != "arg-i",
        )
        return outcome_of(rows)

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
            Judgement("COR", _whole(golds[left]), _whole(preds[right]), "", 1)
            for left, right in pairs
        ]
        rows += [
            Judgement("MIS", _whole(frame), None, "no event of this type left")
            for i, frame in enumerate(golds)
            if i not in paired_gold
        ]
        rows += [
            Judgement("SPU", None, _whole(frame), "no event of this type left")
            for i, frame in enumerate(preds)
            if i not in paired_pred
        ]
        return outcome_of(rows)


def _frames(record: Annotations, *, coref: bool) -> list[_Frame]:
    spans = spans_by_id(record)
    frames = [
        _Frame(
            event, tuple(_item(event, argument, spans, coref=coref) for argument in event.arguments)
        )
        for event in record.events
    ]
    return sorted(frames, key=lambda frame: repr(frame.key()))


def _item(
    event: Event, argument: Argument, spans: Mapping[str, Sequence[Span]], *, coref: bool
) -> _Item:
    known = list(spans.get(argument.ref or "", ()))
    own = argument.span or (known[0] if known else Span(-1, -1, argument.ref or ""))
    right = [own, *(known if coref else ())]
    right += [span for id in argument.acceptable for span in spans.get(id, ())]
    places = frozenset((span.start, span.end) for span in right if span.start >= 0)
    return _Item(event.type, argument.role, (own.start, own.end), places, own.text)


def _agree(gold: _Item, pred: _Item, *, need_role: bool) -> bool:
    same = gold.type == pred.type and (gold.role == pred.role or not need_role)
    return same and pred.place in gold.places


def _pair_items(
    golds: Sequence[_Item], preds: Sequence[_Item], *, need_role: bool
) -> list[Judgement]:
    """Judgements of two pools of arguments; among equal pairings the one with most right roles."""
    key = _item_key if need_role else _item_key_without_role
    gold_counts, pred_counts = Counter[object](map(key, golds)), Counter[object](map(key, preds))
    golds, surplus = split_copies(sorted(golds, key=_item_key), key, pred_counts)
    preds, duplicates = split_copies(sorted(preds, key=_item_key), key, gold_counts)
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
    chosen = best_pairs(edges)
    lefts, rights = {left for left, _ in chosen}, {right for _, right in chosen}
    rows = [Judgement("COR", golds[i].shown(), preds[j].shown(), "", 1) for i, j in chosen]
    rows += [
        Judgement("MIS", gold.shown(), None, "no such argument predicted")
        for gold in [*(gold for i, gold in enumerate(golds) if i not in lefts), *surplus]
    ]
    spurious = [pred for j, pred in enumerate(preds) if j not in rights]
    rows += [Judgement("SPU", None, pred.shown(), "no such argument in gold") for pred in spurious]
    rows += [Judgement("SPU", None, pred.shown(), "duplicate") for pred in duplicates]
    return rows


def _item_key(item: _Item) -> tuple[str, Place, str, str]:
    return item.type, item.place, item.role, item.text


def _item_key_without_role(item: _Item) -> object:
    return item.type, item.place, item.text


def _pair_frames(
    golds: Sequence[_Frame], preds: Sequence[_Frame], *, need_trigger: bool
) -> list[Place]:
    """Events of equal type, paired so that most arguments agree inside the pairs."""
    counted = (
        Counter[object](frame.key() for frame in golds),
        Counter[object](f.key() for f in preds),
    )
    surplus = _surplus(preds, counted[0]), _surplus(golds, counted[1])
    edges: dict[Place, tuple[int, ...]] = {}
    for i, gold in enumerate(golds):
        for j, pred in enumerate(preds):
            if j in surplus[0] or i in surplus[1] or gold.event.type != pred.event.type:
                continue
            shared = _shared(gold.event, pred.event)
            if shared or not need_trigger:
                rows = _pair_items(gold.items, pred.items, need_role=True)
                edges[i, j] = (1 + sum(row.credit for row in rows), shared)
    if need_trigger:
        edges = {at: (weight - 1, shared) for at, (weight, shared) in edges.items()}
    return best_pairs(edges)


def _surplus(frames: Sequence[_Frame], other: Counter[object]) -> set[int]:
    """Positions of copies of an event beyond those that the other side has too."""
    numbered = list(enumerate(frames))
    _, extra = split_copies(numbered, lambda pair: pair[1].key(), other)
    return {index for index, _ in extra}


def _shared(gold: Event, pred: Event) -> int:
    """Characters that the triggers of two events share."""
    return sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in gold.triggers
        for b in pred.triggers
    )


def _frame_rows(
    golds: Sequence[_Frame], preds: Sequence[_Frame], pairs: Sequence[Place]
) -> list[Judgement]:
    """Judgements of arguments, each compared only inside its pair of events."""
    rows: list[Judgement] = []
    for left, right in pairs:
        rows += _pair_items(golds[left].items, preds[right].items, need_role=True)
    lefts, rights = {left for left, _ in pairs}, {right for _, right in pairs}
    for i, frame in enumerate(golds):
        if i not in lefts:
            rows += [
                Judgement("MIS", item.shown(), None, "its event is missed") for item in frame.items
            ]
    for j, frame in enumerate(preds):
        if j not in rights:
            rows += [
                Judgement("SPU", None, item.shown(), "its event is spurious")
                for item in frame.items
            ]
    return rows


def _whole(frame: _Frame) -> Item:
    event = frame.event
    if not event.triggers:
        return Item(event.type, event.type)
    trigger = event.triggers[0]
    return Item(event.type, trigger.text, trigger.start, trigger.end)
