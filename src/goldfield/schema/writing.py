"""Writing: the canonical JSON line, and files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

__all__ = ["to_json", "to_line", "write_lines", "write_text", "writing"]


def to_line(record: object) -> bytes:
    """The one JSONL line of a record: keys in the order of the schema, no blanks, UTF-8."""
    return msgspec.json.encode(record) + b"\n"


def to_json(value: object) -> str:
    """Indented JSON that ends in a line feed, for files that people read."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A binary stream to `path` that replaces it only if the block ends without an error.

    Raises:
        OSError: the file cannot be written; it names `path`, not the file beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(beside, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, path)
    except OSError as error:
        ours = str(error.filename) == str(beside) or error.errno == errno.ENOSPC
        if not ours:  # of another file that the block reads
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        beside.unlink(missing_ok=True)


def write_lines(path: Path, records: Iterable[object]) -> None:
    """Write records as JSONL, beside the target first, then renamed."""
    with writing(path) as stream:
        stream.writelines(to_line(record) for record in records)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text, beside the target first, then renamed."""
    with writing(path) as stream:
        stream.write(text.encode())
