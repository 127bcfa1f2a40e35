"""`goldfield coverage`: how often intervals cover the truth, by simulation."""

from __future__ import annotations

from typing import Annotated

import typer

from goldfield.cli.console import Form, FormOption, say
from goldfield.errors import UsageError
from goldfield.reporting.tables import Table, render
from goldfield.schema.writing import to_json
from goldfield.scoring import simulation
from goldfield.scoring.simulation import Cell, Coverage
from goldfield.scoring.statistics import FEWEST, SEED

__all__ = ["coverage"]

_DOCUMENTS = ",".join(map(str, simulation.DOCUMENTS))

DocumentsOption = Annotated[str, typer.Option(help="Numbers of documents, 6,12,24.")]
TrialsOption = Annotated[int, typer.Option(min=1, help="Simulated corpora a cell.")]
SeedOption = Annotated[int, typer.Option(min=0, help="The same seed gives the same table.")]
PublishedOption = Annotated[
    bool, typer.Option("--published", help="Print the published table; simulate nothing.")
]


def coverage(
    documents: DocumentsOption = _DOCUMENTS,
    trials: TrialsOption = simulation.TRIALS,
    seed: SeedOption = SEED,
    published: PublishedOption = False,
    form: FormOption = Form.table,
) -> None:
    """Measure how often 95 % intervals of F1 cover the truth on simulated corpora."""
    if published:
        found = simulation.published()
    else:
        found = simulation.measure(_sizes(documents), trials, seed)
    if form is Form.json:
        say(to_json(found))
    else:
        say("\n".join(render(table, form.value) for table in (_methods(found), _fields(found))))


def _sizes(text: str) -> list[int]:
    """The numbers of a list ``a,b,c``.

    Raises:
        UsageError: one of them is no number of documents that has intervals.
    """
    parts = [part.strip() for part in text.split(",")]
    wrong = [part for part in parts if not part.isdecimal() or int(part) < FEWEST]
    if wrong:
        raise UsageError(f"--documents: {wrong[0]!r} is no number of documents from {FEWEST} on")
    return sorted({int(part) for part in parts})


def _methods(found: Coverage) -> Table:
    """Least, mean and most coverage of each method over all kinds of fields."""
    sizes = sorted({cell.documents for cell in found.cells})
    methods = dict.fromkeys(method for cell in found.cells for method in cell.coverage)
    rows = [
        (method, *(_range([c for c in found.cells if c.documents == n], method) for n in sizes))
        for method in methods
    ]
    heads = ("method", *(f"{size} documents" for size in sizes))
    return Table("coverage in %: least, mean, most of all fields", heads, rows)


def _range(cells: list[Cell], method: str) -> str:
    values = [x for x in (cell.coverage.get(method) for cell in cells) if x is not None]
    if not values:
        return "-"
    return f"{min(values):.1f}  {sum(values) / len(values):.1f}  {max(values):.1f}"


def _fields(found: Coverage) -> Table:
    """The published intervals, cell by cell."""
    sizes = sorted({cell.documents for cell in found.cells})
    rows = []
    for field, f1 in dict.fromkeys((cell.field, cell.f1) for cell in found.cells):
        by_size = {c.documents: c for c in found.cells if (c.field, c.f1) == (field, f1)}
        rows.append((field, f"{f1:g}", *(_cell(by_size[size]) for size in sizes)))
    title = "coverage in % (truth below, above the interval), mean width"
    return Table(title, ("field", "F1", *(f"{size} documents" for size in sizes)), rows)


def _cell(cell: Cell) -> str:
    value = cell.coverage["published"]
    if value is None:
        return "-"
    return f"{value:.1f} ({cell.below:.1f}, {cell.above:.1f}) {cell.width:.3f}"
