"""Plain noun phrases, where no mention tells their extent: ``a place``, ``its import duty``."""

from __future__ import annotations

from .document import Document
from .extents import finite, is_closed
from .lexicon import words
from .sentences import Stretch

__all__ = ["phrase_after", "phrase_before", "with_modifier"]

_LONGEST = 9
_LEADS = (words("nominals", "determiners") - {"that"}) | {
    "more", "any", "no", "our", "my", "your", "such", "one",
}  # fmt: skip
_RESTRICTIVE = ("on", "to", "for", "against", "outside", "between")
_GLUE = ("-", "–", "'s", "’s", "'", "’")


def phrase_after(doc: Document, index: int, limit: int) -> Stretch | None:
    """The noun phrase that begins at this token, with what ``of`` adds to it."""
    tokens = doc.tokens
    if index >= len(tokens) or tokens[index].end > limit:
        return None
    start = end = tokens[index].start
    led = False
    for at in range(index, min(len(tokens), index + _LONGEST)):
        token = tokens[at]
        counted = at > index and not led and token.text[0].isdigit()  # fined Volt 900 kroner
        if token.start >= limit or counted or "\n" in doc.text[end : token.start]:
            break
        lead = token.lower in _LEADS and (at == index or led)
        glued = token.text in _GLUE and token.start == end
        if not lead and not glued and (is_closed(token) or (finite(token) and not led)):
            break
        led = lead or token.text[0].isdigit()
        end = token.end
    if end == start or tokens[doc.token_at(end) - 1].lower in _LEADS:
        return None
    after = doc.token_at(end)
    if after + 1 < len(tokens) and tokens[after].lower == "of":
        acting = tokens[after + 1].lower.endswith("ing")  # accused him of lying
        more = None if acting else phrase_after(doc, after + 1, limit)
        end = more.end if more else end
    return Stretch(start, end)


def with_modifier(doc: Document, phrase: Stretch, limit: int) -> Stretch:
    """The phrase with the restrictive modifier behind it: ``a place on board``."""
    after = doc.token_at(phrase.end)
    if after >= len(doc.tokens) or doc.tokens[after].lower not in _RESTRICTIVE:
        return phrase
    more = phrase_after(doc, after + 1, limit)
    return Stretch(phrase.start, more.end) if more else phrase


def phrase_before(doc: Document, index: int, start: int) -> Stretch | None:
    """The noun phrase that ends with this token, from its determiner or the sentence's start."""
    tokens = doc.tokens
    end = tokens[index].end if index >= 0 else start
    for at in range(index, max(-1, index - _LONGEST), -1):
        token = tokens[at]
        if token.start < start:
            return None
        if token.lower in _LEADS:
            before = tokens[at - 1].lower if at else ""
            return Stretch(token.start, end) if at < index and before != "of" else None
        if is_closed(token) and token.text not in _GLUE:
            return None
        if token.start == start:
            return Stretch(start, end)
    return None
