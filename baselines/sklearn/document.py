"""An article as the models see it: tokens with their sentences and lines, and what was found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from goldfield.tagging.tokens import TOKENISERS, Token, sentences

__all__ = ["Document", "Found", "guess_tokeniser", "read"]


class Found(NamedTuple):
    """A labelled stretch of tokens, half-open, with the model's confidence."""

    first: int
    last: int
    label: str
    confidence: float = 1.0

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes it right or wrong."""
        return self[:3]


@dataclass
class Document:
    """One article.

    Attributes:
        names: for each token its part in a surface of the gazetteer, or "".
        rows: a sparse row of features a token.
        layers: fills up while the article is read; later models see what earlier ones found.
    """

    text: str
    tokens: Sequence[Token]
    sentences: Sequence[range]
    names: list[str] = field(default_factory=list)
    rows: Any = None
    layers: dict[str, list[Found]] = field(default_factory=dict)

    @cached_property
    def lower(self) -> list[str]:
        """The tokens in lower case."""
        return [token.text.lower() for token in self.tokens]

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each token the number of its sentence."""
        return _owners(self.sentences)

    @cached_property
    def lines(self) -> list[range]:
        """The tokens of each line that is not blank."""
        found: list[range] = []
        for index in range(len(self.tokens)):
            if index == 0 or "\n" in self.gap(index):
                found.append(range(index, index))
            found[-1] = range(found[-1].start, index + 1)
        return found

    @cached_property
    def line_of(self) -> list[int]:
        """For each token the number of its line."""
        return _owners(self.lines)

    def at(self, index: int) -> str:
        """A token in lower case; ``<>`` outside the article."""
        return self.lower[index] if 0 <= index < len(self.tokens) else "<>"

    def written(self, index: int) -> str:
        """A token as it stands; "" outside the article."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def gap(self, index: int) -> str:
        """What stands between a token and the one before it."""
        return self.text[self.tokens[index - 1].end if index else 0 : self.tokens[index].start]

    def place(self, first: int, last: int) -> tuple[int, int]:
        """A stretch of tokens as offsets."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def surface(self, first: int, last: int) -> str:
        """The text of a stretch of tokens."""
        start, end = self.place(first, last)
        return self.text[start:end]

    def near(self, layer: str, start: int, stop: int) -> list[Found]:
        """What was found of a layer and begins in a stretch of tokens."""
        found = self.layers.get(layer, [])
        low = bisect_left(found, start, key=attrgetter("first"))
        return found[low : bisect_left(found, stop, low, key=attrgetter("first"))]

    def covered(self, start: int, end: int) -> range:
        """The tokens that overlap a place; an empty range if none does."""
        low = bisect_right(self.tokens, start, key=attrgetter("end"))
        return range(low, max(low, bisect_left(self.tokens, end, low, key=attrgetter("start"))))


def read(text: str, tokeniser: str) -> Document:
    """Split a text by one of `TOKENISERS`."""
    tokens = TOKENISERS[tokeniser](text)
    parts: list[range] = []
    for sentence in sentences(text, tokens):
        start = parts[-1].stop if parts else 0
        parts.append(range(start, start + len(sentence)))
    return Document(text, tokens, parts)


def guess_tokeniser(texts: Iterable[str]) -> str:
    """``pieces`` if commas and full stops mostly stand between blanks, else ``words``."""
    apart = joined = 0
    for text in (f"{text}\n" for text in texts):
        for mark in (",", "."):
            blank = text.count(f" {mark} ") + text.count(f" {mark}\n")
            apart += blank
            joined += text.count(f"{mark} ") + text.count(f"{mark}\n") - blank
    return "pieces" if apart > joined else "words"


def _owners(parts: Sequence[range]) -> list[int]:
    return [number for number, part in enumerate(parts) for _ in part]
