"""What an act of speech is about, where it is no participant: a clause or a noun phrase."""

from __future__ import annotations

import re
from bisect import bisect_left

from .attribution import Attribution
from .circumstances import Argument
from .collocations import Trigger
from .document import Document

__all__ = ["Topics"]

_NEAR = 8
_SPOKEN = ("AGREE", "CONCEDE", "SUPPORT", "REQUEST", "ADVISE", "ACCUSE", "REJECT", "THREATEN")
_PHRASE = re.compile(
    r"\s+(?P<phrase>(?:the|an?|its|his|her|their|that|this|any|more)"
    r"\s+[\w’'-]+(?:\s+[\w-]+){0,3}?)"
    r"(?=\s+(?:of|in|on|at|for|to|by|from|with|and|but|that|after|before|as|until|when)\b"
    r"|\s*[,.;:”\"“]|\s*$)"
)
_SUBJECT = re.compile(r"(?P<phrase>(?:the|its|his|her|their|an?)\s+[\w-]+(?:\s+[\w-]+){0,2}?)"
                      r"\s+(?:ha[sd]|have|was|were|is|are)\b[\s\w]{0,16}$", re.I)  # fmt: skip


class Topics:
    """Finds clauses among the contents of quotes, and noun phrases after the trigger."""

    def __init__(self, doc: Document, quotes: list[Attribution]) -> None:
        self.doc = doc
        self.by_cue = {quote.cue.start: quote for quote in quotes if quote.cue}

    def of(
        self, trigger: Trigger, triggers: list[Trigger], found: list[Argument]
    ) -> list[Argument]:
        """The topic of a trigger; empty if it has one, or takes none."""
        if trigger.type not in _SPOKEN or any(a.role == "topic" for a in found):
            return []
        quote = self.by_cue.get(trigger.start)
        if quote is not None and quote.content:
            start, end = quote.content[0]
            at = bisect_left(triggers, start, key=lambda t: t.start)
            inner = triggers[at] if at < len(triggers) and triggers[at].end <= end else None
            if inner is not None and inner.first - self.doc.token_at(start) < _NEAR:
                return [Argument("topic", inner.start, inner.end, "event", inner.first)]
            return [Argument("topic", start, end, "text", None)]
        if any(a.start > trigger.end and a.role in ("target", "topic") for a in found):
            return []
        return self._phrase(trigger)

    def _phrase(self, trigger: Trigger) -> list[Argument]:
        if not trigger.verb:
            return []
        text = self.doc.text
        if trigger.passive:
            match = _SUBJECT.search(text, max(0, trigger.start - 60), trigger.start)
        else:
            match = _PHRASE.match(text, trigger.end, min(len(text), trigger.end + 80))
        return [Argument("topic", *match.span("phrase"), "text", None)] if match else []
