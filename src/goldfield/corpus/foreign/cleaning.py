"""A foreign text as goldfield keeps texts, and where its offsets went.

Released text has line feeds only, no byte order mark, no NUL, and is in Unicode normal form C.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from goldfield.schema.records import Span
from goldfield.schema.text import normalised

__all__ = ["Cleaned", "clean"]

_BREAKS = re.compile("\r\n?|[\ufeff\0]|[^\r\ufeff\0]+")
_BECOME = {"\r\n": "\n", "\r": "\n", "\ufeff": "", "\0": ""}


class Cleaned(NamedTuple):
    """A text made clean; for each original code point where what became of it starts and ends."""

    text: str
    starts: list[int]
    ends: list[int]

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """The half-open place of an original one; blanks at its edges are left out.

        None if it is reversed, outside the text, or holds nothing but blanks. A character that was
        composed of several belongs to a place that has any of them.
        """
        if not 0 <= start < end <= len(self.starts):
            return None
        first, last = self.starts[start], self.ends[end - 1]
        surface = self.text[first:last]
        first += len(surface) - len(surface.lstrip())
        last -= len(surface) - len(surface.rstrip())
        return (first, last) if first < last else None

    def span(self, start: int, end: int) -> Span | None:
        """The same with its surface."""
        place = self.place(start, end)
        return None if place is None else Span(*place, self.text[slice(*place)])


def clean(raw: str) -> Cleaned:
    """Turn CRLF and CR to LF, drop byte order marks and NULs, and compose characters."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for source, target in _pieces(raw):
        after = at + len(target)
        if source == target:
            starts += range(at, after)
            ends += range(at + 1, after + 1)
        else:
            starts += [at] * len(source)
            ends += [after] * len(source)
        text.append(target)
        at = after
    cleaned = Cleaned("".join(text), starts, ends)
    if not unicodedata.is_normalized("NFC", cleaned.text):  # what was dropped stood in between
        again = clean(cleaned.text)
        edges = [*again.starts, len(again.text)]
        last = [0, *again.ends]
        return Cleaned(again.text, [edges[at] for at in starts], [last[at] for at in ends])
    return cleaned


def _pieces(raw: str) -> Iterator[tuple[str, str]]:
    """The text cut into pieces, each with what it becomes; a piece that changes is the shortest."""
    for piece in _BREAKS.findall(raw):
        if piece in _BECOME:
            yield piece, _BECOME[piece]
        elif unicodedata.is_normalized("NFC", piece):
            yield piece, piece
        else:
            yield from ((one, normalised("NFC", one)) for one in _characters(piece))


def _characters(text: str) -> Iterator[str]:
    """Runs of code points that normal form C composes or orders among themselves."""
    run = ""
    for char in text:
        if run and not unicodedata.combining(char) and not _joins(run, char):
            yield run
            run = ""
        run += char
    if run:
        yield run


def _joins(run: str, char: str) -> bool:
    return normalised("NFC", run + char) != normalised("NFC", run) + normalised("NFC", char)
