"""One process of a program that answers articles: fed, read, ended."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import weakref
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import IO, cast

import msgspec

from goldfield.running.answering import Document, Result
from goldfield.running.child import Death, death_of
from goldfield.running.encoding import as_prediction, one_line
from goldfield.running.leash import Leash
from goldfield.running.lines import Lines
from goldfield.running.outcome import Notes
from goldfield.running.processes import end, kill, settle, start

__all__ = ["GRACE", "MOST", "Program"]

GRACE = 5.0
"""Seconds that a program has to end, once it has answered everything."""
MOST = 100
"""Lines that are no answers which are noted in a run: a program may write nonsense for ever."""


class Program:
    """A program at work on some articles.

    Attributes:
        answered: ids of the articles that it has answered.
        clue: the first line of its output that is no answer, if there is one, and why not.
    """

    def __init__(
        self,
        command: Sequence[str],
        documents: Sequence[Document],
        *,
        notes: Notes,
        leash: Leash,
        quiet: bool,
    ) -> None:
        """Start the program.

        Args:
            command: the program and its arguments.
            documents: what it is asked.
            notes: where lines are noted that are no answers.
            leash: what may end the program meanwhile.
            quiet: whether its standard error is thrown away.

        Raises:
            OSError: it cannot be started.
        """
        self.answered = set[str]()
        self.clue = ""
        self._notes = notes
        self._asked = frozenset(article for article, _ in documents)
        self._process = start(command, leash.hold, quiet=quiet)
        weakref.finalize(self, kill, self._process)  # also where the interpreter ends
        self._leash = leash
        self._lines = Lines(cast(IO[bytes], self._process.stdout))
        # A program may read everything before it writes, or the reverse: hence the thread.
        self._writer = threading.Thread(target=_feed, args=(self._process, documents), daemon=True)
        self._writer.start()

    def answers(self, timeout: float | None) -> Iterator[Result]:
        """Its answers in the order in which they come, each article once.

        Args:
            timeout: seconds that it may be silent, that is, give no answer. Time in which nobody
                asks for the next answer does not count.
        """
        since, number = perf_counter(), 0
        while line := self._read(since, timeout):
            number += 1
            result = self._take(number, line)
            if result is not None:
                yield result
                since = perf_counter()

    def finish(self) -> Death:
        """Wait for the program's end; how it failed, without a reason if it did not."""
        status = settle(self._process)
        self._close()
        return death_of(self._leash, status) if status or self._leash.why else Death("", False)

    def stop(self) -> None:
        """End the program now."""
        kill(self._process)
        self._close()

    def _close(self) -> None:
        self._writer.join(GRACE)
        if not self._writer.is_alive():  # else what outlives the program holds on to its input
            end(self._process)

    def _read(self, since: float, timeout: float | None) -> bytes:
        """The next line; empty at the end, which comes at once for a program that is too slow."""
        done = len(self.answered) == len(self._asked)
        limits = [limit for limit in (timeout, GRACE if done else None) if limit is not None]
        left = min(limits) - (perf_counter() - since) if limits else None
        try:
            if left is not None and left <= 0:  # lines that are no answers may come for ever
                raise TimeoutError
            return self._lines.read(left)
        except TimeoutError:
            self._leash.kill("did not end after its last answer" if done else "timed out")
        except OverflowError as error:
            self._leash.kill(f"wrote {error}")
        return b""

    def _take(self, number: int, line: bytes) -> Result | None:
        if not line.strip():
            return None
        where = f"line {number} of the output"
        try:
            article = _ident(line).id
            prediction = as_prediction(article, line)
        except (ValueError, TypeError, RecursionError) as error:
            self._note(f"{where} is not an answer: {one_line(error)}")
            return None
        if article not in self._asked:
            self._note(f"{where} has the unknown id {article!r}")
        elif article in self.answered:
            self._note(f"{where} answers {article!r} again; the first answer counts")
        else:
            self.answered.add(article)
            return Result(article, prediction, None, None)
        return None

    def _note(self, problem: str) -> None:
        self.clue = self.clue or problem
        if len(self._notes.problems) < MOST:
            self._notes.problems.append(problem)


class _Ident(msgspec.Struct):
    id: str


_ident = msgspec.json.Decoder(_Ident).decode


def _feed(process: subprocess.Popen[bytes], documents: Sequence[Document]) -> None:
    inbox = cast(IO[bytes], process.stdin)
    with contextlib.suppress(OSError):  # a program may stop reading when it likes
        for article, text in documents:
            inbox.write(msgspec.json.encode({"id": article, "text": text}) + b"\n")
    with contextlib.suppress(OSError):
        inbox.close()
