"""Shards: files of many articles each, as JSONL or Parquet, read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple, TypeAlias

from msgspec import Struct

from goldfield.cluster.files import At, at, reaching, reading
from goldfield.corpus.documents import document_in, document_of, given_twice
from goldfield.errors import DataError, Fault, MissingExtra, UsageError
from goldfield.running.answering import Document
from goldfield.running.encoding import one_line
from goldfield.schema.explaining import MAX_FAULTS
from goldfield.schema.lines import lines_of
from goldfield.schema.reading import too_long

__all__ = ["PARQUET", "Keys", "Shard", "find_shards", "opened_parquet", "read_shard"]

_JSONL = (".jsonl", ".ndjson", ".json")
PARQUET = ".parquet"
_STAMPS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "updated", "created")
_ROWS = 256
"""Rows of Parquet that are decoded at a time."""


class Shard(Struct, frozen=True):
    """A file of articles.

    Attributes:
        number: from 0, in the order of the paths: its outputs carry it.
        path: with its protocol, unless it is local.
        size: in bytes, as far as the store says.
        stamp: what changes with the file: ETag or time of the last change.
    """

    number: int
    path: str
    size: int | None
    stamp: str

    @property
    def name(self) -> str:
        """Its number as file names have it."""
        return f"{self.number:05}"


class Keys(NamedTuple):
    """The keys, or columns, of the text and of the id."""

    text: str = "text"
    id: str = "id"


def find_shards(pattern: str) -> list[Shard]:
    """The shards that a path or a glob means, local or remote, in the order of their paths.

    Raises:
        UsageError: nothing matches, or a file is neither JSONL nor Parquet by its name.
        MissingExtra: fsspec is not installed.
        GoldfieldError: the store does not answer, or refuses to.
    """
    fs, path = at(pattern)
    with reaching(pattern):
        paths = sorted(fs.glob(path)) if set(path) & set("*?[") else [path]
        if strange := [path for path in paths if not path.endswith((*_JSONL, PARQUET))]:
            problem = "is no shard: its name ends neither in .jsonl nor in .parquet"
            raise UsageError(f"{strange[0]} {problem}")
        try:  # `exists` of a store may hide why there is nothing
            shards = [_shard(number, At(fs, path)) for number, path in enumerate(paths)]
        except FileNotFoundError as error:
            why = f": {one_line(error.__cause__)}" if error.__cause__ else ""
            raise UsageError(f"no file matches {pattern}{why}") from error
    if not shards:
        raise UsageError(f"no file matches {pattern}")
    return shards


def _shard(number: int, place: At) -> Shard:
    info = place.fs.info(place.path)
    stamp = next((str(info[key]) for key in _STAMPS if info.get(key) is not None), "")
    return Shard(number, place.spelled(), info.get("size"), stamp)


def read_shard(path: str, keys: Keys, faults: list[Fault]) -> Iterator[Document]:
    """The articles of a shard as a stream; what is wrong with others is added to `faults`.

    Args:
        path: of a `Shard`.
        keys: where text and id are.
        faults: gets one for each article that cannot be read, or has the id of an earlier one; at
            100 reading ends.
    """
    rows = _parquet if path.endswith(PARQUET) else _jsonl
    seen = set[str]()
    try:
        for where, found in rows(path, keys):
            if isinstance(found, tuple) and found[0] not in seen:
                seen.add(found[0])
                yield found
                continue
            wrong = found if isinstance(found, list) else [given_twice(found[0])]
            faults.extend(fault._replace(where=where) for fault in wrong)
            if len(faults) >= MAX_FAULTS:
                return
    except DataError as error:
        faults.extend(error.faults)


_Read: TypeAlias = tuple[str, Document | list[Fault]]


def _jsonl(path: str, keys: Keys) -> Iterator[_Read]:
    with reading(at(path)) as stream:
        for number, line in lines_of(stream, path):
            where = f"{path}:{number}"
            yield where, [too_long(where)] if line is None else document_of(line, keys)


def _parquet(path: str, keys: Keys) -> Iterator[_Read]:
    with reading(at(path)) as stream, opened_parquet(stream, path) as file:
        if absent := [name for name in keys if name not in file.schema_arrow.names]:
            fix = "name the columns with --text and --id"
            raise DataError([Fault(path, "$", f"no column {', '.join(absent)}", fix)])
        batches = file.iter_batches(batch_size=_ROWS, columns=list(dict.fromkeys(keys)))
        rows = (row for batch in batches for row in batch.to_pylist())
        for number, row in enumerate(rows, start=1):
            yield f"{path}:{number}", document_in(row, keys)


@contextmanager
def opened_parquet(stream: IO[bytes], path: str) -> Iterator[Any]:
    """A `pyarrow.parquet.ParquetFile`.

    Raises:
        DataError: in the block, too, if it cannot be read.
        MissingExtra: pyarrow is not installed.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise MissingExtra("pyarrow", "ray") from error
    try:
        yield ParquetFile(stream)
    except (ArrowException, OSError, UnicodeDecodeError) as error:
        # pyarrow says of a damaged file what it says of a broken disk, but without a number.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        told = " ".join(str(error).split())
        raise DataError([Fault(path, "$", told, "write the file again")]) from error
