"""Files wherever fsspec reaches: local paths, ``s3://...``, ``gs://...``, ``memory://...``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from posixpath import join
from typing import IO, Any, BinaryIO, NamedTuple
from uuid import uuid4

from goldfield.errors import GoldfieldError, MissingExtra, UsageError
from goldfield.running.encoding import one_line

__all__ = ["At", "at", "is_part", "reaching", "read", "reading", "writing"]

_PART = ".part"
_BUFFER = 256 * 1024


class At(NamedTuple):
    """A path, and the file system that it is a path of."""

    fs: Any
    path: str

    def child(self, name: str) -> At:
        """The place of a name in this folder."""
        return At(self.fs, join(self.path, name))

    def spelled(self) -> str:
        """As any machine may open it: with its protocol, unless it is local."""
        local = "file" in (self.fs.protocol, *self.fs.protocol)
        return self.path if local else str(self.fs.unstrip_protocol(self.path))


def at(path: str) -> At:
    """Where a path or URL leads.

    Raises:
        MissingExtra: fsspec is not installed.
        UsageError: nobody knows the protocol, or its package is not installed.
    """
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra("fsspec", "ray") from error
    try:
        return At(*url_to_fs(path))
    except (ImportError, ValueError) as error:
        raise UsageError(f"cannot reach {path}: {error}") from error


@contextmanager
def reaching(path: str) -> Iterator[None]:
    """A block that asks a store: whatever goes wrong there, and each has errors of its own.

    Raises:
        GoldfieldError: in one line, with `path`.
        OSError: of a local file, which it names.
    """
    try:
        yield
    except GoldfieldError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.filename:
            raise
        raise GoldfieldError(f"{path}: {one_line(error)}") from error


def read(place: At) -> bytes | None:
    """All that a file holds; None if there is none."""
    with reaching(place.spelled()):
        try:
            return bytes(place.fs.cat_file(place.path))
        except FileNotFoundError:
            return None


@contextmanager
def reading(place: At) -> Iterator[BinaryIO]:
    """A file as a binary stream that knows all that streams do: those of stores do not."""
    with place.fs.open(place.path, "rb") as stream, BufferedReader(stream, _BUFFER) as buffered:
        yield buffered


@contextmanager
def writing(place: At) -> Iterator[IO[bytes]]:
    """A binary stream to a file that appears only if the block ends without an error.

    What is written at the same time by another, such as a machine that was thought to be lost, is
    a file of its own until then: the later one stays, whole.

    Raises:
        OSError: the file cannot be written.
    """
    folder, _, name = place.path.rpartition("/")
    place.fs.makedirs(folder, exist_ok=True)
    part = f"{folder}/.{name}.{uuid4().hex}{_PART}"
    try:
        with place.fs.open(part, "wb") as stream:
            yield stream
        place.fs.mv(part, place.path)
    finally:
        with suppress(OSError):
            if place.fs.exists(part):
                place.fs.rm(part)


def is_part(name: str) -> bool:
    """Whether a file is what `writing` leaves if its process is killed."""
    return name.startswith(".") and name.endswith(_PART)
