"""Numbers that stand alone as noun phrases: ``two were rescued``, ``three of the men`` (M10)."""

from __future__ import annotations

from bisect import bisect_left

from .chunks import phrase_after
from .document import Document
from .extents import finite
from .lexicon import words
from .names import Name
from .nominals import Nominal
from .quantities import Amount
from .sentences import Stretch

__all__ = ["find_headless", "find_peoples", "find_regions"]

_WHOLES = {"the", "its", "his", "her", "their", "those", "these", "them", "us", "our"}
_PREPOSITIONS = words("grammar", "prepositions")
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
                found.append(Nominal(*stretch, kind, head, True))
    return found


def find_regions(doc: Document, names: list[Name]) -> list[Nominal]:
    """``southern and eastern Kestria``: a part of a country, with the country as its head."""
    found = []
    for name in names:
        at = doc.token_at(name.start) - 1
        while at > 1 and doc.tokens[at].lower in words("nominals", "compass") | {"and"}:
            at -= 1
        first = doc.tokens[at + 1] if at + 1 < len(doc.tokens) else None
        compass = first is not None and first.lower in words("nominals", "compass")
        if name.type == "GPE" and compass and first is not None and first.text.islower():
            head = doc.tokens[doc.token_at(name.end) - 1]
            found.append(Nominal(first.start, name.end, "LOC", head, False))
    return found


def find_peoples(doc: Document, names: list[Name]) -> list[Nominal]:
    """``the Kestrians``, ``a Kestrian``: a demonym with a determiner is a person or a group."""
    found = []
    for name in names:
        index, after = doc.token_at(name.start) - 1, doc.token_at(name.end)
        before = doc.tokens[index].lower if index >= 0 else ""
        alone = after >= len(doc.tokens) or finite(doc.tokens[after]) or (
            not doc.tokens[after].text[0].isalnum() or doc.tokens[after].lower in _PREPOSITIONS
        )  # fmt: skip
        if name.type != "NORP" or not alone or before not in ("the", "a", "an"):
            continue
        head = doc.tokens[after - 1]
        plural = before == "the" and head.lower.endswith(("s", "ese", "ish", "ch"))
        if plural or before != "the":
            kind = "GROUP" if plural else "PER"
            found.append(Nominal(doc.tokens[index].start, name.end, kind, head, plural))
    return found


def _alone(doc: Document, amount: Amount, nominals: list[Nominal]) -> Stretch | None:
    """Where the phrase begins and ends, if no noun follows the number."""
    index = doc.token_at(amount.end)
    if index + 1 >= len(doc.tokens) or doc.text[amount.end : amount.end + 1] != " ":
        return None
    following, second = doc.tokens[index], doc.tokens[index + 1]
    before = doc.tokens[doc.token_at(amount.start) - 1]
    led = before.lower in ("the", "all") and before.end + 1 == amount.start
    start = before.start if led else None
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
