"""`goldfield corpus`: the annotated articles themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli import (
    corpus_add,
    corpus_agreement,
    corpus_anchor,
    corpus_build,
    corpus_card,
    corpus_export,
    corpus_formats,
    corpus_import,
    corpus_lint,
    corpus_plant,
    corpus_restore,
    corpus_show,
    corpus_stats,
    corpus_transfer,
)
from goldfield.cli.console import (
    Plain,
    PlainOption,
    counted,
    say,
    tell,
)
from goldfield.corpus.files import canary_head, read_files, write_sheets
from goldfield.corpus.folder import released_drafts
from goldfield.corpus.loading import select
from goldfield.errors import DataError, UsageError
from goldfield.schema.reading import find_faults, read_articles
from goldfield.schema.writing import to_json, write_lines

__all__ = ["app", "sheet", "validate"]

app = typer.Typer(help="Validate, show, count and compile gold annotations.", no_args_is_help=True)
app.command("add")(corpus_add.add)
app.command("build")(corpus_build.build_corpus)
app.command("agreement")(corpus_agreement.agreement)
app.command("anchor")(corpus_anchor.anchor)
app.command("card")(corpus_card.card)
app.command("show")(corpus_show.show)
app.command("restore")(corpus_restore.restore)
app.command("stats")(corpus_stats.stats)
app.command("transfer")(corpus_transfer.transfer)
app.command("import")(corpus_import.import_gold)
app.command("export")(corpus_export.export)
app.command("formats")(corpus_formats.formats)
app.command("lint")(corpus_lint.lint_command)
app.command("plant")(corpus_plant.plant_command)
app.command("planted")(corpus_plant.planted_command)


@app.command()
def validate(
    files: Annotated[list[Path] | None, typer.Argument(help="JSONL; default: the corpus.")] = None,
    form: PlainOption = Plain.table,
) -> None:
    """Check gold records: every fault with file, line, path and fix."""
    paths = files or list(select(None, "all").paths)
    good, faults = find_faults(paths)
    drafts = released_drafts(paths)
    good -= len({fault.where for fault in drafts} - {fault.where for fault in faults})
    faults += drafts
    if form is Plain.json:
        say(to_json({"valid": good, "faults": [fault._asdict() for fault in faults]}))
    elif not faults:
        say(f"valid: {counted(good, 'article')} in {', '.join(map(str, paths))}")
    if faults and form is Plain.json:
        raise typer.Exit(1)
    if faults:
        raise DataError(faults)


@app.command()
def sheet(
    files: Annotated[list[Path], typer.Argument(help="Sheets (.yaml) or gold records (.jsonl).")],
    out: Annotated[Path, typer.Option(help="JSONL to compile to, or folder for sheets.")],
) -> None:
    """Compile annotation sheets into JSONL, or decompile JSONL into sheets with their texts."""
    kinds = {path.suffix for path in files}
    if kinds <= {".yaml", ".yml"}:
        articles = sorted(read_files(files).articles, key=lambda article: article.id)
        write_lines(out, articles)
        tell(f"{counted(len(articles), 'article')} compiled into {out}")
    elif kinds == {".jsonl"}:
        articles = list(read_articles(files))
        write_sheets(out, articles, canary_head(files))
        tell(f"{counted(len(articles), 'sheet')} written to {out}")
    else:
        raise UsageError("give sheets (.yaml) to compile, or gold records (.jsonl) to decompile")
