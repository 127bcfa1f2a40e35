"""`goldfield corpus import`: gold of other corpora as goldfield records."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import counted, tell
from goldfield.corpus.formats.gum_gold import read_gum_folder
from goldfield.schema.writing import write_lines

__all__ = ["import_gold"]


class Corpus(StrEnum):
    """Corpora that can be read."""

    gum = "gum"


def import_gold(
    folder: Annotated[Path, typer.Argument(help="The corpus as its makers publish it.")],
    from_: Annotated[Corpus, typer.Option("--from", help="Which corpus it is.")],
    out: Annotated[Path, typer.Option(help="JSONL that gets the gold records.")],
) -> None:
    """Gold that people made, as records: to score extractors on, or for `corpus transfer`.

    gum: names, nominal mentions and pronouns of persons, organisations and places, with their
    coreference.
    """
    articles = {Corpus.gum: read_gum_folder}[from_](folder)
    write_lines(out, articles)
    tell(f"{counted(len(articles), 'article')} in {out}")
