"""What is diagnosed: a run folder or a prediction file, read together with its gold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from goldfield.corpus.gold import Gold, load_gold
from goldfield.corpus.loading import Place, load_articles
from goldfield.errors import DataError, Fault, UsageError
from goldfield.reporting.runs import hashes_of, unnamed
from goldfield.saved_runs import SavedRun, gold_of, read_run
from goldfield.schema.labels import Layer
from goldfield.schema.lines import Source, check_rereadable, read_lines
from goldfield.schema.loose import Prediction
from goldfield.schema.normalising import empty_annotations
from goldfield.schema.predictions import ReadPredictions, decode, read_predictions
from goldfield.schema.records import Annotations, Article, Event, Quote
from goldfield.scoring.suites import Suite, suite_of_articles
from goldfield.scoring.tasks import Task, gold_hash, task_of

__all__ = ["About", "LeftOut", "Subject", "about_of", "read_subject", "subject_of"]

TEST = "test"


class About(NamedTuple):
    """What is known of predictions beforehand.

    Attributes:
        name: of the system.
        split: of the gold.
        suite: its measures are looked at.
        failed: articles whose answer was no prediction; it is scored as an empty one.
        layers: what the extractor says it predicts; None is what its records hold.
        hidden: whether articles of split test are among them, of which nothing single is shown.
    """

    name: str
    split: str = "all"
    suite: str = "core"
    failed: Collection[str] = ()
    layers: Sequence[Layer] | None = None
    hidden: bool = False


class LeftOut(Struct, frozen=True):
    """A measure of the suite of which nothing can be said, and why not."""

    measure: str
    why: str


class Subject(NamedTuple):
    """Predictions and their gold.

    Attributes:
        about: what was known of them beforehand.
        corpus: name, split and hash of the gold.
        suite: the one that `about` names.
        golds: gold articles by id.
        preds: predictions of all articles in full shape; empty where there is none.
        found: what was predicted, as it was read.
        loose: predictions as they were written, with their confidences.
    """

    about: About
    corpus: str
    suite: Suite
    golds: Mapping[str, Article]
    preds: Mapping[str, Annotations]
    found: ReadPredictions
    loose: Mapping[str, Prediction]

    @property
    def measures(self) -> list[str]:
        """The measures of the suite that are predicted and annotated."""
        left_out = {row.measure for row in self.left_out}
        return [name for name in self.suite.measures if name not in left_out]

    @property
    def left_out(self) -> list[LeftOut]:
        """The other measures of the suite."""
        task = self.task(*self.suite.measures)
        return [
            *(LeftOut(name, "not predicted") for name in task.not_predicted),
            *(LeftOut(name, "gold is not annotated for it") for name in task.not_annotated),
        ]

    def task(self, *measures: str) -> Task:
        """What the scorer needs for some measures."""
        suite = Suite(self.suite.name, "article", measures=measures)
        return task_of(suite, self.golds, self.found, self.about.layers)


def read_subject(
    path: Path, corpus: Place = None, split: str | None = None, suite: str | None = None
) -> Subject:
    """Read a run folder, or a prediction file, and the gold that it is about.

    Args:
        path: a run folder, or predictions as JSONL.
        corpus: where the gold is; None is the released corpus.
        split: of the gold of a prediction file; a run has its own.
        suite: whose measures are looked at; by default the run's, or `core`.

    Raises:
        UsageError: there is no such file, or gold or split are not those of the run.
        DataError: with every fault of the files.
    """
    if path.is_dir():
        run = read_run(path)
        if split not in (None, run.manifest.split):
            told = f"{path} is a run on split {run.manifest.split}"
            raise UsageError(f"{told}; --split {split} is for prediction files")
        suite_of_articles(suite or run.manifest.suite)
        _check_predictions(run)
        gold = gold_of(run, corpus)
        about = about_of(run)
        hidden = about.split == TEST or _has_test(gold)
        about = about._replace(suite=suite or about.suite, hidden=hidden)
        return subject_of(run.predictions, gold, about)
    if not path.exists():
        raise UsageError(f"there is no {path}: give run folders or prediction files{unnamed(path)}")
    check_rereadable(path)
    gold = load_gold(corpus, split)
    about = About(path.stem, gold.selection.split, suite or "core")
    hidden = about.split == TEST or _has_test(gold)
    return subject_of(path, gold, about._replace(hidden=hidden))


def about_of(run: SavedRun) -> About:
    """What a run says of its predictions; whether they are hidden its gold decides."""
    failed = {failure.id for failure in run.scores.failures}
    return About(run.name, run.manifest.split, run.manifest.suite, failed, run.layers)


def _check_predictions(run: SavedRun) -> None:
    """Other predictions than those that were scored would give other numbers than the card."""
    name = run.predictions.name
    kept = (run.manifest.sha256 or {}).get(name)
    if kept and hashes_of(run.folder).get(name) != kept:
        problem = "these are not the predictions that the run was scored with"
        fix = "restore the file, or run again; `goldfield verify` says what differs"
        raise DataError([Fault(str(run.predictions), "$", problem, fix)])


def _has_test(gold: Gold) -> bool:
    """Whether articles of the released split test are among these, wherever they were found."""
    secret = {article.text_sha256 for article in load_articles(None, TEST)}
    return any(article.text_sha256 in secret for article in gold.articles)


def subject_of(source: Source, gold: Gold, about: About) -> Subject:
    """The subject of predictions, with their gold.

    Args:
        source: predictions in any of the loose shapes, a file or records.
        gold: the gold articles.
        about: what else is known of the predictions.

    Raises:
        UsageError: the suite is not about articles.
        DataError: with every fault of the predictions.
    """
    suite = suite_of_articles(about.suite)
    golds = {article.id: article for article in gold.articles}
    hashes = {article.text_sha256: id for id, article in golds.items()}
    kept = _answered(source, about.failed) if about.failed else source
    found = read_predictions(kept, golds)
    if found.faults:
        raise DataError(found.faults)
    loose = [decode(line)[0] for _, line in read_lines(kept) if line is not None]
    preds = {
        id: found.records.get(id) or empty_annotations(id, article.text, [])
        for id, article in golds.items()
    }
    corpus = f"{gold.selection.name}/{gold.selection.split}#{gold_hash(golds)}"
    for record in preds.values():
        _tell_apart(record.quotes)
        _tell_apart(record.events)
    by_id = {x.id or hashes[x.text_sha256 or ""]: x for x in loose if x is not None}
    return Subject(about, corpus, suite, golds, preds, found, by_id)


def _tell_apart(found: Sequence[Quote | Event]) -> None:
    """Give each item an id of its own: of several with one, the last is who others refer to."""
    taken = {item.id for item in found}
    last = {item.id: number for number, item in enumerate(found)}
    for number, item in enumerate(found):
        if last[item.id] != number:
            item.id = next(id for i in count(1) if (id := f"{item.id}~{i}") not in taken)
            taken.add(item.id)


class _Head(Struct):
    id: str | None = None


def _answered(source: Source, failed: Collection[str]) -> list[msgspec.Raw]:
    """The lines but for those of failed articles: what stands there is no prediction."""
    lines = [line for _, line in read_lines(source) if line is not None]
    return [msgspec.Raw(x) for x in lines if msgspec.json.decode(x, type=_Head).id not in failed]
