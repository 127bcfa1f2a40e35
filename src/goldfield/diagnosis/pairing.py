"""What was missed and what is spurious, put together where a measure judges items alone.

Arguments: most wrong roles, then most wrong attachments (those that keep the role before others),
then most overlaps with the right type and role. Spans by one edge or by their shared part: most
places under another type, then most overlaps with the right type, then most other overlaps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from goldfield.diagnosis.kinds import Case, Error, Kind
from goldfield.diagnosis.nodes import placed
from goldfield.schema.records import Annotations
from goldfield.schema.walk import spans_by_id
from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.outcome import Item

__all__ = [
    "Related",
    "Right",
    "pair_arguments",
    "pair_up",
    "relate_spans",
    "right_places",
    "shared",
]

Place = tuple[int | None, int | None]
Right = Mapping[tuple[str | None, Item], set[Place]]


class Related(NamedTuple):
    """How a missed item and a spurious one belong together, and how much that counts."""

    kind: Kind
    weight: tuple[int, ...]


Relate = Callable[[Error, Error], Related | None]


def pair_up(errors: Sequence[Error], relate: Relate) -> list[Error]:
    """The errors, with those of gold alone and the spurious ones paired as `relate` says.

    Args:
        errors: of one measure and article.
        relate: of a gold item and a predicted one; None where they have nothing in common.
    """
    golds = sorted((e for e in errors if e.pred is None), key=_order)
    preds = sorted((e for e in errors if e.gold is None and e.kind == "spurious"), key=_order)
    related = {
        (i, j): found
        for i, gold in enumerate(golds)
        for j, pred in enumerate(preds)
        if (found := relate(gold, pred))
    }
    chosen = best_pairs({at: found.weight for at, found in related.items()})
    lefts, rights = {left for left, _ in chosen}, {right for _, right in chosen}
    made = [_joined(golds[i], preds[j], related[i, j].kind) for i, j in chosen]
    made += [error for i, error in enumerate(golds) if i not in lefts]
    made += [error for j, error in enumerate(preds) if j not in rights]
    return made + [e for e in errors if e.pred is not None and (e.gold or e.kind != "spurious")]


def _joined(gold: Error, pred: Error, kind: Kind) -> Error:
    within = gold.within[0], pred.within[1]
    return Error(gold.id, gold.measure, kind, gold.gold, pred.pred, within)


def _order(error: Error) -> tuple[int, int, str, str, tuple[str, ...]]:
    item = error.gold or error.pred or Item("", "")
    within = tuple(home or "" for home in error.within)
    return item.start or 0, item.end or 0, item.label, item.text, within


def shared(one: Item, other: Item) -> int:
    """Characters that two items share; none or less if they do not overlap."""
    return min(one.end or 0, other.end or 0) - max(one.start or 0, other.start or 0)


def relate_spans(mode: str) -> Relate:
    """How spans belong together that are judged by their start, their end or their shared part."""

    def relate(gold_error: Error, pred_error: Error) -> Related | None:
        gold, pred = gold_error.gold, pred_error.pred
        if gold is None or pred is None or (both := shared(gold, pred)) <= 0:
            return None
        edges = gold.start == pred.start, gold.end == pred.end
        right = {"left": edges[0], "right": edges[1]}.get(mode, all(edges))
        if gold.label == pred.label:
            return Related("boundary", (0, 0, 1, 0, both))
        kind: Kind = "wrong type" if right else "boundary and type"
        return Related(kind, (int(right), int(all(edges)), 0, 1, both))

    return relate


def pair_arguments(case: Case, errors: Sequence[Error]) -> list[Error]:
    """The errors of arguments that are compared whatever their event."""
    mode = case.measure.partition("@")[2]
    right = right_places(case.gold, coref=mode == "arg-c-coref")
    return pair_up(errors, lambda gold, pred: _related(gold, pred, right, mode != "arg-i"))


def _related(gold_error: Error, pred_error: Error, right: Right, need_role: bool) -> Related | None:
    gold, pred = gold_error.gold, pred_error.pred
    if gold is None or pred is None:
        return None
    (type, _, role), (other, _, as_role) = gold.label.partition("."), pred.label.partition(".")
    both = max(0, shared(gold, pred))
    if (pred.start, pred.end) in right[gold_error.within[0], gold]:
        if need_role and type == other and role != as_role:
            return Related("wrong role", (1, 0, 0, 0, both))
        return Related("wrong attachment", (0, int(role == as_role), 1, 0, both))
    if type == other and (role == as_role or not need_role) and both:
        return Related("boundary", (0, 0, 0, 1, both))
    return None


def right_places(record: Annotations, *, coref: bool) -> Right:
    """Where each argument of gold may stand, by the id of its event and how it is shown.

    Args:
        record: gold.
        coref: whether any mention of what it refers to is right.
    """
    spans = spans_by_id(record)
    found: dict[tuple[str | None, Item], set[Place]] = {}
    for event in record.events:
        for argument in event.arguments:
            own = placed(argument, spans).span
            if own is None:
                continue
            ids = [*argument.acceptable, *([argument.ref or ""] if coref else ())]
            also = [own, *(span for id in ids for span in spans.get(id, ()))]
            item = Item(f"{event.type}.{argument.role}", own.text, own.start, own.end)
            places: set[Place] = {(span.start, span.end) for span in also if span.start >= 0}
            found.setdefault((event.id, item), set()).update(places)
    return found
