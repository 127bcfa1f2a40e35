"""Comparisons as tables."""

from __future__ import annotations

from collections.abc import Sequence

from goldfield.comparison.multiverse import Multiverse
from goldfield.comparison.pairs import Comparison, Difference
from goldfield.comparison.report import Report
from goldfield.comparison.slices import Slice
from goldfield.reporting.tables import Table, counted, in_full, ratio, remark_start, render

__all__ = [
    "LEGEND",
    "long_table",
    "multiverse_text",
    "pair_table",
    "pair_text",
    "paired_table",
    "report_text",
]

_HEADS = (
    *("B - A", "95 % interval", "p", "Holm", "BH", "smallest p"),
    *("detectable", "won/tied/lost", "articles"),
)
LEGEND = [
    "B - A: difference in F1 of summed counts; interval: of that difference, on"
    " other such articles",
    "Holm, BH: p corrected for all fields of all pairs, by Holm, and by Benjamini and Hochberg; "
    "the headline stands by itself, corrected for the pairs",
    "smallest p: that so many articles can reach; detectable: the difference that they would show "
    "80 % of the time between two such systems",
    "won/tied/lost: articles on which B is better, as good, worse",
]


def pair_table(pair: Comparison) -> Table:
    """One row a measure, the headline first."""
    rows = [(row.measure, f"{row.a:.3f}", f"{row.b:.3f}", *_difference(row)) for row in pair.rows]
    heads = ("field", f"F1 {pair.a}", f"F1 {pair.b}", *_HEADS)
    return Table(f"A = {pair.a}, B = {pair.b}", heads, rows)


def _difference(row: Difference) -> tuple[str, ...]:
    ends = row.interval
    return (
        f"{row.difference:+.3f}",
        f"{ends[0]:+.3f} to {ends[1]:+.3f}" if ends else "-",
        *(f"{p:.3g}" for p in (row.p, row.holm, row.fdr, row.smallest_p)),
        "-" if row.detectable is None else f"{row.detectable:.3f}",
        f"{row.wins}/{row.ties}/{row.losses}",
        str(row.documents),
    )


def pair_text(pair: Comparison) -> str:
    """The table of two systems, and how it was made."""
    return render(pair_table(pair), "table") + pair.note + "\n"


def long_table(report: Report) -> Table:
    """All pairs below each other, for programs to read: numbers in full, nothing where none is."""
    heads = (
        *("A", "B", "field", "f1_a", "f1_b", "difference", "low", "high", "p", "holm", "bh"),
        *("smallest_p", "detectable", "won", "tied", "lost", "articles"),
    )
    rows = [
        (pair.a, pair.b, row.measure, *map(in_full, _numbers(row)))
        for pair in report.comparisons
        for row in pair.rows
    ]
    return Table("", heads, rows, left=3)


def _numbers(row: Difference) -> tuple[float | None, ...]:
    return (
        *(row.a, row.b, row.difference, *(row.interval or (None, None))),
        *(row.p, row.holm, row.fdr, row.smallest_p, row.detectable),
        *(row.wins, row.ties, row.losses, row.documents),
    )


def standing_table(report: Report) -> Table:
    """One row a measure, one column a system: rank group, F1, how often it is first."""
    names = [system.name for system in report.systems]
    cells = {
        (s.measure, s.system): f"{s.group}  {s.f1:.3f}{_deviation(s.deviation)} {s.first:4.0%}"
        for s in report.standings
    }
    measures = dict.fromkeys(s.measure for s in report.standings)
    rows = [(name, *(cells.get((name, system), "-") for system in names)) for name in measures]
    about = f"{counted(report.documents, 'article')} of {report.corpus}"
    return Table(f"{about}: rank group, F1, how often first", ("field", *names), rows)


def _deviation(value: float | None) -> str:
    return "" if value is None else f" (sd {value:.3f})"


