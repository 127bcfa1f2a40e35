"""Lines through pipes, with a limit to how long one waits and to how long a line is."""

from __future__ import annotations

import os
import select
from math import ceil
from time import perf_counter
from typing import IO

__all__ = ["LONGEST", "Lines", "put"]

LONGEST = 1 << 26
"""Bytes of the longest line that is read: 64 MiB, far above any answer to one article."""

_PIECE = 1 << 16  # as much as a pipe holds
_LONGEST_WAIT = (1 << 31) - 1  # milliseconds that poll takes: 24 days


class Lines:
    """The lines that come out of a pipe. Nothing else may read from it."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._descriptor = pipe.fileno()
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)
        self._held = bytearray()

    def read(self, limit: float | None = None) -> bytes:
        """The next line with its line feed; at the end what is left, then nothing.

        Args:
            limit: seconds to wait for its end; None waits for ever.

        Raises:
            TimeoutError: the line was not complete in time; what came of it is kept.
            OverflowError: the line is longer than `LONGEST`.
        """
        until = None if limit is None else perf_counter() + limit
        seen = 0
        while (at := self._held.find(b"\n", seen)) < 0:
            seen = len(self._held)
            if seen > LONGEST:
                raise OverflowError(f"a line of more than {LONGEST >> 20} MiB")
            if not self._fill(until):
                at = seen
                break
        line = bytes(self._held[: at + 1])
        del self._held[: at + 1]
        return line

    def _fill(self, until: float | None) -> bool:
        """Read what is there, once something is; whether it was anything but the end."""
        if until is not None:
            _wait(self._poll, until)
        piece = os.read(self._descriptor, _PIECE)
        self._held += piece
        return bool(piece)


def put(pipe: IO[bytes], line: bytes, limit: float | None = None) -> None:
    """Write to a pipe, around its buffer; who reads from it may be stopped.

    Args:
        pipe: nothing else may write to it.
        line: what is to be written.
        limit: seconds that this may take; None is any.

    Raises:
        TimeoutError: nobody has read all in time.
        BrokenPipeError: nobody reads any more.
    """
    until = None if limit is None else perf_counter() + limit
    descriptor, left = pipe.fileno(), memoryview(line)
    os.set_blocking(descriptor, False)
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    while left:
        if until is None:
            poll.poll()
        else:
            _wait(poll, until)
        left = left[os.write(descriptor, left) :]


def _wait(poll: select.poll, until: float) -> None:
    left = max(0.0, until - perf_counter())
    if not poll.poll(min(ceil(left * 1000), _LONGEST_WAIT)):
        raise TimeoutError
