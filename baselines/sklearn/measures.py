"""Units of measure and money, by the words and signs for them."""

from __future__ import annotations

__all__ = ["is_approximator", "unit_of"]

_UNITS: dict[str, str] = {
    "%": "percent", "percent": "percent", "percentage": "percent", "pc": "percent",
    "point": "percent",
    "km": "km", "kilometre": "km", "kilometer": "km", "m": "m", "metre": "m", "meter": "m",
    "cm": "cm", "centimetre": "cm", "centimeter": "cm", "mm": "mm", "millimetre": "mm",
    "millimeter": "mm", "mile": "[mi_i]", "foot": "[ft_i]", "feet": "[ft_i]", "inch": "[in_i]",
    "yard": "[yd_i]", "hectare": "har", "acre": "[acr_us]",
    "kg": "kg", "kilogram": "kg", "kilo": "kg", "g": "g", "gram": "g", "t": "t", "tonne": "t",
    "ton": "t", "litre": "L", "liter": "L", "barrel": "[bbl_us]", "knot": "[kn_i]",
    "degree": "Cel", "°": "Cel", "megawatt": "MW", "mw": "MW", "kilowatt": "kW",
    "$": "USD", "dollar": "USD", "usd": "USD", "€": "EUR", "euro": "EUR", "eur": "EUR",
    "£": "GBP", "pound": "GBP", "gbp": "GBP", "¥": "JPY", "yen": "JPY", "yuan": "CNY",
    "₹": "INR", "rupee": "INR", "₽": "RUB", "rouble": "RUB", "ruble": "RUB", "₩": "KRW",
    "won": "KRW", "rand": "ZAR", "r": "ZAR", "franc": "CHF", "chf": "CHF", "zloty": "PLN",
    "forint": "HUF", "lira": "TRY", "kroner": "NOK", "krone": "NOK", "kronor": "SEK",
    "krona": "SEK", "peso": "MXN", "real": "BRL", "reais": "BRL", "shekel": "ILS",
    "dirham": "AED", "riyal": "SAR", "baht": "THB", "naira": "NGN", "hryvnia": "UAH",
    "cent": "percent", "lei": "RON", "leu": "RON", "dinar": "RSD", "rsd": "RSD", "cents": "EUR",
}  # fmt: skip
# UCUM and ISO 4217 codes, and percent. Where several countries share a word: the largest.

_APPROXIMATORS = frozenset(
    (
        "about", "around", "some", "roughly", "nearly", "almost", "approximately", "estimated",
        "over", "above", "more", "less", "fewer", "under", "below", "least", "most", "up",
        "exceeding", "between", "than", "to",
    )
)  # fmt: skip


def unit_of(word: str) -> str | None:
    """The unit that a lower-case token names."""
    return _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))


def is_approximator(word: str) -> bool:
    """Whether a lower-case token can be part of ``more than``, ``up to``, ``about``."""
    return word in _APPROXIMATORS
