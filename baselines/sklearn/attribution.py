"""Quotes: which stretches of ascribed words belong together, and whose they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from .contents import OPENERS
from .document import Document, Found
from .facts import table, told
from .linear import binary, hashed
from .mentions import Mention

__all__ = ["Quote", "attribute", "candidates", "join", "join_rows", "speaker_rows"]

_NEAR = 12  # mentions before, and twice as many after, that may be the speaker
_GAP = 25  # tokens about a quote in which the word that ascribes it stands
_LEAST = 0.2  # probability
_JOINT = table("""
    line marks cues apart
    gap marks line
    end marks
    marks cues
    before before2 marks
""")
_TABLE = table("""
    cue_apart where
    cue_apart kind
    cue_apart same marks
    where same marks has_cue
    kind type
    type cue_apart
    head
    between
    before cue_apart
    after cue_apart
    cue cue_apart
    gap where has_cue
    lines where
""")


class Quote(NamedTuple):
    """One attribution: its stretches, and the number of the mention that speaks, if any."""

    contents: tuple[Found, ...]
    speaker: int | None
    confidence: float


class _Placed(Protocol):
    """Something of tokens, half-open."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


def join_rows(doc: Document, contents: Sequence[Found]) -> Any:
    """A sparse row for each stretch but the first: whether it goes on with the one before."""
    return hashed(list(_joint(doc, *two)) for two in pairwise(contents))


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
    here = bisect_left(mentions, group[0].first, key=attrgetter("first"))
    about = range(max(0, here - _NEAR), min(len(mentions), here + 2 * _NEAR))
    stop = doc.lines[doc.line_of[group[-1].last - 1]].stop
    return [
        number
        for number in about
        if mentions[number].first < stop and not _inside(group, mentions[number])
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
        chance, best = max(zip(chances, chosen, strict=True), default=(0.0, 0))
        sure = min(part.confidence for part in group)
        quotes.append(Quote(tuple(group), best if chance >= _LEAST else None, sure))
    return quotes


def _joint(doc: Document, one: Found, two: Found) -> Iterator[str]:
    facts = {
        "line": doc.line_of[one.first] == doc.line_of[two.first],
        "marks": f"{doc.at(one.first - 1) in OPENERS}{doc.at(two.first - 1) in OPENERS}",
        "cues": min(len(doc.near("cues", one.last, two.first)), 2),
        "apart": min(doc.sentence_of[two.first] - doc.sentence_of[one.last - 1], 3),
        "gap": min(two.first - one.last, _GAP) // 4,
        "end": doc.at(one.last - 1),
        "before": doc.at(two.first - 1),
        "before2": doc.at(two.first - 2),
    }
    yield from told(facts, _JOINT)
    yield from (f"has={word}" for word in doc.lower[one.last : two.first][:_GAP])


def _told(doc: Document, group: Sequence[Found], mention: Mention) -> Iterator[str]:
    cue = _cue(doc, group)
    sentences = {doc.sentence_of[index] for p in group for index in (p.first, p.last - 1)}
    facts = {
        "cue": doc.lower[cue.first] if cue else "",
        "has_cue": cue is not None,
        "cue_apart": _apart(mention, cue),
        "between": _between(doc, mention, cue),
        "where": _where(group, mention),
        "same": doc.sentence_of[mention.first] in sentences,
        "marks": doc.at(group[0].first - 1) in OPENERS,
        "kind": mention.kind,
        "type": mention.type,
        "head": doc.lower[mention.head],
        "before": doc.at(mention.first - 1),
        "after": doc.at(mention.last),
        "gap": _gap(group, mention).bit_length(),
        "lines": doc.line_of[mention.first] - doc.line_of[group[0].first],
    }
    return told(facts, _TABLE)


def _cue(doc: Document, group: Sequence[Found]) -> Found | None:
    """The nearest word that ascribes, outside the quote."""
    near = doc.near("cues", group[0].first - _GAP, group[-1].last + _GAP)
    outside = [one for one in near if not _inside(group, one)]
    return min(outside, key=lambda one: (_gap(group, one), one.first), default=None)


def _inside(group: Sequence[Found], one: _Placed) -> bool:
    return any(part.first <= one.first < part.last for part in group)


def _gap(group: Sequence[Found], one: _Placed) -> int:
    """Tokens between something and the nearest stretch of the quote."""
    return min(max(part.first - one.last, one.first - part.last, 0) for part in group)


def _apart(mention: Mention, cue: Found | None) -> str:
    """On which side of the word that ascribes a mention stands, and how far."""
    if cue is None:
        return "none"
    if mention.last <= cue.first:
        return f"-{min(cue.first - mention.last, 8)}"
    return f"+{min(max(0, mention.first - cue.last), 8)}"


def _where(group: Sequence[Found], mention: Mention) -> str:
    if mention.first < group[0].first:
        return "before"
    return "after" if mention.first >= group[-1].last else "amid"


def _between(doc: Document, mention: Mention, cue: Found | None) -> str:
    """The words between a mention and the word that ascribes, if they are few."""
    if cue is None:
        return "none"
    low, high = sorted((mention[:2], cue[:2]))
    return " ".join(doc.lower[low[1] : high[0]]) if high[0] - low[1] <= 4 else "far"
