"""Two files read side by side and counted document by document; nothing is kept but ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import msgspec
from msgspec import UNSET, Struct, UnsetType

from goldfield.errors import DataError, UsageError
from goldfield.schema.anchoring import Anchorer
from goldfield.schema.checking import check_usable
from goldfield.schema.labels import Layer
from goldfield.schema.lines import MAX_LINE, read_lines
from goldfield.schema.normalising import empty_annotations, normalise
from goldfield.schema.predictions import decode, read_prediction
from goldfield.schema.records import Annotations, Article
from goldfield.scoring.fast.count import QUICK, Both, Side
from goldfield.scoring.fast.gold import GoldView, decode_gold, sound
from goldfield.scoring.fast.keys import read_keys
from goldfield.scoring.fast.view import View, complete, decode_view
from goldfield.scoring.measures import FIELDS, Measure, parse_measure, score_pair
from goldfield.scoring.measures.derived import parts_of
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.scorer import DocumentCounts, row_of
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task

__all__ = ["count_files"]

_article = msgspec.json.Decoder(Article)
_Measures = dict[str, Measure]
_Record = tuple[bytes, View | None]


class _Unusual(Exception):
    """Something that only the reader of whole files can judge."""


class _Head(Struct):
    id: str | None = None
    layers: list[Layer] | UnsetType = UNSET


def count_files(gold: Path, pred: Path, suite: Suite) -> Iterator[DocumentCounts]:
    """The counts of each gold article, in the order of the gold file.

    They equal those of `score_task`. Of gold only what is counted is read and checked, and all of
    it where anything is amiss. Predictions in the same order are read in step with gold; others
    are looked up by where they stand in their file.

    Raises:
        DataError: with every fault of both files; the rows before the first have been given by
            then, so collect them before you act on them.
        UsageError: a file cannot be read.
    """
    given: set[str] = set()
    try:
        for row in _stream(gold, pred, suite, given):
            given.add(row.id)
            yield row
    except (_Unusual, DataError, UsageError, OSError):
        task = build_task(suite, [gold], pred)
        for id in task.golds:
            if id not in given:
                yield row_of(id, task.score(task.golds[id], task.preds.get(id)))


def _stream(gold: Path, pred: Path, suite: Suite, given: set[str]) -> Iterator[DocumentCounts]:
    """The rows, as long as nothing is wrong; `given` holds the ids of those before."""
    if suite.record != "article":
        raise _Unusual
    open_to = _measures(pred, suite)
    with open(pred, "rb") as stream:
        predictions = _Predictions(stream)
        for _, line in read_lines(gold):
            article = _read_gold(line or b"")
            view = article.view
            if view.id in given:
                raise _Unusual
            measures = open_to(tuple(view.layers))
            yield row_of(view.id, _count(article, predictions.find(view.id), measures))
        if not predictions.used_up():
            raise _Unusual


def _measures(pred: Path, suite: Suite) -> Callable[[tuple[Layer, ...]], _Measures]:
    """What is counted in an article of the given layers, of all that some prediction holds."""
    counted = {part: parse_measure(part) for name in suite.measures for part in parts_of(name)}
    needs = {name: {*FIELDS[m.field].modes[m.mode].layers} for name, m in counted.items()}
    predicted = _predicted(pred, set().union(*needs.values()))

    @cache
    def open_to(layers: tuple[Layer, ...]) -> _Measures:
        return {s: m for s, m in counted.items() if needs[s] <= set(layers) & predicted}

    return open_to


def _predicted(path: Path, wanted: set[Layer]) -> set[Layer]:
    """Layers of the predictions; as a rule the first holds all that are wanted."""
    found: set[Layer] = set()
    for _, line in read_lines(path):
        layers = _head(line).layers
        if layers is UNSET:
            prediction, _ = decode(line or b"")
            if prediction is None:
                raise _Unusual
            layers = normalise(prediction, Anchorer(""))[0].layers
        found.update(layers)
        if wanted <= found:
            break
    return found


def _head(line: bytes | None) -> _Head:
    try:
        return msgspec.json.decode(line or b"", type=_Head)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _Unusual from None


class _Gold(NamedTuple):
    """An article as far as it is counted, and the line that holds all of it."""

    line: bytes
    view: GoldView
    side: Side

    def article(self) -> Article:
        """The whole article, for what is not counted quickly."""
        try:
            article = _article.decode(self.line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise _Unusual from None
        if check_usable(article):
            raise _Unusual
        return article


def _read_gold(line: bytes) -> _Gold:
    view = decode_gold(line)
    if view is None:
        raise _Unusual
    record = cast(Annotations, view)
    keys = read_keys(record, view.text)
    if keys is None or not sound(view, keys):
        raise _Unusual
    return _Gold(line, view, Side(record, keys))


def _count(gold: _Gold, found: _Record | None, measures: _Measures) -> dict[str, Outcome]:
    """What each measure counts: the quick way where it can be taken."""
    pred, quick = _read_pred(gold, found)
    both = Both(gold.side, quick) if quick else None
    outcomes = {name: QUICK[name](both) for name in measures if name in QUICK} if both else {}
    slow = {name: measure for name, measure in measures.items() if not outcomes.get(name)}
    scored = score_pair(gold.article(), pred, slow.values()) if slow else {}
    return {name: outcomes.get(name) or scored[measure] for name, measure in measures.items()}


def _read_pred(gold: _Gold, found: _Record | None) -> tuple[Annotations, Side | None]:
    """The prediction in full shape, and its keys if all its places are in the text."""
    view, text = gold.view, gold.view.text
    if found is None:
        nothing = empty_annotations(view.id, text, [])
        return nothing, _side(nothing, text)
    line, loose = found
    hashes = (None, "", view.text_sha256)
    record = complete(loose, text) if loose and loose.text_sha256 in hashes else None
    side = _side(record, text) if record else None
    if record and side:
        return record, side
    prediction, _ = decode(line)
    if prediction is None or prediction.text_sha256 not in hashes:
        raise _Unusual
    record, _, faults = read_prediction(prediction, gold.article())
    if faults:
        raise _Unusual
    return record, _side(record, text)


def _side(record: Annotations, text: str) -> Side | None:
    keys = read_keys(record, text)
    return Side(record, keys) if keys else None


class _Predictions:
    """Finds the prediction about an article: the next one, or by an index of the rest."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._offsets: dict[str, int] | None = None

    def find(self, id: str) -> _Record | None:
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

    def _read(self) -> _Record | None:
        line = self._line()
        return (line, decode_view(line)) if line else None

    def _line(self) -> bytes:
        """The next line that is not blank; empty at the end."""
        line = self._stream.readline(MAX_LINE + 2)
        while line and not line.strip():
            line = self._stream.readline(MAX_LINE + 2)
        if len(line.rstrip(b"\r\n")) > MAX_LINE:
            raise _Unusual
        return line

    def _index(self, start: int) -> dict[str, int]:
        """Where each prediction from `start` on begins."""
        self._stream.seek(start)
        found: dict[str, int] = {}
        while line := self._line():
            id = _head(line).id
            if not id or id in found:
                raise _Unusual
            found[id] = self._stream.tell() - len(line)
        return found


def _id_of(record: _Record) -> str:
    """The id; a record that names its article by the hash of its text is unusual."""
    line, view = record
    id = view.id if view else _head(line).id
    if not id:
        raise _Unusual
    return id
