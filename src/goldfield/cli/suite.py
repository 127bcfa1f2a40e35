"""`goldfield suite`: what is measured, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import say, tell
from goldfield.errors import UsageError
from goldfield.schema.writing import write_text
from goldfield.scoring.drafting import draft_suite

__all__ = ["app", "init"]

app = typer.Typer(help="Draft a suite for records of your own.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Draft a suite for records of your own."""


@app.command()
def init(
    file: Annotated[Path, typer.Argument(help="Sample records (JSON, JSONL) or a JSON Schema.")],
    out: Annotated[Path | None, typer.Option(help="Write the suite here; it must be new.")] = None,
) -> None:
    """Draft a suite: a guess at each field and its matcher, with the reason as a comment."""
    draft = draft_suite(file)
    if out is None:
        say(draft)
        return
    if out.exists():
        raise UsageError(f"{out} is there already; name a new file")
    write_text(out, draft)
    tell(f"written: {out}; read it, then: goldfield score GOLD PRED --suite {out}")
