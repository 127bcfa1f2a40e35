"""Tokens and sentences of a text, each with its place in code points.

Two tokenisers are enough for the corpora at hand: `words` for running text, and `pieces` for
text that somebody has tokenised already and joined by blanks, as CoNLL files are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

__all__ = ["TOKENISERS", "Token", "pieces", "sentences", "words"]


class Token(NamedTuple):
    """One token: half-open place in code points, and the surface there."""

    start: int
    end: int
    text: str


# Runs of letters with their marks, of digits with what joins them, else one character at a time.
# An abbreviation keeps its dots (U.S.), a clitic stands alone ('s), as names end before it.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|['’](?:s|S|ll|re|ve|d|m)\b"
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+"
    r"|[^\w\s]|_|\w"
)
_PIECE = re.compile(r"\S+")
_STOPS = frozenset(".!?")
_CLOSERS = frozenset("\"'”’)]")


def words(text: str) -> list[Token]:
    """Tokens of running text: words, numbers, and every other visible character by itself."""
    return [Token(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]


def pieces(text: str) -> list[Token]:
    """Tokens of text that is tokenised already: what stands between blanks."""
    return [Token(match.start(), match.end(), match[0]) for match in _PIECE.finditer(text)]


TOKENISERS: dict[str, Callable[[str], list[Token]]] = {"words": words, "pieces": pieces}
"""By the name under which a model remembers what it was trained with."""


def sentences(text: str, tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens grouped into sentences, none empty.

    A line break ends a sentence, and so does a full stop, with the marks that close after it,
    before a blank and a token that begins with no lower-case letter.
    """
    found: list[list[Token]] = []
    for index, token in enumerate(tokens):
        if index == 0 or _parts(text, tokens, index):
            found.append([])
        found[-1].append(token)
    return found


def _parts(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether a sentence ends before the token at `index`."""
    gap = text[tokens[index - 1].end : tokens[index].start]
    if "\n" in gap:
        return True
    if not gap or tokens[index].text[0].islower():
        return False
    last = index - 1
    while last > 0 and tokens[last].text in _CLOSERS:
        last -= 1
    return tokens[last].text in _STOPS
