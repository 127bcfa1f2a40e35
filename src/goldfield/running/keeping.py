"""A run that keeps a journal: what is in it already is not asked again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from goldfield.errors import UsageError
from goldfield.running.answering import Document, Result
from goldfield.running.journal import Header, Journal
from goldfield.running.ledger import Place
from goldfield.running.outcome import Outcome, Progress
from goldfield.running.runner import run_on
from goldfield.running.specs import Spec
from goldfield.running.terms import Terms

__all__ = ["Texts", "run_kept", "texts_of"]


class Texts(NamedTuple):
    """Articles that can be read more than once, with ids of their own.

    Attributes:
        documents: pairs of id and text.
        number: how many.
        sha256: over their ids and texts in their order.
    """

    documents: Iterable[Document]
    number: int
    sha256: str


def texts_of(documents: Iterable[Document], read: Iterable[Document] | None = None) -> Texts:
    """Articles, counted and hashed.

    Args:
        documents: pairs of id and text, to be read again.
        read: the same, as they are read now; by default `documents`.
    """
    digest = hashlib.sha256()
    number = sum(1 for _ in _hashed(documents if read is None else read, digest))
    return Texts(documents, number, digest.hexdigest())


def _hashed(documents: Iterable[Document], digest: hashlib._Hash) -> Iterator[Document]:
    for document in documents:
        for piece in document:
            encoded = piece.encode("utf-8", "surrogatepass")
            digest.update(b"%d:" % len(encoded))
            digest.update(encoded)
        yield document


def run_kept(
    terms: Terms, spec: Spec, texts: Texts, journal: Journal, on_progress: Progress | None = None
) -> Outcome:
    """Run an extractor over articles and keep every result in a journal, before it is handed out.

    Args:
        terms: how many workers, and what they may take.
        spec: which extractor.
        texts: the articles.
        journal: what it holds comes from there, all else from the extractor.
        on_progress: called with each result.

    Returns:
        The results in the order of the articles, however many workers there are.

    Raises:
        ExtractorError: the extractor could not be loaded or started.
        UsageError: the journal is of another run; later, the texts are not what was counted.
        OSError: the journal cannot be written; also later, from the results.
    """
    turn = _Turn(journal)
    missing = _Missing(texts, turn, texts.number - journal.articles)
    outcome = run_on(terms, spec, missing)
    about = outcome.extractor
    header = Header(
        extractor=str(spec), version=about.version, articles=texts.number, texts=texts.sha256
    )
    try:
        journal.begin(header)
    except BaseException:
        outcome.close()
        raise
    outcome.notes.kept = journal.articles
    results = _results(outcome, turn, missing)
    return Outcome(about, results, outcome.notes, outcome.close, on_progress)


def _results(outcome: Outcome, turn: _Turn, missing: _Missing) -> Iterator[Result]:
    for entry, place in turn.journal.entries():
        yield from turn.take(entry.at, place)
    for result in outcome:
        at = missing.asked.pop(result.id)
        yield from turn.take(at, turn.journal.append(at, result), result)


class _Turn:
    """Hands out results in the order of the articles; those that are early wait in the journal."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._next = 0
        self._early = dict[int, Place]()

    def has(self, at: int) -> bool:
        """Whether the result of an article is there."""
        return at < self._next or at in self._early

    def take(self, at: int, place: Place, result: Result | None = None) -> Iterator[Result]:
        """One more result; all whose turn it is."""
        if self.has(at):
            return
        if at != self._next:
            self._early[at] = place
            return
        yield result or self.journal.read(place)
        self._next += 1
        while (early := self._early.pop(self._next, None)) is not None:
            yield self.journal.read(early)
            self._next += 1


class _Missing:
    """The articles that the journal does not hold.

    Attributes:
        asked: the places of those that are on their way, by their ids.
    """

    def __init__(self, texts: Texts, turn: _Turn, number: int) -> None:
        self.asked = dict[str, int]()
        self._texts, self._turn, self._number = texts, turn, number

    def __length_hint__(self) -> int:
        return max(0, self._number)

    def __iter__(self) -> Iterator[Document]:
        digest = hashlib.sha256()
        for at, document in enumerate(_hashed(self._texts.documents, digest)):
            if not self._turn.has(at):
                self.asked[document[0]] = at
                yield document
        if digest.hexdigest() != self._texts.sha256:
            raise UsageError("the texts have changed while they were read; start anew")
