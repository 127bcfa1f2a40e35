"""`goldfield train`: fit a baseline, keep its model, print what was tried and how it learns."""

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
    counted,
    formats_of,
    say,
    tell,
)
from goldfield.corpus.loading import Corpus
from goldfield.errors import UsageError
from goldfield.models import ModelManifest
from goldfield.reporting.curves import curve_table
from goldfield.reporting.tables import Table, ratio, render
from goldfield.schema.writing import to_json
from goldfield.training import find_trainer, gather, learning_curve
from goldfield.training import train as fit
from goldfield.training.curve import check_sizes

__all__ = ["train"]


def train(
    name: Annotated[str, typer.Argument(help="A baseline, or PATH.py with a trainer.py beside.")],
    corpus: CorpusOption = None,
    split: Annotated[
        str | None, typer.Option(help="What to train on; default: train, of a file all of it.")
    ] = None,
    validation: Annotated[
        str | None, typer.Option(help="Split or gold file; default: validation, else a tenth.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the model; default: runs/models/NAME.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
    curve: Annotated[
        str | None, typer.Option(help="Also train on so many articles, and score: 8,16,32.")
    ] = None,
    draws: Annotated[int, typer.Option(min=1, help="Training sets drawn a size.")] = 3,
    formats: FormatsOption = None,
    labels: LabelsOption = None,
    column: ColumnOption = -1,
) -> None:
    """Train a baseline: fit each candidate, keep the best on the validation articles."""
    trainer = find_trainer(name)
    written, form = formats_of(formats)
    source = Corpus(corpus, written, labels, column)
    sets = gather(source, split, validation, seed, tell)
    sizes = check_sizes(_sizes(curve), len(sets.train.articles)) if curve else ()
    for note in dict.fromkeys([*sets.train.notes, *sets.validation.notes]):
        tell(f"note: {note}")
    for title, gold in (("train", sets.train), ("validation", sets.validation)):
        where = f"{gold.selection.name}/{gold.selection.split}"
        tell(f"{title}: {counted(len(gold.articles), 'article')} of {where}")
    model = fit(trainer, sets, out or Path("runs", "models", trainer.name), seed, tell)
    tell(f"kept in {model.folder}")
    learnt = learning_curve(model, sizes, draws) if sizes else None
    if form is Form.json:
        say(to_json({"model": model.manifest, "curve": learnt}))
        return
    parts = [_selection(model.manifest), *([curve_table(learnt)] if learnt else [])]
    say("\n".join(render(part, form.value) for part in parts))


def _selection(manifest: ModelManifest) -> Table:
    rows = [
        (
            ", ".join(f"{name}={value}" for name, value in candidate.items()) or "-",
            ratio(score),
            "kept" if candidate == manifest.parameters else "",
        )
        for candidate, score in manifest.selection
    ]
    title = f"{manifest.baseline}: candidates by mean F1 on {manifest.data['validation']}"
    return Table(title, ("candidate", "mean F1", ""), rows)


def _sizes(text: str) -> list[int]:
    """The sizes of a list ``8,16,32``."""
    try:
        return [int(size) for size in text.split(",")]
    except ValueError:
        raise UsageError(f"--curve {text!r} is no list of numbers such as 8,16,32") from None
