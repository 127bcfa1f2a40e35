"""What is done of a job, one small file a shard: a job that is started again does only the rest."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from msgspec import Struct

from goldfield.cluster.files import At, is_part, reaching, read, writing
from goldfield.errors import UsageError
from goldfield.schema.writing import to_json

__all__ = ["Store"]

_MANIFEST = "manifest.json"


class Store:
    """The folder of a job: ``manifest.json``, what it is made from, and ``done-NNNNN.json``."""

    def __init__(self, folder: At) -> None:
        self._folder = folder

    def open(self, made_from: Struct) -> None:
        """Begin, or go on with what was begun.

        Args:
            made_from: all that the results depend on.

        Raises:
            UsageError: the folder has the results of something else.
        """
        manifest = to_json(made_from).encode()
        known = read(self._folder.child(_MANIFEST))
        if known == manifest:
            return
        fs, path = self._folder
        name = self._folder.spelled()
        if known is not None:
            problem = f"was made from something else, as its {_MANIFEST} says"
            raise UsageError(f"{name} {problem}; name another folder, or remove it")
        with reaching(name):
            taken = fs.exists(path) and fs.ls(path)
        if taken:
            raise UsageError(f"{name} is there and has no {_MANIFEST}; name another folder")
        self._write(_MANIFEST, manifest)

    def done(self, numbers: Iterable[int]) -> set[int]:
        """Those of the shards that are done."""
        names = self._names()
        return {number for number in numbers if _name(number) in names}

    def read(self, number: int) -> bytes:
        """What was kept of a shard."""
        return read(self._folder.child(_name(number))) or b""

    def keep(self, number: int, report: bytes) -> None:
        """Keep what is to be known of a shard that is done."""
        self._write(_name(number), report)

    def tidy(self) -> None:
        """Remove what workers that were killed have left half written."""
        for name in self._names():
            if is_part(name):
                place = self._folder.child(name)
                with reaching(place.spelled()), suppress(FileNotFoundError):
                    place.fs.rm(place.path)

    def _names(self) -> list[str]:
        fs, path = self._folder
        fs.invalidate_cache()
        with reaching(self._folder.spelled()):
            return [file.rpartition("/")[2] for file in fs.ls(path, detail=False)]

    def _write(self, name: str, data: bytes) -> None:
        place = self._folder.child(name)
        with reaching(place.spelled()), writing(place) as stream:
            stream.write(data)


def _name(number: int) -> str:
    return f"done-{number:05}.json"
