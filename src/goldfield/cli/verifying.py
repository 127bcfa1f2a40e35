"""`goldfield verify` and `goldfield cite`: kept runs, held to what they say and told to others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import CorpusOption, counted, say
from goldfield.verifying import verify as verify_run

__all__ = ["verify"]

RunsArgument = Annotated[list[Path], typer.Argument(help="Run folder.")]
OwnSuiteOption = Annotated[
    str | None, typer.Option("--suite", help="The PATH.toml of its suite, if that is your own.")
]


def verify(run: RunsArgument, corpus: CorpusOption = None, suite: OwnSuiteOption = None) -> None:
    """Score a kept run once more and compare every byte; what was changed is named."""
    for folder in run:
        found = verify_run(folder, corpus, suite)
        say(f"{folder}: {found.name} is what it says, {counted(found.documents, 'article')}")
        say(f"  {found.signature}")
