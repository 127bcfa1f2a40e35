"""A worker process as its parent sees it: started, spoken to, watched, ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import IO, cast

import msgspec

from goldfield.errors import ExtractorError
from goldfield.running import wire
from goldfield.running.answering import Document, Result
from goldfield.running.contract import Usage
from goldfield.running.lines import Lines
from goldfield.running.loading import Description

__all__ = ["Child", "end", "kill", "last_words", "settle", "start"]

_GRACE = 5.0
"""Seconds that a process has to end by itself once it has been told that there is no more."""


class Child:
    """One worker process with its extractor loaded.

    Attributes:
        extractor: what the extractor said of itself.
        usage: what it had spent by its last answer; None if it does not say.
        pid: the number of the process.
    """

    def __init__(self, job: wire.Job, *, quiet: bool = False) -> None:
        """Start the process and wait until the extractor is loaded.

        Args:
            job: what the process is to do.
            quiet: whether what the extractor prints is thrown away.

        Raises:
            ExtractorError: it did not load.
        """
        # -P: the folder one happens to stand in must not shadow installed packages.
        command = [sys.executable, "-P", "-m", "goldfield.running.worker"]
        self._process = start(command, quiet=quiet)
        self._inbox = cast(IO[bytes], self._process.stdin)
        self._lines = Lines(cast(IO[bytes], self._process.stdout))
        self._expired = False
        self.usage: Usage | None = None
        self.pid = self._process.pid
        try:
            self.extractor = self._greet(job)
        except BaseException:
            self.kill()
            raise

    def answer(self, documents: Sequence[Document], timeout: float | None) -> Iterator[Result]:
        """Results in order; fewer than there are documents if the process died.

        Args:
            documents: what to answer.
            timeout: seconds until the next result, else the process is killed.
        """
        self.send(wire.Request(documents))
        for _ in documents:
            line = self.read(timeout)
            if not line:
                return
            row = wire.read_row(line)
            self.usage = row.usage
            yield wire.result_of(row)

    def send(self, message: wire.Job | wire.Request) -> None:
        """Tell the process what to do; a dead one is noticed when it is read from."""
        with contextlib.suppress(BrokenPipeError):
            self._inbox.write(msgspec.json.encode(message) + b"\n")
            self._inbox.flush()

    def read(self, timeout: float | None) -> bytes:
        """The next line of the process; empty if it died, or was killed for it took too long."""
        try:
            line = self._lines.read(timeout)
        except TimeoutError:
            self._expired = True
        except OverflowError:
            pass
        else:
            return line if line.endswith(b"\n") else b""  # it may die in the middle of a line
        kill(self._process)
        return b""

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def cause(self) -> str:
        """Why the process is dead; ends it first if need be."""
        status = end(self._process)
        return "timed out" if self._expired else last_words(status)

    def close(self) -> None:
        """Let the process end by itself, within a few seconds."""
        end(self._process)

    def kill(self) -> None:
        """End the process now, and all that it started."""
        end(self._process, grace=0.0)

    def _greet(self, job: wire.Job) -> Description:
        self.send(job)
        line = self.read(None)
        if not line:
            raise ExtractorError(job.spec, f"died while loading: {self.cause()}")
        greeting = wire.read_greeting(line)
        if greeting.extractor is None:
            raise ExtractorError(job.spec, greeting.error or "did not load")
        return greeting.extractor


def start(command: Sequence[str], *, quiet: bool = False) -> subprocess.Popen[bytes]:
    """Start a program with pipes for input and output, in a process group of its own.

    Args:
        command: the program and its arguments.
        quiet: whether its standard error is thrown away.
    """
    # Sets and dicts of strings keep their order from run to run.
    environment = {"PYTHONHASHSEED": "0"} | os.environ
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        env=environment,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes], grace: float = _GRACE) -> int:
    """Tell the process that there is no more, wait, kill it if it lingers: its exit status."""
    if not grace:  # before closing its input: that would wait for a process that does not read
        kill(process)
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    status = settle(process, grace)
    if process.stdout is not None:
        process.stdout.close()
    return status


def settle(process: subprocess.Popen[bytes], grace: float = _GRACE) -> int:
    """Wait for the process to end by itself, kill it after `grace` seconds: its exit status."""
    try:
        return process.wait(grace)
    except subprocess.TimeoutExpired:
        kill(process)
    return process.wait()


def last_words(status: int) -> str:
    """How a process ended, for people."""
    if status >= 0:
        return f"exited with status {status}"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, and all that it started."""
    if process.poll() is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
