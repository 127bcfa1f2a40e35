"""Does the order of extractors on the corpus hold on other gold?

The corpus is composed. Whether a system that is better on it is better on news that people
annotated is a question to be measured, field by field, on gold that the user brings along.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from goldfield.comparison import compare
from goldfield.errors import UsageError
from goldfield.evaluation import Gold, Run, evaluate
from goldfield.reporting.transfer import CLEAR, Pair, Side, Standing, Transfer

__all__ = ["transfer", "transfer_of"]


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
    if len({*extractors}) < 2:
        raise UsageError("an order takes at least two extractors")
    sides = [[run(name, corpus=gold, suite=suite) for name in extractors] for gold in golds]
    names = [f"{gold.selection.name}/{gold.selection.split}" for gold in golds]
    return transfer_of((names[0], names[1]), (sides[0], sides[1]))


def transfer_of(names: tuple[str, str], sides: tuple[Sequence[Run], Sequence[Run]]) -> Transfer:
    """The same of runs; both sides have the same extractors in the same order.

    Raises:
        UsageError: there is no measure that both golds speak of and two extractors predict.
    """
    home, away = sides
    measures = {name: _who(name, home, away) for name in home[0].scores.fields | _fields(home)}
    told = {name: who for name, who in measures.items() if len(who) > 1}
    if not told:
        raise UsageError(f"{names[0]} and {names[1]} share no measure that two extractors predict")
    return Transfer(
        *names,
        home[0].scores.documents,
        away[0].scores.documents,
        [row for name, who in told.items() for row in _standings(name, who, home, away)],
        _pairs(told, home, away),
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
    field = run.scores.fields.get(measure)
    return field is not None and field.f1 is not None and (field.gold > 0 or field.unit == "mean")


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
    ranks = [1 + sum(other > score for other in scores) for score in scores]
    return [
        Side(rank, score, field.ci["f1"] if field.ci else None)
        for rank, score, field in zip(ranks, scores, fields, strict=True)
    ]


def _pairs(told: dict[str, list[int]], home: Sequence[Run], away: Sequence[Run]) -> list[Pair]:
    found = []
    for a, b in combinations(range(len(home)), 2):
        here, there = (
            {row.measure: row for row in compare(runs[a], runs[b]).differences}
            for runs in (home, away)
        )
        for measure, who in told.items():
            if {a, b} <= {*who} and measure in here and measure in there:
                x, y = here[measure], there[measure]
                found.append(
                    Pair(
                        *(measure, home[a].name, home[b].name, x.difference, y.difference),
                        *(x.p, y.p, _order(x.difference, y.difference)),
                        clear=max(x.p, y.p) <= CLEAR,
                    )
                )
    return sorted(found, key=lambda pair: list(told).index(pair.measure))


def _order(home: float, away: float) -> str:
    if home * away == 0:
        return "tied"
    return "same" if home * away > 0 else "reversed"
