"""A worker process as its parent sees it: started, spoken to, watched, ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import IO, cast

import msgspec

from goldfield.errors import ExtractorError
from goldfield.running import wire
from goldfield.running.answering import Document, Result
from goldfield.running.loading import Description

__all__ = ["Child", "end", "kill", "last_words", "settle", "start"]

_GRACE = 5.0
"""Seconds that a process has to end by itself once it has been told that there is no more."""


class Child:
    """One worker process with its extractor loaded.

    Attributes:
        extractor: what the extractor said of itself.
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
        self._outbox = cast(IO[bytes], self._process.stdout)
        self._expired = False
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
        self._send(documents)
        for _ in documents:
            line = self._read(timeout)
            if not line:
                return
            yield wire.read_row(line)

    def ask(self, documents: Sequence[Document]) -> bytes:
        """Send documents and return the one line that comes back; empty if the process died."""
        self._send(documents)
        return self._read(None)

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
        self._send(job)
        line = self._read(None)
        if not line:
            raise ExtractorError(job.spec, f"died while loading: {self.cause()}")
        greeting = wire.read_greeting(line)
        if greeting.extractor is None:
            raise ExtractorError(job.spec, greeting.error or "did not load")
        return greeting.extractor

    def _send(self, message: object) -> None:
        with contextlib.suppress(BrokenPipeError):  # a dead process is noticed when read from
            self._inbox.write(msgspec.json.encode(message) + b"\n")
            self._inbox.flush()

    def _read(self, timeout: float | None) -> bytes:
        if timeout is None:
            return self._outbox.readline()
        timer = threading.Timer(timeout, self._expire)
        timer.start()
        try:
            line = self._outbox.readline()
        finally:
            timer.cancel()
            timer.join()
        return b"" if self._expired else line

    def _expire(self) -> None:
        self._expired = True
        kill(self._process)


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
