"""Paragraphs and sentences of English news, by layout, marks and abbreviations."""

from __future__ import annotations

import re
from typing import NamedTuple

from .lexicon import words

__all__ = ["Stretch", "paragraphs", "sentences"]

_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]{0,4}(?=\s+[\"'“‘(\[—-]{0,4}[^\W_])")
_LAST_WORD = re.compile(r"[^\s\"'“‘(\[—]{1,24}$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_NEXT_WORD = re.compile(r"\s+[\"'“‘(\[—-]*([^\W_]+)")
_WRAP_MIN, _WRAP_MAX = 50, 100


class Stretch(NamedTuple):
    """A half-open stretch of the text."""

    start: int
    end: int


def paragraphs(text: str) -> list[Stretch]:
    """Lines with ink, each a paragraph; hard-wrapped blocks are put together again."""
    found: list[Stretch] = []
    block: list[Stretch] = []
    for match in _LINE.finditer(text):
        line = _trimmed(text, match.start(), match.end())
        apart = not line or (block and text.count("\n", block[-1].end, match.start()) > 1)
        if apart:
            found.extend(_joined(block))
            block = []
        if line:
            block.append(line)
    found.extend(_joined(block))
    return found


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Stretch(start + left, start + right) if right > left else None


def _joined(block: list[Stretch]) -> list[Stretch]:
    """One paragraph if the block looks wrapped at a column, else one for each line."""
    wrapped = len(block) > 2 and all(
        _WRAP_MIN <= line.end - line.start <= _WRAP_MAX for line in block[:-1]
    )
    return [Stretch(block[0].start, block[-1].end)] if wrapped else block


def sentences(text: str, block: Stretch) -> list[Stretch]:
    """The sentences of one paragraph."""
    found = []
    start = block.start
    for match in _STOP.finditer(text, block.start, block.end):
        if match.end() < block.end and _ends(text, start, match):
            found.append(Stretch(start, match.end()))
            start = _ink(text, match.end())
    if start < block.end:
        found.append(Stretch(start, block.end))
    return found


def _ink(text: str, offset: int) -> int:
    while text[offset].isspace():
        offset += 1
    return offset


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the mark ends the sentence: not after an abbreviation or before lower case."""
    following = _NEXT_WORD.match(text, stop.end())
    if following is None or following[1][0].islower():
        return False
    if not stop[0].startswith(".") or stop[0].startswith(".."):
        return True
    before = _LAST_WORD.search(text, max(start, stop.start() - 24), stop.start())
    word = before[0] if before else ""
    if word.lower() in words("sentences", "never_final"):
        return False
    if _INITIALS.fullmatch(word + ".") or word.lower() in words("sentences", "rarely_final"):
        return following[1].lower() in words("sentences", "openers") or len(stop[0]) > 1
    return True
