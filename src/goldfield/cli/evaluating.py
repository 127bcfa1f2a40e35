"""`goldfield eval` and `goldfield run`: extractors over articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield import evaluation
from goldfield.cli.console import (
    CorpusOption,
    Form,
    FormOption,
    SplitOption,
    SuiteOption,
    progress,
    say,
    tell,
)
from goldfield.corpus.documents import read_documents
from goldfield.corpus.loading import load_articles, select
from goldfield.errors import ExtractorError, GoldfieldError
from goldfield.reporting.card import card, comparison
from goldfield.reporting.tables import render
from goldfield.running import specs
from goldfield.running.runner import run as run_extractor
from goldfield.schema.writing import to_json, writing

__all__ = ["evaluate", "run"]

SpecsArgument = Annotated[
    list[str] | None,
    typer.Argument(help="BASELINE, PATH.py[:Name], ENTRYPOINT or cmd:COMMAND; default: baselines."),
]


def evaluate(
    spec: SpecsArgument = None,
    corpus: CorpusOption = None,
    split: SplitOption = None,
    suite: SuiteOption = "core",
    out: Annotated[Path, typer.Option(help="Folder that gets a run folder each.")] = Path("runs"),
    form: FormOption = Form.table,
) -> None:
    """Run extractors over gold articles, score them field by field, time them, print the card."""
    articles = load_articles(corpus, split)
    chosen = select(corpus, split)
    tell(f"{len(articles)} articles of {chosen.name}/{chosen.split}, suite {suite}")
    runs: list[evaluation.Run] = []
    for name in spec or specs.baselines():
        try:
            run = _evaluate_one(name, corpus, split, suite, len(articles))
        except ExtractorError as error:
            if spec:
                raise
            tell(f"skipped: {error}")
            continue
        runs.append(run)
        folder = run.save(out / specs.parse(name).folder)
        tell(f"{name}: kept in {folder}")
    _print(runs, form)
    if not any(run.predictions for run in runs) and articles:
        raise typer.Exit(1)


def _evaluate_one(
    name: str, corpus: str | None, split: str | None, suite: str, total: int
) -> evaluation.Run:
    with progress(name, total) as bar:
        advance = (lambda _: bar.advance(bar.task_ids[0])) if bar else None
        return evaluation.evaluate(
            name, corpus=corpus, split=split, suite=suite, on_progress=advance
        )


def _print(runs: list[evaluation.Run], form: Form) -> None:
    if form is Form.json:
        rows = [{"name": r.name, "scores": r.scores, "timing": r.timing} for r in runs]
        say(to_json({"runs": rows}))
        return
    parts = [card(run.entry, run.texts, form=form.value) for run in runs]
    if len(runs) > 1:
        parts.append(render(comparison([run.entry for run in runs]), form.value))
    say("\n".join(parts))


def run(
    spec: Annotated[str, typer.Argument(help="The extractor.")],
    input: Annotated[str, typer.Option(help="JSONL, .txt file, or a glob of them.")],
    out: Annotated[Path, typer.Option(help="Where predictions go, as JSONL.")],
    text: Annotated[str, typer.Option(help="Key of the text in JSONL.")] = "text",
    id: Annotated[str, typer.Option(help="Key of the id in JSONL.")] = "id",
) -> None:
    """Predict only; no gold is needed. An article that fails is told and left out."""
    documents = read_documents(input, text, id)
    failed = 0
    with progress(spec, len(documents)) as bar, writing(out) as stream:
        for result in run_extractor(specs.parse(spec), documents):
            if bar:
                bar.advance(bar.task_ids[0])
            if result.prediction is None:
                failed += 1
                tell(f"failed on {result.id}: {result.error}")
            else:
                stream.write(result.prediction.rstrip() + b"\n")
        if documents and failed == len(documents):
            raise GoldfieldError(f"{spec} failed on every article; {out} is not written")
    tell(f"{len(documents) - failed} predictions in {out}")
