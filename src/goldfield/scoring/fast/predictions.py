"""The file of predictions: which layers it holds, and where the record about an article stands."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import UNSET, Struct, UnsetType

from goldfield.schema.anchoring import Anchorer
from goldfield.schema.labels import Layer
from goldfield.schema.lines import MAX_LINE, read_lines
from goldfield.schema.normalising import normalise
from goldfield.schema.predictions import decode
from goldfield.scoring.fast.view import View, decode_view

__all__ = ["Predictions", "Record", "Unusual", "layers_of"]

Record = tuple[bytes, View | None]


class Unusual(Exception):
    """Something that only the reader of whole files can judge."""


class _Head(Struct):
    id: str | None = None
    layers: list[Layer] | UnsetType = UNSET


def layers_of(path: Path, wanted: set[Layer]) -> set[Layer]:
    """Layers of the predictions; as a rule the first holds all that are wanted."""
    found: set[Layer] = set()
    for _, line in read_lines(path):
        layers = _head(line).layers
        if layers is UNSET:
            prediction, _ = decode(line or b"")
            if prediction is None:
                raise Unusual
            layers = normalise(prediction, Anchorer(""))[0].layers
        found.update(layers)
        if wanted <= found:
            break
    return found


def _head(line: bytes | None) -> _Head:
    try:
        return msgspec.json.decode(line or b"", type=_Head)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Unusual from None


class Predictions:
    """Finds the prediction about an article: the next one, or by an index of the rest."""

    def __init__(self, stream: BinaryIO, *, entities_only: bool) -> None:
        self._stream = stream
        self._entities_only = entities_only
        self._offsets: dict[str, int] | None = None

    def find(self, id: str) -> Record | None:
        """The line of the article and its view, or None if there is none."""
        if self._offsets is None:
            at = self._stream.tell()
            record = self._read()
            if record is None or _id_of(record) == id:
                return record
            self._offsets = self._index(at)
        place = self._offsets.pop(id, None)
        if place is None:
            return None
        self._stream.seek(place)
        return self._read()

    def used_up(self) -> bool:
        """Whether every prediction has been found."""
        return not (self._line() if self._offsets is None else self._offsets)

    def _read(self) -> Record | None:
        line = self._line()
        return (line, decode_view(line, entities_only=self._entities_only)) if line else None

    def _line(self) -> bytes:
        """The next line that is not blank; empty at the end."""
        line = self._stream.readline(MAX_LINE + 2)
        while line and not line.strip():
            line = self._stream.readline(MAX_LINE + 2)
        if len(line.rstrip(b"\r\n")) > MAX_LINE:
            raise Unusual
        return line

    def _index(self, start: int) -> dict[str, int]:
        """Where each prediction from `start` on begins."""
        self._stream.seek(start)
        found: dict[str, int] = {}
        while line := self._line():
            id = _head(line).id
            if not id or id in found:
                raise Unusual
            found[id] = self._stream.tell() - len(line)
        return found


def _id_of(record: Record) -> str:
    """The id; a record that names its article by the hash of its text is unusual."""
    line, view = record
    id = view.id if view else _head(line).id
    if not id:
        raise Unusual
    return id
