"""Mention strings made comparable, by steps that a suite names.

Source: the steps, their order and their articles are those of the scorers of GRIT and IterX (Du et
al. 2021; Chen et al. 2023), after SQuAD (Rajpurkar et al. 2016).
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection
from typing import Literal

__all__ = ["STEPS", "Step", "normalise"]

Step = Literal["case", "punctuation", "articles"]

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLE = re.compile(r"\b(?:a|an|the)\b", re.IGNORECASE)

STEPS: dict[Step, Callable[[str], str]] = {
    "case": str.lower,
    "punctuation": lambda text: text.translate(_PUNCTUATION),
    "articles": lambda text: _ARTICLE.sub(" ", text),
}
"""What each step does, in the order in which they are taken."""


def normalise(text: str, steps: Collection[Step]) -> str:
    """`text` after these steps, with single blanks; a step that would leave nothing is skipped."""
    for step, apply in STEPS.items():
        if step in steps:
            after = apply(text)
            text = after if after.strip() else text
    return " ".join(text.split())
