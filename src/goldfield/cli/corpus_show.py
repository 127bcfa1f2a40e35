"""`goldfield corpus show`: an article with its annotations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from goldfield.cli.console import CorpusOption, Plain, PlainOption, counted, say, tell
from goldfield.corpus.loading import load_articles, read_selection, select
from goldfield.corpus.sheet import compile_sheet
from goldfield.errors import UnknownName, UsageError
from goldfield.reporting.article import ALL, show_article
from goldfield.reporting.html.articles import articles_page
from goldfield.reporting.records import RECORDS
from goldfield.schema.records import Article
from goldfield.schema.writing import to_json, write_text

__all__ = ["show"]

_SHEETS = (".yaml", ".yml")


def show(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID...", help="Article id, or the sheet of one (.yaml)."),
    ] = None,
    layer: Annotated[str, typer.Option(help=f"{ALL}, or one of: {', '.join(RECORDS)}.")] = ALL,
    corpus: CorpusOption = None,
    form: PlainOption = Plain.table,
    html: Annotated[
        Path | None, typer.Option(help="Write a page with these articles instead.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="With --html: a split, or all.")] = None,
) -> None:
    """Show an article in the terminal with one layer or all of them marked, and its records.

    With --html several of them, or a split, as one page that needs no network.
    """
    named = ids or []
    if html is not None:
        _write(html, _chosen(named, corpus, split), layer)
        return
    if len(named) != 1 or split is not None:
        raise UsageError("name one article; several of them, or a split, are shown by --html FILE")
    article = _named(named, corpus)[0]
    if form is Plain.json:
        say(to_json(article))
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(show_article(article, layer, console.width))


def _chosen(
    named: Sequence[str], corpus: str | None, split: str | None
) -> tuple[str, list[Article]]:
    """What a page is called, and its articles."""
    if bool(named) == (split is not None):
        raise UsageError("--html shows the articles that are named, or those of a --split")
    if named:
        return " ".join(named), _named(named, corpus)
    selection = select(corpus, split)
    return f"{selection.name}/{selection.split}", read_selection(selection).articles


def _write(path: Path, chosen: tuple[str, list[Article]], layer: str) -> None:
    title, articles = chosen
    write_text(path, articles_page(articles, title, layer))
    tell(f"{counted(len(articles), 'article')} in {path}")


def _named(names: Sequence[str], corpus: str | None) -> list[Article]:
    """Articles of the corpus by id, and those of sheets, in the order they are named."""
    sheets = {name: compile_sheet(Path(name)) for name in names if name.endswith(_SHEETS)}
    known = {}
    if len(sheets) < len(set(names)):
        known = {article.id: article for article in load_articles(corpus, "all")}
    for name in names:
        if name not in sheets and name not in known:
            raise UnknownName("article", name, known)
    return [sheets.get(name) or known[name] for name in names]
