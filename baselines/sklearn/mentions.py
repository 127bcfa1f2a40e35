"""Mentions of all kinds, in the order of the text."""

from __future__ import annotations

from typing import NamedTuple

from .document import Document

__all__ = ["KINDS", "Mention", "mentions_of"]

KINDS = {"names": "NAM", "nominals": "NOM", "pronouns": "PRO"}


class Mention(NamedTuple):
    """One mention: its tokens, half-open, and its head word."""

    first: int
    last: int
    kind: str
    type: str
    head: int
    confidence: float

    @property
    def place(self) -> tuple[int, int]:
        """Its tokens, half-open."""
        return self.first, self.last


def mentions_of(doc: Document) -> list[Mention]:
    """Names, noun phrases and pronouns that were found; one for each place, names first."""
    found: dict[tuple[int, int], Mention] = {}
    heads = doc.layers.get("heads", [])
    for layer, kind in KINDS.items():
        for number, one in enumerate(doc.layers.get(layer, [])):
            head = heads[number].first if kind == "NOM" else one.last - 1
            mention = Mention(one.first, one.last, kind, one.label, head, one.confidence)
            found.setdefault(mention.place, mention)
    return sorted(found.values())
