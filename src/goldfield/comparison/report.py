"""Any number of systems side by side: all pairs, rank groups, who is first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Protocol

from msgspec import Struct

from goldfield.comparison.multiverse import Multiverse
from goldfield.comparison.notes import notes_on
from goldfield.comparison.pairs import Comparison, compare_pairs
from goldfield.comparison.ranks import first_shares, rank_groups
from goldfield.comparison.slices import Slice
from goldfield.comparison.swaps import SAMPLES
from goldfield.comparison.systems import (
    Design,
    System,
    View,
    design_of,
    refuse_strangers,
    shared_by,
)
from goldfield.errors import UnknownName, UsageError
from goldfield.scoring.scorer import Result
from goldfield.scoring.signature import parse_signature

__all__ = [
    "EVAL_SAMPLES",
    "About",
    "Report",
    "Standing",
    "compare",
    "compare_systems",
]

EVAL_SAMPLES = 10_000
"""Enough for a table to read; `compare` by itself takes ten times as many."""


class About(Struct, frozen=True):
    """A system: how many runs of it there are, and the signature of each."""

    name: str
    runs: int
    signatures: list[str]


class Standing(Struct, frozen=True):
    """One system in one measure.

    `group` is its rank group, `first` how often it comes first on articles drawn anew (0 to 1),
    `deviation` the standard deviation of its F1 over seeds; null of a single run.
    """

    measure: str
    system: str
    f1: float
    group: int
    first: float
    deviation: float | None


class Report(Struct, frozen=True):
    """What `goldfield compare` finds.

    `comparisons` holds all pairs; `slices` and `multiverse` are there if they were asked for.
    """

    corpus: str
    documents: int
    systems: list[About]
    standings: list[Standing]
    comparisons: list[Comparison]
    notes: list[str]
    slices: list[Slice] = []
    multiverse: Multiverse | None = None


class _HasResult(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def result(self) -> Result: ...


def compare(a: _HasResult, b: _HasResult, samples: int = SAMPLES) -> Comparison:
    """Compare two runs, field by field, paired by document.

    Args:
        a: the system that B is compared with.
        b: the other one.
        samples: of the test, where more than 20 documents speak of a field.

    Raises:
        UsageError: these are no runs, or runs that cannot be compared; the message names the parts
            that differ.
    """
    for side in (a, b):
        if not isinstance(getattr(side, "result", None), Result):
            told = "compare takes two runs, as goldfield.evaluate gives them"
            raise UsageError(f"{told}; this is of type {type(side).__name__}")
    systems = [System(side.name, (side.result,)) for side in (a, b)]
    return compare_pairs([design_of(systems)], samples)[0]


def compare_systems(
    systems: Sequence[System], measures: Sequence[str] | None = None, samples: int = SAMPLES
) -> Report:
    """Compare two or more systems, each with one run or with several seeds.

    Args:
        systems: with different names.
        measures: those to speak of; by default all that any two share, and the headline.
        samples: of the tests.

    Raises:
        UsageError: fewer than two systems, no articles, or runs that cannot be compared.
    """
    if len(systems) < 2:
        raise UsageError("a comparison takes at least two systems")
    if not systems[0].runs[0].counts:
        raise UsageError("there are no articles to compare on")
    for run in (run for system in systems for run in system.runs):
        refuse_strangers(systems[0].runs[0], run)
    names = _names(systems, measures)
    designs = {
        (a, b): design
        for a, b in combinations(range(len(systems)), 2)
        if (design := design_of([systems[a], systems[b]], names)).views
    }
    if not designs:
        raise UsageError("these systems share no measure")
    pairs = dict(zip(designs, compare_pairs(list(designs.values()), samples), strict=True))
    return Report(
        parse_signature(systems[0].runs[0].scores.signature)["corpus"],
        len(systems[0].runs[0].counts),
        [_about(system) for system in systems],
        _standings(systems, names, pairs),
        list(pairs.values()),
        notes_on(systems, list(pairs.values())),
    )


def _names(systems: Sequence[System], wanted: Sequence[str] | None) -> list[str]:
    """The measures to speak of, in the order of the system that predicts the most.

    Raises:
        UnknownName: no two systems share one of those that are wanted.
    """
    longest = sorted((shared_by([system]) for system in systems), key=len, reverse=True)
    known = list(dict.fromkeys(name for names in longest for name in names))
    for name in wanted or ():
        if name not in known:
            raise UnknownName("measure of these systems", name, known)
    return [name for name in known if wanted is None or name in wanted]


def _about(system: System) -> About:
    return About(system.name, len(system.runs), [run.scores.signature for run in system.runs])


def _standings(
    systems: Sequence[System], names: Sequence[str], pairs: dict[tuple[int, int], Comparison]
) -> list[Standing]:
    """Each measure of those that predict it, where two or more do."""
    who = {
        name: tuple(place for place, s in enumerate(systems) if name in shared_by([s]))
        for name in names
    }
    found: dict[str, list[Standing]] = {}
    for places in dict.fromkeys(who.values()):
        measures = [name for name in names if who[name] == places]
        if len(places) > 1:
            design = design_of([systems[place] for place in places], measures)
            for view, shares in zip(design.views, first_shares(design), strict=True):
                found[view.name] = _standing(design, view, shares, _p_of(view.name, places, pairs))
    return [standing for name in names for standing in found.get(name, [])]


def _p_of(
    measure: str, places: Sequence[int], pairs: dict[tuple[int, int], Comparison]
) -> Callable[[int, int], float]:
    """The p of two systems in a measure, by their places among those that predict it."""
    found = {pair: {row.measure: row.p for row in one.rows} for pair, one in pairs.items()}

    def between(a: int, b: int) -> float:
        return found[places[min(a, b)], places[max(a, b)]].get(measure, 1.0)

    return between


def _standing(
    design: Design, view: View, shares: Sequence[float], p: Callable[[int, int], float]
) -> list[Standing]:
    scores = [float(view.f1(table.sum(axis=0))) for table in design.tables]
    spreads = [spread[view.name] for spread in design.spreads]
    return [
        Standing(view.name, system.name, score, group, first, spread.deviation)
        for system, score, group, first, spread in zip(
            design.systems, scores, rank_groups(scores, p), shares, spreads, strict=True
        )
    ]
