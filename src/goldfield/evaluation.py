"""The main job, put together: run an extractor over gold, score it, time it, keep the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.gold import Gold, load_gold
from goldfield.corpus.loading import Place, Selection
from goldfield.errors import ExtractorError, Fault
from goldfield.reporting.card import Entry, card
from goldfield.reporting.runs import Manifest, write_run
from goldfield.reporting.tables import counted
from goldfield.running import specs
from goldfield.running.answering import Document
from goldfield.running.answering import Result as Answered
from goldfield.running.contract import Extractor
from goldfield.running.journal import Journal
from goldfield.running.keeping import run_kept, texts_of
from goldfield.running.loading import Description, name_of
from goldfield.running.machine import load_average
from goldfield.running.outcome import Outcome, Progress
from goldfield.running.runner import run_in_process, run_on
from goldfield.running.spending import of_run
from goldfield.running.terms import TIMEOUT, Terms
from goldfield.running.throughput import measure
from goldfield.running.timing import Timing, placed
from goldfield.schema.labels import LAYERS, Layer
from goldfield.schema.predictions import ReadPredictions, decode, read_prediction
from goldfield.schema.records import Article
from goldfield.scoring.scorer import Failure, Result, Scores, score_task
from goldfield.scoring.suites import Suite, suite_of_articles
from goldfield.scoring.tasks import Task, gold_hash, task_of

__all__ = [
    "Answers",
    "Conduct",
    "Run",
    "evaluate",
    "layers_of",
    "read_answers",
    "run_of",
]

_ERRORS_OF_TEST = (
    "errors on split test are not shown, so that no system is made by them; "
    "verdicts.jsonl of the run has them"
)


class Run(NamedTuple):
    """An extractor on a corpus: scores, the tables behind them, predictions and timing.

    In a notebook, ``print(run)`` shows the card.

    `problems` is what went wrong beside the articles: processes that were started again, for one.
    """

    name: str
    result: Result
    predictions: dict[str, bytes]
    timing: Timing | None
    texts: dict[str, str]
    manifest: Manifest
    problems: Sequence[str] = ()

    @property
    def scores(self) -> Scores:
        """The scores alone."""
        return self.result.scores

    @property
    def entry(self) -> Entry:
        """The run as the reports take it."""
        return Entry(self.name, self.result, self.timing)

    def __repr__(self) -> str:
        about = f"{self.name} on {counted(self.scores.documents, 'article')}"
        return f"<Run of {about}; print it for the card>"

    def __str__(self) -> str:
        """The card; on split `test` without the commonest errors, as nobody should work by them."""
        if self.manifest.split == "test":
            return f"{card(self.entry, self.texts, errors=0)}{_ERRORS_OF_TEST}\n"
        return card(self.entry, self.texts)

    def save(self, folder: str | Path) -> Path:
        """Write the run folder; an older run folder in its place is replaced as a whole.

        Raises:
            UsageError: something else is in its place.
        """
        path = Path(folder)
        return write_run(path, self.manifest, self.result, self.predictions, self.timing)


class Conduct(NamedTuple):
    """How a run goes; nothing of it changes a score.

    Attributes:
        on_progress: called with each article's result.
        timed: whether throughput is measured, which takes some seconds.
        terms: how many workers answer, and what they may take; an extractor object runs in this
            process and cannot be stopped.
        journal: keeps the answers as they come, and has those of a run that was cut short.
    """

    on_progress: Progress | None = None
    timed: bool = True
    terms: Terms = Terms(timeout=TIMEOUT)
    journal: Journal | None = None


def evaluate(
    extractor: str | Extractor,
    *,
    corpus: Place | Sequence[Article] | Gold = None,
    split: str | None = None,
    suite: str | Path = "core",
    conduct: Conduct | None = None,
) -> Run:
    """Run an extractor over gold articles, score what it says, and time it.

    Args:
        extractor: a spec, run in a process of its own; or an extractor object, run in this one
            and not timed.
        corpus: gold articles, in memory or in a file or folder, or a `Corpus` that says how files
            are to be read; None is the released one.
        split: see `goldfield.corpus.loading.select`.
        suite: a suite's name, or the path of a suite file.
        conduct: how the run goes: progress, time-out, and whether it is timed.

    Raises:
        ExtractorError: the extractor cannot be loaded. That it fails on articles raises nothing.
        DataError: the gold is at fault.
    """
    chosen = suite_of_articles(str(suite))
    gold = corpus if isinstance(corpus, Gold) else load_gold(corpus, split)
    documents = [(article.id, article.text) for article in gold.articles]
    how = conduct or Conduct()
    answers = _answer(extractor, documents, how)
    run = _scored(answers, gold, chosen)
    return run._replace(timing=_time(run, answers, how.terms.timeout)) if how.timed else run


class Answers(NamedTuple):
    """What an extractor said, before anybody looked at it.

    Attributes:
        name: what results call it.
        spec: None if it is an object of this process.
        outcome: what it says of itself; its results are in `results`.
    """

    name: str
    spec: specs.Spec | None
    outcome: Outcome
    results: list[Answered]


def _answer(extractor: str | Extractor, documents: Sequence[Document], how: Conduct) -> Answers:
    if not isinstance(extractor, str):
        outcome = run_in_process(extractor, documents, how.on_progress)
        return Answers(name_of(extractor), None, outcome, list(outcome))
    spec = specs.parse(extractor)
    if how.journal is None:
        outcome = run_on(how.terms, spec, documents, how.on_progress)
    else:
        outcome = run_kept(how.terms, spec, texts_of(documents), how.journal, how.on_progress)
    return Answers(str(spec), spec, outcome, list(outcome))


def _time(run: Run, answers: Answers, timeout: float | None) -> Timing | None:
    """The throughput on the articles that were answered."""
    silent = {*run.scores.missing, *(failure.id for failure in run.scores.failures)}
    good = {id: text for id, text in run.texts.items() if id not in silent}
    if answers.spec is not None and answers.outcome.extractor.usage:
        return placed(of_run(answers.outcome, answers.results, good), load_average())
    if answers.spec is None or not good:
        return None
    try:
        return measure(answers.spec, good.items(), timeout=timeout)
    except ExtractorError as error:  # its scores are not lost for that
        return Timing(problem=str(error))


def _scored(answers: Answers, gold: Gold, suite: Suite) -> Run:
    golds = {article.id: article for article in gold.articles}
    found, failures = read_answers(answers.results, golds)
    task = task_of(suite, golds, found, layers_of(answers.outcome.extractor))
    return run_of(answers, gold.selection, suite, task, failures)


def run_of(
    answers: Answers, selection: Selection, suite: Suite, task: Task, failures: Sequence[Failure]
) -> Run:
    """The run that an extractor's answers are, once a task says how they compare with gold."""
    golds, about = task.golds, answers.outcome.extractor
    signature = {
        "corpus": f"{selection.name}/{selection.split}#{gold_hash(golds)}",
        "extractor": f"{answers.name}@{about.version}",
    }
    result = score_task(task, suite, signature, failures)
    manifest = Manifest(
        name=answers.name,
        extractor=answers.name if answers.spec else None,
        extractor_version=about.version,
        layers=about.layers,
        corpus=selection.name,
        split=selection.split,
        suite=suite.name,
        signature=result.scores.signature,
    )
    predictions = {r.id: r.prediction for r in answers.results if r.prediction is not None}
    texts = {id: article.text for id, article in golds.items()}
    problems = answers.outcome.problems
    return Run(answers.name, result, predictions, None, texts, manifest, problems)


def read_answers(
    results: Sequence[Answered], golds: Mapping[str, Article]
) -> tuple[ReadPredictions, list[Failure]]:
    """Predictions of a run, and its failures; an answer that breaks the contract is one."""
    found = ReadPredictions({}, {}, [], [])
    failures: list[Failure] = []
    for result in results:
        if result.prediction is None:
            failures.append(Failure(result.id, result.error or "no answer"))
            continue
        prediction, faults = decode(result.prediction)
        if prediction is not None:
            record, anchors, faults = read_prediction(prediction, golds[result.id])
            if not faults:
                found.records[result.id], found.anchors[result.id] = record, anchors
        if faults:
            failures.append(Failure(result.id, _in_one_line(faults)))
    return found, failures


def _in_one_line(faults: Sequence[Fault]) -> str:
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{faults[0].path} {faults[0].problem}{more}"


def layers_of(about: Description) -> list[Layer]:
    """The layers that an extractor says it predicts, in the order of the schema."""
    declared = set(about.layers or ())
    return [layer for layer in LAYERS if layer in declared]
