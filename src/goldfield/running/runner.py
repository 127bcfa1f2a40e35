"""Running an extractor over articles, each extractor in a process of its own.

A process that dies takes down one article, never the run: the article it was at is recorded as
failed, a new process takes the rest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from goldfield.errors import ExtractorError, UsageError
from goldfield.running import commands
from goldfield.running.answering import CHUNK, Document, Result, answer_all
from goldfield.running.child import Child
from goldfield.running.contract import Extractor, Usage
from goldfield.running.loading import describe, name_of
from goldfield.running.outcome import Notes, Outcome, Progress
from goldfield.running.specs import Spec
from goldfield.running.wire import Job

__all__ = ["TIMEOUT", "chunks", "run", "run_in_process"]

TIMEOUT = 120.0
"""Seconds that an article may take by default, wherever people run extractors."""


def run(
    spec: Spec,
    articles: Iterable[Document],
    on_progress: Progress | None = None,
    *,
    timeout: float | None = None,
    quiet: bool = False,
) -> Outcome:
    """Run an extractor over articles, in a fresh process.

    Args:
        spec: which extractor.
        articles: pairs of id and text, with ids of their own. They are read as they are needed,
            at most 32 ahead; a ``cmd:`` extractor has them read at once.
        on_progress: called with each result.
        timeout: seconds an article may take before its process is killed. A batch may take as
            much for each of its articles; loading may take for ever. For ``cmd:`` extractors see
            `goldfield.running.commands`.
        quiet: whether what the extractor prints is thrown away; else it goes to standard error.

    Returns:
        The results, as they come. No failure of an article raises.

    Raises:
        ExtractorError: the extractor could not be loaded or started.
    """
    if spec.kind == "cmd":
        return commands.run(spec, articles, on_progress, timeout=timeout, quiet=quiet)
    session = _Session(spec, timeout, quiet=quiet)
    return Outcome(
        session.extractor, session.results(articles), session.notes, session.stop, on_progress
    )


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
    results = (r for chunk in chunks(articles) for r in answer_all(extractor, chunk))
    return Outcome(description, results, Notes(), on_progress=on_progress)


class _Session:
    """The processes, one after the other, that serve one run."""

    def __init__(self, spec: Spec, timeout: float | None, *, quiet: bool) -> None:
        self.notes = Notes()
        self._start = partial(Child, Job(str(spec)), quiet=quiet)
        self._timeout = timeout
        self._child: Child | None = self._start()
        self._unloadable = ""
        self._before: Usage | None = None  # what processes that are dead had spent
        self.extractor = self._child.extractor

    def results(self, articles: Iterable[Document]) -> Iterator[Result]:
        for chunk in chunks(articles):
            yield from self._chunk(chunk)
        if self._child is not None:
            self._child.close()

    def stop(self) -> None:
        if self._child is not None:
            self._child.kill()

    def _chunk(self, chunk: Sequence[Document]) -> Iterator[Result]:
        parts = deque([chunk])
        while parts:
            part = parts.popleft()
            done = 0
            for result in self._answers(part):
                done += 1
                yield result
            rest = part[done:]
            if not rest:
                continue
            why = self._restart()
            if self.extractor.batch and len(part) > 1:  # any of them may be at fault
                parts.extendleft([one] for one in reversed(rest))
                continue
            yield Result(rest[0][0], None, why, None)
            if rest[1:]:
                parts.appendleft(rest[1:])

    def _answers(self, part: Sequence[Document]) -> Iterator[Result]:
        if self._child is not None and not self._child.alive():
            self._restart()  # it died between two articles: neither is to blame
        if self._child is None:
            return (Result(article, None, self._unloadable, None) for article, _ in part)
        limit = self._timeout
        if limit is not None and self.extractor.batch:
            limit *= len(part)
        return self._counted(self._child, self._child.answer(part, limit))

    def _counted(self, child: Child, results: Iterator[Result]) -> Iterator[Result]:
        for result in results:
            self.notes.usage = _sum(self._before, child.usage)
            yield result

    def _restart(self) -> str:
        """Replace the dead process; why it died."""
        if self._child is None:
            return self._unloadable
        why = self._child.cause()
        self.notes.problems.append(f"the process {why}; started again")
        self._before = self.notes.usage
        self._child = None
        try:
            self._child = self._start()
        except ExtractorError as error:
            self._unloadable = str(error)
            self.notes.problems.append(self._unloadable)
        return why


def _sum(one: Usage | None, other: Usage | None) -> Usage | None:
    if one is None or other is None:
        return one or other
    costs = [cost for cost in (one.cost, other.cost) if cost is not None]
    return Usage(
        one.requests + other.requests,
        one.cached + other.cached,
        one.input_tokens + other.input_tokens,
        one.output_tokens + other.output_tokens,
        sum(costs) if costs else None,
    )


def chunks(articles: Iterable[Document]) -> Iterator[list[Document]]:
    """The articles as they travel: `CHUNK` at a time."""
    source = iter(articles)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
