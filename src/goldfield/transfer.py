"""Does the order of extractors on the corpus hold on other gold?

The corpus is composed. Whether a system that is better on it is better on news that people
annotated is a question to be measured, field by field, on gold that the user brings along.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from goldfield.comparison import Difference, compare
from goldfield.corpus.gold import Gold
from goldfield.errors import UsageError
from goldfield.evaluation import Run, evaluate
from goldfield.reporting.transfer import CLEAR, Failed, Pair, Side, Standing, Transfer
from goldfield.scoring.measures.derived import parts_of

__all__ = ["order_of", "ranks_of", "transfer", "transfer_of"]

SAME = 1e-12
"""F1 that are no further apart are equal: the rest is rounding."""


def transfer(
    extractors: Sequence[str],
    golds: tuple[Gold, Gold],
    suite: str = "core",
    run: Callable[..., Run] = evaluate,
) -> Transfer:
    """Run extractors over both golds and compare the order they come in.

    Raises:
        UsageError: fewer than two extractors, or no measure that both golds speak of.
        ExtractorError: one of them cannot be loaded.
    """
    names = list(dict.fromkeys(extractors))
    if len(names) < 2:
        raise UsageError("an order takes at least two extractors")
    sides = [[run(name, corpus=gold, suite=suite) for name in names] for gold in golds]
    home, away = (f"{gold.selection.name}/{gold.selection.split}" for gold in golds)
    return transfer_of((home, away), (sides[0], sides[1]))


def transfer_of(names: tuple[str, str], sides: tuple[Sequence[Run], Sequence[Run]]) -> Transfer:
    """The same of runs; both sides have the same extractors in the same order.

    Raises:
        UsageError: there is no measure that both golds speak of and two extractors predict.
    """
    home, away = sides
    measures = {name: _who(name, home, away) for name in _fields(home)}
    told = {name: who for name, who in measures.items() if len(who) > 1}
    if not told:
        raise UsageError(f"{names[0]} and {names[1]} share no measure that two extractors predict")
    return Transfer(
        *names,
        home[0].scores.documents,
        away[0].scores.documents,
        [row for name, who in told.items() for row in _standings(name, who, home, away)],
        _pairs(told, home, away),
        [
            Failed(run.name, name, failure.id, failure.error)
            for name, runs in zip(names, sides, strict=True)
            for run in runs
            for failure in run.scores.failures
        ],
        [run.scores.signature for runs in sides for run in runs],
    )


def _fields(runs: Sequence[Run]) -> dict[str, None]:
    return {name: None for run in runs for name in run.scores.fields}


def _who(measure: str, home: Sequence[Run], away: Sequence[Run]) -> list[int]:
    """The extractors, by place, that predict a measure of which both golds have items."""
    return [
        place
        for place, pair in enumerate(zip(home, away, strict=True))
        if all(_has(run, measure) for run in pair)
    ]


def _has(run: Run, measure: str) -> bool:
    parts = parts_of(measure)
    golds = (
        row.fields[part].gold for row in run.result.counts for part in parts if part in row.fields
    )
    return measure in run.scores.fields and any(golds)


def _standings(
    measure: str, who: Sequence[int], home: Sequence[Run], away: Sequence[Run]
) -> list[Standing]:
    sides = [_side(measure, [runs[place] for place in who]) for runs in (home, away)]
    rows = [
        Standing(measure, home[place].name, *both) for place, *both in zip(who, *sides, strict=True)
    ]
    return sorted(rows, key=lambda row: (row.home.rank, row.extractor))


def _side(measure: str, runs: Sequence[Run]) -> list[Side]:
    fields = [run.scores.fields[measure] for run in runs]
    scores = [field.f1 or 0.0 for field in fields]
    return [
        Side(rank, score, field.ci["f1"] if field.ci else None)
        for rank, score, field in zip(ranks_of(scores), scores, fields, strict=True)
    ]


def ranks_of(scores: Sequence[float]) -> list[int]:
    """1 for the best and for those equal to it; after n better ones n + 1."""
    return [1 + sum(other > score + SAME for other in scores) for score in scores]


def order_of(home: float, away: float) -> str:
    """Whether two differences have the same sign: same, reversed, or tied if one is none."""
    if min(abs(home), abs(away)) <= SAME:
        return "tied"
    return "same" if home * away > 0 else "reversed"


def _pairs(told: dict[str, list[int]], home: Sequence[Run], away: Sequence[Run]) -> list[Pair]:
    compared = {
        (a, b): [
            {row.measure: row for row in compare(runs[a], runs[b]).differences}
            for runs in (home, away)
        ]
        for a, b in combinations(range(len(home)), 2)
    }
    return [
        _pair((home[a].name, home[b].name), here[measure], there[measure])
        for measure, who in told.items()
        for (a, b), (here, there) in compared.items()
        if {a, b} <= {*who} and measure in here and measure in there
    ]


def _pair(names: tuple[str, str], here: Difference, there: Difference) -> Pair:
    return Pair(
        *(here.measure, *names, here.difference, there.difference, here.p, there.p),
        order_of(here.difference, there.difference),
        clear=max(here.p, there.p) <= CLEAR,
    )
