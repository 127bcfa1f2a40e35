"""Nominal mentions: noun phrases about persons, bodies, places and documents."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from .document import Document, Token
from .extents import Ends, finite, is_closed
from .inflect import is_adverb
from .lexicon import table, words
from .names import Name
from .quantities import Amount

__all__ = ["Nominal", "find_nominals"]

_TYPES = ("PER", "GROUP", "ORG", "GPE", "LOC", "FAC", "DOC", "EVT")
_AFTER_NAMES = ("FAC", "ORG", "LOC")
_MAX_LEFT = 8
_MAX_UNKNOWN = 2


class Nominal(NamedTuple):
    """A noun phrase with its head word; `definite` says that it takes up something known."""

    start: int
    end: int
    type: str
    head: Token
    definite: bool
    possessor: Name | None = None


@cache
def _heads() -> dict[str, str]:
    return {word: kind for kind in reversed(_TYPES) for word in words("nominals", kind)}


class _Finder:
    """Walks from each head word to the edges of its noun phrase."""

    def __init__(self, doc: Document, names: list[Name], amounts: list[Amount]) -> None:
        self.doc = doc
        self.name_ends = {name.end: name for name in names}
        self.name_starts = {name.start: name for name in names}
        self.inside = {token.start for name in names for token in doc.between(name.start, name.end)}
        self.amounts = {amount.end: amount for amount in amounts}
        self.suffixes = tuple(table("nominals")["suffixes"])

    def at(self, index: int) -> Nominal | None:
        """The noun phrase whose head is this token, if it is one."""
        token = self.doc.tokens[index]
        kind = _heads().get(token.lower)
        if kind is None or token.start in self.inside or self._is_modifier(index):
            return None
        start, determiner, possessor = self._left(index)
        if determiner == "that" and kind == "GROUP":
            start, determiner = self._after_that(start), None
        definite = determiner in words("nominals", "definite") or possessor is not None
        if determiner is None:
            held = self._without_article(start, index, kind)
            definite = held and kind != "GROUP" and token.lower != "police"
        else:
            held = definite or kind != "GPE"
        return Nominal(start, token.end, kind, token, definite, possessor) if held else None

    def _without_article(self, start: int, index: int, kind: str) -> bool:
        """Whether a phrase without a determiner is a mention."""
        token, head = self.doc.tokens[index], self.doc.headline
        return (
            kind == "GROUP"
            or token.lower == "police"
            or (head is not None and head.start <= token.start < head.end)  # M19
            or (kind == "PER" and self._apposed(start, index))
            or (kind in _AFTER_NAMES and start in self.name_starts)
        )

    def _after_that(self, start: int) -> int:
        """``said that foreigners``: before a plural the word opens a clause."""
        return self.doc.tokens[self.doc.token_at(start) + 1].start

    def _apposed(self, start: int, index: int) -> bool:
        """``Hanne Volt, head of the crew``: no article, but a comma after a person's name."""
        tokens = self.doc.tokens
        following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        name = self.name_ends.get(start - 2)
        behind = self.doc.text[start - 2 : start] == ", "
        return bool(name and name.type == "PER" and behind and following in ("of", "at", "for"))

    def _is_modifier(self, index: int) -> bool:
        """Whether the word only describes the next noun, or runs straight into a name."""
        tokens = self.doc.tokens
        if index + 1 >= len(tokens):
            return False
        following = tokens[index + 1]
        if following.start in self.name_starts and following.start == tokens[index].end + 1:
            return self.name_starts[following.start].type != "NORP"
        if following.text == "-" and following.start == tokens[index].end:
            return True
        return following.lower in _heads() or following.lower in words("nominals", "modifiers")

    def _left(self, index: int) -> tuple[int, str | None, Name | None]:
        """Start of the phrase, its determiner (or number), and a name that possesses it."""
        tokens = self.doc.tokens
        start = here = tokens[index].start
        unknown, verbal = 0, False
        for at in range(index - 1, max(-1, index - _MAX_LEFT), -1):
            token = tokens[at]
            if "\n" in self.doc.text[token.end : here]:
                break
            opening = self._opening(at, start)
            if opening is not None:
                return opening
            adverb = is_adverb(token.lower)
            if verbal and not adverb:
                break
            here = token.start
            if not unknown and (token.start in self.inside or self._describes(token)):
                start = here
            elif not (token.text in "-–" and token.end == tokens[at + 1].start):
                unknown += 1
                verbal = not adverb and (finite(token) or token.lower.endswith(("ing", "s")))
                if unknown > _MAX_UNKNOWN or not self._may_describe(token):
                    break
        return start, None, None

    def _opening(self, at: int, start: int) -> tuple[int, str | None, Name | None] | None:
        """What begins a phrase at this token: a number, a possessor or a determiner."""
        tokens, token = self.doc.tokens, self.doc.tokens[at]
        amount = self.amounts.get(token.end)
        if amount is not None:
            return self._with_article(amount.start), "#", None
        if token.lower == "of" and at and tokens[at - 1].end in self.amounts:
            return self.amounts[tokens[at - 1].end].start, "#", None
        if token.text in ("'s", "’s", "'", "’"):
            return self._possessor(at, start)
        if token.lower in words("nominals", "determiners"):
            return token.start, token.lower, None
        return None

    def _may_describe(self, token: Token) -> bool:
        """Whether an unknown word can stand between a determiner and its noun."""
        if is_closed(token) and token.lower not in words("nominals", "orders"):
            return False
        return token.start in self.inside or (
            token.text.islower() and _heads().get(token.lower) != "GROUP"
        )

    def _with_article(self, start: int) -> int:
        before = self.doc.tokens[max(0, self.doc.token_at(start) - 1)]
        if before.lower in words("nominals", "orders"):
            return self._with_article(before.start) if before.start < start else start
        possessed = before.lower in words("nominals", "numbered")
        return before.start if possessed and before.start < start else start

    def _possessor(self, at: int, start: int) -> tuple[int, str | None, Name | None]:
        """``Russia's government``, ``the government's spokesman``."""
        owner = self.name_ends.get(self.doc.tokens[at].start)
        if owner is not None:
            return owner.start, "'s", owner
        before = self.doc.tokens[at - 1] if at else None
        if before is None or before.lower not in _heads():
            return start, None, None
        left, determiner, _ = self._left(at - 1)
        return (left, "'s", None) if determiner else (start, None, None)

    def _describes(self, token: Token) -> bool:
        lower = token.lower
        return (
            lower in words("nominals", "modifiers")
            or (len(lower) > 5 and lower.endswith(self.suffixes))
            or (len(lower) > 5 and lower.endswith(("al", "ic")))
        )


def find_nominals(doc: Document, names: list[Name], amounts: list[Amount]) -> list[Nominal]:
    """Nominal mentions in the body, in order; none crosses another or a name."""
    finder = _Finder(doc, names, amounts)
    located = [n for n in map(finder.at, range(len(doc.tokens))) if n is not None]
    ends = Ends(doc, names)
    extended = [
        nominal._replace(end=ends.of(nominal.start, nominal.end, nominal.type))
        for nominal in sorted(located, key=lambda n: (-n.head.end, n.start))
        if not _crosses(nominal, names)
    ]
    found: list[Nominal] = []
    for nominal in sorted(extended, key=lambda n: n.head.end):
        while found and found[-1].end > nominal.start and found[-1].start < nominal.start:
            if found[-1].end >= nominal.end:
                break
            found.pop()
        found.append(nominal)
    return sorted(found, key=lambda nominal: (nominal.start, -nominal.end))


def _crosses(nominal: Nominal, names: list[Name]) -> bool:
    at = bisect_left(names, nominal.start, key=lambda name: name.end)
    for name in names[at : at + 2]:
        if name.start < nominal.start < name.end or name.start < nominal.end < name.end:
            return True
    return False
