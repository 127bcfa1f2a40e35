"""Events: which triggers tell one happening, and who and what takes part in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from .document import Document, Found
from .facts import table, told
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
_LEAST = 0.25  # probability of any role
_OTHERS = ("times", "quantities", "triggers")
_CLAUSE = frozenset(("that", "who", "which", "and", "but", "while", "after", "when"))
_JOINT = table("""
    same
    stem apart
    type
    apart
    type apart
    lines
    before
""")
_TABLE = table("""
    sort side
    sort label side
    type sort label side
    gap sort side
    step sort side
    type step sort side
    before sort
    before sort side type
    word sort side
    suffix sort side step
    kind side step
    within sort side
    head type
    between side sort
    comma sort side
    clause sort side
    by suffix side
    before_kind sort
    aux side sort step
""")


class Filler(NamedTuple):
    """What may play a role: its tokens, half-open, its kind or layer, its label, its head word."""

    first: int
    last: int
    kind: str
    label: str
    head: int

    @property
    def sort(self) -> str:
        """The layer, with all mentions for one."""
        return self.kind if self.kind in _OTHERS else "mention"


class Event(NamedTuple):
    """Numbers of triggers that tell one event, and its arguments as (role, filler)."""

    triggers: list[int]
    arguments: list[tuple[str, Filler]]


def fillers_of(doc: Document, mentions: Sequence[Mention]) -> list[Filler]:
    """Mentions, times, quantities and triggers, in the order of the text."""
    found = {one.place: Filler(*one.place, one.kind, one.type, one.head) for one in mentions}
    for layer in _OTHERS:
        for one in doc.layers.get(layer, []):
            found.setdefault(one[:2], Filler(one.first, one.last, layer, one.label, one.last - 1))
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
    here = bisect_left(fillers, trigger.first, key=attrgetter("first"))
    about = range(max(0, here - _WINDOW), min(len(fillers), here + _WINDOW))
    return [
        number
        for number in about
        if fillers[number].first in sentence and fillers[number][:2] != trigger[:2]
    ]


def argument_rows(
    doc: Document, trigger: Found, fillers: Sequence[Filler], chosen: Sequence[int]
) -> Any:
    """A sparse row for each of `near`."""
    return hashed(list(_told(doc, trigger, fillers, number)) for number in chosen)


def assemble(models: dict[str, Any], doc: Document, mentions: Sequence[Mention]) -> list[Event]:
    """The events of an article: its triggers in groups, each with the arguments of them all."""
    triggers = doc.layers.get("triggers", [])
    groups = _groups(models.get("same"), doc, triggers)
    if models.get("role") is None:
        return [Event(group, []) for group in groups]
    fillers = fillers_of(doc, mentions)
    events = []
    for group in groups:
        best: dict[Filler, tuple[float, str]] = {}
        for number in group:
            for chance, role, filler in _roles(models["role"], doc, triggers[number], fillers):
                best[filler] = max(best.get(filler, (0.0, "")), (chance, role))
        events.append(Event(group, [(role, filler) for filler, (_, role) in sorted(best.items())]))
    return events


def _roles(
    model: Any, doc: Document, trigger: Found, fillers: Sequence[Filler]
) -> Iterator[tuple[float, str, Filler]]:
    """The likeliest role of each filler that is likely to have any."""
    chosen = near(doc, trigger, fillers)
    if not chosen:
        return
    chances = np.exp(log_probabilities(model, argument_rows(doc, trigger, fillers, chosen)))
    none = list(model.classes_).index(NONE)
    for number, row in zip(chosen, chances, strict=True):
        if 1 - row[none] >= _LEAST:
            row[none] = 0.0
            role = int(row.argmax())
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
    facts = {
        "same": words[0] == words[1],
        "stem": words[0][:4] == words[1][:4],
        "type": one.label,
        "apart": min(doc.sentence_of[one.first] - doc.sentence_of[two.first], 5),
        "lines": f"{min(doc.line_of[two.first], 2)} {min(doc.line_of[one.first], 3)}",
        "before": doc.at(one.first - 1),
    }
    return told(facts, _JOINT)


def _told(doc: Document, trigger: Found, fillers: Sequence[Filler], number: int) -> Iterator[str]:
    filler = fillers[number]
    between = _between(trigger, filler)
    words = doc.lower[between.start : between.stop]
    word, before = doc.lower[trigger.first], doc.at(filler.first - 1)
    facts = {
        "sort": filler.sort,
        "kind": filler.kind,
        "label": filler.label,
        "side": "after" if filler.first >= trigger.last else "before",
        "type": trigger.label,
        "gap": min(len(words), 8) + min(len(words) // 8, 3),
        "step": min(sum(_stands(one, filler.sort, between) for one in _about(fillers, number)), 4),
        "before": before,
        "before_kind": kind(before),
        "word": word,
        "suffix": word[-3:],
        "within": any(_holds(one, filler) for one in fillers[max(0, number - 4) : number + 3]),
        "head": doc.lower[filler.head],
        "between": " ".join(words) if len(words) <= 3 else "far",
        "comma": "," in words,
        "clause": not _CLAUSE.isdisjoint(words),
        "by": before == "by",
        "aux": doc.at(trigger.first - 1),
    }
    return told(facts, _TABLE)


def _between(trigger: Found, filler: Filler) -> range:
    """The tokens between a trigger and a filler."""
    low, high = sorted((trigger[:2], filler[:2]))
    return range(low[1], max(low[1], high[0]))


def _about(fillers: Sequence[Filler], number: int) -> Sequence[Filler]:
    return fillers[max(0, number - _WINDOW) : number + _WINDOW]


def _stands(one: Filler, sort: str, between: range) -> bool:
    """Whether a filler of some sort stands in a stretch."""
    return one.sort == sort and between.start <= one.first and one.last <= between.stop


def _holds(one: Filler, other: Filler) -> bool:
    """Whether a noun phrase holds another filler."""
    wider = one.first <= other.first and other.last <= one.last and one[:2] != other[:2]
    return one.kind == "NOM" and wider
