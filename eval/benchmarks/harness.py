"""What the harness does around an extractor, in one process, against calling it in a bare loop.

The noise of starting another process is larger than what is measured. So both ends of the pipe
are here: the request and each answer are encoded, sent through a real pipe, waited for with a
time-out, and decoded, by the code that does so between a worker and its parent; then it is kept
in a journal.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec

from goldfield.corpus.loading import load_articles
from goldfield.running import wire
from goldfield.running.answering import Result, answer_all
from goldfield.running.contract import Extractor
from goldfield.running.journal import Journal
from goldfield.running.lines import Lines
from goldfield.running.loading import Description, load
from goldfield.running.outcome import Notes, Outcome
from goldfield.running.pool import parts
from goldfield.running.specs import parse
from goldfield.running.terms import TIMEOUT

__all__ = ["Pair", "harness"]


class Pair(NamedTuple):
    """The same articles answered by the same extractor, in the harness and without it."""

    harnessed: Callable[[], object]
    bare: Callable[[], object]
    articles: int


def harness(name: str, copies: int) -> Pair:
    """The two ways for a baseline over some copies of split `example`."""
    articles = load_articles(None, "example")
    documents = [(f"{one.id}-{copy}", one.text) for copy in range(copies) for one in articles]
    extractor = load(parse(name))

    def bare() -> None:
        for _, text in documents:
            extractor(text)

    def harnessed() -> None:
        results = (one for part in parts(documents, 1) for one in _answers(extractor, part))
        with TemporaryDirectory() as folder, closing(Journal(Path(folder) / "journal")) as journal:
            for at, result in enumerate(Outcome(Description(), results, Notes())):
                if result.error:
                    raise RuntimeError(f"{name} failed on an article")
                journal.append(at, result)

    return Pair(harnessed, bare, len(documents))


def _answers(extractor: Extractor, documents: list[tuple[str, str]]) -> Iterator[Result]:
    request = wire.read_request(msgspec.json.encode(wire.Request(documents)))
    ends = os.pipe()
    with os.fdopen(ends[0], "rb") as outbox, os.fdopen(ends[1], "wb") as inbox:
        lines = Lines(outbox)
        for result in answer_all(extractor, request.documents):
            inbox.write(wire.encode_row(result))  # small enough for a pipe that nobody reads yet
            inbox.flush()
            yield wire.result_of(wire.read_row(lines.read(TIMEOUT)))
