"""Extractors that are programs in any language: ``cmd:COMMAND``.

The program reads one JSON object a line, ``{"id", "text"}``, until its input ends, and writes
one JSON object a line, ``{"id", ...annotations}``, in any order. What an article took cannot be
told from outside, so its seconds are null. However goldfield ends, the program's input ends then.

A program that fails (it ends with a bad status, dies, or falls silent) is started again on what
it has not answered. Whose fault it was cannot be seen: answers may still have been in a buffer,
and some programs read everything before they write. So the first unanswered article goes alone
into a process of its own, and only an article that fails alone is given up. After that

* all the rest goes into one process, if the program had answered anything: it works as it reads;
* else one, two, four and so on as long as all goes well, since a program that writes at its end
  loses all that it was given.

A program that ends with status 0 has said all that it had to say: what it left out is not asked
again. Three articles in a row that fail alone end it: the rest is not asked.

Silence is time without one more answer, the start of the program included. Beyond the time-out
the program is killed. That is too soon for a program that writes at its end and takes longer for
all its articles: it costs the time until then, and no answer, for the next process gets fewer.
"""

from __future__ import annotations

import shlex
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from goldfield.errors import ExtractorError, UsageError
from goldfield.running.answering import Document, Result
from goldfield.running.encoding import one_line
from goldfield.running.loading import Description
from goldfield.running.outcome import Notes, Outcome, Progress
from goldfield.running.program import Program
from goldfield.running.specs import Spec

__all__ = ["PATIENCE", "run"]

PATIENCE = 3
"""Articles in a row that fail alone before a program is given up."""


def run(
    spec: Spec,
    articles: Iterable[Document],
    on_progress: Progress | None = None,
    *,
    timeout: float | None = None,
    quiet: bool = False,
) -> Outcome:
    """Run a program over articles; see `goldfield.running.runner.run`.

    Raises:
        ExtractorError: the program could not be started.
        UsageError: two articles share an id.
    """
    documents = list(articles)
    if len({article for article, _ in documents}) < len(documents):
        raise UsageError("two articles share an id; a command's answers could not be told apart")
    session = _Session(spec, documents, timeout, quiet=quiet)
    return Outcome(Description(), session.results(), session.notes, session.stop, on_progress)


class _Queue:
    """The articles that have no answer yet, and how many of them the next process gets.

    Attributes:
        alone: articles in a row that had a process of their own and no answer.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.alone = 0
        self._waiting = list(documents)
        self._size = len(self._waiting)
        self._streams = True

    def take(self) -> list[Document]:
        """Those for the next process; none if none is left."""
        part = self._waiting[: self._size]
        del self._waiting[: self._size]
        return part

    def settle(
        self, part: Sequence[Document], left: list[Document], *, failed: bool
    ) -> list[Document]:
        """Note what a process has left unanswered of its part; what of that is given up."""
        answered = len(left) < len(part)
        self.alone = 0 if answered else self.alone + (len(part) == 1)
        if failed and left and len(part) > 1:
            self._streams, self._size = answered, 1
            self._waiting = left + self._waiting
            return []
        growing = 2 * len(part) if answered else 1
        self._size = len(self._waiting) if self._streams else growing
        return left

    def give_up(self) -> list[Document]:
        """Those that wait."""
        self._size = len(self._waiting)
        return self.take()


class _Session:
    """The processes of one program, one after the other, that serve one run."""

    def __init__(
        self, spec: Spec, documents: Sequence[Document], timeout: float | None, *, quiet: bool
    ) -> None:
        self.notes = Notes()
        self._documents = documents
        self._timeout = timeout
        try:
            command = shlex.split(spec.target)
            self._start = partial(Program, command, notes=self.notes, quiet=quiet)
            self._program = self._start(documents)
        except (OSError, ValueError) as error:
            raise ExtractorError(str(spec), one_line(error)) from error

    def results(self) -> Iterator[Result]:
        """In the order of the articles, each as soon as it and all before it are there."""
        pending = deque(article for article, _ in self._documents)
        found = dict[str, Result]()
        for result in self._results():
            found[result.id] = result
            while pending and pending[0] in found:
                yield found.pop(pending.popleft())

    def stop(self) -> None:
        self._program.stop()

    def _results(self) -> Iterator[Result]:
        queue = _Queue(self._documents)
        part = queue.take()
        while part:
            program = self._program
            yield from program.answers(self._timeout)
            fate = program.finish()
            left = [one for one in part if one[0] not in program.answered]
            error = "; ".join(clue for clue in ("no answer", fate, program.clue) if clue)
            yield from _failures(queue.settle(part, left, failed=bool(fate)), error)
            part = queue.take()
            problem = self._restart(part, queue.alone) if part else ""
            if fate:
                again = "; started again" if part and not problem else ""
                self.notes.problems.append(f"the command {fate}{again}")
            if problem:
                yield from _failures(part + queue.give_up(), f"not asked: {problem}")
                return

    def _restart(self, part: Sequence[Document], alone: int) -> str:
        """Start the program on the next articles; why not, if not."""
        if alone == PATIENCE:
            return f"{PATIENCE} articles in a row had no answer, each in a process of its own"
        try:
            self._program = self._start(part)
        except OSError as error:
            return f"the command does not start again: {one_line(error)}"
        return ""


def _failures(documents: Iterable[Document], error: str) -> Iterator[Result]:
    return (Result(article, None, error, None) for article, _ in documents)
