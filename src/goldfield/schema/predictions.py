"""Reading predictions: any of the loose shapes, joined to the articles they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from goldfield.errors import Fault, did_you_mean
from goldfield.schema.anchoring import Anchor, Anchorer, Reading
from goldfield.schema.explaining import explain
from goldfield.schema.lines import Source, name_of, read_lines
from goldfield.schema.loose import Prediction
from goldfield.schema.normalising import normalise
from goldfield.schema.reading import too_long
from goldfield.schema.records import Annotations, Article
from goldfield.schema.text import sha256_of
from goldfield.schema.walk import walk_spans

__all__ = ["ReadPredictions", "decode", "read_prediction", "read_predictions"]

_decoder = msgspec.json.Decoder(Prediction)
_KEYS_LOOKED_AT = 20  # records whose top-level keys are compared with the schema


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
    result = ReadPredictions({}, {}, [], [])
    hashes = {article.text_sha256: id for id, article in articles.items()}
    places: dict[str, str] = {}
    for number, line in read_lines(source):
        where = f"{name_of(source)}:{number}"
        if line is None:
            result.faults.append(too_long(where))
            continue
        if number <= _KEYS_LOOKED_AT:
            result.notes.extend(_unknown_keys(line, where))
        prediction, faults = decode(line)
        id = prediction.id or hashes.get(prediction.text_sha256 or "") if prediction else None
        faults.extend(_identity_faults(prediction, id, articles, places))
        if prediction and id is not None and not faults:
            places[id] = where
            record, anchors, faults = read_prediction(prediction, articles[id], reading)
            if not faults:
                result.records[id], result.anchors[id] = record, anchors
        result.faults.extend(fault._replace(where=where) for fault in faults)
    return result


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
    return record, anchorer.log, faults


def _gold_places(article: Article) -> dict[str, set[tuple[int, int]]]:
    layers = ("meta", "entities", "times", "quantities", "quotes", "events")
    return {
        layer: {(span.start, span.end) for _, span in walk_spans(getattr(article, layer))}
        for layer in layers
    }


def _identity_faults(
    prediction: Prediction | None,
    id: str | None,
    articles: Mapping[str, Article],
    places: Mapping[str, str],
) -> Iterable[Fault]:
    if prediction is None:
        return
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


def _unknown_keys(line: bytes, where: str) -> list[str]:
    """Top-level keys that no article and no prediction has: most likely a misspelt layer."""
    try:
        keys = msgspec.json.decode(line, type=dict[str, msgspec.Raw]).keys()
    except msgspec.MsgspecError:
        return []
    known: set[str] = {*Article.__struct_fields__, *Prediction.__struct_fields__}

    unknown = [key for key in keys if key not in known]
    return [f"{where}  the key {key!r} is ignored{did_you_mean(key, known)}" for key in unknown]
