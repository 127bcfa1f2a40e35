"""Several workers side by side: articles go out in parts, results come in as they are there.

Data flows one way. The thread that asks for results reads the articles and puts parts of them into
a queue; a thread for each worker takes one part after the other, and puts results into another
queue. Never are there more than two parts a worker on the way, whatever the corpus: so neither
queue can grow, and nobody waits for a place in one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import ceil
from operator import length_hint
from queue import SimpleQueue
from typing import NamedTuple, Protocol, TypeAlias

from goldfield.running.answering import CHUNK, Document, Result
from goldfield.running.contract import Usage
from goldfield.running.leash import Leash, MemoryWatch
from goldfield.running.loading import Description
from goldfield.running.session import total

__all__ = ["WINDOW", "Part", "Pool", "Worker", "parts"]

WINDOW = 1 << 16
"""Articles by which a result may come too early at most: while one is slow, the others go on."""
_SHARES = 4  # parts that a worker has still to come: so all of them end at about the same time


class Worker(Protocol):
    """What answers parts of the articles, one after the other; see `goldfield.running.session`."""

    extractor: Description
    leash: Leash
    lost: str
    usage: Usage | None

    def answer(self, documents: Sequence[Document], /) -> Iterator[Result]:
        """Results in order; fewer than there are documents if it is `lost`."""

    def close(self) -> None:
        """Let the process end by itself."""

    def stop(self) -> None:
        """End the process now; there will be no other."""


Part: TypeAlias = list[Document]


class _Settled(NamedTuple):
    """A worker is done with a part: where it began, and what is left of it if it is lost."""

    at: int
    left: Part


class _Lost(NamedTuple):
    """A worker is gone for good, and why."""

    why: str


class Pool:
    """Workers that answer articles; with one, everything happens in the thread that asks.

    Attributes:
        extractor: what the extractor says of itself.
    """

    def __init__(self, workers: Sequence[Worker], watch: MemoryWatch | None = None) -> None:
        self.extractor = workers[0].extractor
        self._workers = workers
        self._watch = watch
        self._inbox = SimpleQueue[tuple[int, Part] | None]()
        self._outbox = SimpleQueue[Result | _Settled | _Lost | BaseException]()
        self._threads: list[threading.Thread] = []
        self._open = set[int]()
        self._newest = 0
        self._lost: list[str] = []

    @property
    def usage(self) -> Usage | None:
        """What the workers have spent so far."""
        return total([worker.usage for worker in self._workers])

    def results(self, source: Iterator[Part]) -> Iterator[Result]:
        """The results as they come; with one worker in the order of the articles."""
        found = self._alone(source) if len(self._workers) == 1 else self._together(source)
        yield from found
        for worker in self._workers:
            worker.close()
        self._look_away()

    def stop(self) -> None:
        """End all processes now."""
        for worker in self._workers:
            worker.leash.end()
        self._dismiss()
        for worker in self._workers:
            worker.stop()
        self._look_away()

    def _look_away(self) -> None:
        if self._watch is not None:
            self._watch.stop()

    def _alone(self, source: Iterator[Part]) -> Iterator[Result]:
        (worker,) = self._workers
        for part in source:
            done = 0
            for result in () if worker.lost else worker.answer(part):
                done += 1
                yield result
            yield from _failures(part[done:], worker.lost)

    def _together(self, source: Iterator[Part]) -> Iterator[Result]:
        for worker in self._workers:
            thread = threading.Thread(target=self._serve, args=(worker,), daemon=True)
            self._threads.append(thread)
            thread.start()
        numbered = _numbered(source)
        while len(self._lost) < len(self._workers) and self._top_up(numbered):
            match self._outbox.get():
                case Result() as result:
                    yield result
                case _Settled(at, []):
                    self._open.remove(at)
                case _Settled(at, left):  # another worker may have the rest
                    self._inbox.put((at, left))
                case _Lost(why):
                    self._lost.append(why)
                case error:
                    raise error
        if len(self._lost) == len(self._workers):
            yield from self._given_up(source)
        self._dismiss()

    def _top_up(self, source: Iterator[tuple[int, Part]]) -> bool:
        """Send parts out while there is room; whether any is on the way."""
        while len(self._open) < 2 * len(self._workers) and self._near():
            numbered = next(source, None)
            if numbered is None:
                break
            self._newest = numbered[0]
            self._open.add(self._newest)
            self._inbox.put(numbered)
        return bool(self._open)

    def _near(self) -> bool:
        """Whether the next part is near enough to the first one that is still open."""
        return not self._open or self._newest - min(self._open) < WINDOW

    def _serve(self, worker: Worker) -> None:
        """What the thread of a worker does."""
        try:
            while not worker.lost and (numbered := self._inbox.get()) is not None:
                at, part = numbered
                done = 0
                for result in worker.answer(part):
                    done += 1
                    self._outbox.put(result)
                self._outbox.put(_Settled(at, part[done:]))
            self._outbox.put(_Lost(worker.lost))
        except BaseException as error:  # it must not be lost with the thread
            self._outbox.put(error)

    def _given_up(self, source: Iterator[Part]) -> Iterator[Result]:
        """No worker is left: what is on the way and what is still to come has failed."""
        while not self._inbox.empty():
            numbered = self._inbox.get()
            yield from _failures(numbered[1] if numbered else [], self._lost[-1])
        for part in source:
            yield from _failures(part, self._lost[-1])

    def _dismiss(self) -> None:
        for _ in self._threads:
            self._inbox.put(None)
        for thread in self._threads:
            if thread is not threading.current_thread():  # where the collector may run, too
                thread.join()
        self._threads = []


def parts(articles: Iterable[Document], workers: int, most: int = CHUNK) -> Iterator[Part]:
    """The articles as they travel: `most` at a time, and fewer towards the end for several workers.

    That needs to be known: of articles whose number cannot be told, all parts are of one size.

    Args:
        articles: pairs of id and text; read as they are needed.
        workers: how many take parts.
        most: articles of one part.
    """
    left, source = length_hint(articles), iter(articles)
    while True:
        fair = ceil(left / (_SHARES * workers)) if workers > 1 and left else most
        if not (part := list(islice(source, min(most, max(1, fair))))):
            return
        left = max(0, left - len(part))
        yield part


def _numbered(source: Iterator[Part]) -> Iterator[tuple[int, Part]]:
    """Each part with the place of its first article."""
    at = 0
    for part in source:
        yield at, part
        at += len(part)


def _failures(documents: Iterable[Document], why: str) -> Iterator[Result]:
    return (Result(article, None, why, None) for article, _ in documents)
