"""`goldfield corpus show`: an article with its annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from goldfield.cli.console import CorpusOption, Plain, PlainOption, say
from goldfield.corpus.loading import load_articles
from goldfield.corpus.sheet import compile_sheet
from goldfield.errors import UnknownName
from goldfield.reporting.article import ALL, show_article
from goldfield.reporting.records import RECORDS
from goldfield.schema.records import Article
from goldfield.schema.writing import to_json

__all__ = ["show"]


def show(
    id: Annotated[str, typer.Argument(help="Article id, or the sheet of one (.yaml).")],
    layer: Annotated[str, typer.Option(help=f"{ALL}, or one of: {', '.join(RECORDS)}.")] = ALL,
    corpus: CorpusOption = None,
    form: PlainOption = Plain.table,
) -> None:
    """Show an article in the terminal with one layer or all of them marked, and its records."""
    article = compile_sheet(Path(id)) if id.endswith((".yaml", ".yml")) else _named(id, corpus)
    if form is Plain.json:
        say(to_json(article))
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(show_article(article, layer, console.width))


def _named(id: str, corpus: str | None) -> Article:
    articles = {article.id: article for article in load_articles(corpus, "all")}
    if id not in articles:
        raise UnknownName("article", id, articles)
    return articles[id]
