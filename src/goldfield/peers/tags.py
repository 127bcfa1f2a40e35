"""What peers that compare tags of tokens share: spans made tags, tags read leniently.

Source: Tjong Kim Sang and Veenstra 1999.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache

from goldfield.peers.chunks import Chunk, Chunks, Stage, Tagged, apart, once, own_chunks, spans
from goldfield.peers.ladder import Rule
from goldfield.tagging.tokens import words

__all__ = ["AS_TAGS", "AS_TAGS_RULES", "LENIENT", "LENIENT_RULE", "WORDS_NOTE", "tags"]


def tags(*tags: str) -> dict[str, object]:
    """A record of tags."""
    return {"tags": list(tags)}


@lru_cache(maxsize=16)  # both sides of a document, one after the other
def _edges(text: str) -> tuple[list[int], list[int]]:
    tokens = words(text)
    return [token.start for token in tokens], [token.end for token in tokens]


def _widened(chunks: Chunks, text: str) -> list[Chunk | None]:
    """Characters to the words that they overlap; a span that overlaps none is lost."""
    starts, ends = _edges(text)
    found: list[Chunk | None] = []
    for chunk in chunks:
        inside = (bisect_right(ends, chunk[0]), bisect_left(starts, chunk[1])) if chunk else (0, 0)
        found.append((*inside, chunk[2]) if chunk and inside[0] < inside[1] else None)
    return found


def _lenient(side: Tagged) -> list[Chunk]:
    return own_chunks(side._replace(decoding="lenient"))


AS_TAGS = (Stage("words", _widened), Stage("copies", once), Stage("overlaps", apart))
"""How spans become tags: what tags cannot say is lost, one stage each."""

AS_TAGS_RULES = {
    "words": Rule(
        "Tags stand on words. A span that begins or ends inside a word is widened to the whole "
        "word, and one that has no word is lost.",
        "Places are characters: one off is wrong.",
        spans("Oslo", (0, 4)),
        spans("Oslo", (0, 3)),
    ),
    "copies": Rule(
        "A word has one tag, so that a copy of a span vanishes.",
        "A copy that the other side does not have is spurious, or missed.",
        spans("Oslo", (0, 4)),
        spans("Oslo", (0, 4), (0, 4)),
    ),
    "overlaps": Rule(
        "A word has one tag, so that of spans that share a word one is kept: the one with most "
        "words, then the first of the text, then of the file.",
        "Spans may overlap; each is counted.",
        spans("New York", (0, 8), (4, 8)),
        spans("New York", (4, 8)),
    ),
}

LENIENT = Stage("lenient", tags=_lenient)
LENIENT_RULE = Rule(
    "Any run of one label is a chunk, cut where a prefix says so, whatever the scheme.",
    "The suite says how ill-formed tags are read; this one takes well-formed chunks only.",
    tags("B-X", "O", "I-X"),
    tags("B-X", "O", "O"),
    {"decoding": "strict"},
)

WORDS_NOTE = (
    "Spans of a text are written as IOB2 tags of goldfield's words, a document one sequence; "
    "other words give other numbers."
)
