"""Predictions about one article as a subject of diagnosis."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st
from strategies import EVERY, Json, pairs

from goldfield.corpus.gold import Gold
from goldfield.corpus.loading import Selection
from goldfield.diagnosis.diagnosing import RunDiagnosis, diagnose
from goldfield.diagnosis.gains import KindErrors
from goldfield.diagnosis.subjects import About, Subject, subject_of
from goldfield.schema.labels import Factuality
from goldfield.schema.records import Article
from goldfield.scoring.suites import Suite

__all__ = ["about", "kinds_of", "rich_pairs", "run_of"]

ITEMS = (None, "Q1", "Q2")
VALUES: tuple[Factuality | None, ...] = (None, "CT+", "CT-", "PR+", "Uu")


@st.composite
def rich_pairs(
    draw: st.DrawFn, *, distinct: bool = False, plain: bool = False
) -> tuple[Article, Article]:
    """Two gold articles over one text, with links, certainty and parents of quotes as well."""
    pair = draw(pairs(distinct=distinct, plain=plain))
    for side in pair:
        for entity in side.entities:
            entity.wikidata = draw(st.sampled_from(ITEMS))
        for event in side.events:
            event.factuality = draw(st.sampled_from(VALUES))
        for i, quote in enumerate(side.quotes):
            quote.parent = draw(st.sampled_from((None, *(q.id for q in side.quotes[:i]))))
    return pair


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
