"""A text cut into paragraphs, sentences and tokens: what every other module reads."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from .sentences import Stretch, paragraphs, sentences

__all__ = ["Document", "Token", "read"]

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?"  # U.S.  a.m.
    r"|\d+(?:[.,:]\d+)*[^\W_]*"  # 1,000  10:30  20th  5m
    r"|(?!['’])[^\W\d_][^\W_]*(?:['’](?!(?:s|re|ve|ll|d|m)\b)[^\W\d_][^\W_]*)*"  # word  O'Brien  G7
    r"|['’](?:s|re|ve|ll|d|m)\b"
    r"|[^\s\w]|_"
)


_OPENERS = '"“‘(:—–[•…*>|'


class Token(NamedTuple):
    """A word, a number or one mark."""

    start: int
    end: int
    text: str
    lower: str


@dataclass(slots=True)
class Document:
    """The text with its tokens and sentences; `apparatus` is metadata around the text."""

    text: str
    tokens: list[Token]
    paragraphs: list[Stretch]
    sentences: list[Stretch]
    lower_words: frozenset[str] = frozenset()
    apparatus: list[Stretch] = field(default_factory=list)
    published: str | None = None
    headline: Stretch | None = None
    _token_starts: list[int] = field(default_factory=list)
    _sentence_starts: list[int] = field(default_factory=list)

    def token_at(self, offset: int) -> int:
        """Index of the first token that starts at or after the offset."""
        return bisect_right(self._token_starts, offset - 1)

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds the offset (the one before it if between two)."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def split_sentence(self, end: int, start: int) -> None:
        """Let a sentence end at `end` and the next begin at `start`: the dateline is none."""
        index = self.sentence_at(start)
        if (
            not self.sentences
            or not self.sentences[index].start < start < self.sentences[index].end
        ):
            return
        whole = self.sentences[index]
        parts = [Stretch(whole.start, end), Stretch(start, whole.end)]
        self.sentences[index : index + 1] = [part for part in parts if part.start < part.end]
        self._sentence_starts = [sentence.start for sentence in self.sentences]

    def in_apparatus(self, offset: int) -> bool:
        """Whether the offset lies in metadata: date line, byline, dateline, publisher."""
        return any(part.start <= offset < part.end for part in self.apparatus)

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens that start in ``[start, end)``."""
        return self.tokens[self.token_at(start) : self.token_at(end)]

    def initial(self, offset: int) -> bool:
        """Whether the offset opens a sentence, a quote, a bracket or what a colon announces."""
        if not self.sentences:
            return True
        start = self.sentences[self.sentence_at(offset)].start
        before = self.text[max(start, offset - 3) : offset].rstrip()
        return not before or before[-1] in _OPENERS


def read(text: str) -> Document:
    """Cut a text into tokens, paragraphs and sentences."""
    tokens = [Token(m.start(), m.end(), m[0], m[0].lower()) for m in _TOKEN.finditer(text)]
    blocks = paragraphs(text)
    cut = [sentence for block in blocks for sentence in sentences(text, block)]
    return Document(
        text,
        tokens,
        blocks,
        cut,
        lower_words=frozenset(token.text for token in tokens if token.text.islower()),
        _token_starts=[token.start for token in tokens],
        _sentence_starts=[sentence.start for sentence in cut],
    )
