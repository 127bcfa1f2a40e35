"""Cues: the words by which a text ascribes other words to somebody."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from .document import Document
from .inflect import is_adverb, noun_forms, verb_forms
from .lexicon import words

__all__ = ["Cue", "CueWord", "cue_at", "is_passive"]

_NOUN_BEFORE = words("grammar", "before_noun")


class CueWord(NamedTuple):
    """What the lexicon knows of a form."""

    lemma: str
    form: str
    weak: bool
    force: bool


class Cue(NamedTuple):
    """A cue in the text: the places of its first and last token, and what the lexicon knows."""

    first: int
    last: int
    lemma: str
    form: str
    weak: bool
    force: bool


@cache
def _verbs() -> dict[str, CueWord]:
    found: dict[str, CueWord] = {}
    for key in ("report", "force", "fragment_verbs"):
        for lemma in words("quotes", key):
            weak = lemma in words("quotes", "weak") or key == "fragment_verbs"
            for form, kind in verb_forms(lemma).items():
                found.setdefault(form, CueWord(lemma, kind, weak, key == "force"))
    return found


@cache
def _nouns() -> frozenset[str]:
    return frozenset(form for noun in words("quotes", "nouns") for form in noun_forms(noun))


def cue_at(doc: Document, index: int) -> Cue | None:
    """The cue that begins at this token, if it is used as one."""
    tokens = doc.tokens
    token = tokens[index]
    if token.lower == "according":
        near = index + 1 < len(tokens) and tokens[index + 1].lower == "to"
        return Cue(index, index + 1, "according to", "according", False, False) if near else None
    if token.lower in _nouns() and _noun_cue(doc, index):
        return Cue(index, index, token.lower, "noun", True, False)
    word = _verbs().get(token.lower)
    return Cue(index, index, *word) if word and _is_verb(doc, index, word) else None


def _is_verb(doc: Document, index: int, word: CueWord) -> bool:
    """Whether a form of the lexicon is used as a verb with a subject here."""
    token = doc.tokens[index]
    before = doc.tokens[index - 1].lower if index else ""
    capital, initial = token.text[0].isupper(), doc.initial(token.start)
    if capital and (word.form == "third" or not initial):
        return False
    if word.form == "ing":
        return before in (",", "is", "are", "was", "were", "while", "as", "")
    if before in _NOUN_BEFORE or (before == "-" and doc.tokens[index - 1].end == token.start):
        return False
    return word.form != "base" or _finite_base(doc, index)


def _noun_cue(doc: Document, index: int) -> bool:
    """A noun ascribes if ``that`` follows and no subject makes it a verb."""
    following = doc.tokens[index + 1].lower if index + 1 < len(doc.tokens) else ""
    before = doc.tokens[index - 1].lower if index else ""
    plural_noun = before in ("are", "were", "is", "was", "been") or before in _NOUN_BEFORE
    return following == "that" and plural_noun


def _finite_base(doc: Document, index: int) -> bool:
    """A base form is a verb after a plural subject, a modal or ``to``; not at the start."""
    if index == 0 or doc.initial(doc.tokens[index].start):
        return False
    before = doc.tokens[index - 1].lower
    if before in ("to", "not", "will", "would", "may", "might", "could", "can", "should", "must"):
        return before in ("will", "would")
    named = doc.tokens[index - 1].text[0].isupper() and not doc.initial(doc.tokens[index - 1].start)
    return (
        named
        or before.endswith("s")
        or before in ("they", "who", "i", "we", "people", "police", "also")
    )


def is_passive(doc: Document, index: int) -> bool:
    """Whether a past form stands in the passive: was told, have been ordered."""
    if index + 1 < len(doc.tokens) and doc.tokens[index + 1].lower == "by":
        return True  # seven fishermen seized by guards
    for at in range(index - 1, max(-1, index - 4), -1):
        lower = doc.tokens[at].lower
        if lower in ("was", "were", "been", "being", "is", "are", "be"):
            return True
        if not (is_adverb(lower) or lower in words("quotes", "adverbs")):
            return False
    return False
