"""Numbers in English words and digits, and what they are worth."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = ["bounds", "is_numeral", "numbers"]

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS: dict[str, float] = {
    **{word: float(number) for number, word in enumerate(_SMALL)},
    **{word: 10.0 * number for number, word in enumerate(_TENS, 2)},
    "dozen": 12.0,
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_FRACTIONS: dict[str, float] = {
    **{word + plural: 1 / number for word, number in _PARTS.items() for plural in ("", "s")},
    "½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3,
}  # fmt: skip
_SIZES: dict[str, float] = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_WITH_MONEY = {**_SIZES, "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_MONEY = frozenset("€$£¥₹")
_MANY = {"dozens": (24.0, 99.0), "scores": (40.0, 99.0)}
_LINKS = frozenset(("and", "a", "an", "-"))
_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,9})?|[0-9]{1,15}(?:\.[0-9]{1,9})?")
_MOST = 1e18  # a larger number is a slip of reading, and might not be finite


def is_numeral(word: str) -> bool:
    """Whether a lower-case token is a number or a part of one."""
    return word in _SIZES or word in _FRACTIONS or _value(word) is not None


def numbers(words: Sequence[str]) -> list[float]:
    """The numbers that lower-case tokens spell, in order, to four decimals.

    >>> numbers("from three and a half million to twenty - five".split())
    [3500000.0, 25.0]
    """
    sizes = _WITH_MONEY if _MONEY.intersection(words) else _SIZES
    found: list[float] = []
    links: list[str] = []  # since the numeral before
    total = current = 0.0
    before = ""
    for word in [*words, "."]:
        kind = _kind(word, sizes)
        if before and not _goes_on(before, kind, links):
            found.append(round(total + current, 4))
            total, current, before = 0.0, 0.0, ""
        if kind == "link":
            links.append(word)
            continue
        if kind == "size":
            current = (current or 1.0) * sizes[word]
            total, current = (total, current) if current < 1000 else (total + current, 0.0)
        elif kind == "fraction":
            adds = not before or "and" in links or not word.isalpha()
            current = current + _FRACTIONS[word] if adds else current * _FRACTIONS[word]
        else:
            current += _value(word) or 0.0
        before, links = kind, []
    return [number for number in found if number < _MOST]


def bounds(words: Sequence[str]) -> tuple[float, float] | None:
    """What a plural magnitude stands for: ``tens of thousands`` is 20,000 to 99,999."""
    size, many = 1.0, False
    for word in words:
        if word in _MANY:
            return _MANY[word]
        size *= 10 if word == "tens" else _SIZES.get(word.removesuffix("s"), 1)
        many = many or word == "several" or (word[-1] == "s" and word[:-1] in _SIZES)
    return (2 * size, 10 * size - 1) if many and 10 < size < _MOST else None


def _kind(word: str, sizes: Mapping[str, float]) -> str:
    if word in _LINKS:
        return "link"
    if word in sizes:
        return "size"
    if word in _FRACTIONS:
        return "fraction"
    if word in _TENS:
        return "tens"
    return "number" if _value(word) is not None else ""


def _goes_on(before: str, kind: str, links: Sequence[str]) -> bool:
    """Whether a numeral goes on: twenty-five, three hundred and ten, two and a half."""
    if kind in ("size", "fraction", "link"):
        return True
    if before == "size":
        return bool(kind) and list(links) in ([], ["and"])
    return before == "tens" and kind == "number" and list(links) in ([], ["-"])


def _value(word: str) -> float | None:
    if word in _WORDS:
        return _WORDS[word]
    return float(word.replace(",", "")) if _DIGITS.fullmatch(word) else None
