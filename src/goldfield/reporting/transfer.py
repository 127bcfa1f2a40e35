"""The order of extractors on two golds, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from goldfield.reporting.tables import Table, interval, ratio, remark_start, render
from goldfield.scoring.statistics import Interval

__all__ = ["CLEAR", "Failed", "Pair", "Side", "Standing", "Transfer", "transfer_page"]

CLEAR = 0.05
"""A pair is clear on one side if its label-swap test has p at most this; not corrected."""


class Side(Struct, frozen=True):
    """F1 of an extractor on one gold, and its place among the extractors: 1 is the best."""

    rank: int
    f1: float
    ci: Interval | None


class Standing(Struct, frozen=True):
    """One extractor in one measure on both sides."""

    measure: str
    extractor: str
    home: Side
    away: Side


class Pair(Struct, frozen=True):
    """Two extractors in one measure: F1 of the second less the first, and p, on both sides.

    `order` is "same", "reversed", or "tied" where they are equal on a side; `clear` if both sides
    tell them apart.
    """

    measure: str
    first: str
    second: str
    home: float
    away: float
    home_p: float
    away_p: float
    order: str
    clear: bool


class Failed(Struct, frozen=True):
    """An article of one of the golds on which an extractor failed; it counts as nothing said."""

    extractor: str
    gold: str
    id: str
    error: str


class Transfer(Struct, frozen=True):
    """What ``goldfield corpus transfer`` prints: `home` is the corpus, `away` the other gold.

    `signatures` are those of the extractors' runs, first at home, then away.
    """

    home: str
    away: str
    home_documents: int
    away_documents: int
    standings: list[Standing]
    pairs: list[Pair]
    failed: list[Failed]
    signatures: list[str]


def transfer_page(found: Transfer, form: str) -> str:
    """Both tables; as CSV, the standings alone."""
    standings = _standings(found)
    if form == "csv":
        return render(standings, form)
    tables = [render(table, form) for table in (standings, _orders(found))]
    return "\n".join([*tables, *(remark_start(form) + note for note in _notes(found)), ""])


def _notes(found: Transfer) -> Iterator[str]:
    yield (
        "clear: a label-swap test by article tells the two apart on both sides "
        f"(p <= {CLEAR}, not corrected)"
    )
    yield "only a clear pair in reversed order says that the corpus ranks otherwise"
    failed = Counter((row.extractor, row.gold) for row in found.failed)
    for (extractor, gold), number in failed.items():
        error = next(r.error for r in found.failed if (r.extractor, r.gold) == (extractor, gold))
        yield f"{extractor} failed on {number} of {gold}, scored as nothing said; first: {error}"
    yield from (f"signature  {signature}" for signature in found.signatures)


def _standings(found: Transfer) -> Table:
    heads = ("field", "extractor", *_heads(found.home), *_heads(found.away))
    rows = [
        (row.measure, row.extractor, *_cells(row.home), *_cells(row.away))
        for row in found.standings
    ]
    told = f"{found.home} ({found.home_documents}) and {found.away} ({found.away_documents})"
    return Table(f"order of extractors on {told}", heads, rows, left=2)


def _heads(name: str) -> tuple[str, str, str]:
    return f"rank {name}", f"F1 {name}", f"95 % interval {name}"


def _cells(side: Side) -> tuple[str, str, str]:
    return str(side.rank), ratio(side.f1), interval(side.ci, "-")


def _orders(found: Transfer) -> Table:
    heads = ("field", "pairs", "same order", "reversed", "tied", "clear", "clear and reversed")
    rows = [_order(name, list(pairs)) for name, pairs in groupby(found.pairs, lambda p: p.measure)]
    return Table("pairs of extractors", heads, rows)


def _order(measure: str, pairs: list[Pair]) -> tuple[str, ...]:
    orders = Counter(pair.order for pair in pairs)
    clear = [pair.order for pair in pairs if pair.clear]
    numbers = (orders["same"], orders["reversed"], orders["tied"])
    return (measure, *map(str, (len(pairs), *numbers, len(clear), clear.count("reversed"))))
