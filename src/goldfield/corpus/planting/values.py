"""Errors of times and quantities: a wrong value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from goldfield.corpus.planting.target import Place, Target, place
from goldfield.schema.records import Article, Quantity, Time

__all__ = ["change_value", "read_value", "value_targets"]


def value_targets(article: Article) -> Iterator[Target]:
    """All quantities, and all times that have a value."""
    for time in article.times:
        if time.value is not None:
            yield Target(time.id, place(time.span))
    for quantity in article.quantities:
        yield Target(quantity.id, place(quantity.span))


def change_value(article: Article, target: Target, chance: Random) -> bool:
    """Give the time another value, or the quantity another value, bound, comparator or unit."""
    for time in article.times:
        if time.id == target.item:
            return _change_time(time, chance)
    for quantity in article.quantities:
        if quantity.id == target.item:
            chance.choice(_slips(quantity))(quantity)
            return True
    return False


def read_value(article: Article, where: Place) -> str:
    """The value that stands there."""
    for time in article.times:
        if place(time.span) == where:
            return f"{time.value}"
    for q in article.quantities:
        if place(q.span) == where:
            return f"{q.comparator} {q.value} {q.min} {q.max} {q.unit}"
    return "none"


def _change_time(time: Time, chance: Random) -> bool:
    value = time.value or ""
    if day := re.match(r"\d{4}-\d\d-\d\d", value):
        shift = chance.choice((-7, -1, 1, 7))
        moved = (date.fromisoformat(day[0]) + timedelta(days=shift)).isoformat()
        time.value = moved + value[10:]
    elif value.endswith("_REF"):
        other = {"PAST_REF": "PRESENT_REF", "PRESENT_REF": "FUTURE_REF", "FUTURE_REF": "PAST_REF"}
        time.value = other[value]
    elif number := re.search(r"\d+(?!.*\d)", value):
        step = chance.choice((-1, 1)) if int(number[0]) > 1 else 1
        moved = f"{int(number[0]) + step:0{len(number[0])}d}"
        time.value = value[: number.start()] + moved + value[number.end() :]
    elif value.startswith("P") and value[-1] in "DWMY" and "T" not in value:
        time.value = value[:-1] + chance.choice([unit for unit in "DWMY" if unit != value[-1]])
    return time.value != value


def _slips(quantity: Quantity) -> list[Callable[[Quantity], None]]:
    """The slips that this quantity allows."""
    found: list[Callable[[Quantity], None]] = [_misread]
    if quantity.comparator != "between":
        found.append(_lose_comparator)
    if quantity.unit in ("percent", "EUR", "USD", "km", "m", "person"):
        found.append(_lose_unit)
    return found


def _misread(quantity: Quantity) -> None:
    if quantity.value is not None:
        quantity.value = quantity.value * 10 if quantity.value >= 10 else quantity.value + 1
    elif quantity.max is not None:
        quantity.max += 1


def _lose_comparator(quantity: Quantity) -> None:
    quantity.comparator = "about" if quantity.comparator == "exact" else "exact"


def _lose_unit(quantity: Quantity) -> None:
    quantity.unit = None
