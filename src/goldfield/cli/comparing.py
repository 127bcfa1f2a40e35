"""`goldfield compare` and `goldfield plan`: is A better than B, and what would it take to know?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from goldfield.cli.console import (
    CorpusOption,
    Form,
    FormOption,
    MultiverseOption,
    say,
    tell,
)
from goldfield.comparison.gate import doubtful, drops, vanished
from goldfield.comparison.multiverse import multiverse
from goldfield.comparison.operands import Scoring, read_articles_of, read_systems
from goldfield.comparison.planning import Need, plan
from goldfield.comparison.report import Report, compare_systems
from goldfield.comparison.slices import LABEL, SLICES, slices
from goldfield.comparison.swaps import SAMPLES
from goldfield.comparison.systems import System
from goldfield.comparison.tables import report_text
from goldfield.errors import UnknownName
from goldfield.evaluation import evaluate
from goldfield.reporting.tables import Table, in_full, ratio, remark_start, render
from goldfield.schema.writing import to_json

__all__ = ["compare", "make_plan"]

PILOT, PILOT_SPLIT = "rules", "train"

SystemsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="SYSTEM...",
        help="RUN folder, PREDICTIONS.jsonl (with --gold), or seeds of one system: NAME=RUN,RUN.",
        show_default=False,
    ),
]
GoldOption = Annotated[Path | None, typer.Option(help="Gold JSONL of prediction files.")]
FileSuiteOption = Annotated[
    str | None,
    typer.Option("--suite", help="Of prediction files, name or PATH.toml; default: core."),
]


def compare(
    systems: SystemsArgument,
    gold: GoldOption = None,
    suite: FileSuiteOption = None,
    corpus: CorpusOption = None,
    measures: Annotated[
        str | None, typer.Option(help="Only these, a,b,c; headline is one of them.")
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option(help=f"Also slices by: {', '.join(SLICES)}.")
    ] = None,
    multi: MultiverseOption = False,
    gate: Annotated[
        bool,
        typer.Option(
            help="Exit 1 if a system is worse than the first, interval and all, or lacks a field."
        ),
    ] = False,
    samples: Annotated[
        int, typer.Option(min=999, help="Of the tests, above 20 articles.")
    ] = SAMPLES,
    form: FormOption = Form.table,
) -> None:
    """Compare two or more systems field by field, paired by article; the first is the base."""
    for kind in by or ():
        if kind not in SLICES:
            raise UnknownName("kind of slice", kind, SLICES)
    scoring = Scoring(gold, suite, corpus)
    found = read_systems(systems, scoring)
    wanted = [name.strip() for name in measures.split(",")] if measures else None
    report = compare_systems(found, wanted, samples)
    if by:
        articles = read_articles_of(systems, scoring) if {*by} != {LABEL} else []
        parts = [row for kind in by for row in slices(found, kind, articles, wanted, samples)]
        report = replace(report, slices=parts)
    if multi:
        report = replace(report, multiverse=multiverse(found, wanted))
    if form is Form.csv and (by or multi):
        tell("note: CSV has the pairs alone; slices and conventions are in the other formats")
    say(to_json(report) if form is Form.json else report_text(report, form.value))
    if gate:
        _gate(report, vanished(found, wanted))


def _gate(report: Report, gone: dict[str, list[str]]) -> None:
    """Say what fell or is gone and leave with 1, or that nothing did; and what nobody can judge."""
    for name, measures in gone.items():
        tell(f"gate: {name} no longer predicts {', '.join(measures)}")
    fallen = drops(report)
    for name, row in fallen:
        low, high = row.interval or (0.0, 0.0)
        tell(f"gate: {name} {row.measure} {row.difference:+.3f} ({low:+.3f} to {high:+.3f})")
    for name, row in doubtful(report):
        why = f"p {row.p:.3g}, its interval reaches zero" if row.interval else "no interval"
        tell(f"gate: not judged: {name} {row.measure} {row.difference:+.3f} ({why})")
    if fallen or gone:
        raise typer.Exit(1)
    base = report.systems[0].name
    tell(f"gate: passed; no field of any system lies below that of {base} with its whole interval")


def make_plan(
    difference: Annotated[float, typer.Option(help="To be shown, in points of F1 (0 to 100).")],
    pilot: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SYSTEM...",
            help="Runs or predictions, as for compare: one, or two and more for paired plans; "
            f"default: {PILOT}, run here on split {PILOT_SPLIT}.",
            show_default=False,
        ),
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(metavar="", show_default=False)] = None,
    gold: GoldOption = None,
    suite: FileSuiteOption = None,
    form: FormOption = Form.table,
) -> None:
    """How many articles it takes to show a difference between two systems, field by field."""
    pilots = read_systems([*(pilot or ()), *(more or ())], Scoring(gold, suite))
    if not pilots:
        tell(f"pilot: {PILOT} on split {PILOT_SPLIT}; give runs of your own with --pilot")
        run = evaluate(PILOT, split=PILOT_SPLIT, suite=suite or "core")
        pilots = [System(run.name, (run.result,))]
    needs = plan(difference / 100, pilots)
    if form is Form.json:
        say(to_json({"difference": difference / 100, "fields": needs}))
        return
    if form is Form.csv:
        say(render(_needs(needs), form.value))
        return
    say(render(_plan_table(needs, difference, pilots), form.value))
    start = remark_start(form.value)
    paired = "paired, on the same articles" if len(pilots) > 1 else "that err independently"
    say(f"{start}80 % power, two-sided test at 5 %, two such systems, {paired}")
    say(f"{start}detectable: the difference that the pilot's own articles show")


def _needs(needs: list[Need]) -> Table:
    """For programs to read: numbers in full, nothing where none is."""
    rows = [
        (n.measure, *map(in_full, (n.f1, n.speaking, n.documents, n.detectable, n.articles)))
        for n in needs
    ]
    heads = ("field", "f1", "pilot_articles_with_it", "pilot_articles", "detectable", "articles")
    return Table("", heads, rows)


def _plan_table(needs: list[Need], difference: float, pilots: list[System]) -> Table:
    rows = [
        (
            *(need.measure, f"{need.f1:.3f}", f"{need.speaking} of {need.documents}"),
            *(ratio(need.detectable), "-" if need.articles is None else f"{need.articles:,}"),
        )
        for need in needs
    ]
    names = " and ".join(pilot.name for pilot in pilots)
    title = f"articles that show {_points(difference)} of F1, by {names}"
    heads = ("field", "F1", "pilot articles", "detectable", "articles needed")
    return Table(title, heads, rows)


def _points(difference: float) -> str:
    """``1 point``, ``2.5 points``."""
    number = f"{difference:g}"
    return f"{number} point" if number == "1" else f"{number} points"
