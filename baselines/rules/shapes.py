"""Runs of capitalised words: the stretches in which names can be."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Document, Token
from .knowledge import is_given_name, known, known_at
from .lexicon import words
from .sentences import Stretch

__all__ = [
    "HEADS",
    "head_type",
    "is_capital",
    "is_common",
    "is_function",
    "is_proper",
    "runs",
    "titled",
]

_LONGEST = 12
_TITLED_SHARE = 0.65
_FAMILY_JOINS = ("of", "for", "on", "and", "against")
HEADS: dict[str, str] = {
    word: kind
    for kind in ("GPE", "LOC", "EVT", "DOC", "FAC", "ORG")
    for word in words("names", kind.lower())
}
_OFFICES = {"ministry", "department", "committee", "commission", "agency", "institute", "council",
            "administration", "centre", "center", "federation", "union", "service"}  # fmt: skip
_PORTFOLIOS = {"minister", "secretary", "undersecretary", "ministry", "department"}


def is_capital(token: Token) -> bool:
    """Whether the token is a word that begins with a capital."""
    return token.text[0].isupper()


def is_function(token: Token) -> bool:
    """Whether the word belongs to no name unless inside it: the, in, however."""
    if token.text.isupper() and len(token.text) > 1 and known(token.text):
        return False
    return token.lower in words("names", "function") or token.lower.endswith(("n't", "n’t"))


def is_common(token: Token) -> bool:
    """Whether the word is no name by itself."""
    return is_function(token) or token.lower in words("names", "common")


def is_proper(word: str) -> bool:
    """Whether a word alone could only be a name: no ordinary word, no head of names."""
    lower = word.lower()
    plain = lower in words("names", "ordinary") or lower in words("names", "common")
    return len(word) > 3 and not plain and lower not in HEADS and known(word) is None


def titled(doc: Document, block: Stretch) -> bool:
    """Whether a paragraph is set in capitals or in title case, where capitals say nothing."""
    surface = doc.text[block.start : block.end]
    if len(surface) < 60 and surface.isupper() and " " in surface:
        return True
    if len(surface) > 250 or (surface[-1] in ".,;" and not surface.isupper()):
        return False
    long = [
        t for t in doc.between(block.start, block.end) if len(t.text) > 3 and t.text[0].isalpha()
    ]
    return len(long) > 3 and sum(map(is_capital, long)) >= _TITLED_SHARE * len(long)


def runs(doc: Document, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The runs among tokens ``first`` to ``last - 1``, as indices of first and last token."""
    index = first
    while index < last:
        if is_capital(doc.tokens[index]):
            end = _run_end(doc, index, last)
            yield index, end
            index = end
        index += 1


def _run_end(doc: Document, start: int, limit: int) -> int:
    end = start
    headed = doc.tokens[start].lower in HEADS or doc.tokens[start].lower in _PORTFOLIOS
    while end - start < _LONGEST:
        following = _following(doc, start, end, headed)
        if following is None or following >= limit:
            return end
        end = following
        headed = headed or doc.tokens[end].lower in HEADS or doc.tokens[end].lower in _PORTFOLIOS
    return end


def _following(doc: Document, start: int, end: int, headed: bool) -> int | None:
    """Index of the next token of the run, over what may join it; None if the run ends."""
    tokens = doc.tokens
    if end + 1 >= len(tokens):
        return None
    here, beside = tokens[end], tokens[end + 1]
    if beside.start == here.end:
        return _glued(tokens, end)
    if doc.text[here.end : beside.start] != " ":
        return None
    return end + 1 if is_capital(beside) else _over_joint(doc, start, end, headed)


def _over_joint(doc: Document, start: int, end: int, headed: bool) -> int | None:
    """Over an ampersand, a particle of a name, or the joint of an office or a work."""
    here, beside = doc.tokens[end], doc.tokens[end + 1]
    if beside.text == "&":
        return end + 2 if _capital_at(doc.tokens, end + 2) else None
    if beside.lower in words("names", "particles") and not is_common(here):
        return _after_particle(doc.tokens, end + 1)
    if headed and beside.lower in _FAMILY_JOINS:
        return _after_join(doc, start, end)
    return None


