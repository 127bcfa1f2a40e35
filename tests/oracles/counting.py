"""How oracle tests ask goldfield: through the readers of its suites, a document at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from oracles.documents import Document, Mark

from goldfield.scoring.counts import Counts, total
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task

__all__ = ["categories", "outcomes_of", "pooled", "pooled_labels", "span_outcomes", "strict"]

CATEGORIES = ("COR", "INC", "PAR", "MIS", "SPU")


def span_outcomes(documents: Sequence[Document]) -> list[dict[str, Outcome]]:
    """Outcomes of the suite `spans`, one mapping a document, in their order."""
    return _span_outcomes(tuple(documents))


@lru_cache(maxsize=4)  # tests of several modes ask for the same documents one after another
def _span_outcomes(documents: tuple[Document, ...]) -> list[dict[str, Outcome]]:
    golds = [_spans(index, document.gold) for index, document in enumerate(documents)]
    preds = [_spans(index, document.pred) for index, document in enumerate(documents)]
    return outcomes_of(load_suite("spans"), golds, preds)


def outcomes_of(
    suite: Suite, golds: Sequence[Any], preds: Sequence[Any]
) -> list[dict[str, Outcome]]:
    """Outcomes of any suite; record n of either side is about document n."""
    task = build_task(suite, [golds], preds)
    return [task.score(gold, task.preds.get(id)) for id, gold in task.golds.items()]


def strict(documents: Sequence[Document]) -> list[Counts]:
    """Counts of spans@strict, one a document."""
    return [outcomes["spans@strict"].counts for outcomes in span_outcomes(documents)]


def categories(outcome: Outcome) -> tuple[int, ...]:
    """How many judgements are correct, incorrect, partial, missing and spurious."""
    found = Counter[str](row.category for row in outcome.judgements)
    return tuple(found[category] for category in CATEGORIES)


def pooled(outcomes: Iterable[Outcome]) -> Counts:
    """Counts of a corpus."""
    return total(outcome.counts for outcome in outcomes)


def pooled_labels(outcomes: Sequence[Outcome]) -> dict[str, Counts]:
    """Counts of a corpus by label."""
    labels = sorted({label for outcome in outcomes for label in outcome.labels})
    return {
        label: total(outcome.labels.get(label, Counts()) for outcome in outcomes)
        for label in labels
    }


def _spans(index: int, marks: Iterable[Mark]) -> dict[str, Any]:
    spans = [{"start": start, "end": end, "label": label} for start, end, label in marks]
    return {"id": index, "spans": spans}
