"""The child process of one extractor: ``python -m goldfield.running.worker``.

It talks to its parent over private copies of standard input and output. The extractor's own
code finds an empty standard input, and a standard output that leads to standard error, so that
whatever it prints or reads cannot disturb the stream. It does not outlive its parent, however
that came to its end.
"""

from __future__ import annotations

import os
import signal
import threading
from time import perf_counter, sleep
from typing import BinaryIO

import msgspec

from goldfield.errors import GoldfieldError
from goldfield.running import wire
from goldfield.running.answering import FAILURES, answer_all
from goldfield.running.contract import Extractor, Usage
from goldfield.running.loading import describe, load
from goldfield.running.specs import parse

__all__ = ["main"]

_LOOK = 0.5
"""Seconds between two looks at the parent."""


def main() -> None:
    """Serve one job to its end."""
    _follow(os.getppid())
    inbox, outbox = _private_streams()
    job = wire.read_job(inbox.readline())
    try:
        extractor = _load(job.spec, outbox)
        if extractor is not None:
            _serve(extractor, inbox, outbox)
    except BrokenPipeError:  # the parent is gone: nobody to tell, and nothing to flush to
        os._exit(1)


def _follow(parent: int) -> None:
    """End this process, and all that it started, soon after the parent has ended.

    Between two articles the end of the input says so; an article may take for ever. Linux could
    send a signal instead, but at the end of the parent's thread and not of the parent.
    """

    def watch() -> None:
        while os.getppid() == parent:
            sleep(_LOOK)
        os.killpg(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    private = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)

    def forget() -> None:
        for stream in private:
            os.dup2(nothing, stream, inheritable=False)

    # A forked process that outlives this one would keep the parent waiting for the end of it.
    os.register_at_fork(after_in_child=forget)
    return os.fdopen(private[0], "rb"), os.fdopen(private[1], "wb")


def _load(spelling: str, outbox: BinaryIO) -> Extractor | None:
    extractor, greeting = None, wire.Greeting()
    start = perf_counter()
    try:
        spec = parse(spelling)
        extractor = load(spec)
        greeting.extractor = describe(spelling, extractor, perf_counter() - start)
    except GoldfieldError as error:
        greeting.error, extractor = str(error).removeprefix(f"extractor {spelling}: "), None
    _send(outbox, msgspec.json.encode(greeting) + b"\n")
    return extractor


def _serve(extractor: Extractor, inbox: BinaryIO, outbox: BinaryIO) -> None:
    for line in inbox:
        request = wire.read_request(line)
        if request.budget is None:
            for result in answer_all(extractor, request.documents):
                _send(outbox, wire.encode_row(result, _usage(extractor)))
        else:
            _time(extractor, request, outbox)


def _time(extractor: Extractor, request: wire.Request, outbox: BinaryIO) -> None:
    # Imported here: a worker that only answers stays small and starts quickly.
    from goldfield.running.sweeps import measure_here

    def tell(stage: wire.Stage) -> None:
        _send(outbox, msgspec.json.encode(stage) + b"\n")

    texts = [text for _, text in request.documents]
    measured = measure_here(extractor, texts, request.budget or 0.0, tell)
    _send(outbox, msgspec.json.encode(measured) + b"\n")


def _usage(extractor: Extractor) -> Usage | None:
    try:
        said = getattr(extractor, "usage", None)
        # Its own code has filled it: what is no number must not reach the parent.
        plain = msgspec.to_builtins(said) if isinstance(said, Usage) else None
        return msgspec.convert(plain, Usage | None)
    except FAILURES:
        return None


def _send(outbox: BinaryIO, line: bytes) -> None:
    outbox.write(line)
    outbox.flush()


if __name__ == "__main__":
    main()
