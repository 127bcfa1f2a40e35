"""What a suite compares: gold and predictions read, joined by id, and scored pair by pair."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from goldfield.errors import DataError
from goldfield.schema.anchoring import Anchor, Reading
from goldfield.schema.labels import LAYERS, Layer
from goldfield.schema.lines import Source
from goldfield.schema.normalising import empty_annotations
from goldfield.schema.predictions import ReadPredictions, read_predictions
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Annotations, Article
from goldfield.schema.writing import to_line
from goldfield.scoring.generic.kinds import KINDS
from goldfield.scoring.generic.reading import read_both
from goldfield.scoring.measures import FIELDS, Measure, parse_measure, score_pair
from goldfield.scoring.measures.derived import parts_of
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.suites import Suite

__all__ = [
    "Task",
    "build_task",
    "counted_measures",
    "gold_hash",
    "needs_of",
    "open_measures",
    "read_gold",
    "task_of",
]


class Task(NamedTuple):
    """Everything the scorer needs to know about one suite on one pair of sources.

    Args:
        measures: spellings, in the order of the card.
        golds: gold records by id.
        preds: normalised predictions by id; documents without one are missing.
        score: outcomes by measure of one document; a missing prediction is None. A measure whose
            layers the gold record does not have is left out.
        not_predicted: measures that no prediction of this source speaks to.
        not_annotated: measures that no gold record speaks to, predicted or not.
        units: what the counts of a measure count, where it is not items.
    """

    measures: tuple[str, ...]
    golds: Mapping[str, Any]
    preds: Mapping[str, Any]
    score: Callable[[Any, Any], dict[str, Outcome]]
    not_predicted: tuple[str, ...] = ()
    not_annotated: tuple[str, ...] = ()
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
    kind = KINDS[suite.record]
    records, answers = read_both(kind, suite, gold, pred)
    plan = kind.plan(suite, records)
    return Task(plan.measures, records, answers, plan.score, units=plan.units, notes=plan.notes)


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
    needs = needs_of(suite)
    annotated = {frozenset(gold.layers) for gold in golds.values()} or {frozenset(LAYERS)}
    spoken = [s for s in suite.measures if any(needs[s] <= layers for layers in annotated)]

    open_to = open_measures(suite, predicted)

    def score(gold: Article, pred: Annotations | None) -> dict[str, Outcome]:
        pred = pred or empty_annotations(gold.id, gold.text, [])
        told = open_to(tuple(gold.layers))
        outcomes = score_pair(gold, pred, told.values())
        return {spelled: outcomes[measure] for spelled, measure in told.items()}

    return Task(
        measures=suite.measures,
        golds=golds,
        preds=found.records,
        score=score,
        not_predicted=tuple(s for s in spoken if not needs[s] <= predicted),
        not_annotated=tuple(s for s in suite.measures if s not in spoken),
        units={s: FIELDS[m.field].modes[m.mode].unit for s, m in measures.items()},
        anchors=found.anchors,
        notes=tuple(found.notes),
    )


def open_measures(
    suite: Suite, predicted: set[Layer]
) -> Callable[[tuple[Layer, ...]], dict[str, Measure]]:
    """What an article is counted by: measures whose layers it has, and some prediction too.

    Args:
        suite: its record kind is `article`.
        predicted: the layers that any prediction has.

    Returns:
        A function of an article's layers, which remembers what it has given.
    """
    counted, needs = counted_measures(suite), needs_of(suite)

    @cache
    def open_to(layers: tuple[Layer, ...]) -> dict[str, Measure]:
        return {s: m for s, m in counted.items() if needs[s] <= predicted.intersection(layers)}

    return open_to


def needs_of(suite: Suite) -> dict[str, set[Layer]]:
    """The layers that each measure of an article suite needs, and each part of a derived one."""
    measures = counted_measures(suite) | {
        spelled: parse_measure(spelled) for spelled in suite.measures
    }
    return {spelled: _layers(measure) for spelled, measure in measures.items()}


def counted_measures(suite: Suite) -> dict[str, Measure]:
    """The measures that have counts, by their spellings."""
    return {part: parse_measure(part) for name in suite.measures for part in parts_of(name)}


def _layers(measure: Measure) -> set[Layer]:
    return set(FIELDS[measure.field].modes[measure.mode].layers)
