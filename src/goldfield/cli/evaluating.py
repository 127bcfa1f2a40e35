"""`goldfield eval`: extractors over gold articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from goldfield import evaluation
from goldfield.cli import clustering
from goldfield.cli.clustering import (
    AddressOption,
    BatchOption,
    CpusOption,
    Engine,
    EngineOption,
    GpusOption,
    cluster_of,
)
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
    progress,
    say,
    specs_or_defaults,
    tell,
)
from goldfield.cli.gold import suite_for
from goldfield.cli.reporting import ReportOption, write_reports
from goldfield.cli.running import (
    MemoryOption,
    ResumeOption,
    WorkersOption,
    journals,
    tell_problems,
    terms_of,
)
from goldfield.cluster.pool import Cluster
from goldfield.corpus.gold import Gold
from goldfield.corpus.loading import Corpus
from goldfield.errors import ExtractorError, MissingExtra
from goldfield.overview import overview, save_chart
from goldfield.reporting.card import long_table
from goldfield.reporting.runs import check_place
from goldfield.reporting.tables import render
from goldfield.running.answering import CHUNK
from goldfield.running.journal import Journal
from goldfield.running.terms import TIMEOUT, Terms
from goldfield.schema.writing import remove_parts, to_json

__all__ = ["evaluate", "evaluate_one"]

_TERMS = Terms(timeout=TIMEOUT)

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
    workers: WorkersOption = None,
    memory_limit: MemoryOption = None,
    out: Annotated[Path, typer.Option(help="Folder that gets a run folder each.")] = Path("runs"),
    resume: ResumeOption = False,
    formats: FormatsOption = None,
    labels: LabelsOption = None,
    column: ColumnOption = -1,
    report: ReportOption = False,
    engine: EngineOption = Engine.local,
    address: AddressOption = None,
    num_cpus: CpusOption = 1.0,
    num_gpus: GpusOption = 0.0,
    batch_size: BatchOption = CHUNK,
) -> None:
    """Run extractors over gold articles, score them field by field, time them, print the card.

    Answers are kept in RUN.journal until the command ends; see --resume. With --engine ray the
    workers of a cluster answer and count, which is not timed; what is done lies in RUN.shards until
    the run is whole, and the same command goes on from there.
    """
    cluster = cluster_of(engine, Cluster(address, workers, num_cpus, num_gpus, batch_size))
    written, form = formats_of(formats)
    source = Corpus(corpus, written, labels, column)
    suite, gold = suite_for(suite, source), clustering.gold_of(cluster, source, split)
    parsed = specs_or_defaults(spec)
    about = gold.selection.name, gold.selection.split, suite
    folders = [check_place(out / one.folder(*about)) for one in parsed]
    where = f"{gold.selection.name}/{gold.selection.split}"
    job = _Job(gold, suite, terms_of(timeout, workers, memory_limit), bool(spec), cluster)
    runs: list[evaluation.Run] = []
    kept: list[Path] = []
    with journals([_journal_of(folder) for folder in folders], resume=resume) as held:
        for folder in folders:
            remove_parts(folder)
        tell(f"{counted(len(gold.articles), 'article')} of {where}, suite {suite}")
        try:
            with clustering.joined(cluster):
                for one, folder, journal in zip(parsed, folders, held, strict=True):
                    found = job.run(str(one), folder, journal)
                    if found is not None:
                        runs.append(found)
                        kept.append(found.save(folder))
                        clustering.forget(folder)
                        tell(f"{one}: kept in {kept[-1]}")
                        journal.whole = True
        finally:
            if runs:
                _print(runs, form, gold)
            if len(runs) > 1:
                _draw(runs, out)
            if report:
                write_reports(kept, gold.articles)
    if gold.articles and all(len(run.scores.failures) == len(gold.articles) for run in runs):
        raise typer.Exit(1)


class _Job(NamedTuple):
    """What all extractors of one command are run on, and how."""

    gold: Gold
    suite: str
    terms: Terms
    strict: bool
    cluster: Cluster | None

    def run(self, name: str, folder: Path, journal: Journal) -> evaluation.Run | None:
        """The run of an extractor; None for one that nobody has named and that does not load."""
        try:
            if self.cluster is None:
                found = evaluate_one(
                    name, corpus=self.gold, suite=self.suite, terms=self.terms, journal=journal
                )
            else:
                job = clustering.job_of(name, self.gold, self.suite, folder)
                found = clustering.evaluate_one(self.cluster, job, self.terms)
        except ExtractorError as error:
            if self.strict:
                raise
            tell(f"skipped: {error}")
            return None
        tell_problems(name, found.problems)
        return found


def _journal_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.journal")


def evaluate_one(
    name: str,
    *,
    corpus: Gold,
    suite: str,
    terms: Terms = _TERMS,
    journal: Journal | None = None,
) -> evaluation.Run:
    """As `goldfield.evaluation.evaluate`, with a progress bar on a terminal."""
    with progress(name, len(corpus.articles)) as bar:
        advance = (lambda _: bar.advance(bar.task_ids[0])) if bar else None
        conduct = evaluation.Conduct(advance, terms=terms, journal=journal)
        return evaluation.evaluate(name, corpus=corpus, suite=suite, conduct=conduct)


def _print(runs: list[evaluation.Run], form: Form, gold: Gold) -> None:
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
