"""Quantities: what the words say against value, comparator, unit and `of` (N1-N12)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.numerals import APPROXIMATOR, Reading, read_quantity
from goldfield.corpus.lint.text import span_of
from goldfield.corpus.lint.views import mentions
from goldfield.schema.records import Article, Mention, Quantity

__all__ = [
    "approximator_outside", "bounds_without_range", "number_comparator", "number_unit",
    "number_value", "of_other_entity",
]  # fmt: skip

_UNIT_SHAPE = re.compile(r"person|percent|[A-Z]{3}|[A-Za-z0-9\[\]_/.'*^-]{1,12}")
_DOLLARS = ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD")


def _read(article: Article) -> Iterator[tuple[str, Quantity, Reading]]:
    for i, quantity in enumerate(article.quantities):
        reading = read_quantity(quantity.span.text)
        if reading is not None:
            yield f"$.quantities[{i}]", quantity, reading


def number_value(article: Article) -> Iterator[Finding]:
    """Value or bounds that are not those of the words (N2, N3, N9)."""
    for path, quantity, reading in _read(article):
        read = (reading.value, reading.min, reading.max)
        given = (quantity.value, quantity.min, quantity.max)
        if all(_same(a, b) for a, b in zip(read, given, strict=True)):
            continue
        problem = (
            f"{quantity.span.text!r} reads as {_show(read)}, but the record has {_show(given)}"
        )
        fix = "correct the value or the bounds, or the span"
        yield Finding(path, quantity.span, problem, fix, _show(given))


def _same(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)


def _show(numbers: tuple[float | None, float | None, float | None]) -> str:
    value, low, high = numbers
    bounds = "" if low is None and high is None else f"{_number(low)} to {_number(high)}"
    return " ".join(part for part in (_number(value) if value is not None else "", bounds) if part)


def _number(value: float | None) -> str:
    return "null" if value is None else f"{value:.12g}"


def number_comparator(article: Article) -> Iterator[Finding]:
    """A comparator that is not that of the approximator in the span (N8)."""
    for path, quantity, reading in _read(article):
        if quantity.comparator != reading.comparator:
            problem = (
                f"{quantity.span.text!r} reads as {reading.comparator}, not {quantity.comparator}"
            )
            fix = "correct the comparator, or the span"
            yield Finding(path, quantity.span, problem, fix, quantity.comparator)


def number_unit(article: Article) -> Iterator[Finding]:
    """A unit that the sign or unit word of the span contradicts, or that is no code (N5, N11)."""
    for path, quantity, reading in _read(article):
        unit = quantity.unit
        dollars = reading.unit == "USD" and unit in _DOLLARS
        feet = reading.unit in ("L", "t") and unit in ("l", "L", "t")
        if reading.unit not in (None, unit) and not (dollars or feet):
            problem = (
                f"{quantity.span.text!r} shows {reading.unit}, but the unit is {unit or 'null'}"
            )
            yield Finding(path, quantity.span, problem, "correct the unit", unit or "")
    words = frozenset().union(*LEXICON.units.values()) - LEXICON.units.keys()
    for i, quantity in enumerate(article.quantities):
        unit = quantity.unit or "person"
        if unit in words or not _UNIT_SHAPE.fullmatch(unit):
            problem = f"the unit {unit!r} is no ISO 4217 or UCUM code"
            fix = "write person, percent, EUR, km and the like"
            yield Finding(f"$.quantities[{i}].unit", quantity.span, problem, fix, unit)


def bounds_without_range(article: Article) -> Iterator[Finding]:
    """`min` or `max` without `between`, or a value beside `between` (N2, N3)."""
    for i, quantity in enumerate(article.quantities):
        bounded = quantity.min is not None or quantity.max is not None
        between = quantity.comparator == "between"
        if bounded != between or (between and quantity.value is not None):
            given = _show((quantity.value, quantity.min, quantity.max))
            problem = f"{quantity.comparator} does not go with {given}"
            fix = "min and max with between, value with all others"
            saw = f"{quantity.comparator} {given}"
            yield Finding(f"$.quantities[{i}]", quantity.span, problem, fix, saw)


def approximator_outside(article: Article) -> Iterator[Finding]:
    """An approximator that touches the number and was left out of the span (N8)."""
    text = article.text
    for i, quantity in enumerate(article.quantities):
        found = APPROXIMATOR.search(text[max(0, quantity.span.start - 20) : quantity.span.start])
        if found is None or found[1].lower() in ("above", "below", "under"):
            continue
        start = quantity.span.start - len(found[0])
        problem = f"{found[1]!r} stands before {quantity.span.text!r}, outside it"
        fix = "take it into the span and set the comparator"
        whole = span_of(text, start, quantity.span.end)
        yield Finding(f"$.quantities[{i}].span", whole, problem, fix)


def of_other_entity(article: Article) -> Iterator[Finding]:
    """`of` is not the entity whose NOM the number opens (N6, N12)."""
    nominals = list(mentions(article, "NOM"))
    for i, quantity in enumerate(article.quantities):
        span = quantity.span
        opened = [
            found for found in nominals
            if found.mention.end >= span.end and _opens(found.mention, span.start)
        ]  # fmt: skip
        hyphened = article.text[span.end : span.end + 1] == "-"  # `a nine-page text` is one text
        if not opened or hyphened or quantity.unit == "a":
            continue
        nearest = min(opened, key=lambda found: found.mention.end - found.mention.start)
        if quantity.of not in {found.entity.id for found in opened}:
            problem = (
                f"{span.text!r} opens {nearest.mention.text!r}, but `of` is {quantity.of or 'null'}"
            )
            fix = f"set `of` to {nearest.entity.id}, or correct the mention"
            yield Finding(f"$.quantities[{i}].of", span, problem, fix, _of(article, quantity))


def _opens(mention: Mention, start: int) -> bool:
    before = mention.text[: max(0, start - mention.start)].strip().lower()
    return mention.start <= start and before in ("", "the", "all", "those", "these", "some", "only")


def _of(article: Article, quantity: Quantity) -> str:
    """The entity counted, by its words: ids are free."""
    found = (e.mentions[0].text for e in article.entities if e.id == quantity.of and e.mentions)
    return next(found, "null")
