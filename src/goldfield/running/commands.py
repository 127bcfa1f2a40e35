"""Extractors that are programs in any language: ``cmd:COMMAND``.

The program reads one JSON object a line, ``{"id", "text"}``, until its input ends, and writes
one JSON object a line, ``{"id", ...annotations}``, in any order. What an article took cannot be
told from outside, so its seconds are null. However goldfield ends, the program's input ends then.
"""

from __future__ import annotations

import contextlib
import shlex
import subprocess
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, cast

import msgspec

from goldfield.errors import ExtractorError, UsageError
from goldfield.running.answering import Document, Result
from goldfield.running.child import end, kill, last_words, settle, start
from goldfield.running.encoding import as_prediction, one_line
from goldfield.running.loading import Description
from goldfield.running.outcome import Outcome, Progress
from goldfield.running.specs import Spec

__all__ = ["run"]


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
    program = _Program(spec, documents, timeout, quiet=quiet)
    return Outcome(Description(), program.results(), program.problems, program.stop, on_progress)


class _Program:
    """One run of one program."""

    def __init__(
        self, spec: Spec, documents: Sequence[Document], timeout: float | None, *, quiet: bool
    ) -> None:
        self.problems: list[str] = []
        self._order = [article for article, _ in documents]
        self._known = frozenset(self._order)
        self._waiting = set(self._order)
        self._answers = dict[str, Result]()
        self._expired = False
        try:
            self._process = start(shlex.split(spec.target), quiet=quiet)
        except (OSError, ValueError) as error:
            raise ExtractorError(str(spec), one_line(error)) from error
        # A program may read everything before it writes, or the reverse: hence the thread.
        self._writer = threading.Thread(target=_feed, args=(self._process, documents), daemon=True)
        self._writer.start()
        self._timer = threading.Timer((timeout or 0.0) * max(1, len(documents)), self._expire)
        self._timer.daemon = True
        if timeout is not None:
            self._timer.start()

    def results(self) -> Iterator[Result]:
        pending = deque(self._order)
        for number, line in enumerate(cast(IO[bytes], self._process.stdout), 1):
            self._take(number, line)
            while pending and pending[0] in self._answers:
                yield self._answers.pop(pending.popleft())
        missing = self._finish()
        for article in pending:
            yield self._answers.get(article, Result(article, None, missing, None))

    def stop(self) -> None:
        self._timer.cancel()
        kill(self._process)
        self._writer.join()
        end(self._process)

    def _finish(self) -> str:
        """Wait for the program's end; why answers are missing, if any are."""
        settle(self._process)
        self._timer.cancel()
        self._writer.join()
        status = end(self._process)
        fate = "timed out" if self._expired else last_words(status) if status else ""
        clues = [*([fate] if fate else []), *self.problems[:1]]
        if fate:
            self.problems.append(f"the command {fate}")
        return "; ".join(["no answer", *clues])

    def _expire(self) -> None:
        self._expired = True
        kill(self._process)

    def _take(self, number: int, line: bytes) -> None:
        if not line.strip():
            return
        where = f"line {number} of the output"
        try:
            article = _ident(line).id
            prediction = as_prediction(article, line)
        except (ValueError, TypeError, RecursionError) as error:
            self.problems.append(f"{where} is not an answer: {one_line(error)}")
            return
        if article in self._waiting:
            self._waiting.remove(article)
            self._answers[article] = Result(article, prediction, None, None)
        elif article in self._known:
            self.problems.append(f"{where} answers {article!r} again; the first answer counts")
        else:
            self.problems.append(f"{where} has the unknown id {article!r}")


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
