"""`goldfield compare`: is A better than B?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import Form, FormOption, SuiteOption, say
from goldfield.comparison.operands import Scoring, read_systems
from goldfield.comparison.report import compare_systems
from goldfield.comparison.swaps import SAMPLES
from goldfield.comparison.tables import report_text
from goldfield.schema.writing import to_json

__all__ = ["compare"]

SystemsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="SYSTEM...",
        help="RUN folder, PREDICTIONS.jsonl (with --gold), or seeds of one system: NAME=RUN,RUN.",
        show_default=False,
    ),
]


def compare(
    systems: SystemsArgument,
    gold: Annotated[Path | None, typer.Option(help="Gold JSONL of prediction files.")] = None,
    suite: SuiteOption = "core",
    measures: Annotated[str | None, typer.Option(help="Only these, a,b,c.")] = None,
    samples: Annotated[
        int, typer.Option(min=99, help="Of the tests, above 20 articles.")
    ] = SAMPLES,
    form: FormOption = Form.table,
) -> None:
    """Compare two or more systems field by field, paired by article."""
    found = read_systems(systems, Scoring(gold, suite))
    report = compare_systems(found, measures.split(",") if measures else None, samples)
    say(to_json(report) if form is Form.json else report_text(report, form.value))
