"""How far ascribed words reach: the extents of content, form by form."""

from __future__ import annotations

import re
from itertools import chain
from typing import NamedTuple

from .attribution import Unit
from .cues import Cue, is_passive
from .document import Document, Token
from .extents import finite
from .lexicon import mapping, words
from .quotemarks import Quoted
from .sentences import Stretch
from .shapes import is_capital
from .speakers import Speakers

__all__ = ["Complement", "clause_before", "comma_after", "complement_after", "is_all", "trimmed"]

_SECOND_CLAUSE = re.compile(r", (?:and|but) (?=(?:he|she|they|it|we|the|a|an|there|[A-Z])\b)")
_ADDING = re.compile(
    r",? (?:adding|noting|saying|stressing|claiming|warning|citing|and (?:added|said))\b"
)
_REASON = re.compile(r" because |, (?:after|who|which|but|said|says|as)\b")
_LEADS = words("grammar", "telling_lead")
_NO_SUBJECT = words("grammar", "no_subject")
_VERBAL = words("grammar", "verbal")
_LOOK_AHEAD = 16
_NEAR = 60


class Complement(NamedTuple):
    """Where the content after a cue begins and ends, and whom the cue addresses."""

    start: int
    end: int
    addressee: int | None
    strong: bool


def trimmed(text: str, start: int, end: int) -> Stretch:
    """The stretch without blanks, joining marks and a final period at its edges."""
    while start < end and (text[start].isspace() or text[start] in ",;:—–"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:.—–"):
        end -= 1
    return Stretch(start, end)


def clause_before(doc: Document, start: int, end: int, quoted: list[Quoted]) -> Stretch:
    """The clause that precedes a cue and its subject; whole marks stay in."""
    last = quoted[-1] if quoted else None
    piece = trimmed(doc.text, start, end)
    if last is not None and last.outer.end >= piece.end:
        return Stretch(piece.start, last.outer.end)
    return piece


def is_all(text: str, quoted: Quoted, content: Stretch) -> bool:
    """Whether a pair of marks holds all of the content; not a copy of it is made to tell."""
    first, last = quoted.outer
    rest = chain(range(content.start, first), range(last, content.end))
    return first <= content.end and all(text[at] in " ,.;:—–" for at in rest)


def comma_after(doc: Document, speakers: Speakers, offset: int, end: int) -> int | None:
    """Past the comma that ends a lead-in, and past an apposition to its source."""
    comma = doc.text.find(",", offset, end)
    if comma < 0:
        return None
    following = doc.text.find(",", comma + 1, min(end, comma + 90))
    first = doc.between(comma + 1, end)[:1]
    apposed = following > 0 and first and first[0].lower in ("the", "a", "an", "who", "which")
    nominal = speakers.within(comma + 1, following) if apposed else []
    whole = any(m.start == first[0].start and m.end == following for m in nominal)
    return following + 1 if whole else comma + 1


def complement_after(
    doc: Document, unit: Unit, cue: Cue, region: Stretch, speakers: Speakers
) -> Complement | None:
    """The clause, the infinitive or the quoted words that a cue introduces."""
    at = cue.last + 1
    addressee, addressed = None, False
    if cue.lemma in words("quotes", "addressee_verbs") or cue.lemma == "accuse":
        told = speakers.object_after(doc.tokens[cue.last].end)
        if told is not None and told.end <= region.end:
            addressee, at = told.cluster, doc.token_at(told.end)
        elif is_passive(doc, cue.first):
            subject = speakers.before(cue.first, region.start)
            addressee = subject.cluster if subject else None
            addressed = True
    at, opened = _past_adverbials(doc, unit, at, region)
    tokens = doc.tokens
    if at >= len(tokens) or tokens[at].start >= region.end:
        return None
    if cue.lemma in words("quotes", "fragment_verbs"):
        return _fragment(doc, unit, cue, at, region)
    marked = opened or not unit.outside(tokens[at].start)
    if cue.lemma == "accuse" and tokens[at].lower == "of" and at + 1 < len(tokens):
        at += 1
        marked = not unit.outside(tokens[at].start)
    kind = "strong" if marked else _kind(doc, cue, at, addressed or addressee is not None)
    if kind is None:
        return None
    start = tokens[at].start
    return Complement(start, _end(doc, unit, start, region), addressee, kind == "strong")


def _fragment(doc: Document, unit: Unit, cue: Cue, at: int, region: Stretch) -> Complement | None:
    """``called the pier “a trap”``: object and fragment; after ``condemned`` the fragment."""
    start = doc.tokens[at].start
    quoted = next((q for q in unit.quoted if start <= q.outer.start < region.end), None)
    if quoted is None or quoted.outer.start - start > _NEAR or quoted.outer.end > region.end:
        return None
    if any(mark in doc.text[start : quoted.outer.start] for mark in ",;:."):
        return None
    naming = cue.lemma in words("quotes", "naming")
    return Complement(start if naming else quoted.outer.start, quoted.outer.end, None, True)


def _past_adverbials(doc: Document, unit: Unit, at: int, region: Stretch) -> tuple[int, bool]:
    """Over time and place of the telling up to ``that``, a colon or a mark, if one is near."""
    tokens = doc.tokens
    at = _past_day(tokens, at)
    limit = min(len(tokens), at + _LOOK_AHEAD)
    for index in range(at, limit):
        token = tokens[index]
        if token.start >= region.end:
            break
        if not unit.outside(token.start):
            before = tokens[index - 1].text if index > at else ""
            near = index == at or before in (",", ":", "that")
            return (index, True) if near else (at, False)
        if token.lower == "that" and (index == at or _adverbial(tokens[at:index])):
            return index + 1, True
        if token.text == ":":
            return index + 1, True
        if token.text in ".;!?":
            break
    return at, False


def _past_day(tokens: list[Token], at: int) -> int:
    """Over ``Tuesday`` and ``on Tuesday``."""
    days = mapping("times", "weekdays")
    first, second = ([token.lower for token in tokens[at : at + 2]] + ["", ""])[:2]
    if first in days:
        return at + 1
    return at + 2 if first in ("on", "late", "early") and second in days else at


def _adverbial(between: list[Token]) -> bool:
    return between[0].lower in _LEADS or is_capital(between[0]) or between[0].text == ","


def _kind(doc: Document, cue: Cue, at: int, addressed: bool) -> str | None:
    """Whether unmarked words at the token are content: surely, probably, or not."""
    token = doc.tokens[at]
    following = doc.tokens[at + 1].lower if at + 1 < len(doc.tokens) else ""
    if token.lower in ("whether", "if", "how", "why", "what") and cue.lemma in (
        "ask",
        "say",
        "explain",
        "tell",
    ):
        return "strong"
    if token.lower == "not" and following == "to" and (cue.force or addressed):
        return "strong"
    if token.lower == "to" and (cue.force or addressed):
        verb = following.isalpha() and following.islower() and following not in ("the", "a", "an")
        return "strong" if verb or following in ("“", '"', "‘", "'") else None
    if token.lower.endswith("ing") and cue.lemma in ("accuse", "deny", "admit"):
        return "strong"
    if cue.weak or cue.form == "noun":
        return None
    return "clause" if _finite(doc, at) else None


def _finite(doc: Document, at: int) -> bool:
    """Whether a clause with a subject and a verb seems to begin here."""
    token = doc.tokens[at]
    counted = doc.tokens[at + 1].text[0].isdigit() if at + 1 < len(doc.tokens) else False
    if not token.text[0].isalnum() or (token.lower in _NO_SUBJECT and not counted):
        return False
    for later in doc.tokens[at + 1 : at + 14]:
        if later.lower in _VERBAL or finite(later):
            return True
        if later.text in ".;":
            return False
    return False


def _end(doc: Document, unit: Unit, start: int, region: Stretch) -> int:
    """Up to a second cue, a second clause without ``that``, or the end; whole marks stay in."""
    end = region.end
    for pattern in (_ADDING, _SECOND_CLAUSE):
        for match in pattern.finditer(doc.text, start, end):
            if unit.outside(match.start()) and _closes(doc, unit, pattern, match, end):
                end = match.start()
                break
    if doc.text.startswith(("to ", "not to "), start):
        reason = _REASON.search(doc.text, start, end)
        end = reason.start() if reason and unit.outside(reason.start()) else end
    for quoted in reversed(unit.quoted):
        if quoted.outer.end <= end and not doc.text[quoted.outer.end : end].strip(" ,.;"):
            return quoted.outer.end
    return trimmed(doc.text, start, end).end


def _closes(
    doc: Document, unit: Unit, pattern: re.Pattern[str], match: re.Match[str], end: int
) -> bool:
    if pattern is _ADDING:
        return True
    return not any(match.end() <= q.outer.start < end for q in unit.quoted)
