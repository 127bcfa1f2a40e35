"""`goldfield diagnose`: why a score is low."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import (
    ColumnOption,
    CorpusOption,
    Form,
    FormatsOption,
    LabelsOption,
    SplitOption,
    formats_of,
    say,
    tell,
)
from goldfield.corpus.loading import Corpus
from goldfield.diagnosis.diagnosing import diagnose as diagnosis_of
from goldfield.diagnosis.pages import diagnosis_page
from goldfield.diagnosis.subjects import read_subject
from goldfield.schema.writing import to_json

__all__ = ["diagnose"]


def diagnose(
    runs: Annotated[
        list[Path], typer.Argument(help="Run folders, or predictions as JSONL.", metavar="RUN...")
    ],
    against: Annotated[
        Path | None, typer.Option(help="One more run, to be put beside the first.")
    ] = None,
    corpus: CorpusOption = None,
    split: SplitOption = None,
    suite: Annotated[
        str | None, typer.Option(help="Suite name or PATH.toml; default: the run's, or core.")
    ] = None,
    items: Annotated[
        bool, typer.Option(help="Show single items and articles; those of split test never are.")
    ] = True,
    formats: FormatsOption = None,
    labels: LabelsOption = None,
    column: ColumnOption = -1,
) -> None:
    """Why a score is low: errors by kind, each with what F1 would be without it.

    Also which labels are taken for others, what earlier steps cost later ones, whether confidences
    are right, and which articles are hardest. With several runs: what the first finds and others do
    not, and where all of them differ from gold.
    """
    paths = [*runs, *([] if against is None else [against])]
    written, form = formats_of(formats)
    place = Corpus(corpus, written, labels, column)
    subjects = [read_subject(path, place, split, suite) for path in paths]
    if form is Form.csv:
        tell("note: CSV has the kinds of errors alone; the rest is in the other formats")
    found = diagnosis_of(subjects, items=items)
    say(to_json(found) if form is Form.json else diagnosis_page(found, form.value))
