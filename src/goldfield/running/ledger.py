"""A file of checksummed lines that only grows, in the hands of one process.

A line is a CRC-32 in hexadecimal, a blank, and one JSON value. A process that is killed, or a disk
that is full, can tear only the last line, and it shows. Every second what was written is forced to
the disk, for the case that the machine itself dies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from zlib import crc32

from goldfield.running.locks import claim

__all__ = ["Ledger", "Place"]

_LONGEST = 1 << 27  # bytes of a line: what one answer to an article may hold, twice
_SYNC = 1.0
_SUM = 9  # bytes before the JSON


class Place(NamedTuple):
    """Where a line is: its first byte, and its length."""

    start: int
    length: int

    @property
    def end(self) -> int:
        """The first byte after it."""
        return self.start + self.length


class Ledger:
    """The lines of a file. See `goldfield.running.locks.claim` for what opening it raises."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream = claim(path)
        self._synced = monotonic()

    def lines(self) -> Iterator[tuple[Place, bytes]]:
        """Every whole line, without its sum, up to the first one that is not."""
        start = 0
        with self.path.open("rb") as stream:
            while line := stream.readline(_LONGEST):
                place, value = Place(start, len(line)), _value(line)
                if value is None:
                    return
                yield place, value
                start = place.end

    def head(self) -> bytes:
        """What the file begins with, whole or not."""
        return os.pread(self._stream.fileno(), 100, 0)

    def cut(self, end: int) -> int:
        """Cut off what follows `end`, which lines that are not whole do: how many bytes it was."""
        size = os.fstat(self._stream.fileno()).st_size
        if size > end:
            self._stream.truncate(end)
        return size - end

    def write(self, value: bytes) -> Place:
        """Add a line.

        Raises:
            OSError: it cannot be written, or not to its end.
        """
        line = b"%08x %b\n" % (crc32(value), value)
        try:
            start = self._stream.seek(0, os.SEEK_END)
            left = memoryview(line)
            while left:
                left = left[self._stream.write(left) :]
            if monotonic() - self._synced > _SYNC:
                os.fsync(self._stream)
                self._synced = monotonic()
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self.path)) from error
        return Place(start, len(line))

    def read(self, place: Place) -> bytes:
        """A line that was written, without its sum."""
        line = os.pread(self._stream.fileno(), place.length, place.start)
        return line[_SUM:-1]

    def close(self, *, remove: bool = False) -> None:
        """Let go of the file; it may be removed first."""
        if not self._stream.closed:
            if remove:
                self.path.unlink(missing_ok=True)
            self._stream.close()


def _value(line: bytes) -> bytes | None:
    """What a line holds; None if it is not whole."""
    value = line[_SUM:-1]
    whole = line.endswith(b"\n") and line[:_SUM] == b"%08x " % crc32(value)
    return value if whole else None
