"""How often each kind of error was made, and what the score would be without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from goldfield.diagnosis.kinds import Error, Kind, errors_of
from goldfield.diagnosis.repairing import repaired
from goldfield.diagnosis.subjects import Subject
from goldfield.schema.records import Annotations
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.outcome import Outcome, Verdict

__all__ = ["FieldErrors", "KindErrors", "field_errors", "outcomes_of", "rescored", "verdicts_of"]


class KindErrors(Struct, frozen=True):
    """One kind of error of a measure.

    Attributes:
        errors: how many there are.
        gold: gold items among them: each is not found.
        pred: predicted items among them: each is wrong.
        f1: what F1 would be, 0 to 1, were these errors alone repaired; null if neither side would
            have any item.
        gain: by how much more that is, -1 to 1; null where F1 is undefined before or after.
    """

    kind: Kind
    errors: int
    gold: int
    pred: int
    f1: float | None
    gain: float | None


class FieldErrors(Struct, frozen=True):
    """The errors of one measure, by kind, those that cost most first.

    Attributes:
        f1: as scored, 0 to 1; null if there is nothing on either side.
        gold: gold items, of which `found` are right.
        pred: predicted items, of which `right` are right.
        errors: of all kinds; each wrong item stands in exactly one.
    """

    measure: str
    f1: float | None
    gold: int
    found: int
    pred: int
    right: int
    errors: int
    kinds: list[KindErrors]


def outcomes_of(
    subject: Subject, measure: str, preds: Mapping[str, Annotations] | None = None
) -> dict[str, Outcome]:
    """What a measure says of each article that has its layers.

    Args:
        subject: predictions and gold.
        measure: its spelling.
        preds: what is scored in place of the predictions.
    """
    task = subject.task(measure)
    scored = {
        id: task.score(task.golds[id], (preds or subject.preds)[id]) for id in sorted(task.golds)
    }
    return {id: outcomes[measure] for id, outcomes in scored.items() if measure in outcomes}


def verdicts_of(subject: Subject, measure: str) -> dict[str, list[Verdict]]:
    """The verdicts of a measure by article, of those articles whose gold has its layers."""
    return {
        id: [Verdict(id, measure, *row[:4]) for row in outcome.judgements]
        for id, outcome in outcomes_of(subject, measure).items()
    }


def rescored(
    subject: Subject, measure: str, change: Callable[[Annotations, Annotations], Annotations]
) -> Counts:
    """The counts of a measure after each prediction was changed.

    Args:
        subject: the predictions; they stay as they are.
        measure: its spelling.
        change: gold and prediction to what is scored in its place.
    """
    changed = {id: change(gold, subject.preds[id]) for id, gold in subject.golds.items()}
    return total(outcome.counts for outcome in outcomes_of(subject, measure, changed).values())


def field_errors(subject: Subject, measure: str) -> tuple[FieldErrors, list[Error]]:
    """The errors of one measure, counted by kind, and one by one.

    Args:
        subject: predictions and gold.
        measure: one of `Subject.measures`.
    """
    by_id = verdicts_of(subject, measure)
    rows = [row for verdicts in by_id.values() for row in verdicts]
    errors = {id: errors_of(verdicts) for id, verdicts in by_id.items()}
    every = [error for found in errors.values() for error in found]
    f1 = rescored(subject, measure, lambda _, pred: pred).f1
    kinds = [
        _kind_errors(subject, kind, [error for error in every if error.kind == kind], f1)
        for kind in sorted({error.kind for error in every})
    ]
    field = FieldErrors(
        measure=measure,
        f1=f1,
        gold=sum(row.gold is not None for row in rows),
        found=sum(row.verdict == "COR" for row in rows),
        pred=sum(row.pred is not None for row in rows),
        right=sum(row.verdict == "COR" for row in rows),
        errors=len(every),
        kinds=sorted(kinds, key=lambda row: (-(row.gain or 0.0), -row.errors, row.kind)),
    )
    return field, every


def _kind_errors(
    subject: Subject, kind: Kind, errors: Sequence[Error], f1: float | None
) -> KindErrors:
    measure = errors[0].measure
    mine: dict[str, list[Error]] = {}
    for error in errors:
        mine.setdefault(error.id, []).append(error)

    def change(gold: Annotations, pred: Annotations) -> Annotations:
        return repaired(gold, pred, measure, mine[gold.id]) if gold.id in mine else pred

    after = rescored(subject, measure, change).f1
    return KindErrors(
        kind=kind,
        errors=len(errors),
        gold=sum(error.gold is not None for error in errors),
        pred=sum(error.pred is not None for error in errors),
        f1=after,
        gain=None if f1 is None or after is None else after - f1,
    )
