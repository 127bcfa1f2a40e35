"""`goldfield conformance`: does this goldfield count as the published cases say?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import Form, FormOption, say
from goldfield.conformance import Difference, count_measures, find_cases, run_cases
from goldfield.reporting.tables import Table, render
from goldfield.schema.writing import to_json

__all__ = ["conformance"]


def conformance(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Cases (.jsonl); default: the published kit.")
    ] = None,
    form: FormOption = Form.table,
) -> None:
    """Run the conformance kit: small cases with counts that were worked out by hand."""
    cases = find_cases(files or ())
    found = run_cases(cases)
    measures = count_measures(cases)
    if form is Form.json:
        differences = [difference._asdict() for difference in found]
        say(to_json({"cases": len(cases), "measures": measures, "differences": differences}))
    elif form is not Form.table:
        say(render(_table(found), form.value))
    else:
        outcome = f"{len(found)} different" if found else "all equal"
        say("\n".join([*map(str, found), f"{len(cases)} cases, {measures} measures: {outcome}"]))
    if found:
        raise typer.Exit(1)


def _table(found: list[Difference]) -> Table:
    heads = ("case", "measure", "expected", "got", "arithmetic")
    rows = [tuple(map(str, difference)) for difference in found]
    return Table("differences", heads, rows, left=len(heads))
