"""Document-level fields: at most one value an article, right or wrong.

A value where gold has none is spurious, none where gold has one is missing, and a wrong value is
one error on each side. Nothing on both sides adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Literal, NamedTuple

from goldfield.schema.records import Annotations, Span
from goldfield.schema.text import fold
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["SCALARS", "score_scalar"]


class Value(NamedTuple):
    """What a record holds: one form to show, and all the forms under which it is compared."""

    shown: Item
    forms: Set[object]


def score_scalar(gold: Annotations, pred: Annotations, measure: str) -> Outcome:
    """Compare one document-level field; `measure` is a key of `SCALARS`."""
    read = SCALARS[measure]
    wanted, given = read(gold), read(pred)
    if wanted is None and given is None:
        return outcome_of([])
    if given is None:
        return outcome_of([Judgement("MIS", wanted and wanted.shown, None, "no value predicted")])
    if wanted is None:
        return outcome_of([Judgement("SPU", None, given.shown, "gold has no value")])
    if wanted.forms & given.forms:
        return outcome_of([Judgement("COR", wanted.shown, given.shown, "", 1)])
    return outcome_of([Judgement("INC", wanted.shown, given.shown, "value")])


def _text(
    read: Callable[[Annotations], Span | None], strict: bool
) -> Callable[[Annotations], Value | None]:
    def value(record: Annotations) -> Value | None:
        span = read(record)
        if span is None:
            return None
        form: object = (span.start, span.end) if strict else fold(span.text)
        return Value(Item("", span.text, span.start, span.end), {form})

    return value


def _string(read: Callable[[Annotations], str | None]) -> Callable[[Annotations], Value | None]:
    def value(record: Annotations) -> Value | None:
        text = read(record)
        return None if not text else Value(Item("", text), {fold(text).casefold()})

    return value


def _date(record: Annotations) -> Value | None:
    date = record.meta.date_published
    return None if date is None else Value(Item("", date.value), {date.value, *date.acceptable})


def _place(record: Annotations) -> Value | None:
    """The city by its English name or by the words of the dateline, whatever their case."""
    line = record.meta.dateline
    if line is None:
        return None
    names = [name for name in (line.city, line.place and line.place.text) if name]
    forms = {fold(name).casefold() for name in names}
    return Value(Item("", names[0]), forms) if names else None


def _dateline(record: Annotations, part: Literal["country", "date", "agency"]) -> str | None:
    line = record.meta.dateline
    if line is None:
        return None
    return {"country": line.country, "date": line.date, "agency": line.agency}[part]


def _dateline_span(record: Annotations) -> Span | None:
    return record.meta.dateline.span if record.meta.dateline else None


SCALARS: dict[str, Callable[[Annotations], Value | None]] = {
    "date_published@value": _date,
    "headline@text": _text(lambda record: record.meta.headline, strict=False),
    "headline@strict": _text(lambda record: record.meta.headline, strict=True),
    "deck@text": _text(lambda record: record.meta.deck, strict=False),
    "deck@strict": _text(lambda record: record.meta.deck, strict=True),
    "dateline@place": _place,
    "dateline@strict": _text(_dateline_span, strict=True),
    "dateline@country": _string(lambda record: _dateline(record, "country")),
    "dateline@date": _string(lambda record: _dateline(record, "date")),
    "dateline@agency": _string(lambda record: _dateline(record, "agency")),
    "byline@text": _text(lambda record: record.meta.byline, strict=False),
    "publisher@text": _text(lambda record: record.meta.publisher, strict=False),
    "lang@value": _string(lambda record: record.meta.lang),
}
