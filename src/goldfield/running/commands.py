"""Extractors that are programs in any language: ``cmd:COMMAND``.

The program reads one JSON object a line, ``{"id", "text"}``, until its input ends, and writes
one JSON object a line, ``{"id", ...annotations}``, in any order. What an article took cannot be
told from outside, so its seconds are null. However goldfield ends, the program's input ends then.
One process gets at most `PORTION` articles, so that they need not all be held in memory; of several
workers each has processes of its own.

A program that fails (it ends with a bad status, dies, or falls silent) is started again on what
it has not answered. Whose fault it was cannot be seen: answers may still have been in a buffer,
and some programs read everything before they write. So the first unanswered article goes alone
into a process of its own, and only an article that fails alone is given up. After that

* all the rest goes into one process, if the program had answered anything: it works as it reads;
* else one, two, four and so on as long as all goes well, since a program that writes at its end
  loses all that it was given.

A program that ends with status 0 has said all that it had to say: what it left out is not asked
again. Three articles in a row that fail alone end it: the rest is not asked. An article that was
alone in a process which somebody else has killed gets another, up to three in all.

Silence is time without one more answer, the start of the program included. Beyond the time-out
the program is killed. That is too soon for a program that writes at its end and takes longer for
all its articles: it costs the time until then, and no answer, for the next process gets fewer.
"""

from __future__ import annotations

import shlex
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from goldfield.errors import ExtractorError, UsageError
from goldfield.running.answering import Document, Result
from goldfield.running.contract import Usage
from goldfield.running.encoding import one_line
from goldfield.running.leash import Leash
from goldfield.running.loading import Description
from goldfield.running.outcome import Notes
from goldfield.running.program import Program
from goldfield.running.specs import Spec
from goldfield.running.terms import Terms

__all__ = ["PATIENCE", "PORTION", "Session"]

PATIENCE = 3
"""Articles in a row that fail alone before a program is given up."""
PORTION = 4096
"""The most articles that one process is given."""


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

    def again(self, part: list[Document]) -> None:
        """Let a part wait once more, as if it had not been taken."""
        self._waiting = part + self._waiting


class Session:
    """Serves one worker of a run, as `goldfield.running.session.Session` does.

    Attributes:
        extractor: nothing is known of a program.
        leash: what may end its process.
        lost: why it cannot answer any more; empty while it can.
        usage: None, a program does not say.
    """

    def __init__(self, spec: Spec, terms: Terms, notes: Notes, leash: Leash) -> None:
        """Find the program.

        Raises:
            ExtractorError: there is none of that name.
        """
        self.leash = leash
        self.lost = ""
        self.usage: Usage | None = None
        self.extractor = Description()
        self._timeout = terms.timeout
        self._notes = notes
        self._killed = Counter[str]()
        command = shlex.split(spec.target)
        if shutil.which(command[0]) is None:
            raise ExtractorError(str(spec), f"FileNotFoundError: no program {command[0]!r}")
        self._start = partial(Program, command, notes=notes, quiet=terms.quiet, leash=leash)
        self._program: Program | None = None

    def answer(self, documents: Sequence[Document]) -> Iterator[Result]:
        """In the order of the articles, each as soon as it and all before it are there.

        Raises:
            UsageError: two articles share an id.
        """
        if len({article for article, _ in documents}) < len(documents):
            raise UsageError(
                "two articles share an id; a command's answers could not be told apart"
            )
        found = dict[str, Result]()
        turn = iter(documents)
        due = next(turn, None)
        for result in self._results(documents):
            found[result.id] = result
            while due is not None and due[0] in found:
                yield found.pop(due[0])
                due = next(turn, None)

    def close(self) -> None:
        """Nothing is left: a process ends with its portion."""

    def stop(self) -> None:
        """End the process now; there will be no other."""
        self.leash.end()
        if self._program is not None:
            self._program.stop()

    def _results(self, documents: Sequence[Document]) -> Iterator[Result]:
        queue = _Queue(documents)
        part = queue.take()
        program = self._begin(part)
        while program is not None:
            yield from program.answers(self._timeout)
            death = program.finish()
            left = [one for one in part if one[0] not in program.answered]
            if death.from_outside and len(left) == len(part) == 1 and self._spared(left[0]):
                queue.again(left)
            else:
                error = "; ".join(clue for clue in ("no answer", death.why, program.clue) if clue)
                yield from _failures(queue.settle(part, left, failed=bool(death.why)), error)
            part = queue.take()
            program = self._begin(part, queue.alone) if part else None
            if death.why:
                again = "; started again" if program is not None else ""
                self._notes.problems.append(f"the command {death.why}{again}")
        yield from _failures(part + queue.give_up(), self.lost)

    def _spared(self, document: Document) -> bool:
        """Whether an article whose process somebody has killed gets another."""
        self._killed[document[0]] += 1
        return self._killed[document[0]] < PATIENCE

    def _begin(self, part: Sequence[Document], alone: int = 0) -> Program | None:
        """Start the program on the next articles; without one the session is lost."""
        if self.leash.over:
            self.lost = "stopped"
        elif alone == PATIENCE:
            trial = "each in a process of its own"
            self.lost = f"not asked: {PATIENCE} articles in a row had no answer, {trial}"
        else:
            try:
                again = " again" if self._program is not None else ""
                self._program = self._start(part)
            except OSError as error:
                self.lost = f"not asked: the command does not start{again}: {one_line(error)}"
            else:
                return self._program
        return None


def _failures(documents: Iterable[Document], error: str) -> Iterator[Result]:
    return (Result(article, None, error, None) for article, _ in documents)
