"""Running an extractor over articles, each extractor in processes of its own.

A process that dies takes down one article, never the run; see `goldfield.running.session`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from operator import length_hint

from goldfield.errors import UsageError
from goldfield.running.answering import Document, Result, answer_all
from goldfield.running.commands import PORTION
from goldfield.running.commands import Session as Commands
from goldfield.running.contract import Extractor
from goldfield.running.leash import Leash, MemoryWatch
from goldfield.running.loading import describe, name_of
from goldfield.running.outcome import Notes, Outcome, Progress
from goldfield.running.pool import Part, Pool, Worker, parts
from goldfield.running.session import Session
from goldfield.running.specs import Spec
from goldfield.running.terms import TIMEOUT, Terms

__all__ = ["TIMEOUT", "run", "run_in_process", "run_on", "worker_of"]


def run(
    spec: Spec,
    articles: Iterable[Document],
    on_progress: Progress | None = None,
    *,
    timeout: float | None = None,
    quiet: bool = False,
) -> Outcome:
    """Run an extractor over articles in one process, results in their order; see `run_on`."""
    return run_on(Terms(timeout=timeout, quiet=quiet), spec, articles, on_progress)


def run_on(
    terms: Terms, spec: Spec, articles: Iterable[Document], on_progress: Progress | None = None
) -> Outcome:
    """Run an extractor over articles, in fresh processes.

    Args:
        terms: how many workers, and what they may take.
        spec: which extractor.
        articles: pairs of id and text, with ids of their own. They are read as they are needed,
            two parts of 32 a worker ahead; for a ``cmd:`` extractor of 4,096.
        on_progress: called with each result.

    Returns:
        The results as they come; with one worker in the order of the articles. No failure of an
        article raises.

    Raises:
        ExtractorError: the extractor could not be loaded or started.
        UsageError: two articles share an id, and the extractor is a program.
    """
    notes = Notes()
    pool = _start(terms, spec, notes)
    workers, waiting = terms.workers, length_hint(articles)
    if spec.kind == "cmd":  # each start is dear: a program gets its whole share at once
        share = ceil(waiting / workers) if waiting else PORTION
        source = parts(articles, 1, max(1, min(PORTION, share)))
    else:
        source = parts(articles, workers)
    return Outcome(pool.extractor, _noted(pool, source, notes), notes, pool.stop, on_progress)


def run_in_process(
    extractor: Extractor, articles: Iterable[Document], on_progress: Progress | None = None
) -> Outcome:
    """Run an extractor object in this process, for notebooks.

    Exceptions become failed articles, as in `run`; a crash takes this process with it.

    Raises:
        ExtractorError: its `layers` or its `version` make no sense.
        UsageError: it is a class, or cannot be called.
    """
    name = name_of(extractor)
    if isinstance(extractor, type) or not callable(extractor):
        problem = "give an object that can be called with a text; call the class first"
        raise UsageError(f"extractor {name}: {problem}")
    description = describe(name, extractor)
    results = (r for part in parts(articles, 1) for r in answer_all(extractor, part))
    return Outcome(description, results, Notes(), on_progress=on_progress)


def worker_of(spec: Spec, terms: Terms, notes: Notes, leash: Leash) -> Worker:
    """One worker of a run, with its extractor loaded.

    Args:
        spec: which extractor.
        terms: what it may take.
        notes: gets what happens beside the results.
        leash: what may end its process.

    Raises:
        ExtractorError: it could not be loaded or started.
    """
    kind: Callable[..., Worker] = Commands if spec.kind == "cmd" else Session
    return kind(spec, terms, notes, leash)


def _noted(pool: Pool, source: Iterator[Part], notes: Notes) -> Iterator[Result]:
    for result in pool.results(source):
        notes.usage = pool.usage
        yield result


def _start(terms: Terms, spec: Spec, notes: Notes) -> Pool:
    """The workers, loaded side by side.

    Raises:
        ExtractorError: one of them could not be loaded; the others are ended.
    """
    leashes = [Leash() for _ in range(terms.workers)]
    watch = None if terms.memory is None else MemoryWatch(leashes, terms.memory)
    with ThreadPoolExecutor(terms.workers) as threads:
        begun = [threads.submit(worker_of, spec, terms, notes, leash) for leash in leashes]
        try:
            return Pool([one.result() for one in begun], watch)
        except BaseException:
            for leash in leashes:
                leash.end()
            for one in begun:
                if one.exception() is None:
                    one.result().stop()
            if watch is not None:
                watch.stop()
            raise
