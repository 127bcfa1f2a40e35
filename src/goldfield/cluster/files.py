"""Files wherever fsspec reaches: local paths, ``s3://...``, ``gs://...``, ``memory://...``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from posixpath import join
from typing import IO, Any, NamedTuple
from uuid import uuid4

from goldfield.errors import MissingExtra, UsageError

__all__ = ["At", "at", "is_part", "read", "writing"]

_PART = ".part"


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


def read(place: At) -> bytes | None:
    """All that a file holds; None if there is none."""
    try:
        return bytes(place.fs.cat_file(place.path))
    except FileNotFoundError:
        return None


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
