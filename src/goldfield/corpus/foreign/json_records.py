"""Corpora in JSON: one object a line, or one array of objects, each checked against its shape."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import named_split
from goldfield.errors import DataError, Fault
from goldfield.schema.lines import MAX_LINE, read_lines

__all__ = ["json_records", "problem_of", "split_files"]

T = TypeVar("T", bound=Struct)
_HEAD = 1 << 16


def split_files(folder: Path, *suffixes: str) -> list[Path]:
    """The files of a folder with these endings whose name has the word of a split, by name."""
    return sorted(
        path
        for path in folder.glob("[!.]*")
        if path.suffix.lower() in suffixes and named_split(path.name) and path.is_file()
    )


def json_records(
    paths: Sequence[Path], shape: type[T], account: Account, kind: str = "document"
) -> Iterator[tuple[str, T]]:
    """The objects of files, each with its place: ``file:line``, or the file and its item from 1.

    Lines are read one by one; a file that is an array is read whole, as its format forces that.
    What is not of the shape is a fault of the account, as an item of `kind`; keys that the shape
    does not have are passed over.

    Raises:
        DataError: a file is neither JSONL nor an array, or cannot be read.
        UsageError: a file of lines cannot be read.
    """
    decoder = msgspec.json.Decoder(shape)
    for path in paths:
        for where, raw in _array(path) if _is_array(path) else _lines(path):
            try:
                record = decoder.decode(raw)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                account.found[kind] += 1
                problem = f"a line of over {MAX_LINE:,} bytes" if not raw else problem_of(error)
                account.fault(where, kind, problem)
                continue
            yield where, record


def problem_of(error: Exception) -> str:
    """What an error of decoding tells, in one line."""
    return "too deeply nested" if isinstance(error, RecursionError) else str(error)


def _is_array(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD).removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise DataError([Fault(str(path), "$", problem, "check the name")]) from error
    return head.lstrip().startswith(b"[")


def _array(path: Path) -> Iterator[tuple[str, msgspec.Raw]]:
    raw = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    try:
        items = msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        fix = "give the file as published; it may have been cut"
        raise DataError([Fault(str(path), "$", problem_of(error), fix)]) from error
    yield from ((f"{path}: item {number}", item) for number, item in enumerate(items, start=1))


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    for number, line in read_lines(path):
        yield f"{path}:{number}", (line or b"").removeprefix(codecs.BOM_UTF8)
