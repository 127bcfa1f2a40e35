"""Reading predictions: any of the loose shapes, joined to the articles they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from goldfield.errors import DataError, Fault, did_you_mean
from goldfield.schema.anchoring import Anchor, Anchorer, Reading
from goldfield.schema.explaining import explain
from goldfield.schema.leftovers import without_faulty
from goldfield.schema.lines import Source, name_of, read_lines
from goldfield.schema.loose import Prediction
from goldfield.schema.normalising import normalise
from goldfield.schema.reading import too_long
from goldfield.schema.records import Annotations, Article
from goldfield.schema.remarks import Remarks
from goldfield.schema.text import sha256_of
from goldfield.schema.walk import walk_spans

__all__ = ["ReadPredictions", "decode", "read_prediction", "read_predictions"]

_decoder = msgspec.json.Decoder(Prediction)


class ReadPredictions(NamedTuple):
    """Predictions by article id, how their strings were read, and what should be known.

    `faults` refuse the file; `notes` are only worth telling.
    """

    records: dict[str, Annotations]
    anchors: dict[str, list[Anchor]]
    faults: list[Fault]
    notes: list[str]


def read_predictions(
    source: Source, articles: Mapping[str, Article], reading: Reading = "first"
) -> ReadPredictions:
    """All predictions of a source, in full shape.

    A record names its article by `id` or by `text_sha256`; an article it does not know, or names
    twice, is a fault.
    """
    reader = _Reader(articles, reading)
    try:
        for number, line in read_lines(source):
            where = f"{name_of(source)}:{number}"
            faults = [too_long("")] if line is None else reader.read(line, where)
            reader.result.faults.extend(fault._replace(where=where) for fault in faults)
    except DataError as error:
        reader.result.faults.extend(error.faults)
    reader.result.notes.extend(reader.remarks.notes())
    return reader.result


class _Reader:
    """Reads the records of one source into `result`."""

    def __init__(self, articles: Mapping[str, Article], reading: Reading) -> None:
        self.result = ReadPredictions({}, {}, [], [])
        self.remarks = Remarks()
        self._articles, self._reading = articles, reading
        self._hashes = {article.text_sha256: id for id, article in articles.items()}
        self._places: dict[str, str] = {}

    def read(self, line: bytes, where: str) -> list[Fault]:
        """Take in one record, or give all its faults."""
        self.remarks.look(line, where)
        prediction, faults = decode(line)
        if prediction is None:
            prediction = without_faulty(line, faults)
        if prediction is None:
            return faults
        id = prediction.id or self._hashes.get(prediction.text_sha256 or "")
        strange = list(_identity_faults(prediction, id, self._articles, self._places))
        if strange or id is None:
            return [*faults, *strange]
        self._places[id] = where
        record, anchors, found = read_prediction(prediction, self._articles[id], self._reading)
        faults.extend(found)
        if not faults:
            self.result.records[id], self.result.anchors[id] = record, anchors
            self.remarks.count(record)
        return faults


def decode(line: bytes) -> tuple[Prediction | None, list[Fault]]:
    """One line as a loose prediction, or all that is wrong with it."""
    try:
        return _decoder.decode(line), []
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return None, explain(line, Prediction) or [
            Fault("", "$", str(error), "see schema/FIELDS.md")
        ]


def read_prediction(
    prediction: Prediction, article: Article, reading: Reading = "first"
) -> tuple[Annotations, list[Anchor], list[Fault]]:
    """One prediction about `article` in full shape, its anchor log and its faults."""
    gold = _gold_places(article) if reading != "first" else None
    anchorer = Anchorer(article.text, reading, gold)
    record, faults = normalise(prediction, anchorer)
    record.id = article.id
    return record, anchorer.log, [*faults, *_repeated_ids(record)]


def _repeated_ids(record: Annotations) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for index, entity in enumerate(record.entities):
        if entity.id and seen.setdefault(entity.id, index) != index:
            problem = f"the id {entity.id!r} is given to $.entities[{seen[entity.id]}] already"
            fix = "put the mentions of one entity into one item, or give each an id of its own"
            yield Fault("", f"$.entities[{index}].id", problem, fix)


def _gold_places(article: Article) -> dict[str, set[tuple[int, int]]]:
    layers = ("meta", "entities", "times", "quantities", "quotes", "events")
    return {
        layer: {(span.start, span.end) for _, span in walk_spans(getattr(article, layer))}
        for layer in layers
    }


def _identity_faults(
    prediction: Prediction,
    id: str | None,
    articles: Mapping[str, Article],
    places: Mapping[str, str],
) -> Iterable[Fault]:
    if id is None:
        fix = "add the article's id, or text_sha256 of its text"
        yield Fault("", "$.id", "the record does not say which article it is about", fix)
    elif id not in articles:
        fix = f"use an id of the gold file{did_you_mean(id, articles)}"
        yield Fault("", "$.id", f"no article of the gold file is called {id!r}", fix)
    elif id in places:
        yield Fault(
            "", "$.id", f"{id!r} stands at {places[id]} already", "keep one record an article"
        )
    elif prediction.text_sha256 not in (None, "", articles[id].text_sha256):
        fix = f"predict on the gold text, which hashes to {sha256_of(articles[id].text)[:12]}..."
        yield Fault("", "$.text_sha256", f"{id!r} was predicted on another text", fix)
