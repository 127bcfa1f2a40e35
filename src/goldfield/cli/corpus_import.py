"""`goldfield corpus import`: gold of other corpora as goldfield records."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import ColumnOption, LabelsOption, counted, tell
from goldfield.cli.gold import chosen_gold
from goldfield.corpus.loading import Corpus
from goldfield.schema.writing import write_lines

__all__ = ["import_gold"]


class Foreign(StrEnum):
    """Formats of gold that are not goldfield's own."""

    conll = "conll"
    gum = "gum"


def import_gold(
    corpus: Annotated[Path, typer.Argument(help="File or folder, as its makers publish it.")],
    from_: Annotated[Foreign, typer.Option("--from", help="What it is.")],
    out: Annotated[Path, typer.Option(help="JSONL that gets the gold records.")],
    split: Annotated[str, typer.Option(help="Of a folder: only this split.")] = "all",
    labels: LabelsOption = None,
    column: ColumnOption = -1,
) -> None:
    """Gold that people made, as records: to score extractors on, or for `corpus transfer`.

    conll: names, from a token a line with its tag. gum: names, nominal mentions and pronouns of
    persons, organisations and places, with their coreference.
    """
    articles = chosen_gold(Corpus(corpus, from_.value, labels, column), split).articles
    write_lines(out, articles)
    tell(f"{counted(len(articles), 'article')} in {out}")
