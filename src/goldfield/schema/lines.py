"""JSONL as bytes: one line at a time, whatever the file holds."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

import msgspec

from goldfield.errors import DataError, Fault, UsageError

__all__ = ["MAX_LINE", "Lines", "Source", "check_rereadable", "lines_of", "name_of", "read_lines"]

Source = str | Path | Sequence[object]
"""A JSONL file (`-` is standard input), or records in memory."""
Lines = Iterator[tuple[int, bytes | None]]

MAX_LINE = 16 * 1024 * 1024
_BUFFER = 256 * 1024  # bytes; a few lines at a time, where the default holds hardly one


def name_of(source: Source) -> str:
    """What faults call the source."""
    return str(source) if isinstance(source, str | Path) else "record"


def check_rereadable(*paths: Path) -> None:
    """Refuse what can be read only once: standard input and pipes.

    Raises:
        UsageError: a path is one of them.
    """
    for path in paths:
        if str(path) == "-" or path.is_fifo():
            raise UsageError(f"{path} is read more than once; give a file")


def read_lines(source: Source) -> Lines:
    """Every line that is not blank, with its number from 1; records in memory become lines.

    A line of more than `MAX_LINE` bytes is skipped unread and given as None.

    Raises:
        DataError: the file is one JSON value, not lines of them.
        UsageError: the file cannot be opened or read, or a record cannot be written as JSON.
    """
    if isinstance(source, str | Path):
        yield from _read_file(source)
        return
    for number, record in enumerate(source, start=1):
        try:
            yield number, msgspec.json.encode(record)
        except (TypeError, ValueError, RecursionError) as error:
            raise UsageError(f"record {number} cannot be written as JSON: {error}") from error


def _read_file(path: str | Path) -> Lines:
    try:
        opened = nullcontext(sys.stdin.buffer) if str(path) == "-" else open(path, "rb", _BUFFER)  # noqa: SIM115
        with opened as stream:
            yield from lines_of(stream, str(path))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


def lines_of(stream: BinaryIO, name: str) -> Lines:
    """As `read_lines`, from a stream that is open already; `name` is what faults call it."""
    number, begun = 0, False
    while line := stream.readline(MAX_LINE + 2):
        number += 1
        blank = line.isspace()  # copies nothing, unlike strip()
        if not begun and not blank:
            begun = True
            _refuse_one_value(line, f"{name}:{number}")
        if len(line) > MAX_LINE and len(line.rstrip(b"\r\n")) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
            yield number, None
        elif not blank:
            yield number, line


def _refuse_one_value(first: bytes, where: str) -> None:
    """Raise one fault if a file begins as an array or as an object over several lines.

    Read as JSONL, each of its lines would be a fault.
    """
    start = first.removeprefix(codecs.BOM_UTF8).strip()
    if start.startswith(b"["):
        problem = "this file is one JSON array, not JSONL"
    elif start == b"{":
        problem = "this file is one JSON value over several lines, not JSONL"
    else:
        return
    raise DataError([Fault(where, "$", problem, "write one object a line")])
