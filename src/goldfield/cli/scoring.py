"""`goldfield score` and `goldfield convert`: files against files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from goldfield import evaluation
from goldfield.cli.console import Form, FormOption, SuiteOption, say, tell
from goldfield.corpus.formats import Options
from goldfield.corpus.formats import convert as convert_file
from goldfield.errors import DataError, UsageError
from goldfield.reporting.card import Entry, bounds_table, card
from goldfield.reporting.runs import Manifest, write_run
from goldfield.reporting.tables import render
from goldfield.schema.lines import read_lines
from goldfield.schema.writing import to_json, writing
from goldfield.scoring.scorer import Result, score_task
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import Task, build_task, gold_hash, read_gold

__all__ = ["convert", "score"]

GoldArgument = Annotated[Path, typer.Argument(help="Gold JSONL.")]
PredArgument = Annotated[Path, typer.Argument(help="Predictions JSONL, in any loose shape.")]


def score(
    gold: GoldArgument,
    pred: PredArgument,
    suite: SuiteOption = "core",
    form: FormOption = Form.table,
    out: Annotated[Path | None, typer.Option(help="Also write a run folder here.")] = None,
    name: Annotated[str | None, typer.Option(help="How to call the predictions.")] = None,
    errors: Annotated[int, typer.Option(min=0, help="Kinds of error shown a measure.")] = 1,
    bounds: Annotated[bool, typer.Option(help="Ambiguous strings read at worst and best.")] = False,
) -> None:
    """Score any predictions against gold."""
    title = name or pred.stem
    task, result = _score(gold, pred, suite, title, bounds=bounds)
    for note in task.notes:
        tell(f"note: {note}")
    if out is not None:
        manifest = Manifest(
            name=title, corpus=gold.stem, split="all", suite=load_suite(suite).name,
            signature=result.scores.signature,
        )  # fmt: skip
        predictions = {id: msgspec.json.encode(record) for id, record in task.preds.items()}
        tell(f"kept in {write_run(out, manifest, result, predictions)}")
    if form is Form.json:
        say(to_json(result.scores))
        return
    texts = {id: getattr(record, "text", "") for id, record in task.golds.items()}
    say(card(Entry(title, result), texts, errors, form.value))
    if bounds:
        say(render(bounds_table(title, result.scores), form.value))


def _score(
    gold: Path, pred: Path, suite_name: str, title: str, *, bounds: bool = False
) -> tuple[Task, Result]:
    suite = load_suite(suite_name)
    task = build_task(suite, [gold], pred)
    signature = {"corpus": f"{gold.stem}#{gold_hash(task.golds)}", "extractor": title}
    if bounds:
        return task, evaluation.score_with_bounds([gold], pred, suite, signature)
    return task, score_task(task, suite, signature)


def convert(
    file: Annotated[Path, typer.Argument(help="Output of another tool.")],
    from_: Annotated[str, typer.Option("--from", help="strings, spans, iob or conll.")],
    articles: Annotated[Path, typer.Option(help="Gold JSONL: the texts to join with.")],
    out: Annotated[Path, typer.Option(help="Where predictions go, as JSONL.")],
    labels: Annotated[str | None, typer.Option(help="Label table, a name or PATH.toml.")] = None,
    offsets: Annotated[str, typer.Option(help="codepoint, utf-16 or utf-8.")] = "codepoint",
    join: Annotated[str, typer.Option(help="id, or order if the file has no ids.")] = "id",
) -> None:
    """Turn other tools' output into predictions."""
    raise UsageError("not here yet")
