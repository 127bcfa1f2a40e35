"""Measures that are means of others: they have no counts, and their F1 is the mean of F1s.

The parts are counted over the corpus, each by itself; parts with nothing on either side are left
out of the mean.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["DERIVED", "Derived", "parts_of"]


class Derived(NamedTuple):
    """The measures that one is the mean of; `ratios`: precision and recall are means as well."""

    parts: tuple[str, ...]
    ratios: bool = False


DERIVED: dict[str, Derived] = {
    "coref@blanc": Derived(("coref@blanc-c", "coref@blanc-n"), ratios=True),
    "coref@conll": Derived(("coref@muc", "coref@b3", "coref@ceafe")),
    "coref@conll-nosing": Derived(("coref@muc", "coref@b3-nosing", "coref@ceafe-nosing")),
}


def parts_of(spelled: str) -> tuple[str, ...]:
    """The measures that are counted for a measure: itself, unless it is derived."""
    return DERIVED[spelled].parts if spelled in DERIVED else (spelled,)
