"""A worker of the cluster: holds an extractor, loaded once, and does one shard after the other.

The extractor lives in a process below this one, as in a local run: the same code answers, with the
same limits, and a crash costs one article.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress

import msgspec
from msgspec import Raw

from goldfield.cluster.files import at, writing
from goldfield.cluster.messages import (
    Lost,
    Predict,
    Predicted,
    Score,
    Scored,
    ScoredDocument,
    encode,
)
from goldfield.cluster.shards import read_shard
from goldfield.errors import DataError, ExtractorError, Fault, GoldfieldError
from goldfield.evaluation import read_answers
from goldfield.running.answering import Document, Result
from goldfield.running.encoding import one_line
from goldfield.running.leash import Leash, MemoryWatch
from goldfield.running.outcome import Notes, checked
from goldfield.running.pool import Worker as Session
from goldfield.running.pool import parts
from goldfield.running.runner import worker_of
from goldfield.running.specs import parse
from goldfield.running.terms import Terms
from goldfield.running.wire import Greeting
from goldfield.schema.explaining import MAX_FAULTS
from goldfield.schema.labels import LAYERS
from goldfield.schema.records import Article
from goldfield.scoring.scorer import Failure
from goldfield.scoring.tasks import task_of

__all__ = ["Worker"]

_read_task = msgspec.json.Decoder(Predict | Score).decode
_read_article = msgspec.json.Decoder(Article).decode


class Worker:
    """What Ray makes an actor of."""

    def __init__(self, spec: str, terms: bytes, folder: str) -> None:
        """Remember what to load.

        Args:
            spec: spelling of the extractor.
            terms: `Terms` as JSON.
            folder: where the driver stands: relative paths in `spec` are meant from there.
        """
        with suppress(OSError):  # another machine may lack it: then paths have to be absolute
            os.chdir(folder)
        self._spec = spec
        self._terms = msgspec.json.decode(terms, type=Terms)
        self._session: Session | None = None

    def load(self) -> bytes:
        """Load the extractor: a `Greeting`."""
        try:
            return encode(Greeting(self._loaded().extractor))
        except GoldfieldError as error:
            return encode(Greeting(error=str(error).removeprefix(f"extractor {self._spec}: ")))

    def do(self, task: bytes) -> bytes:
        """Do a shard: `Predicted` for `Predict`, `Scored` for `Score`, `Lost` if it cannot."""
        todo = _read_task(task)
        try:
            done = self._predict(todo) if isinstance(todo, Predict) else self._score(todo)
        except Exception as error:  # each store has errors of its own
            return encode(Lost(one_line(error)))
        return encode(done)

    def close(self) -> None:
        """End the extractor's process; that happens by itself when this one ends."""
        if self._session is not None:
            self._session.stop()

    def _loaded(self) -> Session:
        if self._session is None or self._session.lost:
            leash = Leash()
            self._session = worker_of(parse(self._spec), self._terms, Notes(), leash)
            if self._terms.memory is not None:
                MemoryWatch([leash], self._terms.memory)
        return self._session

    def _answers(self, documents: Iterable[Document], batch: int) -> Iterator[Result]:
        session = self._loaded()
        for part in parts(documents, 1, batch):
            yield from session.answer(part)
            if session.lost:
                raise ExtractorError(self._spec, session.lost)

    def _predict(self, task: Predict) -> Predicted:
        reading = _Reading(task)
        failures: list[Failure] = []
        written = 0
        try:
            with writing(at(task.output)) as stream:
                for result in self._answers(reading.documents(), task.batch):
                    line, why = checked(result)
                    if line is None:
                        failures.append(Failure(result.id, why))
                    else:
                        written += stream.write(line)
                if reading.faults:
                    raise DataError(reading.faults)
        except DataError:
            written = 0
        return Predicted(
            reading.articles, failures, reading.characters, written, reading.faults[:MAX_FAULTS]
        )

    def _score(self, task: Score) -> Scored:
        golds = {article.id: article for article in map(_read_article, task.golds)}
        texts = [(id, article.text) for id, article in golds.items()]
        results = list(self._answers(texts, task.batch))
        found, failures = read_answers(results, golds)
        reasons = {failure.id: failure.error for failure in failures}
        judge = task_of(task.suite, golds, found, LAYERS)  # all: the driver knows which count
        return Scored(
            [
                ScoredDocument(
                    result.id,
                    Raw(result.prediction or b"null"),
                    reasons.get(result.id),
                    record.layers if (record := found.records.get(result.id)) else [],
                    found.anchors.get(result.id, []),
                    judge.score(golds[result.id], record),
                )
                for result in results
            ]
        )


class _Reading:
    """The articles of a shard, and what is known of them once they have been read."""

    def __init__(self, task: Predict) -> None:
        self.articles = self.characters = 0
        self.faults: list[Fault] = []
        self._task = task

    def documents(self) -> Iterator[Document]:
        for document in read_shard(self._task.input, self._task.keys, self.faults):
            if self.faults:  # there will be no output: the rest is read for its faults only
                continue
            self.articles += 1
            self.characters += len(document[1])
            yield document
