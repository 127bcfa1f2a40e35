"""Spans as one tag a token, and back: begin, inside, last, outside, unit.

BILOU does better than BIO for names (Ratinov and Roth 2009).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from goldfield.tagging.tokens import Token

__all__ = ["OUTSIDE", "LabelledSpan", "decode", "encode", "may_follow"]

OUTSIDE = "O"
_OPEN, _CLOSED = "BI", "LU"


class LabelledSpan(NamedTuple):
    """A half-open place in code points, and what it is called."""

    start: int
    end: int
    label: str


def encode(tokens: Sequence[Token], spans: Iterable[LabelledSpan]) -> list[str]:
    """One tag a token, ``O`` or ``B-X``. The tokens stand in the order of the text.

    A span covers every token that it overlaps. Of spans that share a token the longest is kept,
    then the first; spans without a token are lost.
    """
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    tags = [OUTSIDE] * len(tokens)
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        inside = range(bisect_right(ends, span.start), bisect_left(starts, span.end))
        if not inside or any(tags[index] != OUTSIDE for index in inside):
            continue
        for index in inside:
            tags[index] = f"I-{span.label}"
        first, last = inside[0], inside[-1]
        tags[first], tags[last] = f"B-{span.label}", f"L-{span.label}"
        if first == last:
            tags[first] = f"U-{span.label}"
    return tags


def decode(tokens: Sequence[Token], tags: Sequence[str]) -> list[LabelledSpan]:
    """The spans that tags spell; tags that do not fit together are read leniently.

    A tag that cannot continue what is before it begins a new span; a span ends where its label
    does.
    """
    found: list[LabelledSpan] = []
    before = OUTSIDE
    for token, tag in zip(tokens, tags, strict=True):
        if tag != OUTSIDE:
            label = tag[2:]
            if tag[0] in "IL" and before[0] in _OPEN and before[2:] == label:
                found[-1] = found[-1]._replace(end=token.end)
            else:
                found.append(LabelledSpan(token.start, token.end, label))
        before = tag
    return found


def may_follow(before: str, tag: str) -> bool:
    """Whether `tag` can stand after `before`; ``O`` stands for either edge of a sentence."""
    if before[0] in _OPEN:
        return tag[0] in "IL" and tag[2:] == before[2:]
    return tag[0] not in "IL"
