"""Values of quantities: numbers as the words spell them, unit and comparator by classifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from goldfield.schema.records import Quantity

from .document import Document, Found
from .linear import hashed, likeliest
from .measures import unit_of
from .numerals import bounds, numbers

__all__ = ["Amount", "rows_of", "unit", "values_of"]

_BACK = 12  # tokens before, where a noun phrase about a number may begin
_STATED, _NOTHING = "stated", "none"


class Amount(NamedTuple):
    """What a quantity is worth, as in a record."""

    value: float | None
    min: float | None
    max: float | None
    comparator: str
    unit: str | None


def rows_of(doc: Document, found: Sequence[Found]) -> Any:
    """A sparse row a quantity."""
    return hashed(list(_told(doc, one)) for one in found)


def unit(doc: Document, one: Found, gold: Quantity) -> str:
    """The label of gold's unit: ``stated`` where it is that of a word of the span."""
    if gold.unit is None:
        return _NOTHING
    return _STATED if _stated(doc, one) == gold.unit else gold.unit


def values_of(models: dict[str, Any], doc: Document, found: Sequence[Found]) -> list[Amount]:
    """What each quantity is worth."""
    rows = rows_of(doc, found)
    units = likeliest(models.get("unit"), rows, _NOTHING)
    comparators = likeliest(models.get("comparator"), rows, "exact")
    return [_amount(doc, *one) for one in zip(found, units, comparators, strict=True)]


def _amount(doc: Document, one: Found, said: str, compared: str) -> Amount:
    words = doc.lower[one.first : one.last]
    told, many = numbers(words), bounds(words)
    named = _stated(doc, one) if said == _STATED else None if said == _NOTHING else said
    if len(told) > 1:
        return Amount(None, min(told[:2]), max(told[:2]), "between", named)
    if many:
        return Amount(None, *many, "between", named)
    compared = "exact" if compared == "between" else compared
    return Amount(told[0] if told else None, None, None, compared, named)


def _stated(doc: Document, one: Found) -> str | None:
    """The unit that the words of the span name."""
    words = doc.lower[one.first : one.last]
    name = next((name for word in words if (name := unit_of(word))), None)
    return f"{name}/h" if name and words[-1] in ("h", "hour") else name


def _told(doc: Document, one: Found) -> Iterator[str]:
    words = doc.lower[one.first : one.last]
    yield f"stated={bool(_stated(doc, one))}"
    yield f"n={min(len(words), 5)}"
    yield from (f"in={word}" for word in words)
    yield f"first={' '.join(words[:2])}"
    yield f"numbers={len(numbers(words))}"
    for at in (1, 2, 3):
        yield f"w+{at}={doc.at(one.last + at - 1)}"
        yield f"w-{at}={doc.at(one.first - at)}"
        yield f"s+{at}={doc.at(one.last + at - 1)[-2:]}"
    yield f"near={doc.at(one.last)} {doc.at(one.last + 1)}"
    yield f"apart={doc.at(one.first - 1)} {doc.at(one.last)}"
    for layer in ("nominals", "heads"):
        for other in doc.near(layer, one.first - _BACK, one.last + 1):
            if other.first <= one.first < other.last or other.first == one.last:
                yield f"{layer}={other.label} {other.first == one.first}"
