"""Texts that share much of their wording.

A text is the set of its *shingles*, the runs of five words (Broder 1997). Two texts are alike by
*containment*: the shingles both have, over those of the text that has fewer. It is 1 for a text
and its excerpt, where the Jaccard index falls with the length of the rest.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from goldfield.schema.text import fold

__all__ = ["NEAR", "WIDTH", "Likeness", "containment", "near_duplicates", "shingles"]

WIDTH = 5
"""Words in a shingle."""
NEAR = 0.25
"""The containment from which two texts count as near-duplicates: a shared paragraph of four."""

_WORD = re.compile(r"\w+")


class Likeness(NamedTuple):
    """Two texts and their containment, in (0, 1]."""

    first: str
    second: str
    containment: float


def shingles(text: str) -> frozenset[int]:
    """The hashes of all runs of `WIDTH` words; case, marks and line breaks make no difference.

    A text of fewer words is one run. The hashes are those of this process: compare them, never
    store them.
    """
    words = _WORD.findall(fold(text).casefold())
    last = max(1, len(words) - WIDTH + 1)
    return frozenset(hash(tuple(words[i : i + WIDTH])) for i in range(last) if words)


def containment(first: frozenset[int], second: frozenset[int]) -> float:
    """Shared shingles over those of the smaller set, in [0, 1]; 0 if either is empty."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def near_duplicates(texts: Mapping[str, str], least: float = NEAR) -> list[Likeness]:
    """All pairs of `texts` whose containment is `least` or more, in the order of the mapping.

    Exact, and about linear where few texts are alike: if two texts share the fraction `least` of
    the smaller, then one of any more than 1 - `least` of its shingles is in both. So only its
    rarest ones are looked up, and what every text of an agency says costs nothing.

    Args:
        texts: texts by name.
        least: in (0, 1].
    """
    names, sets = list(texts), [shingles(text) for text in texts.values()]
    places = _shared(sets)
    pairs = set[tuple[int, int]]()
    for number, own in enumerate(sets):
        rarest = sorted(own, key=lambda shingle: len(places.get(shingle, ())))
        for shingle in rarest[: len(own) - math.ceil(least * len(own)) + 1]:
            others = places.get(shingle, ())
            pairs.update((min(number, i), max(number, i)) for i in others if i != number)
    alike = ((i, j, containment(sets[i], sets[j])) for i, j in sorted(pairs))
    return [Likeness(names[i], names[j], share) for i, j, share in alike if share >= least]


def _shared(sets: Sequence[frozenset[int]]) -> dict[int, list[int]]:
    """The shingles that several sets hold, each with the numbers of those sets."""
    seen, repeated = set[int](), set[int]()
    for own in sets:
        repeated |= seen & own
        seen |= own
    places: dict[int, list[int]] = {shingle: [] for shingle in repeated}
    for number, own in enumerate(sets):
        for shingle in own & repeated:
            places[shingle].append(number)
    return places
