"""Quotes of corpora that mark ascribed words, made into our own: without marks, with a type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from goldfield.schema.labels import QuoteType, SourceStatus
from goldfield.schema.records import Quote, Source, Span
from goldfield.schema.text import cuts_word

__all__ = ["marked_places", "quote_of", "source_of", "spans_of", "whole_words"]

Place = tuple[int, int]

_MARKS = re.compile('[“”"«»\n]')
_LONGEST_WORD = 64
_CLOSES = {"“": "”", "«": "»", '"': '"”'}


def marked_places(text: str) -> list[Place]:
    """The insides of outer pairs of double quote marks, in order, in code points.

    A pair that its line does not close runs to the end of it: paragraphs of one quote open anew.
    """
    found: list[Place] = []
    opener, start, depth = "", 0, 0
    for mark in _MARKS.finditer(f"{text}\n"):
        char = mark[0]
        if opener and (char == "\n" or (char in _CLOSES[opener] and depth == 1)):
            found.append((start, mark.start()))
            opener = ""
        elif opener:
            depth += (char == opener) - (char in _CLOSES[opener])
        elif char in _CLOSES:
            opener, start, depth = char, mark.end(), 1
    return found


def whole_words(text: str, place: Place) -> Place:
    """A place with the words whole that it cuts, which annotators do by slips of the mouse.

    A word that goes on for longer than any does is left cut.
    """
    start, end = place
    before, after = range(start, start - _LONGEST_WORD, -1), range(end, end + _LONGEST_WORD)
    return (
        next((at for at in before if not cuts_word(text, at)), start),
        next((at for at in after if not cuts_word(text, at)), end),
    )


def spans_of(text: str, places: Iterable[Place]) -> list[Span]:
    """The spans of places without blanks at their edges; a place of blanks has none."""
    spans: list[Span] = []
    for start, end in places:
        if words := text[start:end].strip():
            first = text.index(words, start)
            spans.append(Span(first, first + len(words), words))
    return spans


def source_of(span: Span | None = None, name: str | None = None) -> Source:
    """Whom words are ascribed to, by a place or a name; implicit if there is neither."""
    status: SourceStatus = "explicit" if span or name else "implicit"
    return Source(entity=None, span=span, name=name, status=status, acceptable=[])


def quote_of(
    id: str, text: str, places: Sequence[Place], marked: Sequence[Place], source: Source
) -> Quote:
    """A quote whose ascribed words are at `places`.

    A fragment whose words are all in quote marks loses the marks, the others stay as they are. So
    the type is what the spans say: direct if all words are in marks, mixed if some are. Content
    is empty if no fragment has a letter or digit.
    """
    content: list[Span] = []
    quoted: list[Span] = []
    for start, end in places:
        cut = [
            (max(start, low), min(end, high)) for low, high in marked if low < end and start < high
        ]
        inside = [span for span in spans_of(text, cut) if _letters(span.text)]
        quoted += inside
        whole = _letters(text[start:end]) == sum(_letters(span.text) for span in inside)
        content += inside if whole else spans_of(text, [(start, end)])
    type: QuoteType = "mixed" if quoted else "indirect"
    if quoted and quoted == content:
        type = "direct"
    return Quote(
        id=id, type=type, source=source, cue=None, content=content, quoted=quoted,
        addressee=None, parent=None,
    )  # fmt: skip


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
