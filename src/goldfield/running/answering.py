"""Calling an extractor on articles, so that no failure of one touches another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import NamedTuple

from goldfield.running.contract import BatchExtractor, Extractor
from goldfield.running.encoding import as_prediction, one_line

__all__ = ["CHUNK", "FAILURES", "Document", "Result", "answer", "answer_all"]

CHUNK = 32
"""How many articles travel together, and the most that `batch` is given."""
FAILURES = (Exception, SystemExit)
"""What an extractor may raise without ending the run."""

Document = tuple[str, str]
"""An article's id and text."""


class Result(NamedTuple):
    """What became of one article.

    Attributes:
        id: the article's id.
        prediction: one JSON object, id included; None if the article failed.
        error: why it failed, in one line; None if it did not.
        seconds: time in the extractor's own code; None where that cannot be told apart.
    """

    id: str
    prediction: bytes | None
    error: str | None
    seconds: float | None


def answer_all(extractor: Extractor, documents: Sequence[Document]) -> Iterator[Result]:
    """Answer each document in turn, or all at once if the extractor has `batch`.

    A batch that raises is repeated one by one, to blame the article that is at fault.
    """
    if len(documents) > 1 and isinstance(extractor, BatchExtractor):
        try:
            answers = list(extractor.batch([text for _, text in documents]))
        except FAILURES:
            pass
        else:
            yield from _paired(documents, answers)
            return
    for article, text in documents:
        yield answer(extractor, article, text)


def answer(extractor: Extractor, article: str, text: str) -> Result:
    """Answer one document; whatever it raises ends up in the result."""
    start = perf_counter()
    try:
        said = extractor(text)
    except FAILURES as error:
        return Result(article, None, one_line(error), perf_counter() - start)
    return _result(article, said, perf_counter() - start)


def _paired(documents: Sequence[Document], answers: Sequence[object]) -> Iterator[Result]:
    if len(answers) != len(documents):
        problem = f"batch gave {len(answers)} answers to {len(documents)} texts"
        yield from (Result(article, None, problem, None) for article, _ in documents)
        return
    for (article, _), said in zip(documents, answers, strict=True):
        if isinstance(said, FAILURES):
            yield Result(article, None, one_line(said), None)
        else:
            yield _result(article, said, None)


def _result(article: str, said: object, seconds: float | None) -> Result:
    try:
        return Result(article, as_prediction(article, said), None, seconds)
    except Exception as error:
        return Result(article, None, f"bad answer: {one_line(error)}", seconds)
