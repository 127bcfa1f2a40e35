"""Quotes: which stretches of ascribed words belong together, and whose they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from .document import Document, Found
from .linear import binary, hashed
from .mentions import Mention

__all__ = ["Quote", "attribute", "candidates", "join", "join_rows", "speaker_rows"]

_NEAR = 12  # mentions on either side that may be the speaker
_GAP = 25  # tokens between two stretches of one quote, at most
_LEAST = 0.2
_OPEN = frozenset("“‘\"")


class Quote(NamedTuple):
    """One attribution: its stretches, and the number of the mention that speaks, if any."""

    contents: tuple[Found, ...]
    speaker: int | None
    confidence: float


def join_rows(doc: Document, contents: Sequence[Found]) -> Any:
    """A sparse row for each stretch but the first: whether it goes on with the one before."""
    return hashed(list(_joint(doc, *two)) for two in zip(contents, contents[1:], strict=False))


def join(model: Any, doc: Document, contents: Sequence[Found]) -> list[list[Found]]:
    """The stretches in groups, one a quote."""
    groups: list[list[Found]] = []
    chances = binary(model, join_rows(doc, contents))
    for number, one in enumerate(contents):
        if number and chances[number - 1] > 0.5:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def candidates(doc: Document, group: Sequence[Found], mentions: Sequence[Mention]) -> list[int]:
    """Numbers of the mentions that may speak: those about the quote, outside its words."""
    first, last = group[0].first, group[-1].last
    here = bisect_left(mentions, first, key=attrgetter("first"))
    about = range(max(0, here - _NEAR), min(len(mentions), here + 2 * _NEAR))
    stop = doc.lines[doc.line_of[last - 1]].stop
    return [
        number
        for number in about
        if mentions[number].first < stop
        and not any(part.first <= mentions[number].first < part.last for part in group)
    ]


def speaker_rows(
    doc: Document, group: Sequence[Found], mentions: Sequence[Mention], chosen: Sequence[int]
) -> Any:
    """A sparse row for each of `candidates`."""
    return hashed(list(_told(doc, group, mentions[number])) for number in chosen)


def attribute(
    model: Any, doc: Document, groups: Sequence[Sequence[Found]], mentions: Sequence[Mention]
) -> list[Quote]:
    """The quotes with their speakers; none if no mention is likely enough."""
    quotes = []
    for group in groups:
        chosen = candidates(doc, group, mentions)
        chances = binary(model, speaker_rows(doc, group, mentions, chosen)).tolist()
        best = max(zip(chances, chosen, strict=True), default=(0.0, 0))
        sure = min(part.confidence for part in group)
        quotes.append(Quote(tuple(group), best[1] if best[0] >= _LEAST else None, sure))
    return quotes


def _joint(doc: Document, one: Found, two: Found) -> Iterator[str]:
    between = range(one.last, two.first)
    words = doc.lower[between.start : between.stop][:_GAP]
    same = doc.line_of[one.first] == doc.line_of[two.first]
    cues = doc.near("cues", one.last, two.first)
    marks = f"{doc.at(one.first - 1) in _OPEN}{doc.at(two.first - 1) in _OPEN}"
    apart = min(doc.sentence_of[two.first] - doc.sentence_of[one.last - 1], 3)
    yield f"same={same} {marks} {min(len(cues), 2)} {apart}"
    yield f"n={min(len(between), _GAP) // 4} {marks} {same}"
    yield f"end={doc.at(one.last - 1)} {marks}"
    yield f"marks,cues={marks} {min(len(cues), 2)}"
    yield f"start={doc.at(two.first - 1)} {doc.at(two.first - 2)} {marks}"
    yield from (f"has={word}" for word in words)


def _told(doc: Document, group: Sequence[Found], mention: Mention) -> Iterator[str]:
    cue, apart = _cue(doc, group, mention)
    where = _where(group, mention)
    same = doc.sentence_of[mention.first] in {doc.sentence_of[p.last - 1] for p in group} | {
        doc.sentence_of[p.first] for p in group
    }
    word = doc.lower[mention.head]
    between = _between(doc, mention, cue)
    marks = doc.at(group[0].first - 1) in _OPEN
    yield f"cue={apart} {where}"
    yield f"cue,kind={apart} {mention.kind}"
    yield f"cue,same={apart} {same} {marks}"
    yield f"where={where} {same} {marks} {cue is not None}"
    yield f"kind={mention.kind} {mention.type}"
    yield f"type,cue={mention.type} {apart}"
    yield f"head={word}"
    yield f"between={between}"
    yield f"before={doc.at(mention.first - 1)} {apart}"
    yield f"after={doc.at(mention.last)} {apart}"
    yield f"word={doc.lower[cue.first] if cue else ''} {apart}"
    yield f"gap={_gap(group, mention).bit_length()} {where} {cue is not None}"
    yield f"line={doc.line_of[mention.first] - doc.line_of[group[0].first]} {where}"


def _cue(doc: Document, group: Sequence[Found], mention: Mention) -> tuple[Found | None, str]:
    """The word that ascribes the quote, and where the mention stands from it."""
    near = [
        one
        for one in doc.near("cues", group[0].first - _GAP, group[-1].last + _GAP)
        if not any(part.first <= one.first < part.last for part in group)
    ]
    if not near:
        return None, "none"
    cue = min(near, key=lambda one: (_gap(group, one), one.first))
    if mention.last <= cue.first:
        return cue, f"-{min(cue.first - mention.last, 8)}"
    return cue, f"+{min(max(0, mention.first - cue.last), 8)}"


def _gap(group: Sequence[Found], one: Any) -> int:
    """Tokens between something and the nearest stretch of the quote."""
    return min(max(part.first - one.last, one.first - part.last, 0) for part in group)


def _where(group: Sequence[Found], mention: Mention) -> str:
    if mention.first < group[0].first:
        return "before"
    return "after" if mention.first >= group[-1].last else "amid"


def _between(doc: Document, mention: Mention, cue: Found | None) -> str:
    if cue is None:
        return "none"
    low, high = (mention.last, cue.first) if mention.last <= cue.first else (cue.last, mention.first)
    return " ".join(doc.lower[low:high]) if high - low <= 4 else "far"
