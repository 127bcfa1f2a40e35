"""How often each kind of error was made, and what the score would be without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from goldfield.diagnosis.kinds import Error, Kind, errors_of
from goldfield.diagnosis.repairing import repaired
from goldfield.diagnosis.subjects import Subject
from goldfield.schema.records import Annotations
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.outcome import Outcome, Verdict

__all__ = ["FieldErrors", "KindErrors", "counts_of", "field_errors", "outcomes_of", "verdicts_of"]


class KindErrors(Struct, frozen=True):
    """One kind of error of a measure.

    Attributes:
        kind: one of `KINDS`, which say what it is and what repairing means.
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
        gold: gold items.
        pred: predicted items.
        right: pairs of them that are right.
        errors: of all kinds: each wrong item of either side stands in exactly one, so their `gold`
            add up to gold - right and their `pred` to pred - right.
    """

    measure: str
    f1: float | None
    gold: int
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
        preds: what is scored in place of the predictions, of some articles or all.
    """
    task = subject.task(measure)
    chosen = subject.preds if preds is None else preds
    scored = {id: task.score(task.golds[id], chosen[id]) for id in sorted(chosen)}
    return {id: outcomes[measure] for id, outcomes in scored.items() if measure in outcomes}


def counts_of(outcomes: Mapping[str, Outcome]) -> Counts:
    """The counts of all articles."""
    return total(outcome.counts for outcome in outcomes.values())


def verdicts_of(outcomes: Mapping[str, Outcome], measure: str) -> dict[str, list[Verdict]]:
    """The verdicts of outcomes of a measure, by article."""
    return {
        id: [Verdict(id, measure, *row[:4]) for row in outcome.judgements]
        for id, outcome in outcomes.items()
    }


def field_errors(
    subject: Subject, measure: str, outcomes: Mapping[str, Outcome]
) -> tuple[FieldErrors, list[Error]]:
    """The errors of one measure, counted by kind, and one by one.

    Args:
        subject: predictions and gold.
        measure: one of `Subject.measures`.
        outcomes: of the measure, by article.
    """
    by_id = verdicts_of(outcomes, measure)
    errors = [error for verdicts in by_id.values() for error in errors_of(verdicts)]
    rows = [row for verdicts in by_id.values() for row in verdicts]
    kinds = [
        _kind_errors(subject, outcomes, [error for error in errors if error.kind == kind])
        for kind in dict.fromkeys(error.kind for error in errors)
    ]
    field = FieldErrors(
        measure=measure,
        f1=counts_of(outcomes).f1,
        gold=sum(row.gold is not None for row in rows),
        pred=sum(row.pred is not None for row in rows),
        right=sum(row.verdict == "COR" for row in rows),
        errors=len(errors),
        kinds=sorted(kinds, key=lambda row: (-(row.gain or 0.0), -row.errors, row.kind)),
    )
    return field, errors


def _kind_errors(
    subject: Subject, outcomes: Mapping[str, Outcome], errors: Sequence[Error]
) -> KindErrors:
    """The errors of one kind, all of one measure; only articles that have any are scored again."""
    measure = errors[0].measure
    mine: dict[str, list[Error]] = {}
    for error in errors:
        mine.setdefault(error.id, []).append(error)
    changed = {
        id: repaired(subject.golds[id], subject.preds[id], measure, found)
        for id, found in mine.items()
    }
    before = counts_of(outcomes).f1
    after = counts_of({**outcomes, **outcomes_of(subject, measure, changed)}).f1
    return KindErrors(
        kind=errors[0].kind,
        errors=len(errors),
        gold=sum(error.gold is not None for error in errors),
        pred=sum(error.pred is not None for error in errors),
        f1=after,
        gain=None if before is None or after is None else after - before,
    )
