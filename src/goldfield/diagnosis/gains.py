"""How often each kind of error was made, and what the score would be without it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from goldfield.diagnosis.classifying import errors_of
from goldfield.diagnosis.kinds import Case, Error, Kind
from goldfield.diagnosis.repairing import repaired
from goldfield.diagnosis.scored import Scored, f1_of, outcomes_of
from goldfield.diagnosis.subjects import Subject

__all__ = ["FieldErrors", "KindErrors", "case_of", "field_errors"]


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
        gold: gold items; of coreference, mentions.
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


def case_of(subject: Subject, scored: Scored, id: str) -> Case:
    """A scored measure on one article."""
    return Case(id, scored.measure, subject.golds[id], subject.preds[id], scored.rows[id])


def field_errors(subject: Subject, scored: Scored) -> tuple[FieldErrors, list[Error]]:
    """The errors of one measure, counted by kind, and one by one.

    Args:
        subject: predictions and gold.
        scored: one of `Subject.measures`.
    """
    errors = [error for id in scored.rows for error in errors_of(case_of(subject, scored, id))]
    rows = [row for own in scored.rows.values() for row in own]
    kinds = [
        _kind_errors(subject, scored, [error for error in errors if error.kind == kind])
        for kind in dict.fromkeys(error.kind for error in errors)
    ]
    field = FieldErrors(
        measure=scored.measure,
        f1=scored.f1,
        gold=sum(row.gold is not None for row in rows),
        pred=sum(row.pred is not None for row in rows),
        right=sum(row.category == "COR" for row in rows),
        errors=len(errors),
        kinds=sorted(kinds, key=lambda row: (-(row.gain or 0.0), -row.errors, row.kind)),
    )
    return field, errors


def _kind_errors(subject: Subject, scored: Scored, errors: Sequence[Error]) -> KindErrors:
    """The errors of one kind, all of one measure; only articles that have any are scored again."""
    mine: dict[str, list[Error]] = {}
    for error in errors:
        mine.setdefault(error.id, []).append(error)
    changed = {id: repaired(case_of(subject, scored, id), found) for id, found in mine.items()}
    before = scored.f1
    after = f1_of({**scored.outcomes, **outcomes_of(subject, scored.measure, changed)})
    return KindErrors(
        kind=errors[0].kind,
        errors=len(errors),
        gold=sum(error.gold is not None for error in errors),
        pred=sum(error.pred is not None for error in errors),
        f1=after,
        gain=None if before is None or after is None else after - before,
    )
