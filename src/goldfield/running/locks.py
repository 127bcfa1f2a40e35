"""A file that one process holds at a time; its end, however it comes, sets the file free."""

from __future__ import annotations

import fcntl
import os
from io import FileIO
from pathlib import Path

from goldfield.errors import UsageError

__all__ = ["claim"]


def claim(path: Path) -> FileIO:
    """Open a file for reading and appending, and hold it alone until it is closed.

    The lock is the kernel's (``flock``): nothing is left of it when its holder is killed.

    Raises:
        UsageError: another run holds it.
        OSError: it cannot be made, or its file system knows no locks.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        stream = FileIO(path, "a+")
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(stream, path):
                return stream
        except BlockingIOError:
            stream.close()
            raise UsageError(f"{path} is in the hands of a run that still goes on") from None
        except OSError as error:
            stream.close()
            raise OSError(error.errno, error.strerror, str(path)) from error
        stream.close()  # its holder has removed it meanwhile


def _is_at(stream: FileIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False
