"""What a number phrase says: value or bounds, comparator and unit (N1, N2, N5, N8, N9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.schema.labels import Comparator

__all__ = ["APPROXIMATOR", "NUMBER_WORD", "Reading", "read_quantity"]


class Reading(NamedTuple):
    """What the words say. `unit` is None where they show none."""

    value: float | None
    min: float | None
    max: float | None
    comparator: Comparator
    unit: str | None


def _either(words: object) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_WORDS = _either(LEXICON.numbers)
_LARGE = _either(LEXICON.magnitudes)
NUMBER_WORD = (  # the letters m, k and bn count only after digits, `scores` only before `of`
    rf"\b(?:{_WORDS}|{_either(w for w in LEXICON.magnitudes if len(w) > 2)}"
    rf"|{_either(w for w in LEXICON.plurals if w != 'scores')}|scores(?= of))\b"
)
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_LEADS: Mapping[str, Comparator] = {
    words: comparator for comparator, all in LEXICON.approximators.items() for words in all
}
_UNITS = {word: unit for unit, words in LEXICON.units.items() for word in words}
APPROXIMATOR = re.compile(rf"\b({_either(_LEADS)})[ \n]$", re.IGNORECASE)
_LEAD = re.compile(rf"(?:{_either(_LEADS)})(?=[ \n$€£\d])")
_TRAIL: tuple[tuple[str, Comparator], ...] = (
    (r" or more$|-plus$|\+$", "at_least"),
    (r" or so$|-odd$", "about"),
    (r" or (?:less|fewer)$", "at_most"),
)
_NUMBER = re.compile(
    rf"(?P<sign>us\$|[$€£])?(?:(?P<digits>{_DIGITS})(?:[ \u00a0-]?(?P<large>{_LARGE})\b)?"
    rf"|(?P<words>(?:(?:a|and|{_WORDS}|{_LARGE})\b[ -]?)+))"
)


def read_quantity(surface: str) -> Reading | None:
    """What a number phrase says, or None if it is not surely understood."""
    words = " ".join(surface.lower().replace("\u202f", "\u00a0").split(" ")).strip()
    words, comparator = _comparator(words)
    unit: str | None
    if words in LEXICON.fractions:
        return Reading(LEXICON.fractions[words], None, None, comparator, None)
    if bounds := _plural(words):
        return Reading(None, *bounds, "between", None)
    if pair := re.fullmatch(r"(?:between )?(.+?)(?: to | and |[–-])(.+)", words):
        low, high = _one(pair[1]), _one(pair[2])
        is_range = words.startswith("between ") or " and " not in words
        if is_range and low and high and low[0] < high[0]:
            scale = high[2] if low[2] == 1 else 1.0
            return Reading(None, low[0] * scale, high[0], "between", high[1] or low[1])
    found = _one(words)
    if found is None:
        return None
    value, unit, _ = found
    return Reading(value, None, None, comparator, unit)


def _comparator(words: str) -> tuple[str, Comparator]:
    """The phrase without its approximator, and what that says."""
    for pattern, comparator in _TRAIL:
        if found := re.search(pattern, words):
            return words[: found.start()], comparator
    if lead := _LEAD.match(words):
        return words[lead.end() :].strip(), _LEADS[lead[0]]
    return words, "exact"


def _plural(words: str) -> tuple[float, float] | None:
    bare = words.removeprefix("several ").removeprefix("many ").removeprefix("a few ")
    bounds = LEXICON.plurals.get(bare)
    if bounds is None and bare != words:
        bounds = LEXICON.plurals.get(f"{bare}s")
    return bounds


def _one(words: str) -> tuple[float, str | None, float] | None:
    """A single number with its unit and the factor of its magnitude word."""
    found = _NUMBER.match(words.strip())
    if found is None:
        return None
    rest = words.strip()[found.end() :].strip(" -\u00a0")
    scale = float(LEXICON.magnitudes[found["large"]]) if found["large"] else 1.0
    if found["digits"]:
        value: float | None = float(re.sub(r"[,\u00a0 ]", "", found["digits"])) * scale
    else:
        value = _spelled(found["words"])
    unit = _UNITS.get(found["sign"] or rest)
    if value is None or (rest and unit is None and not rest[:1].isalpha()):
        return None
    if rest and re.search(rf"\d|{NUMBER_WORD}|half|quarter", rest):
        return None
    return round(value, 9), unit, scale


def _spelled(words: str) -> float | None:
    """The value of number words: `two hundred and five`."""
    total = current = 0.0
    seen = False
    for word in re.split("[ -]", words.strip(" -")):
        if word in LEXICON.numbers:
            current, seen = current + LEXICON.numbers[word], True
        elif word in LEXICON.magnitudes:
            factor = LEXICON.magnitudes[word]
            current, seen = (current or 1.0) * factor, True
            if factor >= 1000:
                total, current = total + current, 0.0
    return total + current if seen else None
