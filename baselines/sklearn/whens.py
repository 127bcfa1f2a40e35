"""Values of times: a classifier chooses a program, the program reckons the value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from .dates import Facts, day_in, facts_of
from .document import Document, Found
from .facts import table, told
from .linear import hashed, log_probabilities
from .timevalues import Setting, right_programs, run

__all__ = ["anchors", "program_of", "rows_of", "values_of"]

_NEAR = 25  # tokens on either side whose tense is looked at
_SOME_DAY = Setting(date(2031, 5, 14), "2031-05-14")  # to see whether a program applies at all
_AHEAD = frozenset(("will", "would", "to", "is", "are", "be", "due", "next", "until", "by"))
_BEHIND = frozenset(("said", "was", "were", "had"))
_TABLE = table("""
    pattern
    pattern type
    type
    all
    clock
    before
    before2
    after
    after2
    pattern before
    past will pattern
    line pattern
    others pattern
""")


def rows_of(doc: Document, found: Sequence[Found]) -> Any:
    """A sparse row a time."""
    return hashed(list(_told(doc, one)) for one in found)


def program_of(
    doc: Document, one: Found, setting: Setting, values: Sequence[str | None]
) -> str | None:
    """The program that gives one of the right values, or ``none``; None if it cannot be told.

    A value that is unknown because the day of publication is tells nothing.
    """
    if None in values:
        return "none" if setting.now else None
    facts = facts_of(doc.surface(one.first, one.last))
    return next(iter(right_programs(facts, setting, values)), None)


def anchors(
    doc: Document, found: Sequence[Found], values: Sequence[str | None]
) -> list[str | None]:
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
    chosen = list(zip(_programs(model, rows_of(doc, found), facts), facts, strict=True))
    values = [run(program, one, Setting(now, None)) for program, one in chosen]
    near = anchors(doc, found, values)
    return [
        run(program, one, Setting(now, day))
        for (program, one), day in zip(chosen, near, strict=True)
    ]


def _programs(model: Any, rows: Any, facts: Sequence[Facts]) -> list[str]:
    """The likeliest program of each time, among those that apply to its words."""
    names = [str(name) for name in model.classes_]
    chosen = []
    for one, row in zip(facts, log_probabilities(model, rows), strict=True):
        likeliest = (names[index] for index in np.argsort(-row, kind="stable"))
        fit = (n for n in likeliest if n == "none" or run(n, one, _SOME_DAY) is not None)
        chosen.append(next(fit, "none"))
    return chosen


def _anchor(doc: Document, one: Found, days: Sequence[tuple[Found, str | None]]) -> str | None:
    here = bisect_left(days, one.first, key=lambda day: day[0].first)
    sentence = doc.sentence_of[one.first]
    ranked = []
    for other, value in days[max(0, here - 2) : here + 3]:
        if other[:2] != one[:2]:
            away = doc.sentence_of[other.first] - sentence
            ranked.append(((away > 0, abs(away), abs(other.first - one.first)), value))
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _told(doc: Document, one: Found) -> Iterator[str]:
    words = doc.lower[one.first : one.last]
    facts = facts_of(doc.surface(one.first, one.last))
    sentence = doc.sentences[doc.sentence_of[one.first]]
    start, stop = max(sentence.start, one.first - _NEAR), min(sentence.stop, one.last + _NEAR)
    around = doc.lower[start:stop]
    ahead = sorted(_AHEAD.intersection(around))
    known = {
        "pattern": facts.pattern,
        "type": one.label,
        "all": " ".join(words),
        "clock": facts.clock,
        "before": doc.at(one.first - 1),
        "before2": doc.at(one.first - 2),
        "after": doc.at(one.last),
        "after2": doc.at(one.last + 1),
        "past": any(word.endswith("ed") or word in _BEHIND for word in around),
        "will": "will" in ahead,
        "line": min(doc.line_of[one.first], 2),
        "others": min(len(doc.near("times", sentence.start, sentence.stop)), 3),
    }
    yield from told(known, _TABLE)
    yield from (f"in={word}" for word in words)
    yield from (f"has={word} {facts.pattern}" for word in ahead)
