"""Document-level fields: at most one value an article, right, wrong, or right in part.

A value where gold has none is spurious, none where gold has one is missing, and a wrong value is
one error on each side. Nothing on both sides adds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Literal, NamedTuple

from goldfield.schema.records import Annotations, Span
from goldfield.schema.text import fold
from goldfield.scoring.counts import Counts
from goldfield.scoring.outcome import Item, Judgement, Outcome, answer_of
from goldfield.scoring.similarity import edit_distance, shared_words, words

__all__ = ["SCALARS", "SCALAR_UNITS", "score_scalar"]

SCALAR_UNITS: Mapping[str, str] = {"prefix": "halves", "tokens": "tokens", "edit": "characters"}
"""What modes count, where it is not whole values."""


class Value(NamedTuple):
    """What a record holds: one form to show, and all the forms under which it is compared."""

    shown: Item
    forms: Set[object]


class Grade(NamedTuple):
    """What a predicted value is worth, out of how much on each side."""

    credit: int
    pred: int
    gold: int
    reason: str = ""


class Scale(NamedTuple):
    """How a mode grades a pair of values, and what a value is worth that stands alone."""

    grade: Callable[[Value, Value], Grade]
    size: Callable[[Value], int]


def score_scalar(gold: Annotations, pred: Annotations, measure: str) -> Outcome:
    """Compare one document-level field; `measure` is a key of `SCALARS`."""
    read, scale = SCALARS[measure], _SCALES.get(measure.partition("@")[2], _WHOLE)
    wanted, given = read(gold), read(pred)
    if wanted is None and given is None:
        return Outcome(Counts(), {}, [], answer_of([]))
    row, counts = _judge(wanted, given, scale)
    return Outcome(counts, {"": counts}, [row], answer_of([row]))


def _judge(wanted: Value | None, given: Value | None, scale: Scale) -> tuple[Judgement, Counts]:
    if wanted is None or given is None:
        row = (
            Judgement("MIS", wanted.shown, None, "no value predicted")
            if wanted
            else Judgement("SPU", None, given and given.shown, "gold has no value")
        )
        sizes = (scale.size(value) if value else 0 for value in (given, wanted))
        return row, Counts.of(0, *sizes)
    credit, of_pred, of_gold, reason = scale.grade(wanted, given)
    right = credit == of_pred == of_gold
    category: Literal["COR", "PAR", "INC"] = "COR" if right else "PAR" if credit else "INC"
    row = Judgement(category, wanted.shown, given.shown, "" if right else reason, credit)
    return row, Counts.of(credit, of_pred, of_gold)


def _same(gold: Value, pred: Value) -> Grade:
    return Grade(int(bool(gold.forms & pred.forms)), 1, 1, _days(gold.shown, pred.shown) or "value")


def _days(gold: Item, pred: Item) -> str:
    """How far a whole date is off, such as ``3 days late``; nothing of anything else."""
    try:
        apart = (date.fromisoformat(pred.text) - date.fromisoformat(gold.text)).days
    except ValueError:
        return ""
    days = f"{abs(apart)} day{'s' * (abs(apart) != 1)}"
    return f"{days} {'late' if apart > 0 else 'early'}" if apart else ""


def _granular(gold: Value, pred: Value) -> Grade:
    """Two halves for the same date, one for a date that is coarser or finer than gold's."""
    if gold.forms & pred.forms:
        return Grade(2, 2, 2)
    pairs = [(str(one), str(other)) for one in gold.forms for other in pred.forms]
    if any(_within(one, other) for one, other in pairs):
        return Grade(1, 2, 2, "coarser")
    if any(_within(other, one) for one, other in pairs):
        return Grade(1, 2, 2, "finer")
    return Grade(0, 2, 2, _days(gold.shown, pred.shown) or "value")


def _within(fine: str, coarse: str) -> bool:
    """Whether an ISO 8601 date lies in a coarser one, of which it is the continuation."""
    iso = _ISO.fullmatch(fine) and _ISO.fullmatch(coarse)
    return bool(iso) and fine.startswith(coarse) and fine[len(coarse) :][:1] in {"-", "T"}


_ISO = re.compile(r"\d{4}(-(W\d{2}(-\d)?|\d{2}(-\d{2}(T[\d:.,+Z-]+)?)?))?", re.ASCII)


def _by_word(gold: Value, pred: Value) -> Grade:
    wanted, given = words(gold.shown.text), words(pred.shown.text)
    shared = shared_words(wanted, given)
    return Grade(shared, given.total(), wanted.total(), "words")


def _by_character(gold: Value, pred: Value) -> Grade:
    longest = max(_characters(gold), _characters(pred))
    off = edit_distance(fold(gold.shown.text), fold(pred.shown.text))
    return Grade(longest - off, longest, longest, f"edit distance {off}")


def _characters(value: Value) -> int:
    return max(1, len(fold(value.shown.text)))


_WHOLE = Scale(_same, lambda value: 1)
_SCALES = {
    "prefix": Scale(_granular, lambda value: 2),
    "tokens": Scale(_by_word, lambda value: words(value.shown.text).total()),
    "edit": Scale(_by_character, _characters),
}


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


def _string(
    read: Callable[[Annotations], str | None], *, as_written: bool = False
) -> Callable[[Annotations], Value | None]:
    def value(record: Annotations) -> Value | None:
        text = read(record)
        if not text:
            return None
        return Value(Item("", text), {text if as_written else fold(text).casefold()})

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
    "date_published@prefix": _date,
    "headline@text": _text(lambda record: record.meta.headline, strict=False),
    "headline@strict": _text(lambda record: record.meta.headline, strict=True),
    "headline@tokens": _text(lambda record: record.meta.headline, strict=False),
    "headline@edit": _text(lambda record: record.meta.headline, strict=False),
    "deck@text": _text(lambda record: record.meta.deck, strict=False),
    "deck@strict": _text(lambda record: record.meta.deck, strict=True),
    "deck@tokens": _text(lambda record: record.meta.deck, strict=False),
    "deck@edit": _text(lambda record: record.meta.deck, strict=False),
    "dateline@place": _place,
    "dateline@strict": _text(_dateline_span, strict=True),
    "dateline@country": _string(lambda record: _dateline(record, "country")),
    "dateline@date": _string(lambda record: _dateline(record, "date"), as_written=True),
    "dateline@agency": _string(lambda record: _dateline(record, "agency")),
    "byline@text": _text(lambda record: record.meta.byline, strict=False),
    "publisher@text": _text(lambda record: record.meta.publisher, strict=False),
    "lang@value": _string(lambda record: record.meta.lang),
}
