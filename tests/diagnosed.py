"""Predictions about one article as a subject of diagnosis."""

from __future__ import annotations

from typing import Any

import msgspec
from strategies import Json

from goldfield.corpus.loading import Selection
from goldfield.diagnosis.diagnosing import RunDiagnosis, diagnose
from goldfield.diagnosis.gains import KindErrors
from goldfield.diagnosis.kinds import DIAGNOSED
from goldfield.diagnosis.subjects import About, Subject, subject_of
from goldfield.evaluation import Gold
from goldfield.schema.records import Article
from goldfield.scoring.suites import Suite

__all__ = ["EVERY", "about", "kinds_of", "run_of"]

EVERY = Suite("every", "article", measures=(*DIAGNOSED, "entities@strict:conll4"))


def about(gold: Any, pred: Any, suite: Suite = EVERY, *, hidden: bool = False) -> Subject:
    """A subject of one article and one prediction, each as JSON or as a record."""
    article = msgspec.convert(msgspec.to_builtins(gold), Article)
    read = Gold(Selection("memory", "all", ()), [article])
    found = subject_of([pred], read, About("system", hidden=hidden))
    return found._replace(suite=suite)


def run_of(subject: Subject) -> RunDiagnosis:
    """The diagnosis of one run."""
    (run,) = diagnose([subject]).runs
    return run


def kinds_of(gold: Json, pred: Json, measure: str) -> dict[str, KindErrors]:
    """The errors of one measure by kind."""
    subject = about(gold, pred, suite=Suite("one", "article", measures=(measure,)))
    (field,) = run_of(subject).fields
    return {row.kind: row for row in field.kinds}
