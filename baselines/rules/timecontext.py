"""What the resolvers of time expressions may look at: the anchor date and the tense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .document import Document
from .lexicon import alternation, words

__all__ = ["Context", "Reading", "Timex"]

_FUTURE = alternation(words("times", "future_cues"))
_PAST = alternation(words("times", "past_cues"))
_TENSE = re.compile(
    rf"\b(?:(?P<future>{_FUTURE})|(?<!be\ )(?<!is\ )(?<!are\ )(?:{_PAST}|[a-z]{{2,20}}ed))\b", re.I
)


_UNTIL = re.compile(r"\b(?:is|are|has|have|remains?)\b[^.;]*\b(?:until|till)\b[\w ]{0,24}$")


class Timex(NamedTuple):
    """A time expression; `anchor` is DCT, the index of another one, or None."""

    start: int
    end: int
    type: str
    value: str | None
    anchor: str | int | None
    vague: bool


class Reading(NamedTuple):
    """What a resolver makes of a match."""

    type: str
    value: str | None
    anchor: str | int | None = None
    vague: bool = False


@dataclass(slots=True)
class Context:
    """The document, the publication date and the expressions found so far; `year` is one that
    the text tells where there is no such date."""

    doc: Document
    anchor: date | None
    found: list[Timex]
    year: int | None = None

    def future(self, start: int, end: int) -> bool:
        """Whether the clause speaks of what is to come: its last cue before, else first after."""
        doc = self.doc
        if not doc.sentences:
            return False
        sentence = doc.sentences[doc.sentence_at(start)]
        if _UNTIL.search(doc.text, max(sentence.start, start - 120), start):
            return True
        before = list(_TENSE.finditer(doc.text, max(sentence.start, start - 120), start))
        cue = before[-1] if before else None
        if cue is None:
            cue = _TENSE.search(doc.text, end, max(end, min(sentence.end, end + 80)))
        return cue is not None and cue["future"] is not None

    def previous(self, grain: int = 4) -> int | None:
        """Index of the last expression with a value at least as long as the grain."""
        for index in range(len(self.found) - 1, max(-1, len(self.found) - 9), -1):
            value = self.found[index].value
            if value and len(value) >= grain and value[:4].isdigit():
                return index
        return None

    def word_before(self, start: int) -> str:
        """The lower-cased token before the offset, or an empty string."""
        index = self.doc.token_at(start)
        return self.doc.tokens[index - 1].lower if index else ""

    def word_after(self, end: int) -> str:
        """The token after the offset as written, or an empty string."""
        index = self.doc.token_at(end)
        return self.doc.tokens[index].text if index < len(self.doc.tokens) else ""
