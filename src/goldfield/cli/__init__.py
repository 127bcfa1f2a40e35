"""The command line: verbs only. Results go to standard output, all else to standard error.

Exit status: 0 done, 1 the data or a check is at fault, 2 usage.
"""

from __future__ import annotations

import io
import os
import sys

import typer

from goldfield.cli import (
    baselines,
    benching,
    comparing,
    conformance,
    corpus,
    counting,
    coverage,
    diagnosing,
    evaluating,
    leaderboard,
    predicting,
    publish,
    reporting,
    schema,
    scoring,
    suite,
    training,
    verifying,
)
from goldfield.cli.console import ESCAPED, MOST_FAULTS, counted, fail
from goldfield.errors import DataError, GoldfieldError, UsageError
from goldfield.release import version
from goldfield.running.signals import exit_on_signals

__all__ = ["app", "main"]

app = typer.Typer(
    name="goldfield",
    help="A gold-annotated news corpus and an evaluation of extractors, field by field.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="markdown",  # paragraphs fill the lines of any terminal
)
app.command("eval")(evaluating.evaluate)
app.command("run")(predicting.run)
app.command("bench")(benching.bench)
app.command("score")(scoring.score)
app.command("report")(reporting.report)
app.command("compare")(comparing.compare)
app.command("plan")(comparing.make_plan)
app.command("diagnose")(diagnosing.diagnose)
app.command("train")(training.train)
app.command("verify")(verifying.verify)
app.command("cite")(verifying.cite)
app.command("count")(counting.count)
app.command("convert")(scoring.convert)
app.add_typer(baselines.app, name="baselines")
app.add_typer(corpus.app, name="corpus")
app.add_typer(leaderboard.app, name="leaderboard")
app.add_typer(publish.app, name="publish")
app.add_typer(schema.app, name="schema")
app.add_typer(suite.app, name="suite")
app.command("coverage")(coverage.coverage)
app.command("conformance")(conformance.conformance)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"goldfield {version()}")
        raise typer.Exit


@app.callback()
def _options(
    _: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Options of goldfield itself."""


def main() -> None:
    """Run the command line; every error goldfield knows ends in a line, never a traceback."""
    exit_on_signals()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a letter still runs
            stream.reconfigure(errors=ESCAPED)
    try:
        app()
    except DataError as error:
        shown = "\n".join(map(str, error.faults[:MOST_FAULTS]))
        fail(shown, 1, counted(len(error.faults), "fault"))
    except UsageError as error:
        fail(str(error), 2)
    except GoldfieldError as error:
        fail(str(error), 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        fail(f"{error.filename or 'input or output'}: {error.strerror or error}", 1)
    except KeyboardInterrupt:
        fail("interrupted", 130)
