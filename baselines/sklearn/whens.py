"""Values of times: a classifier chooses a program, the program reckons the value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from .dates import Facts, day_in, facts_of
from .document import Document, Found
from .linear import hashed, log_probabilities
from .timevalues import right_programs, run

__all__ = ["anchors", "program_of", "rows_of", "values_of"]

_SOME_DAY = date(2031, 5, 14)  # a day of publication, to see whether a program applies
_SOME_VALUE = _SOME_DAY.isoformat()


def rows_of(doc: Document, found: Sequence[Found]) -> Any:
    """A sparse row a time."""
    return hashed(list(_told(doc, one)) for one in found)


def program_of(
    doc: Document, one: Found, now: date | None, anchor: str | None, values: Sequence[str | None]
) -> str | None:
    """The program that gives one of the right values, or ``none``; None if it cannot be told.

    A value that is unknown because the day of publication is tells nothing.
    """
    if None in values:
        return "none" if now else None
    facts = facts_of(doc.surface(one.first, one.last))
    return next(iter(right_programs(facts, now, anchor, values)), None)


def anchors(doc: Document, found: Sequence[Found], values: Sequence[str | None]) -> list[str | None]:
    """For each time the value that names a day and stands nearest: in its sentence, else before."""
    days = [(one, value) for one, value in zip(found, values, strict=True) if day_in(value)]
    return [_anchor(doc, one, days) for one in found]


def values_of(
    model: Any, doc: Document, found: Sequence[Found], now: date | None
) -> list[str | None]:
    """What each time is worth: those reckoned from another time come last."""
    if model is None or not found:
        return [None] * len(found)
    facts = [facts_of(doc.surface(one.first, one.last)) for one in found]
    chosen = _programs(model, rows_of(doc, found), facts)
    values = [
        None if name == "anchor" else run(name, told, now, None)
        for name, told in zip(chosen, facts, strict=True)
    ]
    near = anchors(doc, found, values)
    return [
        run(name, told, now, day) if name == "anchor" else value
        for name, told, day, value in zip(chosen, facts, near, values, strict=True)
    ]


def _programs(model: Any, rows: Any, facts: Sequence[Facts]) -> list[str]:
    """The likeliest program of each time, among those that apply to its words."""
    names = [str(name) for name in model.classes_]
    scores = log_probabilities(model, rows)
    chosen = []
    for told, row in zip(facts, scores, strict=True):
        order = [names[index] for index in np.argsort(-row, kind="stable")]
        fits = (n for n in order if n == "none" or run(n, told, _SOME_DAY, _SOME_VALUE) is not None)
        chosen.append(next(fits, "none"))
    return chosen


def _anchor(doc: Document, one: Found, days: Sequence[tuple[Found, str | None]]) -> str | None:
    here = bisect_left(days, one.first, key=lambda day: day[0].first)
    sentence = doc.sentence_of[one.first]
    best: tuple[tuple[bool, int, int], str | None] | None = None
    for other, value in days[max(0, here - 2) : here + 3]:
        if other[:2] != one[:2]:
            away = doc.sentence_of[other.first] - sentence
            rank = away > 0, abs(away), abs(other.first - one.first)
            best = min(best or (rank, value), (rank, value), key=lambda ranked: ranked[0])
    return best[1] if best else None


def _told(doc: Document, one: Found) -> Iterator[str]:
    words = doc.lower[one.first : one.last]
    facts = facts_of(doc.surface(one.first, one.last))
    has = "".join("1" if part is not None else "0" for part in facts[:7])
    yield f"has={has}"
    yield f"has,type={has} {one.label}"
    yield f"type={one.label}"
    yield f"all={' '.join(words)}"
    yield from (f"in={word}" for word in words)
    yield f"clock={facts.clock}"
    for at in (1, 2):
        yield f"w-{at}={doc.at(one.first - at)}"
        yield f"w+{at}={doc.at(one.last + at - 1)}"
    yield f"has,before={has} {doc.at(one.first - 1)}"
    sentence = doc.sentences[doc.sentence_of[one.first]]
    here = [doc.lower[i] for i in range(max(sentence.start, one.first - 25), min(sentence.stop, one.last + 25))]
    ahead = sorted({"will", "would", "to", "is", "are", "be", "due", "next", "until", "by"} & set(here))
    past = any(word.endswith("ed") or word in ("said", "was", "were", "had") for word in here)
    yield from (f"has={word} {has}" for word in ahead)
    yield f"past={past} {'will' in ahead} {has}"
    yield f"line={min(doc.line_of[one.first], 2)} {has}"
    others = doc.near("times", sentence.start, sentence.stop)
    yield f"others={min(len(others), 3)} {has}"
