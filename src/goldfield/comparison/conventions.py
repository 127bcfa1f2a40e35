"""Other ways to count the same verdicts: the conventions that scorers differ in.

A *universe* is one choice for each convention. What a run keeps, counts and verdicts, is enough to
score it in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

__all__ = ["CONVENTIONS", "DEFAULT", "KEPT_ELSEWHERE", "NOT_KEPT", "Universe", "universes"]

Universe = Mapping[str, str]

CONVENTIONS: dict[str, tuple[str, ...]] = {
    "average": ("micro", "macro over articles", "macro over labels"),
    "empty": ("skip", "right"),
    "missing": ("empty", "skip"),
    "duplicates": ("spurious", "dropped", "right"),
    "boundaries": ("strict", "half", "right"),
    "speaker": ("cluster", "mention", "name"),
}
"""Of each convention what may be chosen, goldfield's own choice first.

average: counts summed over the corpus; or the mean F1 of articles, or of labels.
empty: an article with nothing on either side adds nothing; or it is one right answer.
missing: an article without a prediction is an empty prediction; or it is left out.
duplicates: a wrong copy of a prediction is spurious; or it is dropped; or it is as right as the
prediction that it copies.
boundaries: an item with the right label and a wrong boundary is wrong; or half right; or right.
speaker: right is any mention of the speaker; or the one at the quote; or any of its names.
"""

DEFAULT: Universe = {name: choices[0] for name, choices in CONVENTIONS.items()}

KEPT_ELSEWHERE = {
    "quotes@speaker": {"mention": "quotes@speaker-mention", "name": "quotes@speaker-name"}
}
"""The measures that count a speaker otherwise; suite `full` has them."""

NOT_KEPT = {
    "acceptable": "whether alternatives that gold accepts count: score the predictions again",
    "pairing": "another pairing than the best one, such as the first that fits",
}
"""Conventions that cannot be recomputed from a run, whatever its suite."""


def universes(names: frozenset[str]) -> Iterator[Universe]:
    """All choices of some conventions, goldfield's own first; the others stay as they are."""
    axes = [choices if name in names else choices[:1] for name, choices in CONVENTIONS.items()]
    for chosen in product(*axes):
        yield dict(zip(CONVENTIONS, chosen, strict=True))
