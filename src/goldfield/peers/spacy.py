"""spaCy's Scorer: spans of tokens, as entities of a Doc and as a group of spans.

Source: its documentation and behaviour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from goldfield.peers.chunks import Chunk, Chunks, Ending, Stage, apart, make_number, once, spans
from goldfield.peers.ladder import Counted, Peer, Ratios, Rule, micro, zero_if_undefined
from goldfield.tagging.tokens import words

__all__ = ["PEER"]


def _fitting(chunks: Chunks, text: str) -> list[Chunk | None]:
    """Characters to tokens; a span that cuts a token is lost."""
    starts, ends = _edges(text)
    return [
        (starts[chunk[0]], ends[chunk[1]], chunk[2])
        if chunk and chunk[0] in starts and chunk[1] in ends
        else None
        for chunk in chunks
    ]


@lru_cache(maxsize=16)  # both sides of a document, one after the other
def _edges(text: str) -> tuple[dict[int, int], dict[int, int]]:
    """The first token that begins at a place, and the one after the token that ends there."""
    places = list(_tokens(text))
    starts = {start: index for index, (start, _) in enumerate(places)}
    return starts, {end: index + 1 for index, (_, end) in enumerate(places)}


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Words, and what is left of a gap once a blank has gone to the word before it."""
    places = [(0, 0), *((word.start, word.end) for word in words(text)), (len(text), len(text))]
    for (start, end), (following, _) in pairwise(places):
        if start < end:
            yield start, end
        gap = end + (start < end and text[end : end + 1] == " ")
        if gap < following:
            yield gap, following


def _labelled(chunks: Chunks, _: str) -> list[Chunk | None]:
    return [chunk if chunk and chunk[2] else None for chunk in chunks]


def _none_or_zero(documents: Sequence[Counted]) -> Ratios:
    found = micro(documents)
    return found if found.f1 is None else zero_if_undefined(documents)


ENDINGS: list[Ending] = [("one-empty-side-is-0", _none_or_zero)]
STAGES = (Stage("tokens", _fitting), Stage("sets", once))
AS_ENTS = (Stage("ents-do-not-overlap", apart), Stage("ents-have-a-label", _labelled))

PEER = Peer(
    name="spacy",
    title="spaCy",
    version="3.8.18",
    kind="spans of words",
    numbers=(
        make_number("ents", (*STAGES, *AS_ENTS), ENDINGS),
        make_number("spans_sc", STAGES, ENDINGS),
    ),
    rules={
        "tokens": Rule(
            "A span that does not begin and end with a token is None (`Doc.char_span`), and is "
            "neither an error nor missed.",
            "Places are characters; what stands elsewhere is wrong.",
            spans("Oslo won", (0, 4)),
            spans("Oslo won", (0, 3), (0, 4)),
        ),
        "sets": Rule(
            "Spans are a set: a copy is counted once.",
            "A copy that the other side does not have is spurious, or missed.",
            spans("Oslo", (0, 4)),
            spans("Oslo", (0, 4), (0, 4)),
        ),
        "ents-do-not-overlap": Rule(
            "`Doc.ents` refuses spans that share a token. `filter_spans` keeps the one with most "
            "tokens, then the first of the text, then of the file.",
            "Spans may overlap; each is counted.",
            spans("New York", (0, 8), (4, 8)),
            spans("New York", (4, 8)),
        ),
        "ents-have-a-label": Rule(
            "`Doc.ents` forgets a span whose label is empty.",
            "An empty label is a label.",
            spans("Oslo", (0, 4), label=""),
            spans("Oslo", (0, 4), label=""),
        ),
        "one-empty-side-is-0": Rule(
            "With nothing predicted precision is 0, with nothing in gold recall; with neither "
            "all is None.",
            "What has no denominator is null, also if the other side has something.",
            spans("Oslo", (0, 4)),
            spans("Oslo"),
        ),
    },
    notes=(
        "Tokens are goldfield's words, as in `Doc(words=..., spaces=...)`, and blanks beyond one "
        "are tokens too; another tokenizer cuts other spans.",
        "A gold Doc on which no entities were ever set is passed over there, with all that is "
        "predicted in it. Here gold without the layer is left out; an empty list is an answer.",
    ),
)
