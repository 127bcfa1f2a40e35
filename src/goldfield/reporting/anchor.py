"""The human anchor as a table, and in a line below the score card."""

from __future__ import annotations

from collections.abc import Sequence

from goldfield.corpus.anchor.measuring import Anchored
from goldfield.corpus.anchor.projecting import MEASURES
from goldfield.reporting.tables import Table, interval, number, ratio, remark_start, render
from goldfield.scoring.counts import total
from goldfield.scoring.statistics import cells, f1_intervals, interval_method, pooled_f1

__all__ = ["anchor_line", "anchor_page"]

_CAVEAT = (
    "one blind pass of a language model; both sides projected to what the two manuals share "
    "(eval/anchor/README.md); the model may know these published texts"
)


def anchor_page(rows: Sequence[Anchored], form: str) -> str:
    """F1 of the passes against human gold; as CSV, the table alone."""
    corpora = dict.fromkeys(row.corpus for row in rows)
    lines = [line for name in corpora for line in _lines(name, rows)]
    heads = ("corpus", "measure", "F1", "95 % interval", "agreed", "in passes", "in human gold")
    table = render(Table("passes against human gold", heads, lines, left=2), form)
    sizes = {name: sum(row.corpus == name for row in rows) for name in corpora}
    told = [
        f"{name}: {size} documents, {interval_method(size).why}" for name, size in sizes.items()
    ]
    if form == "csv":
        return table
    return "\n".join([table, *(remark_start(form) + line for line in (*told, _CAVEAT)), ""])


def anchor_line(rows: Sequence[Anchored]) -> str:
    """The same in one line."""
    told = []
    for name in dict.fromkeys(row.corpus for row in rows):
        own = [row for row in rows if row.corpus == name]
        told += [f"{measure} {ratio(_f1(own, MEASURES[measure]))}" for measure in _measures(own)]
    return "human anchor: such passes against human gold, by goldfield corpus anchor: " + ", ".join(
        told
    )


def _measures(rows: Sequence[Anchored]) -> list[str]:
    fields = set().union(*(row.fields for row in rows))
    return [name for name, parts in MEASURES.items() if {*parts} <= fields]


def _f1(rows: Sequence[Anchored], parts: Sequence[str]) -> float | None:
    sums = cells([row.fields for row in rows], parts).sum(axis=0)
    return float(pooled_f1(sums)) if sums.any() else None


def _lines(corpus: str, rows: Sequence[Anchored]) -> list[tuple[str, ...]]:
    own = [row for row in rows if row.corpus == corpus]
    measures = {name: MEASURES[name] for name in _measures(own)}
    intervals = f1_intervals({row.id: row.fields for row in own}, measures)
    return [
        (corpus, name, ratio(_f1(own, parts)), interval(intervals.get(name)), *_sizes(own, parts))
        for name, parts in measures.items()
    ]


def _sizes(rows: Sequence[Anchored], parts: Sequence[str]) -> tuple[str, ...]:
    if len(parts) > 1:  # a mean of measures: there is nothing to count
        return "-", "-", "-"
    counts = total(row.fields[parts[0]] for row in rows if parts[0] in row.fields)
    return number(counts.tp_gold), number(counts.pred), number(counts.gold)
