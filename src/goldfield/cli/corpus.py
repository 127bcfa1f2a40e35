"""`goldfield corpus`: the annotated articles themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli import (
    corpus_add,
    corpus_agreement,
    corpus_build,
    corpus_card,
    corpus_show,
    corpus_stats,
)
from goldfield.cli.console import (
    Plain,
    PlainOption,
    counted,
    say,
    tell,
)
from goldfield.corpus.drafting import canary_line
from goldfield.corpus.folder import corpus_of, released_drafts
from goldfield.corpus.loading import select
from goldfield.corpus.sheet import compile_sheet, decompile
from goldfield.errors import DataError, Fault, UsageError
from goldfield.schema.reading import find_faults, read_articles
from goldfield.schema.records import Article
from goldfield.schema.writing import to_json, write_lines, write_text

__all__ = ["app", "sheet", "validate"]

app = typer.Typer(help="Validate, show, count and compile gold annotations.", no_args_is_help=True)
app.command("add")(corpus_add.add)
app.command("build")(corpus_build.build_corpus)
app.command("agreement")(corpus_agreement.agreement)
app.command("card")(corpus_card.card)
app.command("show")(corpus_show.show)
app.command("stats")(corpus_stats.stats)


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
        articles = _compile(files)
        write_lines(out, articles)
        tell(f"{counted(len(articles), 'article')} compiled into {out}")
    elif kinds == {".jsonl"}:
        articles = list(read_articles(files))
        canaries = [folder.canary for folder in map(corpus_of, files) if folder]
        head = "".join(f"{canary_line(canary)}\n" for canary in canaries[:1] if canary)
        for stem, article in _stems(articles).items():
            write_text(out / f"{stem}.txt", article.text)
            write_text(out / f"{stem}.yaml", head + decompile(article, f"{stem}.txt"))
        tell(f"{counted(len(articles), 'sheet')} written to {out}")
    else:
        raise UsageError("give sheets (.yaml) to compile, or gold records (.jsonl) to decompile")


def _compile(files: list[Path]) -> list[Article]:
    """The articles of all sheets by id, or every fault of every sheet."""
    articles: dict[str, Article] = {}
    faults: list[Fault] = []
    for path in files:
        try:
            article = compile_sheet(path)
        except DataError as error:
            faults += error.faults
            continue
        if article.id in articles:
            problem = f"the id {article.id!r} is taken by another sheet"
            faults.append(Fault(str(path), "$.id", problem, "give each article an id of its own"))
        articles[article.id] = article
    if faults:
        raise DataError(faults)
    return [articles[id] for id in sorted(articles)]


def _stems(articles: list[Article]) -> dict[str, Article]:
    """A file name for each article: its id, made safe, with a number where two would collide."""
    stems: dict[str, Article] = {}
    for article in articles:
        safe = "".join(c if c.isalnum() or c in "-_." else "_" for c in article.id)
        stem = base = safe.strip(".") or "article"
        number = 2
        while stem.casefold() in (known.casefold() for known in stems):
            stem, number = f"{base}-{number}", number + 1
        stems[stem] = article
    return stems
