"""Quantities: numerals with approximator and unit, ranges, fuzzy counts and ages."""

from __future__ import annotations

import re
from typing import NamedTuple

from .document import Document
from .lexicon import alternation, mapping, table, words
from .numbers import NUMBER, NUMBER_WORDS, number
from .units import CURRENCY, SYMBOL, UNIT, squeezed, unit_of

__all__ = ["Amount", "find_quantities"]

_FUZZY: dict[str, list[int]] = mapping("quantities", "fuzzy")
_KINDS = ("about", "at_least", "at_most", "more_than", "less_than")
_COMPARATOR = {phrase: kind for kind in _KINDS for phrase in table("quantities")[kind]}

_APPROXIMATOR = rf"(?:(?P<approx>{alternation(_COMPARATOR)})\s+)?"
_AGE = r"(?P<age>[\s-](?P<years>years?)[\s-]olds?\b)?"
_TO = r"(?:\s?[–-]\s?|\s+(?:to|or)\s+)"
_PLAIN = re.compile(
    rf"{_APPROXIMATOR}{SYMBOL}(?P<low>{NUMBER})"
    rf"(?:\s?%?{_TO}(?:[$£€¥])?(?P<high>{NUMBER}))?{_AGE}{UNIT}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?:between|from)\s+{SYMBOL}(?P<low>{NUMBER})\s?%?(?:\s+(?:percent|per\ cent))?"
    rf"\s+(?:and|to)\s+(?:[$£€¥])?(?P<high>{NUMBER}){UNIT}",
    re.IGNORECASE,
)
_FUZZY_PATTERN = re.compile(
    rf"{_APPROXIMATOR}(?P<fuzzy>{alternation(_FUZZY)})\b(?!\s+of\s+(?:thousands|millions|billions)\b)"
    rf"(?:\s+of\s+(?P<currency>{CURRENCY})s?\b)?",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"{_APPROXIMATOR}(?:(?P<parts>a|one|two|three|four)[\s-](?P<part>third|quarter|fifth|tenth)s?"
    r"(?=\s+of\b)|(?P<half>half)(?=\s+of\b))",
    re.IGNORECASE,
)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_FIRST = (
    {phrase.split()[0] for phrase in _COMPARATOR}
    | {phrase.split()[0] for phrase in _FUZZY}
    | NUMBER_WORDS
    | {
        "between",
        "from",
        "a",
        "an",
        "us",
        "hk",
        "nz",
        "au",
        "c",
        "r",
        "s",
        "nt",
        "usd",
        "eur",
        "gbp",
    }
    | set("$€£¥₹₽₴₺₩₪₦0")
)
_PHONE = re.compile(
    r"\+\d{1,3}[ (-][\d ()-]{4,14}\d|\b0\d{1,4}[ -]\d{2,4}[ -]?\d{2,4}(?:[ -]?\d{2,4})?\b"
    r"|(?:\(\d{3}\) |\b\d{3}-)?\b\d{3}-\d{4}\b"
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b")


class Amount(NamedTuple):
    """A quantity; `noun` is where the noun it counts begins, if one was found."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    comparator: str
    unit: str | None


def find_quantities(doc: Document, taken: list[tuple[int, int]]) -> list[Amount]:
    """All quantities outside the taken stretches (times, the head's metadata), in order."""
    found: list[Amount] = []
    taken = sorted([*taken, *(match.span() for match in _PHONE.finditer(doc.text))])
    blocked = iter([*taken, (len(doc.text) + 1, len(doc.text) + 1)])
    block = next(blocked)
    done = 0
    for index, token in enumerate(doc.tokens):
        while block[1] <= token.start and block[0] <= len(doc.text):
            block = next(blocked)
        first = "0" if token.lower[0].isdigit() else token.lower
        if token.start < done or first not in _FIRST or token.start >= block[0]:
            continue
        amount = _amount(doc, index, block[0])
        if amount is not None:
            found.append(amount)
            done = amount.end
    return found


def _amount(doc: Document, index: int, limit: int) -> Amount | None:
    start = doc.tokens[index].start
    end = min(limit, len(doc.text))
    forms = ((_BETWEEN, _range), (_FUZZY_PATTERN, _fuzzy), (_FRACTION, _fraction), (_PLAIN, _plain))
    for pattern, read in forms:
        match = pattern.match(doc.text, start, end)
        if match is not None:
            return read(doc, index, match)
    return None


def _range(doc: Document, index: int, match: re.Match[str]) -> Amount | None:
    low, high = number(match["low"]), number(match["high"])
    if low is None or high is None or low >= high:
        return None
    low = _same_scale(match, low, high)
    unit = unit_of(doc, match)
    start = match.start()
    if match[0].lower().startswith("from") and unit is None:
        return None
    return Amount(start, match.end(), None, low, high, "between", unit)


def _same_scale(match: re.Match[str], low: float, high: float) -> float:
    """``between 2 and 3 million``: the scale of the upper bound holds for both."""
    scale = re.search(r"[a-z]+$", match["high"].lower())
    if scale and match["low"].replace(".", "").isdigit() and match["high"][0].isdigit():
        base = number(re.match(r"[\d.,]*\d", match["high"])[0])  # type: ignore[index]
        return low * (high / base) if base else low
    return low


def _fuzzy(doc: Document, index: int, match: re.Match[str]) -> Amount | None:
    key = " ".join(match["fuzzy"].lower().split())
    if key == "scores" and not doc.text.startswith(" of", match.end()):
        return None
    low, high = map(float, _FUZZY[key])
    return Amount(match.start(), match.end(), None, low, high, "between", unit_of(doc, match))


def _fraction(doc: Document, index: int, match: re.Match[str]) -> Amount:
    """``a third of``, ``nearly half of``: to four places."""
    parts = number(match["parts"]) or 1 if match["parts"] else 1
    value = round(parts / (2 if match["half"] else _PARTS[match["part"].lower()]), 4)
    kind = _COMPARATOR.get(squeezed(match["approx"]), "exact")
    return Amount(match.start(), match.end(), value, None, None, kind, None)


def _plain(doc: Document, index: int, match: re.Match[str]) -> Amount | None:
    low = number(match["low"])
    if low is None or _refused(doc, index, match):
        return None
    aged = match["age"] or _aged(doc, index, match)
    unit = "a" if aged else unit_of(doc, match)
    high = number(match["high"]) if match["high"] else None
    if high is not None and low < high:
        low = _same_scale(match, low, high)
        return Amount(match.start(), _end(match), None, low, high, "between", unit)
    kind = _COMPARATOR.get(squeezed(match["approx"]), "exact")
    end = match.end("low") if high is not None else _end(match)
    if high is not None and not match["symbol"] and unit is None:
        return None  # a score or odds
    return Amount(match.start(), end, low, None, None, kind, unit)


def _aged(doc: Document, index: int, match: re.Match[str]) -> bool:
    """``aged 54`` and ``Dornfeld, 54,``."""
    before = doc.tokens[index - 1] if index else None
    if before is None or match["symbol"] or not match["low"].isdigit() or len(match["low"]) > 3:
        return False
    if before.lower in ("aged", "age"):
        return True
    name = doc.tokens[index - 2] if index > 1 else None
    capital = name is not None and name.text[0].isupper() and name.text.isalpha()
    return before.text == "," and capital and doc.text[match.end() : match.end() + 1] in (",", ".")


def _end(match: re.Match[str]) -> int:
    """Of an age only the unit word belongs to the span: [54-year]-old."""
    if not match["age"]:
        return match.end()
    return match.start("age") + match["age"].lower().index("year") + len(match["years"])


def _refused(doc: Document, index: int, match: re.Match[str]) -> bool:
    """Numerals that name, order or stand for a pronoun."""
    text, end = doc.text, match.end()
    if (
        _ORDINAL.match(text, match.start("low"))
        or _named(doc, index)
        or text[end : end + 1].isalnum()
    ):
        return True
    if match["symbol"] or match["mark"] or match["currency"] or match["unit"] or match["age"]:
        return False
    if _identifies(doc, index, match) or re.match(r"[/:]|[.–-]\d", text[end : end + 2]):
        return True
    return match["low"].lower() in ("one", "a", "an", "half") and _pronoun(doc, match)


def _named(doc: Document, index: int) -> bool:
    """``the Three Rivers Alliance``: a number with a capital inside a sentence begins a name."""
    token = doc.tokens[index]
    following = doc.tokens[index + 1].text if index + 1 < len(doc.tokens) else ""
    inner = token.text[0].isupper() and not doc.initial(token.start)
    return inner and following.istitle() and not token.text.isupper()


def _identifies(doc: Document, index: int, match: re.Match[str]) -> bool:
    """``No. 10``, ``Article 5``, ``Boeing 737``, the second half of ``3-1``."""
    before = doc.tokens[index - 1] if index else None
    if before is None:
        return False
    if before.text == "." and index > 1 and doc.tokens[index - 2].lower in ("no", "nos"):
        return True
    if before.end == match.start() and before.text in "-–/.:#_@":
        return True
    if not match["low"][0].isdigit() or match["approx"]:
        return False
    name = before.text[0].isupper() and before.text.isalpha() and not doc.initial(before.start)
    return name or before.lower in words("quantities", "not_before")


def _pronoun(doc: Document, match: re.Match[str]) -> bool:
    """``one`` that counts stands before a noun of persons or after an approximator."""
    if match["approx"]:
        return False
    following = doc.between(match.end(), match.end() + 30)[:1]
    return not (following and following[0].lower in words("quantities", "person_nouns"))