def report_text(report: Report, form: str) -> str:
    """The report in one of the formats of tables; CSV is one table of all pairs."""
    if form == "csv":
        return render(long_table(report), form)
    tables = [standing_table(report), *map(pair_table, report.comparisons)]
    start = remark_start(form)
    notes = [f"{start}{line}" for line in (*_groups(report), *LEGEND, *report.notes)]
    if report.slices:
        tables += slice_tables(report.slices)
    if report.multiverse:
        tables += multiverse_tables(report.multiverse)
        notes += _not_recomputed(report.multiverse, start)
    notes += [
        f"{start}signature of {system.name}: {line}"
        for system in report.systems
        for line in system.signatures
    ]
    return "\n".join([*(render(table, form) for table in tables), *notes, ""])


def slice_tables(slices: Sequence[Slice]) -> list[Table]:
    """A table for each kind of slice."""
    heads = ("slice", "A", "B", "field", "F1 A", "F1 B", *_HEADS)
    return [
        Table(
            f"by {by}; p corrected over these slices",
            heads,
            [
                (
                    one.value,
                    one.a,
                    one.b,
                    row.measure,
                    ratio(row.a),
                    ratio(row.b),
                    *_difference(row),
                )
                for one in slices
                if one.by == by and (row := one.difference)
            ],
            left=4,
        )
        for by in dict.fromkeys(one.by for one in slices)
    ]


def multiverse_text(found: Multiverse, form: str) -> str:
    """All conventions by themselves, in one of the formats of tables but CSV, which holds one."""
    notes = _not_recomputed(found, remark_start(form))
    return "\n".join([*(render(table, form) for table in multiverse_tables(found)), *notes, ""])


def multiverse_tables(found: Multiverse) -> list[Table]:
    """The range of each score and, of several systems, who stays ahead."""
    return [range_table(found), side_table(found)] if found.sides else [range_table(found)]


def _not_recomputed(found: Multiverse, start: str) -> list[str]:
    return [f"{start}not recomputed: {line}" for line in found.not_recomputed]


def range_table(found: Multiverse) -> Table:
    """F1 of each system under all conventions."""
    rows = [
        (row.measure, row.system, *map(ratio, (row.f1, row.low, row.high)), row.low_by, row.high_by)
        for row in found.ranges
    ]
    heads = ("field", "system", "F1", "least", "most", "least by", "most by")
    return Table("F1 under all conventions of counting", heads, rows, left=2)


def side_table(found: Multiverse) -> Table:
    """Whether the order of two systems depends on conventions."""
    rows = [
        (
            *(row.measure, row.a, row.b),
            *(f"{value:+.3f}" for value in (row.difference, row.low, row.high)),
            *(f"{row.flips} of {row.universes}", row.flipped_by or "-"),
        )
        for row in found.sides
    ]
    heads = ("field", "A", "B", "B - A", "least", "most", "flips", "flipped by")
    return Table("Does the order of A and B depend on conventions?", heads, rows, left=3)


def _groups(report: Report) -> list[str]:
    return [
        "rank group: systems that cannot be told from the best of their group (p > .05, Holm); "
        "how often first: of 10,000 draws of as many articles, and of seeds where there are several"
    ]


def paired_table(found: Sequence[Comparison]) -> str:
    """How much better or worse each B is than the A that they share, field by field.

    Args:
        found: at least one comparison.
    """
    base, note = found[0].a, found[0].note
    cells = {
        (one.b, d.measure): f"{_stars(d.p)} {d.difference:+.3f}"
        for one in found
        for d in one.differences
    }
    longest = sorted(found, key=lambda one: -len(one.differences))
    measures = dict.fromkeys(d.measure for one in longest for d in one.differences)
    rows = [(name, *(cells.get((one.b, name), "-") for one in found)) for name in measures]
    title = f"F1 less that of {base}, paired by article"
    table = render(Table(title, ("field", *(one.b for one in found)), rows), "table")
    return f"{table}* p < .05, ** p < .01, not corrected for {len(rows)} fields; {note}\n"


def _stars(p: float) -> str:
    return "**" if p < 0.01 else "*" if p < 0.05 else ""
