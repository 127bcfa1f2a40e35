"""What a suite compares: gold and predictions read, joined by id, and scored pair by pair."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from goldfield.errors import DataError, Fault, did_you_mean
from goldfield.schema.anchoring import Anchor, Reading
from goldfield.schema.explaining import explain
from goldfield.schema.labels import Layer
from goldfield.schema.lines import Source, name_of, read_lines
from goldfield.schema.normalising import empty_annotations
from goldfield.schema.predictions import ReadPredictions, read_predictions
from goldfield.schema.reading import read_articles, too_long
from goldfield.schema.records import Annotations, Article
from goldfield.schema.writing import to_line
from goldfield.scoring.measures import FIELDS, Measure, parse_measure, score_pair
from goldfield.scoring.measures.spans import Labelled, align_spans, read_mode
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.suites import Suite
from goldfield.scoring.values import ValueField, guess_fields, score_values

__all__ = ["Task", "build_task", "gold_hash", "read_gold", "task_of"]


class Task(NamedTuple):
    """Everything the scorer needs to know about one suite on one pair of sources.

    Args:
        measures: spellings, in the order of the card.
        golds: gold records by id.
        preds: normalised predictions by id; documents without one are missing.
        score: outcomes by measure of one document; a missing prediction is None. A measure whose
            layers the gold record does not have is left out.
        not_predicted: measures that no prediction of this source speaks to.
        units: what the counts of a measure count, where it is not items.
    """

    measures: tuple[str, ...]
    golds: Mapping[str, Any]
    preds: Mapping[str, Any]
    score: Callable[[Any, Any], dict[str, Outcome]]
    not_predicted: tuple[str, ...] = ()
    units: Mapping[str, str] = {}
    anchors: Mapping[str, list[Anchor]] = {}
    notes: tuple[str, ...] = ()


def build_task(
    suite: Suite, gold: Sequence[Source], pred: Source, reading: Reading = "first"
) -> Task:
    """Read both sides of a suite.

    Raises:
        DataError: with every fault of both sides.
    """
    if suite.record == "article":
        golds = read_gold(gold)
        found = read_predictions(pred, golds, reading)
        if found.faults:
            raise DataError(found.faults)
        return task_of(suite, golds, found)
    kind: Any = SpanRecord if suite.record == "spans" else dict[str, Any]
    golds, faults = _read_generic(gold, kind)
    preds, more = _read_generic([pred], kind)
    stray = [id for id in preds if id not in golds] if not faults else []
    more += [_stray(id, name_of(pred), golds) for id in stray]
    if faults or more:
        raise DataError([*faults, *more])
    return (
        _spans_task(suite, golds, preds)
        if suite.record == "spans"
        else _values_task(suite, golds, preds)
    )


def read_gold(sources: Iterable[Source]) -> dict[str, Article]:
    """Gold articles by id.

    Raises:
        DataError: with every fault of every file.
    """
    return {article.id: article for article in read_articles(sources)}


def gold_hash(golds: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits of the gold records, whatever their order."""
    digest = hashlib.sha256()
    for id in sorted(golds):
        digest.update(to_line(golds[id]))
    return digest.hexdigest()[:12]


def task_of(
    suite: Suite,
    golds: Mapping[str, Article],
    found: ReadPredictions,
    layers: Iterable[Layer] | None = None,
) -> Task:
    """The task of an article suite.

    Args:
        suite: its record kind is `article`.
        golds: gold articles by id.
        found: predictions read against them.
        layers: what the extractor says it predicts; by default what its records hold.
    """
    measures = {spelled: parse_measure(spelled) for spelled in suite.measures}
    predicted = {layer for record in found.records.values() for layer in record.layers}
    predicted |= set(layers or ())
    needs = {spelled: _layers(measure) for spelled, measure in measures.items()}

    def score(gold: Article, pred: Annotations | None) -> dict[str, Outcome]:
        pred = pred or empty_annotations(gold.id, gold.text, [])
        open_to = {s: m for s, m in measures.items() if needs[s] <= set(gold.layers) & predicted}
        outcomes = score_pair(gold, pred, open_to.values())
        return {spelled: outcomes[measure] for spelled, measure in open_to.items()}

    return Task(
        measures=suite.measures,
        golds=golds,
        preds=found.records,
        score=score,
        not_predicted=tuple(s for s in suite.measures if not needs[s] <= predicted),
        units={s: FIELDS[m.field].modes[m.mode].unit for s, m in measures.items()},
        anchors=found.anchors,
        notes=tuple(found.notes),
    )


