"""Two files read side by side and counted document by document; nothing is kept but ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

import msgspec

from goldfield.errors import DataError, UsageError
from goldfield.schema.checking import check_usable
from goldfield.schema.labels import Layer
from goldfield.schema.lines import check_rereadable, read_lines
from goldfield.schema.normalising import empty_annotations
from goldfield.schema.predictions import decode, read_prediction
from goldfield.schema.records import Annotations, Article
from goldfield.scoring.fast.count import QUICK, Both, Side
from goldfield.scoring.fast.gold import Gold, decode_gold, sound
from goldfield.scoring.fast.keys import read_keys
from goldfield.scoring.fast.predictions import Predictions, Record, Unusual, layers_of
from goldfield.scoring.fast.spans import stream_spans
from goldfield.scoring.fast.view import complete
from goldfield.scoring.measures import Measure, score_pair
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.scorer import DocumentCounts, row_of
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task, counted_measures, needs_of, open_measures

__all__ = ["count_files"]

_article = msgspec.json.Decoder(Article)
_Measures = dict[str, Measure]
_OF_ENTITIES = {name for name in QUICK if name.startswith(("entities@", "mentions@", "coref@"))}


def count_files(gold: Path, pred: Path, suite: Suite) -> Iterator[DocumentCounts]:
    """The counts of each gold article, in the order of the gold file.

    They equal those of `score_task`. Of gold only what is counted is read and checked, and all of
    it where anything is amiss; of predictions all, or entities alone where nothing else is
    counted. Predictions in the same order are read in step with gold; others are looked up by
    where they stand in their file.

    Raises:
        DataError: with every fault of both files; the rows before the first have been given by
            then, so collect them before you act on them.
        UsageError: a file cannot be read, or only once.
    """
    check_rereadable(gold, pred)
    given: set[str] = set()
    try:
        for row in _stream(gold, pred, suite, given):
            given.add(row.id)
            yield row
    except (Unusual, DataError, UsageError, OSError):
        task = build_task(suite, [gold], pred)
        for id in task.golds:
            if id not in given:
                yield row_of(id, task.score(task.golds[id], task.preds.get(id)))


def _stream(gold: Path, pred: Path, suite: Suite, given: set[str]) -> Iterator[DocumentCounts]:
    """The rows, as long as nothing is wrong; `given` holds the ids of those before."""
    if suite.record == "spans":
        yield from stream_spans(gold, pred, suite, given)
        return
    if suite.record != "article":
        raise Unusual
    counted, needs = counted_measures(suite), needs_of(suite)
    wanted = set[Layer]().union(*(needs[name] for name in counted))
    open_to = open_measures(suite, layers_of(pred, wanted))
    entities_only = counted.keys() <= _OF_ENTITIES
    with open(pred, "rb") as stream:
        predictions = Predictions(stream, entities_only=entities_only)
        for _, line in read_lines(gold):
            article = _read_gold(line or b"", entities_only=entities_only)
            view = article.view
            if view.id in given:
                raise Unusual
            measures = open_to(tuple(view.layers))
            yield row_of(view.id, _count(article, predictions.find(view.id), measures))
        if not predictions.used_up():
            raise Unusual


class _Article(NamedTuple):
    """An article as far as it is counted, and the line that holds all of it."""

    line: bytes
    view: Gold
    side: Side

    def whole(self) -> Article:
        """The whole article, for what is not counted quickly."""
        try:
            article = _article.decode(self.line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise Unusual from None
        if check_usable(article):
            raise Unusual
        return article


def _read_gold(line: bytes, *, entities_only: bool) -> _Article:
    view = decode_gold(line, entities_only=entities_only)
    if view is None:
        raise Unusual
    record = cast(Annotations, view)
    keys = read_keys(record, view.text)
    if keys is None or not sound(view, keys):
        raise Unusual
    return _Article(line, view, Side(record, keys))


def _count(gold: _Article, found: Record | None, measures: _Measures) -> dict[str, Outcome]:
    """What each measure counts: the quick way where it can be taken."""
    pred, quick = _read_pred(gold, found)
    both = Both(gold.side, quick) if quick else None
    outcomes = {name: QUICK[name](both) for name in measures if name in QUICK} if both else {}
    slow = {name: measure for name, measure in measures.items() if not outcomes.get(name)}
    scored = score_pair(gold.whole(), pred, slow.values()) if slow else {}
    return {name: outcomes.get(name) or scored[measure] for name, measure in measures.items()}


def _read_pred(gold: _Article, found: Record | None) -> tuple[Annotations, Side | None]:
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
        raise Unusual
    record, _, faults = read_prediction(prediction, gold.whole())
    if faults:
        raise Unusual
    return record, _side(record, text)


def _side(record: Annotations, text: str) -> Side | None:
    keys = read_keys(record, text)
    return Side(record, keys) if keys else None
