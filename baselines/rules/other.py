"""The happening of no type that headline or first sentence report (V43)."""

from __future__ import annotations

from .collocations import Trigger
from .cues import cue_at
from .document import Document
from .lexicon import words
from .sentences import Stretch

__all__ = ["with_other"]

_HELPERS = {"will", "has", "have", "had", "was", "were", "is", "are", "been", "be", "to"}
_MODALS = {"will", "has", "have", "had", "was", "were", "is", "are"}
_CLOSED = words("names", "function") | words("grammar", "before_noun")


def with_other(
    doc: Document, found: list[Trigger], headline: Stretch | None, body: int
) -> list[Trigger]:
    """The triggers, and the main verb of the first sentence if head and it have none."""
    first = next((s for s in doc.sentences if s.start >= body and _told(doc, s)), None)
    if first is None:
        return found
    head = headline or first
    for stretch in (head, first):
        if any(stretch.start <= trigger.start < stretch.end for trigger in found):
            return found
    verb = _main_verb(doc, first)
    return sorted([*found, verb], key=lambda t: t.start) if verb is not None else found


def _told(doc: Document, sentence: Stretch) -> bool:
    """Whether a sentence is running text and no metadata."""
    inside = not doc.in_apparatus(sentence.start)
    return inside and doc.text[sentence.end - 1] in '.”"' and sentence.end - sentence.start > 40


def _main_verb(doc: Document, sentence: Stretch) -> Trigger | None:
    """The first verb after an auxiliary, or the first past form that follows a noun."""
    first = doc.token_at(sentence.start)
    for index in range(first + 1, doc.token_at(sentence.end)):
        token, before = doc.tokens[index], doc.tokens[index - 1].lower
        plain = token.text.isalpha() and token.text.islower() and token.lower not in _CLOSED
        if not plain or cue_at(doc, index) is not None or token.lower.endswith("ly"):
            continue
        helped = before in _HELPERS and any(
            t.lower in _MODALS for t in doc.tokens[max(first, index - 3) : index]
        )
        past = token.lower.endswith("ed") and before.isalpha() and before not in _CLOSED
        if helped or past:
            form = "past" if token.lower.endswith("ed") else "base"
            passive = form == "past" and before in ("was", "were", "been", "be", "is", "are")
            span = (token.start, token.end)
            return Trigger(*span, "OTHER", index, index, True, form, False, passive)
    return None
