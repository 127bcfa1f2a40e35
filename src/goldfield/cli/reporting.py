"""`goldfield report`: a saved run as a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import CorpusOption, tell
from goldfield.errors import UsageError
from goldfield.run_reports import Wish, is_about_articles, is_on_test, write_report
from goldfield.saved_runs import SavedRun, gold_of, read_run
from goldfield.schema.records import Article
from goldfield.scoring.signature import parse_signature

__all__ = ["ReportOption", "report", "write_reports"]

ReportOption = Annotated[
    bool, typer.Option("--report", help="Also write report.html into the run folder.")
]


def report(
    run: Annotated[
        list[Path],
        typer.Argument(help="The run folder; others on the same gold are drawn beside it."),
    ],
    corpus: CorpusOption = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the page goes; default: into the run folder.")
    ] = None,
    errors: Annotated[
        bool | None,
        typer.Option("--errors/--no-errors", help="Single errors; default: not of split test."),
    ] = None,
    articles: Annotated[
        bool | None,
        typer.Option("--articles/--no-articles", help="The articles; default: not of split test."),
    ] = None,
) -> None:
    """Write a run as one page that needs no network: scores, charts, errors and articles."""
    if out is not None and out.is_dir():
        raise UsageError(f"{out} is a folder; name the page, such as {out / 'report.html'}")
    runs = [read_run(folder) for folder in run]
    _check_same_gold(runs)
    wish = Wish(errors, articles)
    gold = gold_of(runs[0], corpus).articles if _needs_gold(runs[0], wish) else []
    tell(f"report in {write_report(runs, gold, out, wish)}")


def write_reports(folders: Sequence[Path], articles: Sequence[Article]) -> None:
    """The report of each of some runs on the same gold, with the others drawn beside it."""
    runs = [read_run(folder) for folder in folders]
    for run in runs:
        others = [other for other in runs if other is not run]
        tell(f"{run.name}: report in {write_report([run, *others], articles)}")


def _needs_gold(run: SavedRun, wish: Wish) -> bool:
    if not is_about_articles(run):
        return False
    usual = not is_on_test(run)
    return any(usual if asked is None else asked for asked in wish)


def _check_same_gold(runs: list[SavedRun]) -> None:
    first, *others = (parse_signature(run.manifest.signature).get("corpus", "") for run in runs)
    for run, other in zip(runs[1:], others, strict=True):
        if other.rpartition("#")[2] != first.rpartition("#")[2]:  # whatever it is called
            raise UsageError(f"{run.folder} is on {other}, and {runs[0].folder} on {first}")
