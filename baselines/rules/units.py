"""Units of quantities: currencies, measures, and persons by the noun that is counted."""

from __future__ import annotations

import re

from .document import Document
from .lexicon import alternation, mapping, words

__all__ = ["CURRENCY", "SYMBOL", "UNIT", "squeezed", "unit_of"]

_SYMBOLS: dict[str, str] = mapping("quantities", "symbols")
_CURRENCIES: dict[str, str] = mapping("quantities", "currencies")
_UNITS: dict[str, str] = mapping("quantities", "units")
_UNIT_WORDS = alternation(unit for unit in _UNITS if unit[0].isalpha())

_PERSONS = words("quantities", "person_nouns") | (
    (words("nominals", "PER") | words("nominals", "GROUP")) - words("quantities", "bodies")
)

CURRENCY = alternation(_CURRENCIES)
SYMBOL = rf"(?:(?P<symbol>{alternation(_SYMBOLS)})\ ?)?"
UNIT = (
    rf"(?:\s?(?P<mark>%|°C|°F)|[\s-](?:(?P<currency>{CURRENCY})s?"
    rf"|(?P<unit>{_UNIT_WORDS})(?:e?s)?)\b|(?P<glued>km|kg|cm|mm|mph|kph|MW|GW|ft)\b)?"
)


def squeezed(phrase: str | None) -> str:
    """The phrase in lower case with single blanks."""
    return " ".join(phrase.lower().split()) if phrase else ""


def unit_of(doc: Document, match: re.Match[str]) -> str | None:
    """The unit that a match of `UNIT` and `SYMBOL` states, or ``person`` by the noun."""
    groups = match.groupdict()
    for group, codes in (("symbol", _SYMBOLS), ("mark", _UNITS), ("glued", _UNITS)):
        written = groups.get(group)
        if written:
            return codes.get(written) or codes.get(written.upper()) or codes.get(written.lower())
    if groups.get("currency"):
        return _CURRENCIES[squeezed(groups["currency"])]
    if groups.get("unit"):
        written = squeezed(groups["unit"])
        return _UNITS.get(written) or _UNITS.get(written.upper())
    return "person" if counts_persons(doc, match.end()) else None


def counts_persons(doc: Document, end: int) -> bool:
    """Whether the noun counted, within a few words, is one of persons."""
    for token in doc.between(end, end + 60)[:5]:
        if token.lower in _PERSONS:
            return True
        modifier = token.lower in words("quantities", "between") or token.lower in (
            "of",
            "the",
            "-",
        )
        if not modifier and not token.text[0].isupper():
            return False
    return False
