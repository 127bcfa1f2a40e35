"""Texts without gold, from the files people have, one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from glob import glob
from pathlib import Path
from typing import Any

import msgspec

from goldfield.errors import DataError, Fault, UsageError
from goldfield.schema.explaining import parse_json
from goldfield.schema.lines import check_rereadable, read_lines
from goldfield.schema.reading import too_long
from goldfield.schema.text import decode_source

__all__ = ["Documents", "document_in", "document_of", "given_twice"]

_MOST_FAULTS = 1000


class Documents:
    """Pairs of id and text, from JSONL files or from text files (whose id is the file's stem).

    Each iteration reads the files again, and holds one text at a time.
    """

    def __init__(self, pattern: str, text_key: str = "text", id_key: str = "id") -> None:
        """Find the files.

        Args:
            pattern: a path or a glob.
            text_key: the member of a JSON object that holds the text.
            id_key: the member that holds the id.

        Raises:
            UsageError: nothing matches, or a file cannot be read twice.
        """
        paths = sorted(glob(pattern, recursive=True))
        self._paths = paths or ([pattern] if Path(pattern).exists() else [])
        self._keys = text_key, id_key
        if not self._paths:
            raise UsageError(f"no file matches {pattern}")
        check_rereadable(*map(Path, self._paths))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The documents; each must have been sound when they were checked.

        Raises:
            DataError: one is not.
        """
        for where, found in self._read():
            if isinstance(found, Fault):
                raise DataError([found._replace(where=where)])
            yield found

    def checked(self) -> Iterator[tuple[str, str]]:
        """The documents as they are checked, ids among themselves, too.

        Raises:
            DataError: with every fault of every file, up to a thousand, once all were read.
        """
        faults: list[Fault] = []
        # Beyond a few megabytes it lies in a file without a name.
        with closing(sqlite3.connect("")) as seen:
            seen.execute("CREATE TABLE ids (id BLOB PRIMARY KEY) WITHOUT ROWID")
            for where, found in self._read():
                fault = found if isinstance(found, Fault) else _twice(seen, found[0])
                if fault is not None:
                    faults.append(fault._replace(where=where))
                    if len(faults) == _MOST_FAULTS:
                        break
                elif not faults and not isinstance(found, Fault):
                    yield found
        if faults:
            raise DataError(faults)

    def _read(self) -> Iterator[tuple[str, tuple[str, str] | Fault]]:
        for path in self._paths:
            if path.endswith((".jsonl", ".json", ".ndjson")):
                yield from _read_jsonl(path, self._keys)
            else:
                yield path, _read_text(Path(path))


def _read_text(path: Path) -> tuple[str, str] | Fault:
    try:
        return path.stem, decode_source(path.read_bytes())
    except ValueError as error:
        fix = "save it as UTF-8 in normal form C, without a byte order mark"
        return Fault("", "$", str(error), fix)


def _read_jsonl(path: str, keys: tuple[str, str]) -> Iterator[tuple[str, tuple[str, str] | Fault]]:
    for number, line in read_lines(path):
        where = f"{path}:{number}"
        found = [too_long(where)] if line is None else document_of(line, keys)
        if isinstance(found, tuple):
            yield where, found
        else:
            yield from ((where, fault) for fault in found)


def document_of(line: bytes, keys: tuple[str, str]) -> tuple[str, str] | list[Fault]:
    """Id and text of a JSON object, or all that is wrong with it (`where` left empty).

    Args:
        line: the object.
        keys: the members that hold the text and the id.
    """
    try:
        record = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return parse_json(line)[1] or [Fault("", "$", str(error), "write valid JSON")]
    return document_in(record, keys)


def document_in(record: Any, keys: tuple[str, str]) -> tuple[str, str] | list[Fault]:
    """As `document_of`, of what has been decoded already."""
    text, id = (record.get(key) if isinstance(record, dict) else None for key in keys)
    if isinstance(text, str) and isinstance(id, str | int):
        return str(id), text
    problem = f"no text under {keys[0]!r} or no id under {keys[1]!r}"
    return [Fault("", "$", problem, "name the keys with --text and --id")]


def _twice(seen: sqlite3.Connection, id: str) -> Fault | None:
    """A fault if the id was seen before."""
    known = seen.execute(
        "INSERT OR IGNORE INTO ids VALUES (?)", (id.encode("utf-8", "surrogatepass"),)
    )
    return None if known.rowcount else given_twice(id)


def given_twice(id: str) -> Fault:
    """The fault of a text whose id another one has (`where` left empty)."""
    return Fault("", "$", f"the id {id!r} is given twice", "give each text an id of its own")
