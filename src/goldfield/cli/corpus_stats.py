"""`goldfield corpus stats`: what a corpus holds."""

from __future__ import annotations

from typing import Annotated

import typer

from goldfield.cli.console import (
    ColumnOption,
    CorpusOption,
    Form,
    FormatsOption,
    LabelsOption,
    formats_of,
    say,
)
from goldfield.corpus.loading import Corpus, load_splits
from goldfield.corpus.stats import corpus_stats
from goldfield.reporting.stats import stats_table
from goldfield.reporting.tables import render
from goldfield.schema.writing import to_json

__all__ = ["stats"]


def stats(
    corpus: CorpusOption = None,
    split: Annotated[str | None, typer.Option(help="Only this split; default: all.")] = None,
    formats: FormatsOption = None,
    labels: LabelsOption = None,
    column: ColumnOption = -1,
) -> None:
    """Count articles, characters, annotations and labels, for each split and in total."""
    written, form = formats_of(formats)
    found = corpus_stats(load_splits(Corpus(corpus, written, labels, column), split or "all"))
    say(to_json(found) if form is Form.json else render(stats_table(found), form.value))
