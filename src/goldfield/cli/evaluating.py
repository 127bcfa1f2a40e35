"""`goldfield eval` and `goldfield run`: extractors over articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield import evaluation
from goldfield.cli.console import (
    ColumnOption,
    CorpusOption,
    Form,
    FormatsOption,
    GoldSuiteOption,
    LabelsOption,
    SplitOption,
    TimeoutOption,
    counted,
    formats_of,
    limit,
    progress,
    say,
    specs_or_defaults,
    tell,
)
from goldfield.cli.gold import chosen_gold, suite_for
from goldfield.cli.reporting import ReportOption, write_reports
from goldfield.corpus.documents import read_documents
from goldfield.corpus.loading import Corpus
from goldfield.errors import ExtractorError, GoldfieldError, MissingExtra
from goldfield.overview import overview, save_chart
from goldfield.reporting.card import long_table
from goldfield.reporting.runs import check_place
from goldfield.reporting.tables import render
from goldfield.running import specs
from goldfield.running.runner import TIMEOUT
from goldfield.running.runner import run as run_extractor
from goldfield.schema.predictions import decode
from goldfield.schema.writing import to_json, writing

__all__ = ["evaluate", "evaluate_one", "run"]

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
    suite: GoldSuiteOption = None,
    timeout: TimeoutOption = TIMEOUT,
    out: Annotated[Path, typer.Option(help="Folder that gets a run folder each.")] = Path("runs"),
    formats: FormatsOption = None,
    labels: LabelsOption = None,
    column: ColumnOption = -1,
    report: ReportOption = False,
) -> None:
    """Run extractors over gold articles, score them field by field, time them, print the card."""
    written, form = formats_of(formats)
    source = Corpus(corpus, written, labels, column)
    gold, suite = chosen_gold(source, split), suite_for(suite, source)
    parsed = specs_or_defaults(spec)
    about = gold.selection.name, gold.selection.split, suite
    folders = [check_place(out / one.folder(*about)) for one in parsed]
    out.mkdir(parents=True, exist_ok=True)
    where = f"{gold.selection.name}/{gold.selection.split}"
    tell(f"{counted(len(gold.articles), 'article')} of {where}, suite {suite}")
    runs: list[evaluation.Run] = []
    kept: list[Path] = []
    try:
        for one, folder in zip(parsed, folders, strict=True):
            try:
                found = evaluate_one(str(one), corpus=gold, suite=suite, timeout=limit(timeout))
            except ExtractorError as error:
                if spec:
                    raise
                tell(f"skipped: {error}")
                continue
            runs.append(found)
            kept.append(found.save(folder))
            tell(f"{one}: kept in {kept[-1]}")
    finally:
        if runs:
            _print(runs, form, gold)
        if len(runs) > 1:
            _draw(runs, out)
        if report:
            write_reports(kept, gold.articles)
    if gold.articles and all(len(run.scores.failures) == len(gold.articles) for run in runs):
        raise typer.Exit(1)


def evaluate_one(
    name: str, *, corpus: evaluation.Gold, suite: str, timeout: float | None = TIMEOUT
) -> evaluation.Run:
    """As `goldfield.evaluation.evaluate`, with a progress bar on a terminal."""
    with progress(name, len(corpus.articles)) as bar:
        advance = (lambda _: bar.advance(bar.task_ids[0])) if bar else None
        conduct = evaluation.Conduct(on_progress=advance, timeout=timeout)
        return evaluation.evaluate(name, corpus=corpus, suite=suite, conduct=conduct)


def _print(runs: list[evaluation.Run], form: Form, gold: evaluation.Gold) -> None:
    if form is Form.json:
        rows = [{"name": r.name, "scores": r.scores, "timing": r.timing} for r in runs]
        say(to_json({"runs": rows}))
        return
    if form is not Form.table:  # one table for a machine: the extractor is a column
        say(render(long_table([run.entry for run in runs]), form.value))
        return
    say("\n".join(map(str, runs)))
    if len(runs) > 1:
        say(overview(runs, gold.articles))


def _draw(runs: list[evaluation.Run], out: Path) -> None:
    try:
        chart = save_chart(runs, out)
    except MissingExtra as error:
        tell(f"no chart: {error}")
    else:
        tell(f"accuracy against speed: drawn in {chart}" if chart else "nothing to draw")


def run(
    spec: Annotated[str, typer.Argument(help="The extractor.")],
    input: Annotated[str, typer.Option(help="JSONL, .txt file, or a glob of them.")],
    out: Annotated[Path, typer.Option(help="Where predictions go, as JSONL.")],
    text: Annotated[str, typer.Option(help="Key of the text in JSONL.")] = "text",
    id: Annotated[str, typer.Option(help="Key of the id in JSONL.")] = "id",
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Predict only; no gold is needed. An article that fails is told and left out."""
    documents = read_documents(input, text, id)
    failed = 0
    with progress(spec, len(documents)) as bar, writing(out) as stream:
        for result in run_extractor(specs.parse(spec), documents, timeout=limit(timeout)):
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
