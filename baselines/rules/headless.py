"""Numbers that stand alone as noun phrases: ``two were rescued``, ``three of the men`` (M10)."""

from __future__ import annotations

from bisect import bisect_left

from .chunks import phrase_after
from .document import Document
from .lexicon import words
from .nominals import Nominal
from .quantities import Amount
from .sentences import Stretch

__all__ = ["find_headless"]

_WHOLES = {"the", "its", "his", "her", "their", "those", "these", "them", "us", "our"}
_PRONOUNS = ("them", "us")
_REACH = 80


def find_headless(doc: Document, amounts: list[Amount], nominals: list[Nominal]) -> list[Nominal]:
    """The numbers that are mentions by themselves; `nominals` are in order."""
    found = []
    for amount in amounts:
        if amount.unit in (None, "person"):
            stretch = _alone(doc, amount, nominals)
            if stretch is not None:
                head = doc.tokens[doc.token_at(amount.end) - 1]
                kind = "PER" if amount.value == 1 else "GROUP"
                found.append(Nominal(*stretch, kind, head, False))
    return found


def _alone(doc: Document, amount: Amount, nominals: list[Nominal]) -> Stretch | None:
    """Where the phrase begins and ends, if no noun follows the number."""
    index = doc.token_at(amount.end)
    if index + 1 >= len(doc.tokens) or doc.text[amount.end : amount.end + 1] != " ":
        return None
    following, second = doc.tokens[index], doc.tokens[index + 1]
    before = doc.tokens[doc.token_at(amount.start) - 1]
    start = before.start if before.lower == "the" and before.end + 1 == amount.start else None
    if following.lower == "of" and second.lower in _WHOLES:
        end = _whole(doc, index + 1, nominals)
        return Stretch(start or amount.start, end) if end else None
    if following.lower in words("grammar", "finite") or (
        following.lower.endswith("ed") and doc.initial(amount.start)
    ):
        return Stretch(start or amount.start, amount.end)
    return None


def _whole(doc: Document, index: int, nominals: list[Nominal]) -> int | None:
    """The end of what the number is a part of: persons that are a mention or a pronoun."""
    token = doc.tokens[index]
    if token.lower in _PRONOUNS:
        return token.end
    at = bisect_left(nominals, token.start, key=lambda n: n.start)
    for nominal in nominals[at : at + 2]:
        if nominal.start == token.start:
            return nominal.end if nominal.type == "GROUP" else None
    counted = phrase_after(doc, index + 1, token.start + _REACH)
    return counted.end if counted and doc.tokens[index + 1].text[0].isdigit() else None
