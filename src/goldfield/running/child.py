"""A worker process as its parent sees it: started, spoken to, watched, ended."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple, cast

import msgspec

from goldfield.errors import ExtractorError
from goldfield.running import wire
from goldfield.running.answering import Document, Result
from goldfield.running.contract import Usage
from goldfield.running.leash import Leash
from goldfield.running.lines import Lines, put
from goldfield.running.loading import Description
from goldfield.running.processes import end, last_words, start

__all__ = ["Child", "Death", "death_of"]

_FROM_OUTSIDE = frozenset(
    -number for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
)
"""Statuses of a process that was ended by somebody else: a user, a scheduler, a full machine."""


class Death(NamedTuple):
    """Why a process is dead, and whether neither we nor its own code have ended it."""

    why: str
    from_outside: bool


class Child:
    """One worker process with its extractor loaded.

    Attributes:
        extractor: what the extractor said of itself.
        usage: what it had spent by its last answer; None if it does not say.
        pid: the number of the process.
    """

    def __init__(
        self,
        job: wire.Job,
        *,
        quiet: bool = False,
        leash: Leash | None = None,
        patience: float | None = None,
    ) -> None:
        """Start the process and wait until the extractor is loaded.

        Args:
            job: what the process is to do.
            quiet: whether what the extractor prints is thrown away.
            leash: what may end the process meanwhile.
            patience: seconds that loading may take; None is any.

        Raises:
            ExtractorError: it did not load.
        """
        # -P: the folder one happens to stand in must not shadow installed packages.
        command = [sys.executable, "-P", "-m", "goldfield.running.worker"]
        self._process = start(command, quiet=quiet)
        self._inbox = cast(IO[bytes], self._process.stdin)
        self._lines = Lines(cast(IO[bytes], self._process.stdout))
        self._leash = leash or Leash()
        self.usage: Usage | None = None
        self.pid = self._process.pid
        try:
            self._leash.hold(self._process)
            self.extractor = self._greet(job, patience)
        except BaseException:
            self.kill()
            raise

    def answer(self, documents: Sequence[Document], timeout: float | None) -> Iterator[Result]:
        """Results in order; fewer than there are documents if the process died.

        Args:
            documents: what to answer.
            timeout: seconds until the next result, else the process is killed.
        """
        self.send(wire.Request(documents), timeout)
        for article, _ in documents:
            line = self.read(timeout)
            if not line:
                return
            row = self._row(line, article)
            if row is None:
                return
            self.usage = row.usage
            yield wire.result_of(row)

    def send(self, message: wire.Job | wire.Request, timeout: float | None = None) -> None:
        """Tell the process what to do; a dead one is noticed when it is read from.

        Args:
            message: what to do.
            timeout: seconds that it may take to listen, else it is killed.
        """
        try:
            put(self._inbox, msgspec.json.encode(message) + b"\n", timeout)
        except TimeoutError:
            self._leash.kill("timed out")
        except BrokenPipeError:
            pass

    def read(self, timeout: float | None) -> bytes:
        """The next line of the process; empty if it died, or was killed for it took too long."""
        try:
            line = self._lines.read(timeout)
        except TimeoutError:
            self._leash.kill("timed out")
        except OverflowError as error:
            self._leash.kill(f"wrote {error}")
        else:
            return line if line.endswith(b"\n") else b""  # it may die in the middle of a line
        return b""

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def death(self) -> Death:
        """Why the process is dead; ends it first if need be."""
        return death_of(self._leash, end(self._process))

    def close(self) -> None:
        """Let the process end by itself, within a few seconds."""
        end(self._process)

    def kill(self) -> None:
        """End the process now, and all that it started."""
        end(self._process, grace=0.0)

    def _row(self, line: bytes, article: str) -> wire.Row | None:
        """The row about an article; without one the process is ended: its stream is spoilt."""
        try:
            row = wire.read_row(line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            row = None
        if row is not None and row.id == article:
            return row
        self._leash.kill("wrote into the stream of answers")
        return None

    def _greet(self, job: wire.Job, patience: float | None) -> Description:
        self.send(job, patience)
        line = self.read(patience)
        if not line:
            raise ExtractorError(job.spec, f"died while loading: {self.death().why}")
        try:
            greeting = wire.read_greeting(line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise ExtractorError(job.spec, "wrote into the stream of answers") from None
        if greeting.extractor is None:
            raise ExtractorError(job.spec, greeting.error or "did not load")
        return greeting.extractor


def death_of(leash: Leash, status: int) -> Death:
    """Why the process that the leash holds is dead, from its exit status."""
    return Death(leash.why or last_words(status), not leash.why and status in _FROM_OUTSIDE)
