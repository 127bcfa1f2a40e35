"""`goldfield corpus anchor`: annotation passes against gold that people made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import Form, FormOption, counted, say, tell
from goldfield.corpus.anchor.measuring import kept_counts, measure
from goldfield.errors import UsageError
from goldfield.reporting.anchor import anchor_page
from goldfield.schema.writing import to_json, write_lines

__all__ = ["anchor"]


def anchor(
    passes: Annotated[
        Path | None, typer.Argument(help="Folder of sheets; default: the counts that are kept.")
    ] = None,
    gum: Annotated[Path | None, typer.Option(help="Folder with conllu/ and xml/ of GUM.")] = None,
    litbank: Annotated[Path | None, typer.Option(help="Folder of LitBank's quotations.")] = None,
    out: Annotated[Path | None, typer.Option(help="JSONL that gets the counts.")] = None,
    form: FormOption = Form.table,
) -> None:
    """F1 of annotation passes against human gold, with intervals.

    Without a folder, from the counts that the release keeps; the texts are no part of it.
    """
    if passes is None and (gum or litbank or out):
        raise UsageError("give the folder of sheets that these are about")
    rows = kept_counts() if passes is None else measure(passes, gum, litbank)
    if out:
        write_lines(out, rows)
        tell(f"counts of {counted(len(rows), 'document')} in {out}")
    say(to_json(rows) if form is Form.json else anchor_page(rows, form.value))
