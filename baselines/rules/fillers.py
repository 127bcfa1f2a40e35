"""Fillers of roles: every conjunct of a list, the nearest mention, each one once."""

from __future__ import annotations

from bisect import bisect_left

from .circumstances import Argument, Bounds
from .clusters import Mention
from .collocations import Trigger
from .coreference import Resolver
from .document import Document

__all__ = ["conjuncts", "nearest", "unique"]

_JOINTS = (", ", " and ", ", and ")
_LONGEST = 6


def conjuncts(
    doc: Document, resolver: Resolver, mentions: list[Mention], mention: Mention
) -> list[Mention]:
    """The mentions of a list with ``and`` of which this is one; `mentions` are in order."""
    joined = [mention]
    kind = resolver.clusters[mention.cluster].type
    low = bisect_left(mentions, mention.start, key=lambda m: m.start)
    for other in reversed(mentions[max(0, low - _LONGEST) : low]):
        gap = doc.text[other.end : joined[0].start]
        if gap in _JOINTS and resolver.clusters[other.cluster].type == kind:
            joined.insert(0, other)
    for other in mentions[low + 1 : low + _LONGEST]:
        gap = doc.text[joined[-1].end : other.start]
        if gap in _JOINTS and resolver.clusters[other.cluster].type == kind:
            joined.append(other)
    whole = doc.text[joined[0].start : joined[-1].end]
    return joined if " and " in whole else [mention]


def nearest(
    mentions: list[Mention], trigger: Trigger, sentence: Bounds, argument: Argument
) -> Argument:
    """The argument at the nearest of its filler's mentions, which are in order (R13)."""
    best, least = argument, _gap(argument.start, argument.end, trigger)
    low = bisect_left(mentions, sentence[0], key=lambda m: m.start)
    for mention in mentions[low : low + 2 * _LONGEST]:
        gap = _gap(mention.start, mention.end, trigger)
        if sentence[0] <= mention.start and mention.end <= sentence[1] and gap < least:
            best, least = argument._replace(start=mention.start, end=mention.end), gap
    return best


def _gap(start: int, end: int, trigger: Trigger) -> int:
    return max(start - trigger.end, trigger.start - end, 0)


def unique(found: list[Argument]) -> list[Argument]:
    seen: set[tuple[str, str, int | None]] = set()
    kept = []
    for argument in found:
        plain = argument.start if argument.kind == "text" else argument.ref
        key = (argument.role, argument.kind, plain)
        filler = ("", argument.kind, plain)
        if key not in seen and filler not in seen:
            kept.append(argument)
            seen |= {key, filler}
    return kept
