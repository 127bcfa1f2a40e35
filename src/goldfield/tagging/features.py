"""What taggers look at in a word, and in a list of phrases that a text is compared with.

Word forms, shapes and affixes, as in Ratinov and Roth (2009) and most taggers since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

__all__ = ["Phrases", "affixes", "shape"]


def shape(word: str, most: int = 4) -> str:
    """The word with each letter as ``X`` or ``x`` and each digit as ``d``; other signs stay.

    Args:
        word: any text.
        most: how many of a run of equals are kept: 4 tells short words apart, 1 only how a word
            is capitalised.
    """
    return "".join(kind * min(most, len(list(run))) for kind, run in groupby(map(_kind, word[:64])))


def _kind(sign: str) -> str:
    if sign.isdigit():
        return "d"
    if sign.isalpha():
        return "x" if sign == sign.lower() else "X"  # scripts without case are small
    return sign


def affixes(word: str, longest: int = 4) -> list[str]:
    """Beginnings and endings, shorter than the word: ``^a ^ab ... z$ yz$``."""
    lengths = range(1, min(longest, len(word) - 1) + 1)
    return [f"^{word[:size]}" for size in lengths] + [f"{word[-size:]}$" for size in lengths]


class Phrases:
    """Phrases of one or more words, each with labels, to be found in a run of tokens.

    Args:
        phrases: the words of each phrase, and its label. A phrase may come with several.
    """

    def __init__(self, phrases: Iterable[tuple[Sequence[str], str]]) -> None:
        labels: dict[tuple[str, ...], list[str]] = {}
        for words, label in phrases:
            known = labels.setdefault(tuple(words), [])
            if label not in known:
                known.append(label)
        labels.pop((), None)
        self._labels = labels
        self._longest: dict[str, int] = {}
        for first, *rest in labels:
            self._longest[first] = max(self._longest.get(first, 0), 1 + len(rest))

    def tags(self, words: Sequence[str]) -> list[list[str]]:
        """For each word the tags of the longest phrases that it is part of: ``B-X I-X L-X U-X``.

        Matches are read from the left and do not overlap, so the time is linear.
        """
        found: list[list[str]] = [[] for _ in words]
        index = 0
        while index < len(words):
            size = self._match(words, index)
            for label in self._labels.get(tuple(words[index : index + size]), ()):
                for offset in range(size):
                    found[index + offset].append(f"{_tag(offset, size)}-{label}")
            index += max(size, 1)
        return found

    def _match(self, words: Sequence[str], index: int) -> int:
        """How many words the longest phrase that begins here has; 0 if none does."""
        longest = min(self._longest.get(words[index], 0), len(words) - index)
        for size in range(longest, 0, -1):
            if tuple(words[index : index + size]) in self._labels:
                return size
        return 0


def _tag(offset: int, size: int) -> str:
    if size == 1:
        return "U"
    return "B" if offset == 0 else "L" if offset == size - 1 else "I"
