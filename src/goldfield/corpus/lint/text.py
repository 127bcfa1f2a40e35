"""What can be read off a text alone: its words, sentences, quote marks and untouchable places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.schema.records import Span
from goldfield.schema.text import cuts_word

__all__ = [
    "Marks", "Place", "inside", "line_at", "occurrences", "overlaps", "quote_marks", "sentence_at",
    "sentences", "span_of", "untouchable", "word_before", "words",
]  # fmt: skip

Place = tuple[int, int]

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_UNTOUCHABLE = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+|(?<![\w@])@\w+|(?<!\w)#[^\W\d]\w*"
    r"|(?<![\w-])[\w-]++\.(?:com|org|net|info|gov|edu|pdf|docx?|xlsx?|jpe?g|png|mp[34]|html?)\b(?:/\S*)?"
)  # rule G6
_END = re.compile(r"(?<![.?!…])[.?!…]++[”\"’'»)\]]*+(?=[ \t]++[“\"‘'«(\[]*+(\w))")
_LAST_WORD = re.compile(r"(?<![\w.])[\w.]+$")
_LONGEST = 40  # characters of an abbreviation
_DOUBLE = {"“": "”", "«": "»", '"': '"'}


class Marks(NamedTuple):
    """One pair of quote marks: the text inside, whether it is closed, and how deep it is nested."""

    start: int
    end: int
    closed: bool
    depth: int


def span_of(text: str, start: int, end: int) -> Span:
    """The span of a stretch of the text."""
    return Span(start, end, text[start:end])


def overlaps(start: int, end: int, places: Sequence[Place]) -> bool:
    """Whether any of the places shares a character with ``[start, end)``."""
    return any(start < high and low < end for low, high in places)


def inside(start: int, end: int, places: Sequence[Place]) -> bool:
    """Whether ``[start, end)`` lies within one of the places."""
    return any(low <= start and end <= high for low, high in places)


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """The words of a stretch; an apostrophe inside a word belongs to it."""
    return _WORD.finditer(text, start, len(text) if end is None else end)


def word_before(text: str, position: int) -> str:
    """The word that ends before `position`, if only a blank or a hyphen lies between."""
    match = re.search(r"([^\W_]+(?:[’'][^\W_]+)*)[ \n-]?$", text[max(0, position - 40) : position])
    return match[1] if match else ""


def occurrences(text: str, surface: str) -> Iterator[Place]:
    """Where `surface` stands between word borders."""
    at = text.find(surface)
    while at >= 0 and surface:
        end = at + len(surface)
        if not (cuts_word(text, at) or cuts_word(text, end)):
            yield at, end
        at = text.find(surface, at + 1)


@lru_cache(maxsize=32)
def untouchable(text: str) -> tuple[Place, ...]:
    """URLs, mail addresses, handles, hashtags and file names: nothing is annotated there (G6)."""
    return tuple(match.span() for match in _UNTOUCHABLE.finditer(text))


def line_at(text: str, position: int) -> Place:
    """The line that holds `position`."""
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, len(text) if end < 0 else end


@lru_cache(maxsize=32)
def sentences(text: str) -> tuple[Place, ...]:
    """The sentences of a text (G7); roughly, since abbreviations are a list."""
    found: list[Place] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for match in _END.finditer(text, line.start(), line.end()):
            if match[1].islower() or _abbreviated(
                text[max(start, match.start() - _LONGEST) : match.start() + 1]
            ):
                continue
            found.append((start, match.end()))
            start = match.end()
        found.append((start, line.end()))
    return tuple(found)


def _abbreviated(before: str) -> bool:
    last = _LAST_WORD.search(before)
    if last is None or not before.endswith("."):
        return False
    word = last[0][:-1]
    return "." in word or (len(word) == 1 and word.isalpha()) or word in LEXICON.abbreviations


def sentence_at(text: str, position: int) -> Place:
    """The sentence that holds `position`; its line if there is none."""
    found = (place for place in sentences(text) if place[0] <= position < place[1])
    return next(found, line_at(text, position))


@lru_cache(maxsize=32)
def quote_marks(text: str) -> tuple[Marks, ...]:
    """The pairs of quote marks, line by line. An unclosed pair runs to the end of its line."""
    found: list[Marks] = []
    for line in re.finditer(r"[^\n]+", text):
        found += _pairs(text, line.start(), line.end(), 0)
    return tuple(sorted(found))


def _pairs(text: str, start: int, end: int, depth: int) -> Iterator[Marks]:
    at = start
    while at < end:
        close = _closing(text, at, end)
        if close is None:
            at += 1
            continue
        closed, stop = close >= 0, close if close >= 0 else end
        if closed or text[at] in _DOUBLE:
            yield Marks(at + 1, stop, closed, depth)
            if depth < 2:
                yield from _pairs(text, at + 1, stop, depth + 1)
        at = stop + 1 if closed or text[at] in _DOUBLE else at + 1


def _closing(text: str, at: int, end: int) -> int | None:
    """Where the mark that opens at `at` is closed, -1 if nowhere; None if none opens there."""
    char = text[at]
    if char == '"':
        return text.find('"', at + 1, end)
    if char in _DOUBLE:
        again, close = text.find(char, at + 1, end), text.find(_DOUBLE[char], at + 1, end)
        return -1 if 0 <= again < close else close
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    opens = char == "‘" or (char == "'" and not before.isalnum() and before not in (".", ","))
    if not opens or not (after.isalpha() or after == "…"):
        return None
    return _closing_single(text, at, end)


def _closing_single(text: str, at: int, end: int) -> int:
    """The single mark that closes: after punctuation if there is one, since ’ is apostrophe too."""
    mark = "’" if text[at] == "‘" else "'"
    ends = [
        i for i in range(at + 1, end)
        if text[i] == mark and not text[i + 1 : i + 2].isalnum() and not text[i - 1].isspace()
    ]  # fmt: skip
    after_stop = [i for i in ends if text[i - 1] in ",.?!…"]
    return next(iter(after_stop or ends), -1)
