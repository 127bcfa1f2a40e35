"""Gold on a cluster: shards of it are answered and counted there, and their counts become a card.

The summary is the local one, fed with counts from elsewhere: the same numbers, to the byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw, Struct

from goldfield.cluster.files import at
from goldfield.cluster.messages import Score, Scored, ScoredDocument, encode
from goldfield.cluster.pool import Cluster, starting
from goldfield.cluster.store import Store
from goldfield.corpus.gold import Gold
from goldfield.evaluation import Answers, Run, layers_of, run_of
from goldfield.release import version
from goldfield.running.answering import CHUNK, Result
from goldfield.running.outcome import Notes, Outcome
from goldfield.running.specs import parse
from goldfield.running.terms import Terms
from goldfield.schema.normalising import empty_annotations
from goldfield.schema.predictions import ReadPredictions
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line
from goldfield.scoring import outcome as scored
from goldfield.scoring.scorer import Failure
from goldfield.scoring.suites import Suite, suite_of_articles
from goldfield.scoring.tasks import Task, needs_of, task_of

__all__ = ["SHARD", "Job", "evaluate_on"]

SHARD = CHUNK
"""Gold articles of a shard."""

_read = msgspec.json.Decoder(Scored).decode


class Job(NamedTuple):
    """What is to be evaluated.

    Attributes:
        spec: spelling of the extractor.
        gold: its articles are cut into shards here and sent to the workers.
        suite: a suite's name or file.
        kept: a folder beside the run's, for what is done while the run is not; it goes with the
            end of the run.
        shard: articles of a shard.
    """

    spec: str
    gold: Gold
    suite: str
    kept: Path
    shard: int = SHARD


class _Origin(Struct, frozen=True):
    """What the counts of shards are made from."""

    goldfield: str
    extractor: str
    extractor_version: str
    suite: Suite
    shards: list[str]


def evaluate_on(
    cluster: Cluster,
    job: Job,
    terms: Terms,
    on_progress: Callable[[Result], object] = lambda _: None,
) -> Run:
    """Run an extractor over gold articles on a cluster and score it; it is not timed.

    Args:
        cluster: where.
        job: what; shards of it that an earlier run has done are not done again.
        terms: what the extractor may take; its `workers` are not used.
        on_progress: called with each article's result.

    Raises:
        ExtractorError: the extractor does not load.
        UsageError: the suite is not about articles, or `kept` holds something else.
        GoldfieldError: a shard cannot be done, when all others are.
    """
    suite, spec = suite_of_articles(job.suite), parse(job.spec)
    articles = sorted(job.gold.articles, key=lambda article: article.id)
    shards = list(_shards(articles, job.shard))
    tasks = {n: encode(Score(golds, suite, cluster.batch)) for n, golds in enumerate(shards)}
    store = Store(at(str(job.kept)))
    with starting(spec, terms, cluster, len(shards)) as pool:
        origins = [hashlib.sha256(encode(golds)).hexdigest() for golds in shards]
        store.open(_Origin(version(), str(spec), pool.extractor.version, suite, origins))
        done = store.done(tasks)
        left = {number: task for number, task in tasks.items() if number not in done}
        for number, report in pool.do(left, Scored):
            store.keep(number, encode(report))
            for document in report.documents:
                on_progress(_result(document))
        documents = [d for number in tasks for d in _read(store.read(number)).documents]
        about = Outcome(pool.extractor, iter(()), Notes(pool.problems))
    answers = Answers(str(spec), spec, about, list(map(_result, documents)))
    task = _summed(suite, job.gold, documents, answers)
    return run_of(answers, job.gold.selection, suite, task, _failures(documents))


def _shards(articles: Sequence[Article], size: int) -> Iterator[list[Raw]]:
    source = iter(articles)
    while shard := list(islice(source, size)):
        yield [Raw(to_line(article).rstrip()) for article in shard]


def _result(document: ScoredDocument) -> Result:
    prediction = bytes(document.prediction)
    return Result(
        document.id, None if prediction == b"null" else prediction, document.failure, None
    )


def _failures(documents: Sequence[ScoredDocument]) -> list[Failure]:
    return [Failure(d.id, d.failure) for d in documents if d.failure is not None]


def _summed(
    suite: Suite, gold: Gold, documents: Sequence[ScoredDocument], answers: Answers
) -> Task:
    """The task of documents that have been counted: its score looks the counts up."""
    golds = {article.id: article for article in gold.articles}
    good = {d.id: d for d in documents if d.failure is None}
    records = {id: empty_annotations(id, "", d.layers) for id, d in good.items()}
    found = ReadPredictions(records, {id: d.anchors for id, d in good.items()}, [], [])
    said = layers_of(answers.outcome.extractor)
    predicted = {*said, *(layer for d in good.values() for layer in d.layers)}
    told = {name for name, needs in needs_of(suite).items() if needs <= predicted}
    outcomes = {d.id: d.outcomes for d in documents}

    def score(article: Article, _: Any) -> dict[str, scored.Outcome]:
        return {name: found for name, found in outcomes[article.id].items() if name in told}

    return task_of(suite, golds, found, said)._replace(score=score)
