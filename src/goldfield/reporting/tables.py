"""A table once, in any of the formats people paste into something."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from goldfield.schema.text import visible

__all__ = [
    "FORMATS",
    "Table",
    "counted",
    "csv_of",
    "in_full",
    "interval",
    "number",
    "rate",
    "ratio",
    "remark_start",
    "render",
]


class Table(NamedTuple):
    """A title, heads and rows of text; columns from `left` on are numbers."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    left: int = 1


def render(table: Table, form: str) -> str:
    """The table as text in one of `FORMATS`, ending in a line feed."""
    return FORMATS[form](table)


def ratio(value: float | None) -> str:
    """Three decimals; a dash for what is undefined."""
    return "-" if value is None else f"{value:.3f}"


def rate(value: float) -> str:
    """Something a second: no decimals from 10 on, else three digits."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.3g}"


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_full(value: float | None) -> str:
    """A number for programs: all its digits, no separators; empty where there is none."""
    return "" if value is None else str(value)


def interval(ends: tuple[float, float] | None, between: str = " to ") -> str:
    """Both ends with three decimals; a dash where there is no interval."""
    return f"{ends[0]:.3f}{between}{ends[1]:.3f}" if ends else "-"


def remark_start(form: str) -> str:
    """What a sentence below a table begins with: a list in Markdown, a comment in LaTeX."""
    return {"markdown": "- ", "latex": "% "}.get(form, "")


def number(value: float) -> str:
    """A count without decimals, and a fraction of one with one."""
    return f"{value:g}" if float(value).is_integer() and value < 1e6 else f"{value:.1f}"


def _plain(table: Table) -> str:
    drawn = RichTable(box=None, pad_edge=False)
    for index, head in enumerate(table.heads):
        drawn.add_column(
            Text(head), justify="left" if index < table.left else "right", no_wrap=True
        )
    for row in table.rows:
        drawn.add_row(*(Text(" ".join(cell.split())) for cell in row))
    stream = io.StringIO()
    width = sum(
        max(map(cell_len, column)) + 2 for column in zip(table.heads, *table.rows, strict=True)
    )
    Console(file=stream, width=width, color_system=None).print(drawn)
    lines = [line.rstrip() for line in stream.getvalue().splitlines()]
    return "\n".join([table.title, *lines] if table.title else lines) + "\n"


def _markdown(table: Table) -> str:
    marks = ["---" if index < table.left else "---:" for index in range(len(table.heads))]
    lines = [table.heads, marks, *table.rows]
    body = "\n".join(
        "| " + " | ".join(_escape_pipe(cell) for cell in line) + " |" for line in lines
    )
    return f"**{table.title}**\n\n{body}\n" if table.title else f"{body}\n"


def _escape_pipe(cell: str) -> str:
    return cell.replace("|", r"\|").replace("\n", " ")


def _csv(table: Table) -> str:
    return csv_of([table.heads, *table.rows])


# What a spreadsheet computes when it opens a file, and what begins so and is a number or a dash.
_FORMULA = re.compile(r"[=+\-@\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-|[+-]?[\d.,]+(?:e[+-]?\d+)?%?(?: to [+-]?[\d.,]+(?:e[+-]?\d+)?)?")


def csv_of(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV that no spreadsheet computes: text that it would take for a formula gets a `'`.

    Numbers, intervals and dashes stay as they are; None is an empty cell. What would begin a row
    or hide something is an escape, as on a terminal.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return stream.getvalue()


def _inert(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    shown = visible(cell)
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown) else shown


_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
        "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


def _latex(table: Table) -> str:
    columns = "l" * table.left + "r" * (len(table.heads) - table.left)
    lines = [rf"\begin{{tabular}}{{{columns}}}", r"\hline"]
    for number, row in enumerate([table.heads, *table.rows]):
        lines.append(" & ".join(cell.translate(_LATEX) for cell in row) + r" \\")
        if number == 0:
            lines.append(r"\hline")
    lines += [r"\hline", r"\end{tabular}"]
    note = f"% {table.title}\n" if table.title else ""
    return note + "\n".join(lines) + "\n"


FORMATS: dict[str, Callable[[Table], str]] = {
    "table": _plain,
    "markdown": _markdown,
    "latex": _latex,
    "csv": _csv,
}
