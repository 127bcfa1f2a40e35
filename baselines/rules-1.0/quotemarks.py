"""Pairs of quote marks, told apart from apostrophes; quotes that run over paragraphs."""

from __future__ import annotations

import re
from typing import NamedTuple

from .document import Document
from .sentences import Stretch

__all__ = ["Quoted", "find_quoted", "is_title"]

_MARK = re.compile(r"[\"“”„«»'‘’]")
_LONGEST_SINGLE = 600


class Quoted(NamedTuple):
    """The text inside one pair of marks; `outer` covers the marks, `open` lacks its closing one."""

    start: int
    end: int
    outer: Stretch
    open: bool


def find_quoted(doc: Document) -> list[Quoted]:
    """Every pair of outer marks in the body, in order. A pair never leaves its paragraph."""
    found: list[Quoted] = []
    for block in doc.paragraphs:
        found.extend(_pairs(doc.text, block))
    return [quoted for quoted in found if quoted.start < quoted.end]


def _pairs(text: str, block: Stretch) -> list[Quoted]:
    marks = list(_MARK.finditer(text, block.start, block.end))
    found: list[Quoted] = []
    at = 0
    while at < len(marks):
        mark = marks[at]
        if mark[0] == '"' and not _opens(text, mark) and not _glued(text, mark):
            at += 1
        elif mark[0] in '"“„«':
            close = _closing_double(text, marks, at)
            stop = marks[close].start() if close is not None else block.end
            stray = close is None and at + 1 < len(marks)
            if not stray:
                found.append(_quoted(text, mark.start(), stop, close is None))
            at = at + 1 if close is None else close + 1
        elif mark[0] in "'‘" and _opens(text, mark):
            close = _closing_single(text, marks, at)
            if close is not None:
                found.append(_quoted(text, mark.start(), marks[close].start(), False))
            at = at + 1 if close is None else close + 1
        else:
            at += 1
    return found


def _quoted(text: str, mark: int, stop: int, unclosed: bool) -> Quoted:
    inner = text[mark + 1 : stop]
    start = mark + 1 + len(inner) - len(inner.lstrip())
    end = mark + 1 + len(inner.rstrip())
    return Quoted(start, end, Stretch(mark, stop if unclosed else stop + 1), unclosed)


def _opens(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark stands before a word and after a blank, a bracket or a dash."""
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    if not after or after.isspace() or (mark[0] in "'‘’" and after.isdigit()):
        return False
    return not before or before.isspace() or before in '([{—–-:;"“/'


def _glued(text: str, mark: re.Match[str]) -> bool:
    """A straight mark between two words or two blanks tells nothing: let it open."""
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    return before.isspace() == after.isspace() and bool(after) and before not in ".,!?"


def _closing_double(text: str, marks: list[re.Match[str]], at: int) -> int | None:
    """The next mark that closes: the curly one of the pair, or the next straight one."""
    opener = marks[at][0]
    closers = {'"': '"”', "“": '”"', "„": "“”", "«": "»"}[opener]
    for index in range(at + 1, len(marks)):
        mark = marks[index]
        if mark[0] in closers:
            opens_next = mark[0] == '"' == opener and _opens(text, mark)
            return None if opens_next and text[mark.start() - 1].isspace() else index
        if mark[0] == opener and opener != '"':
            return None
    return None


def _closing_single(text: str, marks: list[re.Match[str]], at: int) -> int | None:
    """A single mark closes after punctuation; after a letter only if no better one follows.

    U+2019 is the apostrophe too: within a word, or after the s of a plural, it closes nothing
    as long as a mark after punctuation is still to come.
    """
    closer = "'" if marks[at][0] == "'" else "’"
    fallback = None
    for index in range(at + 1, min(len(marks), at + 40)):
        mark = marks[index]
        if mark.start() - marks[at].start() > _LONGEST_SINGLE or mark[0] in '"“':
            break
        if mark[0] != closer or text[mark.end() : mark.end() + 1].isalnum():
            if mark[0] in "'‘" and _opens(text, mark) and fallback is not None:
                break
            continue
        before = text[mark.start() - 1]
        if before in ".,!?…;":
            return index
        if fallback is None and not before.isspace():
            fallback = index
            if before != "s":
                return index
    return fallback


def is_title(doc: Document, quoted: Quoted) -> bool:
    """Whether marks hold a title: most of its longer words are capitalised."""
    longer = [token for token in doc.between(quoted.start, quoted.end) if len(token.text) > 3]
    capitals = sum(token.text[0].isupper() for token in longer)
    return capitals >= max(1, 0.6 * len(longer)) and doc.text[quoted.end - 1] not in ".,!?"
