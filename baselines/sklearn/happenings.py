"""Events: which triggers tell one happening, and who and what takes part in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from .document import Document, Found
from .features import kind
from .groups import grouped
from .linear import binary, hashed, log_probabilities
from .mentions import Mention
from .segments import NONE

__all__ = [
    "Event", "Filler", "argument_rows", "assemble", "fillers_of", "near", "same_pairs", "same_rows",
]  # fmt: skip

_BACK = 12  # triggers before that may tell the same
_WINDOW = 14  # fillers looked at on either side of a trigger
_LEAST = 0.25
_ALONE = frozenset(("actor", "time"))


class Filler(NamedTuple):
    """What may play a role: its tokens, half-open, its layer, what it is, and its head word."""

    first: int
    last: int
    layer: str
    label: str
    head: int


class Event(NamedTuple):
    """Numbers of triggers that tell one event, and its arguments as (role, filler)."""

    triggers: list[int]
    arguments: list[tuple[str, Filler]]


def fillers_of(doc: Document, mentions: Sequence[Mention]) -> list[Filler]:
    """Mentions, times, quantities and triggers, in the order of the text."""
    found = {one.place: Filler(*one.place, one.kind, one.type, one.head) for one in mentions}
    for layer in ("times", "quantities", "triggers"):
        for one in doc.layers.get(layer, []):
            found.setdefault((one.first, one.last), Filler(*one[:2], layer, one.label, one.last - 1))
    return sorted(found.values())


def same_pairs(triggers: Sequence[Found]) -> list[tuple[int, int]]:
    """Numbers of triggers of one type that stand near each other, the later first."""
    return [
        (number, other)
        for number, one in enumerate(triggers)
        for other in range(max(0, number - _BACK), number)
        if triggers[other].label == one.label
    ]


def same_rows(doc: Document, triggers: Sequence[Found]) -> Any:
    """A sparse row for each of `same_pairs`."""
    return hashed(
        list(_joint(doc, triggers[one], triggers[other])) for one, other in same_pairs(triggers)
    )


def near(doc: Document, trigger: Found, fillers: Sequence[Filler]) -> list[int]:
    """Numbers of the fillers in the sentence of a trigger, those about it."""
    sentence = doc.sentences[doc.sentence_of[trigger.first]]
    here = bisect_left(fillers, trigger.first, key=lambda filler: filler.first)
    return [
        number
        for number in range(max(0, here - _WINDOW), min(len(fillers), here + _WINDOW))
        if sentence.start <= fillers[number].first < sentence.stop
        and fillers[number][:2] != trigger[:2]
    ]


def argument_rows(doc: Document, trigger: Found, fillers: Sequence[Filler], chosen: Sequence[int]) -> Any:
    """A sparse row for each of `near`."""
    return hashed(list(_told(doc, trigger, fillers, number)) for number in chosen)


def assemble(
    models: dict[str, Any], doc: Document, mentions: Sequence[Mention]
) -> list[Event]:
    """The events of an article: its triggers in groups, each with the arguments of them all."""
    triggers = doc.layers.get("triggers", [])
    groups = _groups(models.get("same"), doc, triggers)
    if models.get("role") is None:
        return [Event(group, []) for group in groups]
    fillers = fillers_of(doc, mentions)
    events = []
    for group in groups:
        scored: dict[Filler, tuple[float, str]] = {}
        for number in group:
            for chance, role, filler in _roles(models["role"], doc, triggers[number], fillers):
                scored[filler] = max(scored.get(filler, (0.0, "")), (chance, role))
        events.append(Event(group, [(role, filler) for filler, (_, role) in sorted(scored.items())]))
    return events


def _roles(
    model: Any, doc: Document, trigger: Found, fillers: Sequence[Filler]
) -> Iterator[tuple[float, str, Filler]]:
    chosen = near(doc, trigger, fillers)
    if not chosen:
        return
    chances = np.exp(log_probabilities(model, argument_rows(doc, trigger, fillers, chosen)))
    none = list(model.classes_).index(NONE)
    for number, row in zip(chosen, chances, strict=True):
        role = int(np.delete(row, none).argmax())
        role += role >= none
        if 1 - row[none] >= _LEAST:
            yield float(row[role]), str(model.classes_[role]), fillers[number]


def _groups(model: Any, doc: Document, triggers: Sequence[Found]) -> list[list[int]]:
    pairs = same_pairs(triggers)
    chances = binary(model, same_rows(doc, triggers))
    links = [pair for pair, chance in zip(pairs, chances, strict=True) if chance > 0.5]
    groups: dict[int, list[int]] = {}
    for number, group in enumerate(grouped(len(triggers), links)):
        groups.setdefault(group, []).append(number)
    return list(groups.values())


def _joint(doc: Document, one: Found, two: Found) -> Iterator[str]:
    words = doc.lower[one.first], doc.lower[two.first]
    apart = min(doc.sentence_of[one.first] - doc.sentence_of[two.first], 5)
    yield f"same={words[0] == words[1]}"
    yield f"stem={words[0][:4] == words[1][:4]} {apart}"
    yield f"type={one.label}"
    yield f"apart={apart}"
    yield f"type,apart={one.label} {apart}"
    yield f"head={min(doc.line_of[two.first], 2)} {min(doc.line_of[one.first], 3)}"
    yield f"det={doc.at(one.first - 1)}"


def _told(doc: Document, trigger: Found, fillers: Sequence[Filler], number: int) -> Iterator[str]:
    filler = fillers[number]
    after = filler.first >= trigger.last
    side = "after" if after else "before"
    low, high = (trigger.last, filler.first) if after else (filler.last, trigger.first)
    gap = max(0, high - low)
    words = doc.lower[low:high]
    what = f"{filler.layer if filler.layer in ('times', 'quantities', 'triggers') else 'mention'}"
    typed = f"{what} {filler.label}"
    size = min(gap, 8) if gap < 8 else 8 + min(gap // 8, 3)
    word = doc.lower[trigger.first]
    before = doc.at(filler.first - 1)
    step = _step(fillers, number, trigger, what)
    inside = any(
        f.first <= filler.first and filler.last <= f.last and f[:2] != filler[:2]
        for f in fillers[max(0, number - 4) : number + 3]
        if f.layer == "NOM"
    )
    yield f"what={what} {side}"
    yield f"typed={typed} {side}"
    yield f"type={trigger.label} {typed} {side}"
    yield f"gap={size} {what} {side}"
    yield f"step={step} {what} {side}"
    yield f"type,step={trigger.label} {step} {what} {side}"
    yield f"before={before} {what}"
    yield f"before,side={before} {what} {side} {trigger.label}"
    yield f"word={word} {what} {side}"
    yield f"suffix={word[-3:]} {what} {side} {step}"
    yield f"kind={filler.layer} {side} {step}"
    yield f"inside={inside} {what} {side}"
    yield f"head={doc.lower[filler.head]} {trigger.label}"
    if gap <= 3:
        yield f"between={' '.join(words)} {side} {what}"
    yield f"comma={',' in words} {what} {side}"
    yield f"clause={bool({'that', 'who', 'which', 'and', 'but', 'while', 'after', 'when'} & set(words))} {what} {side}"
    yield f"by={before == 'by'} {word[-2:]} {side}"
    yield f"k={kind(before)} {what}"
    prior = doc.at(trigger.first - 1)
    yield f"aux={prior} {side} {what} {step}"


def _step(fillers: Sequence[Filler], number: int, trigger: Found, what: str) -> int:
    """How many fillers of its sort stand nearer to the trigger on its side."""
    filler = fillers[number]
    numeric = {"times", "quantities", "triggers"}
    low, high = (trigger.last, filler.first) if filler.first >= trigger.last else (filler.last, trigger.first)
    near = fillers[max(0, number - _WINDOW) : number + _WINDOW]
    return min(
        sum(
            low <= one.first and one.last <= high
            and (one.layer == what if what in numeric else one.layer not in numeric)
            for one in near
        ),
        4,
    )
