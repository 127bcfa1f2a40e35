"""What is compared: systems, each run once or with several seeds, on the same documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldfield.errors import UsageError
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.derived import parts_of
from goldfield.scoring.scorer import DocumentCounts, Result
from goldfield.scoring.signature import differences
from goldfield.scoring.statistics import Matrix, cells, pooled_f1

__all__ = [
    "HEADLINE",
    "Design",
    "Spread",
    "System",
    "View",
    "design_of",
    "refuse_strangers",
    "shared_by",
]

HEADLINE = "headline"
"""How the mean F1 of a suite is called where measures are listed."""

_FREE = {"extractor", "run"}  # parts of a signature that may differ between two systems


class System(NamedTuple):
    """One or several runs of the same system, which differ in their seed."""

    name: str
    runs: tuple[Result, ...]


class View(NamedTuple):
    """One measure: the columns of its parts, and how they are averaged (see `pooled_f1`)."""

    name: str
    columns: NDArray[np.intp]
    groups: tuple[int, ...]

    def f1(self, sums: Matrix) -> Matrix:
        """F1 of summed counts of all parts, shape (..., 4 parts) to (...)."""
        return pooled_f1(sums[..., self.columns], self.groups)

    @property
    def alone(self) -> View:
        """The same of a table that has no other columns."""
        return self._replace(columns=np.arange(len(self.columns)))


class Spread(NamedTuple):
    """How far the mean over runs may be from the mean over all seeds.

    `variance` is that of the mean of F1, 0 of a single run, of which nobody knows how it varies.
    """

    variance: float
    freedom: int

    @property
    def deviation(self) -> float | None:
        """The standard deviation of F1 from run to run; None of a single run."""
        return (self.variance * (self.freedom + 1)) ** 0.5 if self.freedom else None


class Design(NamedTuple):
    """The counts of all systems in one shape.

    Attributes:
        systems: what is compared.
        ids: the documents, sorted.
        views: the measures that all of them have, the headline first where they have one.
        tables: of each system the counts of each document, (documents, 4 parts), the mean over
            its runs.
        spreads: by system and measure.
    """

    systems: Sequence[System]
    ids: list[str]
    views: list[View]
    tables: list[Matrix]
    spreads: list[dict[str, Spread]]

    def only(self, ids: set[str]) -> Design:
        """The same of some of the documents."""
        kept = [place for place, id in enumerate(self.ids) if id in ids]
        tables = [table[kept] for table in self.tables]
        return self._replace(ids=[self.ids[place] for place in kept], tables=tables)


def design_of(systems: Sequence[System], measures: Sequence[str] | None = None) -> Design:
    """The counts of systems on the same documents, measure by measure.

    Args:
        systems: at least one.
        measures: those to speak of, the headline among them; by default all that they share.

    Raises:
        UsageError: the runs cannot be compared; the message names the parts that differ.
    """
    runs = [run for system in systems for run in system.runs]
    for run in runs[1:]:
        refuse_strangers(runs[0], run)
    wanted = {n: g for n, g in _measures(runs).items() if measures is None or n in measures}
    return build_design(systems, wanted, lambda row: row.fields)


def build_design(
    systems: Sequence[System],
    measures: Mapping[str, Sequence[str]],
    counts: Callable[[DocumentCounts], Mapping[str, Counts]],
) -> Design:
    """The counts of systems that can be compared.

    Args:
        systems: at least one.
        measures: each with those that it is the mean of.
        counts: what a row has of each measure; nothing if it lacks one.
    """
    parts = list(
        dict.fromkeys(p for names in measures.values() for n in names for p in parts_of(n))
    )
    place = {part: 4 * index for index, part in enumerate(parts)}
    views = [_view(name, group, place) for name, group in measures.items()]
    ids = sorted(row.id for row in systems[0].runs[0].counts)
    each = []
    for system in systems:
        rows = [{row.id: counts(row) for row in run.counts} for run in system.runs]
        each.append([cells([found[id] for id in ids], parts) for found in rows])
    spreads = [{view.name: spread_of(view, tables) for view in views} for tables in each]
    return Design(systems, ids, views, [np.mean(tables, axis=0) for tables in each], spreads)


def shared_by(systems: Sequence[System]) -> list[str]:
    """The measures that all of some systems predict, the headline first if they have one."""
    return list(_measures([run for system in systems for run in system.runs]))


def _measures(runs: Sequence[Result]) -> dict[str, tuple[str, ...]]:
    """The measures that all runs have, each with those that it is the mean of."""
    shared = [n for n in runs[0].scores.fields if all(n in r.scores.fields for r in runs)]
    groups: dict[str, tuple[str, ...]] = {name: (name,) for name in shared}
    headed = shared and all(run.scores.headline is not None for run in runs)
    return {HEADLINE: tuple(shared), **groups} if headed else groups


def refuse_strangers(a: Result, b: Result) -> None:
    """Raise `UsageError` if two runs are not of the same gold, suite and conventions.

    How the gold is called does not matter; its hash does.
    """
    apart = differences(a.scores.signature, b.scores.signature)
    told = [
        f"{key}: {x} and {y}"
        for key, (x, y) in apart.items()
        if key not in _FREE and not (key == "corpus" and x and y and _hash(x) == _hash(y) != "")
    ]
    if not told and {row.id for row in a.counts} != {row.id for row in b.counts}:
        told = ["their articles"]
    if told:
        raise UsageError(f"these runs cannot be compared; they differ in {'; '.join(told)}")


def _hash(corpus: str) -> str:
    return corpus.rpartition("#")[2]


def _view(name: str, measures: Sequence[str], place: dict[str, int]) -> View:
    parts = [parts_of(measure) for measure in measures]
    starts = [place[part] for group in parts for part in group]
    columns = (np.array(starts)[:, None] + np.arange(4)).ravel()
    return View(name, columns, tuple(len(group) for group in parts))


def spread_of(view: View, tables: Sequence[Matrix]) -> Spread:
    """How a measure varies over the runs of a system, each with counts of (documents, 4 parts)."""
    if len(tables) < 2:
        return Spread(0.0, 0)
    scores = view.f1(np.stack([table.sum(axis=0) for table in tables]))
    return Spread(float(scores.var(ddof=1)) / len(tables), len(tables) - 1)
