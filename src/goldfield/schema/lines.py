"""JSONL as bytes: one line at a time, whatever the file holds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

from goldfield.errors import UsageError

__all__ = ["MAX_LINE", "read_lines"]

MAX_LINE = 16 * 1024 * 1024


def read_lines(path: str | Path) -> Iterator[tuple[int, bytes | None]]:
    """Every line that is not blank, with its number from 1; `-` reads standard input.

    A line of more than `MAX_LINE` bytes is skipped unread and given as None.

    Raises:
        UsageError: the file cannot be opened or read.
    """
    try:
        opened = nullcontext(sys.stdin.buffer) if str(path) == "-" else open(path, "rb")  # noqa: SIM115
        with opened as stream:
            yield from _lines(stream)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := stream.readline(MAX_LINE + 2):
        number += 1
        if len(line.rstrip(b"\r\n")) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
            yield number, None
        elif line.strip():
            yield number, line
