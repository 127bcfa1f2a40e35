"""Who stands where, field by field, and where the articles are too few to say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median

from msgspec import Struct

from goldfield.comparison import EVAL_SAMPLES, Report, System, compare_systems
from goldfield.comparison.systems import HEADLINE
from goldfield.scoring.scorer import Result

__all__ = ["HEADLINE", "SHOWN", "Paired", "Ranked", "Standing", "rank"]

SHOWN = 0.10
"""A field is ranked if the articles would show a difference in F1 of this size."""


class Standing(Struct, frozen=True):
    """One entry in one field: its rank group, and how often it is first on articles drawn anew."""

    entry: str
    group: int
    first: float


class Ranked(Struct, frozen=True):
    """One field, or the headline.

    Attributes:
        documents: articles that speak of it, at most.
        detectable: the difference in F1 that the articles would show 80 % of the time: the median
            over pairs of entries that find anything; null where no pair tells.
        needed: articles that it would take to show a difference of 10 points.
        standings: none where the field is unranked.
    """

    measure: str
    documents: int
    detectable: float | None
    needed: int | None
    standings: list[Standing]

    @property
    def ranked(self) -> bool:
        """Whether the articles are enough to rank entries by it."""
        return self.detectable is not None and self.detectable <= SHOWN


class Paired(Struct, frozen=True):
    """B less A in one field, paired by article; p is corrected for all fields of all pairs (BH)."""

    a: str
    b: str
    measure: str
    difference: float
    ci: tuple[float, float] | None
    p: float


def rank(results: Mapping[str, Result]) -> tuple[list[Ranked], list[Paired]]:
    """Compare all entries of a board in every field that two or more of them predict.

    Args:
        results: by entry, on the same gold.
    """
    if len(results) < 2:
        return [], []
    systems = [System(name, (results[name],)) for name in sorted(results)]
    report = compare_systems(systems, samples=EVAL_SAMPLES)
    fields = dict.fromkeys(row.measure for pair in report.comparisons for row in pair.rows)
    order = [HEADLINE, *(name for name in _measures(results) if name != HEADLINE)]
    return [_ranked(name, report) for name in order if name in fields], _paired(report)


def _measures(results: Mapping[str, Result]) -> Sequence[str]:
    """All fields, in the order of the entry that predicts the most of them."""
    longest = sorted(results.values(), key=lambda result: -len(result.scores.fields))
    return list(dict.fromkeys(name for result in longest for name in result.scores.fields))


def _ranked(measure: str, report: Report) -> Ranked:
    rows = [row for pair in report.comparisons for row in pair.rows if row.measure == measure]
    telling = [row.detectable for row in rows if row.detectable and row.a > 0 and row.b > 0]
    found = round(median(telling), 6) if telling else None
    documents = max((row.documents for row in rows), default=0)
    ranked = Ranked(measure, documents, found, _needed(documents, found), [])
    if not ranked.ranked:
        return ranked
    standings = [
        Standing(one.system, one.group, round(one.first, 4))
        for one in report.standings
        if one.measure == measure
    ]
    return Ranked(measure, documents, found, ranked.needed, standings)


def _needed(documents: int, found: float | None) -> int | None:
    """The variance of a mean falls with the number of articles, so the difference with its root."""
    return None if found is None else math.ceil(documents * (found / SHOWN) ** 2)


def _paired(report: Report) -> list[Paired]:
    return [
        Paired(
            *(pair.a, pair.b, row.measure, round(row.difference, 6)),
            (round(row.interval[0], 6), round(row.interval[1], 6)) if row.interval else None,
            float(f"{row.fdr:.4g}"),
        )
        for pair in report.comparisons
        for row in pair.rows
    ]
