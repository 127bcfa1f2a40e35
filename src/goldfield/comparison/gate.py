"""What fails a build that compares a system with its last version: drops, fields that are gone."""

from __future__ import annotations

from collections.abc import Sequence

from goldfield.comparison.pairs import Difference
from goldfield.comparison.ranks import CLEAR
from goldfield.comparison.report import Report
from goldfield.comparison.systems import System, shared_by

__all__ = ["doubtful", "drops", "vanished"]


def drops(report: Report) -> list[tuple[str, Difference]]:
    """Where a system is worse than the first one, and its interval says so, too.

    Returns:
        The name of the system, and the measure.
    """
    first = report.systems[0].name
    return [
        (pair.b, row)
        for pair in report.comparisons
        for row in pair.rows
        if pair.a == first and row.interval and row.difference < 0 and row.interval[1] < 0
    ]


def vanished(
    systems: Sequence[System], measures: Sequence[str] | None = None
) -> dict[str, list[str]]:
    """What the first system predicts and another does not.

    Nobody can say by how much a field fell that is not there, so it counts as a drop.

    Args:
        systems: two or more.
        measures: those to speak of; by default all, and the headline.

    Returns:
        Measures, by the name of the system that lacks any.
    """
    first, *others = systems
    asked = [n for n in shared_by([first]) if measures is None or n in measures]
    lacking = {one.name: [n for n in asked if n not in shared_by([one])] for one in others}
    return {name: gone for name, gone in lacking.items() if gone}


def doubtful(report: Report) -> list[tuple[str, Difference]]:
    """Where a system is worse than the first one, and the interval cannot or does not say so.

    Of the second kind only those whose p is at most .05: test and interval disagree.

    Returns:
        The name of the system, and the measure.
    """
    first, fallen = report.systems[0].name, drops(report)
    return [
        (pair.b, row)
        for pair in report.comparisons
        for row in pair.rows
        if pair.a == first and row.difference < 0 and (pair.b, row) not in fallen
        if row.interval is None or row.p <= CLEAR
    ]
