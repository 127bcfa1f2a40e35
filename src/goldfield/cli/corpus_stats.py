"""`goldfield corpus stats`: what a corpus holds."""

from __future__ import annotations

from typing import Annotated

import typer

from goldfield.cli.console import CorpusOption, Form, FormOption, say
from goldfield.corpus.loading import load_splits
from goldfield.corpus.stats import corpus_stats
from goldfield.reporting.stats import stats_table
from goldfield.reporting.tables import render
from goldfield.schema.writing import to_json

__all__ = ["stats"]


def stats(
    corpus: CorpusOption = None,
    split: Annotated[str | None, typer.Option(help="Only this split; default: all.")] = None,
    form: FormOption = Form.table,
) -> None:
    """Count articles, characters, annotations and labels, for each split and in total."""
    found = corpus_stats(load_splits(corpus, split or "all"))
    say(to_json(found) if form is Form.json else render(stats_table(found), form.value))
