"""`goldfield corpus build`: the sheets become the release."""

from __future__ import annotations

from typing import Annotated

import typer

from goldfield.cli.console import Plain, PlainOption, counted, say, tell
from goldfield.cli.corpus_add import WritableCorpus
from goldfield.corpus.build import Built, build
from goldfield.corpus.folder import open_folder
from goldfield.reporting.tables import Table, render
from goldfield.schema.writing import to_json

__all__ = ["build_corpus"]


def build_corpus(
    corpus: WritableCorpus = None,
    strict: Annotated[bool, typer.Option(help="Fail if an article is not gold yet.")] = False,
    form: PlainOption = Plain.table,
) -> None:
    """Compile the sheets that are gold into data/ and MANIFEST.json; list those that wait."""
    folder = open_folder(corpus)
    built = build(folder)
    if form is Plain.json:
        pending = [article._asdict() for article in built.pending]
        changed = [str(path) for path in built.changed]
        say(to_json({"files": built.manifest.files, "pending": pending, "changed": changed}))
    else:
        _print(built)
    tell(f"written: {', '.join(map(str, built.changed))}" if built.changed else "nothing changed")
    if strict and built.pending:
        tell(f"{counted(len(built.pending), 'article')} not gold yet")
        raise typer.Exit(1)


def _print(built: Built) -> None:
    rows = [(file.path, str(file.articles), str(file.bytes)) for file in built.manifest.files]
    say(render(Table("", ("file", "articles", "bytes"), rows), "table"))
    if built.pending:
        waiting = [(a.id, a.split, ", ".join(a.missing)) for a in built.pending]
        say("\n" + render(Table("not gold yet", ("id", "split", "missing"), waiting, 3), "table"))
