"""How far a nominal mention reaches to the right: restrictive phrases and clauses (M14)."""

from __future__ import annotations

from functools import cache

from .document import Document, Token
from .lexicon import mapping, words
from .names import Name

__all__ = ["Ends", "finite", "is_closed"]

_LINKS = {
    "PER": ("of", "for", "from", "at"),
    "GROUP": ("of", "in", "from"),
    "ORG": ("of", "in"),
    "FAC": ("of", "in", "from"),
    "LOC": ("of", "in", "between"),
    "EVT": ("of", "in"),
}
_MAX_LENGTH = 160
_MAX_CLAUSE = 24
_MAX_PHRASE = 6
_MARKS = frozenset('.,;:?!()[]—–"“”‘')
_BEFORE_PARTICIPLE = words("grammar", "before_participle")


@cache
def _pasts() -> frozenset[str]:
    irregular = mapping("verbs", "irregular")
    return frozenset(form for forms in irregular.values() for form in forms.split())


def finite(token: Token) -> bool:
    """Whether the word is likely a verb in the past, or an auxiliary."""
    lower = token.lower
    return lower in words("grammar", "finite") or lower in _pasts() or (
        len(lower) > 4 and lower.endswith("ed"))  # fmt: skip


def is_closed(token: Token) -> bool:
    """Whether the word can be no part of a noun phrase between its determiner and its head."""
    lower = token.lower
    return (
        lower in words("names", "function")
        or lower in words("grammar", "verbal")
        or lower in words("names", "said_verbs")
        or not token.text[0].isalnum()
    )


class Ends:
    """Where the noun phrases end whose heads are known; from right to left, so that what
    follows has its full extent already."""

    def __init__(self, doc: Document, names: list[Name]) -> None:
        self.doc = doc
        self.ends = {name.start: name.end for name in names if name.type != "NORP"}
        self.places = {n.start for n in names if n.type in ("GPE", "LOC", "FAC", "ORG")}

    def of(self, start: int, stop: int, kind: str) -> int:
        """The end of a phrase with its restrictive modifiers; `stop` is the end of its head."""
        end = self._clause(stop, self._phrase(stop, kind))
        end = end if end - start <= _MAX_LENGTH else stop
        self.ends[start] = max(end, self.ends.get(start, 0))
        if kind in ("GPE", "LOC", "FAC", "ORG"):
            self.places.add(start)
        return end

    def _phrase(self, stop: int, kind: str) -> int:
        """Over ``of`` to what it governs, over other prepositions to a place or a body."""
        doc, index = self.doc, self.doc.token_at(stop)
        if index + 2 >= len(doc.tokens) or doc.text[stop : stop + 1] != " ":
            return stop
        link, first = doc.tokens[index].lower, doc.tokens[index + 1]
        if link not in _LINKS.get(kind, ("of",)):
            return stop
        step = index + 2 if first.lower == "the" else index + 1
        starts = (first.start, doc.tokens[step].start)
        if link != "of" and not any(start in self.places for start in starts):
            return stop
        known = next((self.ends[start] for start in starts if start in self.ends), None)
        if known is not None:
            return known
        return self._plain(index + 1, stop) if link == "of" else stop

    def _plain(self, index: int, stop: int) -> int:
        """The end of a noun phrase of unknown words: ``of 17 nationalities``."""
        tokens, end = self.doc.tokens, stop
        if tokens[index].lower in words("nominals", "determiners"):
            index += 1
        for token in tokens[index : index + _MAX_PHRASE]:
            joined = token.text in ("-", "'s", "’s") and token.start == end
            if not joined and (is_closed(token) or finite(token)):
                break
            if "\n" in self.doc.text[end : token.start]:
                break
            end = token.end
        return end

    def _clause(self, stop: int, end: int) -> int:
        """Over a clause with ``who`` that no comma sets off, up to the main verb or a mark."""
        tokens = self.doc.tokens
        index = self.doc.token_at(end)
        if index >= len(tokens) or tokens[index].lower != "who":
            return end
        verbs, last = 0, end
        for at in range(index + 1, min(len(tokens), index + _MAX_CLAUSE)):
            token = tokens[at]
            if token.text in _MARKS or "\n" in self.doc.text[last : token.start]:
                return last
            if finite(token) and tokens[at - 1].lower not in _BEFORE_PARTICIPLE:
                verbs += 1
            if verbs > 1 or (at == index + 1 and token.text[0].isupper()):
                return last
            verbs = max(verbs, 1)
            last = token.end
        return end
