"""Writing: the canonical JSON line, and files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

__all__ = [
    "part_of", "remove_parts", "to_json", "to_line", "write_lines", "write_text", "write_together",
    "writing",
]  # fmt: skip


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
    if path.exists() and not path.is_file():  # a pipe or a device must not be replaced by a file
        with open(path, "wb") as stream:
            yield stream
        return
    path = path.resolve() if path.is_symlink() else path
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = part_of(path)
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


def remove_parts(path: Path) -> None:
    """Remove what killed processes have left beside a file or folder; for who alone writes it."""
    path = path.resolve() if path.is_symlink() else path
    begun = re.compile(rf"\.{re.escape(path.name)}\.\d+\.part")
    for part in path.parent.glob(".*.part"):
        if not begun.fullmatch(part.name):
            continue
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def write_lines(path: Path, records: Iterable[object]) -> None:
    """Write records as JSONL, beside the target first, then renamed."""
    with writing(path) as stream:
        stream.writelines(to_line(record) for record in records)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text, beside the target first, then renamed."""
    with writing(path) as stream:
        stream.write(text.encode())


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files: all of them or, if an error or an interrupt comes, none.

    Each is written beside its place first. They are then renamed in their order, so put last the
    file that says that all are there: only a crash of the machine between two renames can part
    them.

    Raises:
        OSError: one cannot be written; everything is as it was.
    """
    folders = _missing_folders(files)
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    done: list[Path] = []
    try:
        parts = {path: _write_part(path, data) for path, data in files.items()}
        for path, part in parts.items():
            done.append(path)
            os.replace(part, path)
    except BaseException:
        for path in done:
            _restore(path, before[path])
        for part in filter(Path.exists, map(part_of, files)):
            part.unlink()
        for folder in filter(Path.exists, folders):
            folder.rmdir()
        raise


def _missing_folders(files: Iterable[Path]) -> list[Path]:
    """The folders that have to be made for `files`, the deepest first."""
    folders = {folder for path in files for folder in path.parents if not folder.exists()}
    return sorted(folders, key=lambda folder: -len(folder.parts))


def part_of(path: Path) -> Path:
    """Where this process writes a file or folder until it is whole: beside it."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _write_part(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    try:
        with open(part, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    return part


def _restore(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != data:
        with writing(path) as stream:
            stream.write(data)
