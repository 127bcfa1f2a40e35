"""From documents to scores: counts a document, then sums, then ratios."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

from msgspec import Struct
from msgspec.structs import replace

from goldfield.scoring.counts import Counts, total
from goldfield.scoring.measures.derived import DERIVED, parts_of
from goldfield.scoring.outcome import Answer, Outcome, Verdict
from goldfield.scoring.resolution import detectable_differences
from goldfield.scoring.signature import make_signature
from goldfield.scoring.statistics import Interval, f1_intervals, interval_method
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import Task, gold_hash

__all__ = [
    "Bound",
    "DocumentCounts",
    "Failure",
    "FieldScore",
    "LabelScore",
    "Result",
    "Scores",
    "row_of",
    "score_task",
]


Bound = tuple[float | None, float | None]


class DocumentCounts(Struct, frozen=True):
    """One row of ``counts.jsonl``: what each measure counted in one document.

    `answers` tells what became of the fields that hold at most one value.
    """

    id: str
    fields: dict[str, Counts]
    labels: dict[str, dict[str, Counts]]
    answers: dict[str, Answer]


class LabelScore(Struct, frozen=True):
    """One label of a measure over the corpus."""

    tp_pred: float
    pred: float
    tp_gold: float
    gold: float
    precision: float | None
    recall: float | None
    f1: float | None


class FieldScore(LabelScore, frozen=True):
    """One measure over the corpus; a mean of others has no counts: its four numbers are 0.

    `documents` have the layer; `empty_documents` of them have nothing on either side. `outcomes`
    counts documents where the field holds at most one value: correct, correct_absence (none on
    either side), wrong, missed (none predicted), hallucinated (none in gold). `detectable` is the
    smallest difference in F1 to a system like it that these documents would show; null where they
    are too few to show any, or all alike.
    """

    ci: dict[str, Interval] | None
    unit: str
    documents: int
    empty_documents: int
    labels: dict[str, LabelScore]
    outcomes: dict[Answer, int] | None = None
    detectable: float | None = None


class Failure(Struct, frozen=True):
    """An article on which an extractor failed; it is scored as an empty prediction."""

    id: str
    error: str


class Scores(Struct, frozen=True):
    """The result of a suite, as ``scores.json`` holds it.

    `headline` is the mean F1 of the suite's measures, for systems that predict them all on gold
    that has them all; measures of `not_annotated` need a layer that no article of gold has;
    `anchors` tells how many strings were read in which way, and `bounds`, where asked for, each
    F1 with the ambiguous ones read at worst and at best; `intervals` how `ci` was made or why
    there is none.
    """

    signature: str
    documents: int
    headline: float | None
    fields: dict[str, FieldScore]
    not_predicted: list[str]
    missing: list[str]
    failures: list[Failure]
    anchors: dict[str, int]
    intervals: str
    bounds: dict[str, Bound] | None = None
    not_annotated: list[str] = []


class Result(NamedTuple):
    """Scores with the tables they were made from."""

    scores: Scores
    counts: list[DocumentCounts]
    verdicts: list[Verdict]


def score_task(
    task: Task,
    suite: Suite,
    signature: Mapping[str, str] | None = None,
    failures: Sequence[Failure] = (),
) -> Result:
    """Score every document of a task.

    Args:
        task: both sides, read.
        suite: where the measures come from; it goes into the signature.
        signature: further parts of the signature, such as the corpus and the extractor.
        failures: articles on which the extractor failed.
    """
    rows: list[DocumentCounts] = []
    verdicts: list[Verdict] = []
    for id in sorted(task.golds):
        outcomes = task.score(task.golds[id], task.preds.get(id))
        rows.append(row_of(id, outcomes))
        verdicts += [
            Verdict(id, name, row.category, row.gold, row.pred, row.reason)
            for name, outcome in outcomes.items()
            for row in outcome.judgements
        ]
    return Result(_summarise(task, suite, rows, signature or {}, failures), rows, verdicts)


def row_of(id: str, outcomes: Mapping[str, Outcome]) -> DocumentCounts:
    """The row of a document."""
    return DocumentCounts(
        id,
        {name: outcome.counts for name, outcome in outcomes.items()},
        {name: outcome.labels for name, outcome in outcomes.items() if outcome.labels},
        {name: outcome.answer for name, outcome in outcomes.items() if outcome.answer},
    )


def _summarise(
    task: Task,
    suite: Suite,
    rows: Sequence[DocumentCounts],
    signature: Mapping[str, str],
    failures: Sequence[Failure],
) -> Scores:
    fields = _field_scores(task, rows)
    parts = {
        "corpus": f"#{gold_hash(task.golds)}",
        **suite.parts,
        "documents": str(len(rows)),
        **signature,
        "intervals": interval_method(len(rows)).name,
    }
    return Scores(
        signature=make_signature(parts),
        documents=len(rows),
        headline=_headline(suite, task, fields),
        fields=fields,
        not_predicted=list(task.not_predicted),
        missing=[id for id in sorted(task.golds) if id not in task.preds],
        failures=sorted(failures, key=lambda failure: failure.id),
        anchors=_count_anchors(task),
        intervals=interval_method(len(rows)).why,
        not_annotated=list(task.not_annotated),
    )


def _field_scores(task: Task, rows: Sequence[DocumentCounts]) -> dict[str, FieldScore]:
    left_out = {*task.not_predicted, *task.not_annotated}
    measures = {name: parts_of(name) for name in task.measures if name not in left_out}
    by_id = {row.id: row.fields for row in rows}
    intervals, detectable = f1_intervals(by_id, measures), detectable_differences(by_id, measures)
    found = {}
    for name in measures:
        score = _mean_score if name in DERIVED else _field_score
        found[name] = replace(
            score(name, rows, task.units.get(name, "items")),
            ci={"f1": intervals[name]} if name in intervals else None,
            detectable=detectable.get(name),
        )
    return found


def _field_score(name: str, rows: Sequence[DocumentCounts], unit: str) -> FieldScore:
    counted = [row.fields[name] for row in rows if name in row.fields]
    summed = total(counted)
    by_label: dict[str, list[Counts]] = {}
    for row in rows:
        for label, counts in row.labels.get(name, {}).items():
            by_label.setdefault(label, []).append(counts)
    labels = {label: LabelScore(*_cells(total(by_label[label]))) for label in sorted(by_label)}
    if list(labels) == [""]:
        labels = {}
    empty = sum(counts.empty for counts in counted)
    outcomes = _count_answers([row.answers[name] for row in rows if name in row.answers])
    return FieldScore(*_cells(summed), None, unit, len(counted), empty, labels, outcomes)


def _count_answers(answers: Sequence[Answer]) -> dict[Answer, int] | None:
    found = Counter(answers)
    return {answer: found[answer] for answer in get_args(Answer)} if answers else None


def _mean_score(name: str, rows: Sequence[DocumentCounts], unit: str) -> FieldScore:
    """The mean of the parts of a derived measure; what has nothing on either side is left out."""
    parts, ratios = DERIVED[name]
    counted = [[row.fields[part] for part in parts] for row in rows if parts[0] in row.fields]
    told = [part for part in map(total, zip(*counted, strict=True)) if not part.empty]
    precision = _mean([part.precision or 0.0 for part in told]) if ratios else None
    recall = _mean([part.recall or 0.0 for part in told]) if ratios else None
    f1 = _mean([part.f1 or 0.0 for part in told])
    empty = sum(all(counts.empty for counts in row) for row in counted)
    return FieldScore(0, 0, 0, 0, precision, recall, f1, None, unit, len(counted), empty, {})


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _cells(
    counts: Counts,
) -> tuple[float, float, float, float, float | None, float | None, float | None]:
    numbers = (counts.tp_pred, counts.pred, counts.tp_gold, counts.gold)
    return (*numbers, counts.precision, counts.recall, counts.f1)


def _headline(suite: Suite, task: Task, fields: Mapping[str, FieldScore]) -> float | None:
    """The mean F1; measures with nothing on either side in the whole corpus are left out."""
    if not suite.headline or task.not_predicted or task.not_annotated:
        return None
    values = [field.f1 for field in fields.values() if field.f1 is not None]
    return sum(values) / len(values) if values else None


def _count_anchors(task: Task) -> dict[str, int]:
    found = Counter(anchor.status for log in task.anchors.values() for anchor in log)
    return {status: found[status] for status in sorted(found)}