def _layers(measure: Measure) -> set[Layer]:
    return set(FIELDS[measure.field].modes[measure.mode].layers)


class SpanPart(Struct, gc=False):
    """A labelled span of the generic suite `spans`."""

    start: int
    end: int
    label: str


class SpanRecord(Struct, gc=False):
    """A record of the generic suite `spans`."""

    id: str | int
    spans: list[SpanPart]


def _read_generic(sources: Sequence[Source], kind: Any) -> tuple[dict[str, Any], list[Fault]]:
    """Records of any kind by id, with every fault."""
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    decoder = msgspec.json.Decoder(kind)
    for source in sources:
        for number, line in read_lines(source):
            where = f"{name_of(source)}:{number}"
            if line is None:
                faults.append(too_long(where))
                continue
            try:
                record = decoder.decode(line)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                told = explain(line, kind) or [Fault("", "$", str(error), "write valid JSON")]
                faults.extend(fault._replace(where=where) for fault in told)
                continue
            faults.extend(_file(record, where, found))
    return found, faults


def _file(record: Any, where: str, found: dict[str, Any]) -> Iterable[Fault]:
    """Put a record under its id, or say why not."""
    id = record.get("id") if isinstance(record, dict) else record.id
    if not isinstance(id, str | int) or isinstance(id, bool):
        yield Fault(where, "$.id", "the record has no id", "give it an id, a string or a number")
    elif str(id) in found:
        yield Fault(where, "$.id", f"the id {str(id)!r} is given twice", "keep one record an id")
    else:
        found[str(id)] = record
    for index, span in enumerate(getattr(record, "spans", ())):
        if not 0 <= span.start < span.end:
            problem = f"[{span.start}, {span.end}) is no span"
            fix = "give half-open offsets, 0 <= start < end"
            yield Fault(where, f"$.spans[{index}]", problem, fix)


def _stray(id: str, where: str, golds: Mapping[str, Any]) -> Fault:
    fix = f"use an id of the gold file{did_you_mean(id, golds)}"
    return Fault(where, "$.id", f"no gold record is called {id!r}", fix)


def _spans_task(suite: Suite, golds: dict[str, Any], preds: dict[str, Any]) -> Task:
    def score(gold: SpanRecord, pred: SpanRecord | None) -> dict[str, Outcome]:
        aligned = align_spans(_labelled(gold), _labelled(pred))
        return {name: read_mode(aligned, name.partition("@")[2]) for name in suite.measures}

    units = {name: "halves" for name in suite.measures if name.endswith("@partial")}
    return Task(suite.measures, golds, preds, score, units=units)


def _labelled(record: SpanRecord | None) -> list[Labelled]:
    spans = record.spans if record else []
    return [Labelled(span.start, span.end, span.label, "") for span in spans]


def _values_task(suite: Suite, golds: dict[str, Any], preds: dict[str, Any]) -> Task:
    fields: tuple[ValueField, ...] = suite.field or guess_fields(golds.values())

    def score(gold: object, pred: object) -> dict[str, Outcome]:
        return {str(field): score_values(gold, pred, field) for field in fields}

    notes = () if suite.field else (f"fields guessed from gold: {', '.join(map(str, fields))}",)
    return Task(tuple(map(str, fields)), golds, preds, score, notes=notes)
