"""A measure scored article by article, as predicted or as repaired."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from goldfield.diagnosis.coreference import coref_rows
from goldfield.diagnosis.kinds import Case
from goldfield.diagnosis.subjects import Subject
from goldfield.schema.records import Annotations
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.outcome import Judgement, Outcome

__all__ = ["Outcomes", "Scored", "f1_of", "outcomes_of", "score_measure"]

Outcomes = Mapping[str, Mapping[str, Outcome]]
"""By article, what each part of a measure says; a measure that is no mean has one part, itself."""


class Scored(NamedTuple):
    """A measure on all articles that have its layers.

    Attributes:
        measure: its spelling.
        outcomes: of its parts, by article.
        rows: its judgements, by article. Those of coreference are mentions.
    """

    measure: str
    outcomes: Outcomes
    rows: Mapping[str, Sequence[Judgement]]

    @property
    def f1(self) -> float | None:
        """Of all articles, 0 to 1; None if there is nothing on either side."""
        return f1_of(self.outcomes)

    def f1_by_article(self) -> dict[str, float | None]:
        """F1 of each article by itself."""
        return {id: f1_of({id: parts}) for id, parts in self.outcomes.items()}


def score_measure(subject: Subject, measure: str) -> Scored:
    """Score one of the measures of a subject."""
    outcomes = outcomes_of(subject, measure)
    rows = {id: _rows(subject, measure, id, parts) for id, parts in outcomes.items()}
    return Scored(measure, outcomes, rows)


def _rows(
    subject: Subject, measure: str, id: str, parts: Mapping[str, Outcome]
) -> Sequence[Judgement]:
    if measure.startswith("coref@"):
        return coref_rows(Case(id, measure, subject.golds[id], subject.preds[id], ()))
    return parts[measure].judgements


def outcomes_of(
    subject: Subject, measure: str, preds: Mapping[str, Annotations] | None = None
) -> Outcomes:
    """What a measure says of each article that has its layers.

    Args:
        subject: predictions and gold.
        measure: its spelling.
        preds: what is scored in place of the predictions, of some articles or all.
    """
    task = subject.task(measure)
    chosen = subject.preds if preds is None else preds
    scored = {id: task.score(task.golds[id], chosen[id]) for id in sorted(chosen)}
    return {id: outcomes for id, outcomes in scored.items() if outcomes}


def f1_of(outcomes: Outcomes) -> float | None:
    """F1 over articles; of a derived measure the mean of its parts', as it is scored."""
    counts: dict[str, list[Counts]] = {}
    for parts in outcomes.values():
        for part, outcome in parts.items():
            counts.setdefault(part, []).append(outcome.counts)
    values = [f1 for own in counts.values() if (f1 := total(own).f1) is not None]
    return math.fsum(values) / len(values) if values else None
