"""How much of a text was found, where equal or unequal says too little: by word, by character.

Sources: a bag of words after Rajpurkar et al. 2016 (EMNLP, SQuAD), with the normalisation of its
scorer; edit distance after Levenshtein 1966, computed by columns of bits after Myers 1999 and
Hyyro 2003.
"""

from __future__ import annotations

import re
import string
from collections import Counter

from goldfield.schema.text import fold

__all__ = ["edit_distance", "shared_words", "words"]

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


def words(text: str) -> Counter[str]:
    """The words of a folded copy in lower case, without ASCII punctuation and English articles.

    A text of nothing else is one word, so that no value is worth nothing.
    """
    plain = fold(text).casefold()
    found = _ARTICLES.sub(" ", plain.translate(_PUNCTUATION)).split()
    return Counter(found or [plain])


def shared_words(left: Counter[str], right: Counter[str]) -> int:
    """Words in common; each counts as often as both have it."""
    return (left & right).total()


def edit_distance(left: str, right: str) -> int:
    """The fewest insertions, deletions and substitutions of code points from one to the other."""
    if left == right:
        return 0
    if not left or not right:
        return len(left) + len(right)
    # Bit i of `down` (`up`): going down one row from i - 1 to i the column grows (shrinks) by one.
    last, everything = 1 << (len(left) - 1), (1 << len(left)) - 1
    where: dict[str, int] = {}
    for index, char in enumerate(left):
        where[char] = where.get(char, 0) | 1 << index
    down, up, distance = everything, 0, len(left)
    for char in right:
        equal = where.get(char, 0)
        level = (((equal & down) + down) ^ down) | equal | up  # the diagonal step costs nothing
        grows, shrinks = up | (everything & ~(level | down)), down & level  # along the row
        distance += bool(grows & last) - bool(shrinks & last)
        grows = grows << 1 | 1
        down = (shrinks << 1 | ~(level | grows)) & everything
        up = grows & level & everything
    return distance
