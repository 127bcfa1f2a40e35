"""`goldfield eval` and `goldfield run`: extractors over articles."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from goldfield import evaluation
from goldfield.cli.console import (
    CorpusOption,
    Form,
    FormOption,
    SplitOption,
    SuiteOption,
    counted,
    progress,
    say,
    specs_or_defaults,
    tell,
)
from goldfield.corpus.anchor.measuring import kept_counts
from goldfield.corpus.ceiling import kept_ceiling
from goldfield.corpus.documents import read_documents
from goldfield.errors import ExtractorError, GoldfieldError
from goldfield.reporting.anchor import anchor_line
from goldfield.reporting.card import comparison, long_table
from goldfield.reporting.runs import check_place
from goldfield.reporting.tables import render
from goldfield.running import specs
from goldfield.running.runner import run as run_extractor
from goldfield.schema.predictions import decode
from goldfield.schema.writing import to_json, writing

__all__ = ["evaluate", "evaluate_one", "run"]

_SELF_AGREEMENT = (
    "self-agreement: two passes of the model that annotated these articles, with each other; "
    "no human ceiling"
)

SpecsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        help="BASELINE, llm:MODEL, PATH.py[:Name], ENTRYPOINT or cmd:COMMAND; default: baselines."
    ),
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
    gold = evaluation.load_gold(corpus, split)
    parsed = specs_or_defaults(spec)
    about = gold.selection.name, gold.selection.split, suite
    folders = [check_place(out / one.folder(*about)) for one in parsed]
    out.mkdir(parents=True, exist_ok=True)
    where = f"{gold.selection.name}/{gold.selection.split}"
    tell(f"{counted(len(gold.articles), 'article')} of {where}, suite {suite}")
    runs: list[evaluation.Run] = []
    try:
        for one, folder in zip(parsed, folders, strict=True):
            try:
                runs.append(evaluate_one(str(one), corpus=gold, suite=suite))
            except ExtractorError as error:
                if spec:
                    raise
                tell(f"skipped: {error}")
                continue
            tell(f"{one}: kept in {runs[-1].save(folder)}")
    finally:
        if runs:
            _print(runs, form, gold)
    if gold.articles and all(len(run.scores.failures) == len(gold.articles) for run in runs):
        raise typer.Exit(1)


def evaluate_one(name: str, *, corpus: evaluation.Gold, suite: str) -> evaluation.Run:
    """As `goldfield.evaluation.evaluate`, with a progress bar on a terminal."""
    with progress(name, len(corpus.articles)) as bar:
        advance = (lambda _: bar.advance(bar.task_ids[0])) if bar else None
        return evaluation.evaluate(name, corpus=corpus, suite=suite, on_progress=advance)


def _print(runs: list[evaluation.Run], form: Form, gold: evaluation.Gold) -> None:
    if form is Form.json:
        rows = [{"name": r.name, "scores": r.scores, "timing": r.timing} for r in runs]
        say(to_json({"runs": rows}))
        return
    if form is not Form.table:  # one table for a machine: the extractor is a column
        say(render(long_table([run.entry for run in runs]), form.value))
        return
    parts = [str(run) for run in runs]
    if len(runs) > 1:
        ceiling = kept_ceiling(gold.articles)
        parts.append(render(comparison([run.entry for run in runs], ceiling), "table"))
        parts += [_SELF_AGREEMENT, fill(anchor_line(kept_counts()), 120)] if ceiling else []
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
            faults = decode(result.prediction)[1] if result.prediction else []
            if result.prediction is None or faults:
                failed += 1
                why = result.error or f"{faults[0].path} {faults[0].problem}"
                tell(f"failed on {result.id}: {why}")
            else:
                stream.write(result.prediction.rstrip() + b"\n")
        if documents and failed == len(documents):
            raise GoldfieldError(f"{spec} failed on every article; {out} is not written")
    tell(f"{counted(len(documents) - failed, 'prediction')} in {out}")
