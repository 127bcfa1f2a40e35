"""Words to places: where a surface written in a sheet stands in the text, and the way back.

`surface` stands alone if it occurs once between word borders, `surface@2` is the second such
occurrence, and `surface@~2` the second of all, which may begin or end inside a word.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from goldfield.errors import DataError, Fault
from goldfield.schema.anchoring import Anchorer
from goldfield.schema.records import UNFOUND, Mention, Span
from goldfield.schema.text import cuts_word

__all__ = ["Problem", "Written", "locate", "split_surface", "surface_at"]

LISTED = 20
CONTEXT = 20
_SUFFIX = re.compile(r"(?s)(.+)@(~?)([0-9]{1,9})")


class Problem(NamedTuple):
    """Why a surface has no place, and what to write instead."""

    problem: str
    fix: str


class Written(NamedTuple):
    """A surface as a sheet spells it: the words, which occurrence, and whether all are counted."""

    words: str
    number: int | None
    raw: bool


def split_surface(written: str) -> Written:
    """Take the occurrence, the last ``@N`` or ``@~N``, off the words."""
    match = _SUFFIX.fullmatch(written)
    if match is None:
        return Written(written, None, False)
    return Written(match[1], int(match[3]), match[2] == "~")


def surface_at(text: str, span: Span, within: Span | None = None) -> str:
    """The shortest spelling that leads to `span`, counted inside `within` if that is given.

    Raises:
        DataError: the span does not hold its surface, or lies outside `within`.
    """
    raw = isinstance(span, Mention) and span.subword
    raw = raw or cuts_word(text, span.start) or cuts_word(text, span.end)
    starts = _occurrences(text, Written(span.text, None, raw), within)
    if span.start not in starts or text[span.start : span.end] != span.text:
        place = "its mention" if within is not None else "the text"
        problem = f"{_show(span.text)} is not at [{span.start}, {span.end}) of {place}"
        raise DataError([Fault("", "$", problem, "correct the span; a sheet cannot say it")])
    number = starts.index(span.start) + 1
    if raw:
        return f"{span.text}@~{number}"
    if len(starts) > 1 or _SUFFIX.fullmatch(span.text):
        return f"{span.text}@{number}"
    return span.text


def locate(
    text: str, surface: str, within: Span | None = None, *, may_cut: bool = False
) -> Span | Problem:
    """The span of a surface as a sheet writes it, or what is wrong with it.

    Args:
        text: the article.
        surface: the words, with ``@N`` or ``@~N`` if they need it.
        within: look and count only inside this span.
        may_cut: an occurrence chosen with ``@~N`` may begin or end inside a word.
    """
    written = split_surface(surface)
    words, number, _ = written
    if not words or words != words.strip():
        fix = "begin and end on a character; end a YAML block with `>-` or `|-`"
        return Problem(f"{_show(words)} has a blank at its edge or is empty", fix)
    starts = _occurrences(text, written, within)
    if not starts:
        return _unfound(text, surface, written, within)
    if number is None and len(starts) > 1:
        return _ambiguous(text, words, starts)
    if number is not None and not 1 <= number <= len(starts):
        fix = f"choose a number from 1 to {len(starts)}" if len(starts) > 1 else "leave it out"
        return Problem(f"{_show(words)} occurs {_times(len(starts))}, not {number}", fix)
    start = starts[(number or 1) - 1]
    if not may_cut and not _whole(text, start, start + len(words)):
        fix = "take the whole word; only a mention may cut one"
        return Problem(f"{_show(words)} stands inside {_word_around(text, start, words)}", fix)
    return Span(start, start + len(words), words)


def _whole(text: str, start: int, end: int) -> bool:
    return not (cuts_word(text, start) or cuts_word(text, end))


def _occurrences(text: str, written: Written, within: Span | None) -> list[int]:
    """Where the words begin: overlaps count, and unless `raw` only what lies at word borders."""
    low, high = (within.start, within.end) if within is not None else (0, len(text))
    starts: list[int] = []
    at = text.find(written.words, low, high)
    while at >= 0 and written.words:
        if written.raw or _whole(text, at, at + len(written.words)):
            starts.append(at)
        at = text.find(written.words, at + 1, high)
    return starts


def _ambiguous(text: str, words: str, starts: list[int]) -> Problem:
    seen = [
        f"@{number} '{_around(text, start, start + len(words))}'"
        for number, start in enumerate(starts[:LISTED], 1)
    ]
    more = f" and {len(starts) - LISTED} more" if len(starts) > LISTED else ""
    fix = f"add the number of the one you mean: {', '.join(seen)}{more}"
    return Problem(f"{_show(words)} occurs {_times(len(starts))}", fix)


def _unfound(text: str, surface: str, written: Written, within: Span | None) -> Problem:
    words = written.words
    if within is not None:
        fix = "write the head as it stands inside the words of its mention"
        inside = _occurrences(text, Written(words, None, True), within)
        place = "stands only inside a word of" if inside else "is not in"
        return Problem(f"{_show(words)} {place} its mention {_show(within.text)}", fix)
    if surface != words and surface in text:
        fix = f"the last @N is the occurrence: write {surface}@1"
        return Problem(f"{_show(words)} is not in the text, {_show(surface)} is", fix)
    at = text.find(words)
    if at >= 0:
        problem = f"{_show(words)} stands only inside words: {_word_around(text, at, words)}"
        fix = f"take the whole word; if a mention is meant to cut it, write {words[:40]}@~1"
        return Problem(problem, fix)
    return Problem(f"{_show(words)} is not in the text", _nearest(text, words))


def _nearest(text: str, words: str) -> str:
    """A fix for words that are not in the text: what is there instead."""
    start, end = Anchorer(text).anchor(words, "$.sheet")
    if start != UNFOUND:
        return f"copy it as it stands: {text[start:end]!r}"
    length = _common(text, words)
    if length < 8:
        return "copy the words from the text"
    end = text.index(words[:length]) + length
    have, want = text[end : end + CONTEXT], words[length : length + CONTEXT]
    kept = words[max(0, length - CONTEXT) : length]
    return f"after {kept!r} the text has {have!r}, the sheet {want!r}"


def _common(text: str, words: str) -> int:
    """The length of the longest beginning of `words` that is somewhere in `text`."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if words[:middle] in text else (low, middle - 1)
    return low


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return " ".join(f"{before}[{_short(text[start:end])}]{after}".split())


def _word_around(text: str, start: int, words: str) -> str:
    end = start + len(words)
    while cuts_word(text, start) and end - start < 80:
        start -= 1
    while cuts_word(text, end) and end - start < 80:
        end += 1
    return repr(text[start:end])


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:19]}...{words[-18:]}"


def _show(words: str) -> str:
    return repr(_short(words))
