"""Why a score is low: everything that `goldfield diagnose` shows, of one run or several."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from goldfield.diagnosis.calibration import Calibration, calibrations
from goldfield.diagnosis.confusions import Confusion, confusions
from goldfield.diagnosis.finding import (
    Hard,
    Sides,
    Suspect,
    SuspectCount,
    count_suspects,
    hardest,
    look_at,
    side_by_side,
    suspects,
)
from goldfield.diagnosis.gains import FieldErrors, field_errors
from goldfield.diagnosis.kinds import Error
from goldfield.diagnosis.oracles import Cascade, cascades
from goldfield.diagnosis.scored import Scored, score_measure
from goldfield.diagnosis.subjects import LeftOut, Subject
from goldfield.errors import UsageError

__all__ = ["Diagnosis", "RunDiagnosis", "diagnose"]


class RunDiagnosis(Struct, frozen=True):
    """One run.

    Attributes:
        name: of the system.
        fields: its errors by measure and kind.
        left_out: measures of the suite that say nothing of it, and why.
        cascades: what earlier steps cost later ones.
        confusions: labels taken for others.
        calibrations: of measures whose items carry confidences.
        errors: one by one; null where single items are not shown.
    """

    name: str
    fields: list[FieldErrors]
    left_out: list[LeftOut]
    cascades: list[Cascade]
    confusions: list[Confusion]
    calibrations: list[Calibration]
    errors: list[Error] | None


class Diagnosis(Struct, frozen=True):
    """One run or several on the same gold.

    Attributes:
        corpus: name, split and hash of the gold.
        hidden: whether articles of split test are among them: nothing single is given then.
        documents: articles.
        suspect_counts: of several runs, by measure, as far as all predict it.
        sides: the first run and each other one, by the measures that both predict.
        hardest: all articles, hardest first; null where single articles are not shown.
        suspects: of several runs, one by one; null where single items are not shown.
    """

    corpus: str
    hidden: bool
    documents: int
    runs: list[RunDiagnosis]
    suspect_counts: list[SuspectCount]
    sides: list[Sides]
    hardest: list[Hard] | None
    suspects: list[Suspect] | None


def diagnose(subjects: Sequence[Subject], *, items: bool = True) -> Diagnosis:
    """Diagnose runs on the same gold.

    Args:
        subjects: one or more.
        items: whether single items and articles are given; those of split test never are.

    Raises:
        UsageError: the runs are on different gold.
    """
    golds = {subject.corpus.rpartition("#")[2]: subject.corpus for subject in subjects}
    if len(golds) > 1:
        raise UsageError(f"these runs are on different gold: {' and '.join(golds.values())}")
    hidden = any(subject.about.hidden for subject in subjects)
    items = items and not hidden
    measures = [name for name in subjects[0].measures if all(name in s.measures for s in subjects)]
    scored = [[score_measure(s, name) for name in s.measures] for s in subjects]
    looks = [look_at(measures) for measures in scored]
    found = suspects(looks, measures) if len(looks) > 1 else []  # of one they are its errors
    names = _names(subjects)
    runs = [
        _run(subject, name, own, items=items)
        for subject, name, own in zip(subjects, names, scored, strict=True)
    ]
    return Diagnosis(
        corpus=subjects[0].corpus,
        hidden=hidden,
        documents=len(subjects[0].golds),
        runs=runs,
        suspect_counts=count_suspects(found, looks, measures) if len(looks) > 1 else [],
        sides=[
            side_by_side((names[0], name), (looks[0], look), measure, items=items)
            for name, look in zip(names[1:], looks[1:], strict=True)
            for measure in looks[0].gold
            if measure in look.gold
        ],
        hardest=hardest(looks) if items else None,
        suspects=found if items else None,
    )


def _names(subjects: Sequence[Subject]) -> list[str]:
    """Names of the systems; a name that comes again is numbered."""
    names = [subject.about.name for subject in subjects]
    return [
        f"{name} ({names[: i + 1].count(name)})" if names.count(name) > 1 else name
        for i, name in enumerate(names)
    ]


def _run(subject: Subject, name: str, scored: Sequence[Scored], *, items: bool) -> RunDiagnosis:
    fields = [field_errors(subject, one) for one in scored]
    return RunDiagnosis(
        name=name,
        fields=[field for field, _ in fields],
        left_out=subject.left_out,
        cascades=cascades(subject, scored),
        confusions=confusions(subject),
        calibrations=calibrations(subject, scored),
        errors=[error for _, errors in fields for error in errors] if items else None,
    )
