"""Who stands where, field by field, and where the articles are too few to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from goldfield.comparison import EVAL_SAMPLES, Comparison, Report, System, compare_systems
from goldfield.comparison.planning import Need, pair_needs
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

    Of the pairs of entries that find anything the one in the middle, by the difference that it
    would show, speaks for the field.

    Attributes:
        documents: articles that speak of it, at most.
        detectable: the difference in F1 that the articles would show 80 % of the time between
            two such entries; null where no pair tells.
        needed: articles like these, whether they speak of it or not, that would show a difference
            of 10 points: what `goldfield plan` gives for the pair in the middle; null where no
            number does.
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
    systems = {name: System(name, (results[name],)) for name in sorted(results)}
    report = compare_systems(list(systems.values()), samples=EVAL_SAMPLES)
    fields = dict.fromkeys(row.measure for pair in report.comparisons for row in pair.rows)
    order = [HEADLINE, *(name for name in _measures(results) if name != HEADLINE)]
    needs = [_telling(pair, (systems[pair.a], systems[pair.b])) for pair in report.comparisons]
    return [_ranked(name, report, needs) for name in order if name in fields], _paired(report)


def _telling(pair: Comparison, systems: tuple[System, System]) -> dict[str, Need]:
    """What two entries tell of each measure of which both find anything."""
    found = {row.measure for row in pair.rows if row.a > 0 and row.b > 0}
    needs = pair_needs(SHOWN, systems)
    return {need.measure: need for need in needs if need.measure in found and need.detectable}


def _measures(results: Mapping[str, Result]) -> Sequence[str]:
    """All fields, in the order of the entry that predicts the most of them."""
    longest = sorted(results.values(), key=lambda result: -len(result.scores.fields))
    return list(dict.fromkeys(name for result in longest for name in result.scores.fields))


def _ranked(measure: str, report: Report, needs: Sequence[Mapping[str, Need]]) -> Ranked:
    rows = [row for pair in report.comparisons for row in pair.rows if row.measure == measure]
    middle = _middle([found[measure] for found in needs if measure in found])
    ranked = Ranked(
        measure,
        max((row.documents for row in rows), default=0),
        round(middle.detectable, 6) if middle and middle.detectable else None,
        middle.articles if middle else None,
        [],
    )
    if not ranked.ranked:
        return ranked
    standings = [
        Standing(one.system, one.group, round(one.first, 4))
        for one in report.standings
        if one.measure == measure
    ]
    return replace(ranked, standings=standings)


def _middle(needs: Sequence[Need]) -> Need | None:
    """The one in the middle; of two the one that would show less."""
    ordered = sorted(needs, key=lambda need: need.detectable or 0.0)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


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
