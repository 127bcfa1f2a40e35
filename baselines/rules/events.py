"""Events: triggers, their arguments, their factuality, and which triggers are one event."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from .arguments import ArgumentFinder
from .attribution import Attribution
from .circumstances import Argument
from .collocations import Trigger
from .commitments import committed
from .coreference import Resolver
from .document import Document
from .factuality import judge
from .fillers import unique
from .other import with_other
from .primed import with_primed
from .quantities import Amount
from .sentences import Stretch
from .timecontext import Timex
from .triggers import find_triggers

__all__ = ["Happening", "find_events"]

_COMMITMENT = {"CT+": 0, "CT-": 0, "PR+": 1, "PR-": 1, "PS+": 2, "PS-": 2, "CTu": 3, "Uu": 4}
_FULL = ("actor", "target", "affected")
_DEFINITE = {"the", "this", "that", "his", "her", "its", "their", "'s", "’s"}
_RECENT = 12
_STEM = 4


class _Single(NamedTuple):
    """One trigger with its own arguments and judgement."""

    trigger: Trigger
    arguments: list[Argument]
    factuality: str
    status: str


@dataclass(slots=True)
class _Group:
    """The triggers that are one event, the words that evoke it and who fills its roles."""

    singles: list[_Single]
    words: set[str]
    fillers: dict[str, set[int | None]]


@dataclass(slots=True)
class Happening:
    """One event with all its triggers, the clearest first."""

    type: str
    triggers: list[Stretch]
    arguments: list[Argument]
    factuality: str
    status: str


def find_events(
    doc: Document,
    resolver: Resolver,
    findings: tuple[list[Timex], list[Amount]],
    quotes: list[Attribution],
    head: tuple[Stretch | None, int],
) -> list[Happening]:
    """All events of headline, deck and body; `head` is the headline, and where headline
    and deck are over."""
    named = {
        token.start
        for mention in resolver.mentions
        if mention.kind == "NAM"
        for token in doc.between(mention.start, mention.end)
    }
    headline, body = head
    told = committed(doc, with_primed(doc, find_triggers(doc, named), named))
    triggers = with_other(doc, told, headline, body)
    finder = ArgumentFinder(doc, resolver, findings, quotes)
    ascribed = _union([s for quote in quotes for s in quote.content])
    groups: list[_Group] = []
    for trigger in triggers:
        factuality, status = judge(doc, trigger, _inside(ascribed, trigger.start))
        single = _Single(trigger, finder.of(trigger, triggers), factuality, status)
        _put(doc, groups, single, body)
    return _linked(groups, body)


def _union(contents: list[Stretch]) -> list[Stretch]:
    """Contents without overlap, so that one look-up tells whether an offset is inside."""
    merged: list[Stretch] = []
    for stretch in sorted(contents):
        if merged and stretch.start <= merged[-1].end:
            merged[-1] = Stretch(merged[-1].start, max(merged[-1].end, stretch.end))
        else:
            merged.append(stretch)
    return merged


def _inside(stretches: list[Stretch], offset: int) -> bool:
    at = bisect_right(stretches, offset, key=lambda stretch: stretch.start) - 1
    return at >= 0 and offset < stretches[at].end


def _put(doc: Document, groups: list[_Group], single: _Single, body: int) -> None:
    """Add a trigger to the recent event that it retells, or begin a new one."""
    trigger = single.trigger
    stem = doc.text[trigger.start : trigger.end].lower()[:_STEM]
    roles: dict[str, set[int | None]] = {}
    for argument in single.arguments:
        if argument.role in _FULL:
            roles.setdefault(argument.role, set()).add(argument.ref)
    definite = not trigger.verb and _is_definite(doc, trigger)
    for group in reversed(groups[-_RECENT:]):
        if group.singles[0].trigger.type != trigger.type:
            continue
        announced = trigger.start >= body > group.singles[-1].trigger.start
        alike = stem in group.words or definite or announced
        if alike and _agree(group.fillers, roles):
            group.singles.append(single)
            group.words.add(stem)
            for role, refs in roles.items():
                group.fillers.setdefault(role, set()).update(refs)
            return
    groups.append(_Group([single], {stem}, roles))


def _is_definite(doc: Document, trigger: Trigger) -> bool:
    """Whether a noun takes up what was told: ``the strike``, ``his arrest``."""
    before = [t.lower for t in doc.tokens[max(0, trigger.first - 2) : trigger.first]]
    return bool(_DEFINITE & set(before[-1:])) or (before[:1] == ["the"] and before[-1].isalpha())


def _agree(first: dict[str, set[int | None]], second: dict[str, set[int | None]]) -> bool:
    """No role is filled by different participants."""
    return all(first[role] & second[role] for role in first.keys() & second.keys())


def _linked(groups: list[_Group], body: int) -> list[Happening]:
    """Events in the order of the text; topics that are events get their places."""
    ordered = sorted(groups, key=lambda group: group.singles[0].trigger.start)
    places = {s.trigger.first: place for place, group in enumerate(ordered) for s in group.singles}
    return [_event(group, places, place, body) for place, group in enumerate(ordered)]


def _event(group: _Group, places: dict[int, int], own: int, body: int) -> Happening:
    """The clearest trigger decides; the others add fillers that it leaves out."""

    def clarity(single: _Single) -> tuple[bool, int, int, int]:
        start = single.trigger.start
        return start < body, _COMMITMENT[single.factuality], -len(single.arguments), start

    best = min(group.singles, key=clarity)
    others = [argument for single in group.singles for argument in single.arguments]
    arguments = unique([*best.arguments, *others])
    spans = sorted(Stretch(s.trigger.start, s.trigger.end) for s in group.singles if s is not best)
    first = Stretch(best.trigger.start, best.trigger.end)
    topics = {a: places.get(a.ref or 0) for a in arguments if a.kind == "event"}
    kept = [a._replace(ref=topics[a]) if a in topics else a for a in arguments
            if a not in topics or topics[a] not in (None, own)]  # fmt: skip
    return Happening(best.trigger.type, [first, *spans], kept, best.factuality, best.status)