def _capital_at(tokens: list[Token], index: int) -> bool:
    return index < len(tokens) and is_capital(tokens[index])


def _glued(tokens: list[Token], end: int) -> int | None:
    """Over a hyphen, the point of an initial, an ampersand or a possessive inside a name."""
    here, mark = tokens[end], tokens[end + 1]
    if end + 2 >= len(tokens):
        return None
    after = tokens[end + 2]
    touching = after.start == mark.end
    if mark.text in "-‑" and touching:
        tail = after.text[0].islower() and len(after.text) <= 6 and len(here.text) <= 8
        name = (
            tail and after.lower not in words("names", "hyphen_tails") and known(here.text) is None
        )
        return end + 2 if is_capital(after) or (name and after.text.isalpha()) else None
    code = mark.text == "-" and after.text.isdigit() and here.text.isupper()
    if touching and (code or (mark.text == "&" and is_capital(after))):
        return end + 2
    spaced = after.start == mark.end + 1 and is_capital(after)
    if mark.text == "." and len(here.text) == 1 and spaced and not is_common(after):
        return end + 2
    if mark.text == "." and here.lower in words("names", "titles") | words("names", "honorifics"):
        return end + 2 if spaced else None
    plural = mark.text in "'’" and here.lower.endswith("s") and after.lower in HEADS
    possessive = plural or (
        mark.text in ("'s", "’s") and here.lower in words("names", "possessive")
    )
    return end + 2 if possessive and spaced else None


def _after_particle(tokens: list[Token], index: int) -> int | None:
    """Over ``van``, ``de la``, ``al-`` to the capital that must follow."""
    for step in (1, 2):
        if _capital_at(tokens, index + step):
            between = tokens[index + 1].text if step == 2 else ""
            joined = (
                step == 1 or between in ("-", "'", "’") or between in words("names", "particles")
            )
            return index + step if joined else None
    return None


def _after_join(doc: Document, start: int, end: int) -> int | None:
    """Over ``of``, ``of the``, ``for``, ``and`` in the name of an office or an event."""
    tokens, join = doc.tokens, doc.tokens[end + 1].lower
    if join == "and" and not any(t.lower in _OFFICES for t in tokens[start : end + 1]):
        return None
    if join != "and" and tokens[end].lower not in HEADS and tokens[end].lower not in _PORTFOLIOS:
        return None
    step = 3 if end + 2 < len(tokens) and tokens[end + 2].lower == "the" else 2
    if (join == "and" and step == 3) or not _capital_at(tokens, end + step):
        return None
    after = tokens[end + step]
    if join == "and" and (is_given_name(after.text) or known_at(doc.text, after.start)):
        return None
    return end + step if after.lower not in words("names", "calendar") else None


def _is_family_name(lowers: list[str]) -> bool:
    """``Nathan Law``, ``Marc Lamont Hill``: after a given name the head word is a family name."""
    return any(word in words("names", "surname_heads") for word in lowers[1:3])


def head_type(tokens: list[Token]) -> str | None:
    """The type that the head word of a run gives it: the last word, or the one before ``of``."""
    lowers = [token.lower for token in tokens]
    if len(tokens) > 1 and is_given_name(tokens[0].text) and _is_family_name(lowers):
        return None
    for at, word in enumerate(lowers):
        if word in ("of", "for", "on", "against") and at and lowers[at - 1] in HEADS:
            return HEADS[lowers[at - 1]]
    last = lowers[-1]
    if last in HEADS and len(tokens) > 1:
        return HEADS[last]
    return "LOC" if lowers[0] in ("mount", "lake", "cape", "gulf") and len(tokens) > 1 else None
