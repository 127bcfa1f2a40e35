"""Errors of parents: which quote stands around which, of quotes whose content is matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from goldfield.diagnosis.kinds import Case, Error, Kind
from goldfield.diagnosis.nodes import plain_source
from goldfield.schema.records import Annotations, Quote
from goldfield.scoring.measures.contents import content_of, overlap

__all__ = ["parent_errors", "with_parents_repaired"]

_KINDS: dict[str, Kind] = {
    "parent": "wrong parent",
    "no parent predicted": "missed",
    "gold has no parent": "spurious",
}


def parent_errors(case: Case) -> list[Error]:
    """The errors of `parent` in one article."""
    return [
        Error(case.id, case.measure, _KINDS[row.reason], row.gold, row.pred, row.homes)
        for row in case.rows
        if row.category != "COR"
    ]


def with_parents_repaired(case: Case, errors: Sequence[Error]) -> Annotations:
    """The prediction with each quote in the quote that gold has around it, or in none.

    Where no predicted quote matches gold's parent, that is added.
    """
    golds = {
        quote.id: replace(quote, source=plain_source(quote.source, case.gold.entities))
        for quote in case.gold.quotes
    }
    preds = {quote.id: replace(quote) for quote in case.pred.quotes}
    for error in errors:
        gold, pred = golds.get(error.within[0] or ""), preds.get(error.within[1] or "")
        parent = golds.get(gold.parent or "") if gold else None
        if pred:
            pred.parent = _like(parent, golds, preds) if parent else None
    return replace(case.pred, quotes=list(preds.values()))


def _like(parent: Quote, golds: Mapping[str, Quote], preds: dict[str, Quote]) -> str:
    """The id of a predicted quote that matches gold's; one is added if there is none.

    What is added has the parent that it has in gold.
    """
    wanted = content_of(parent)
    for quote in preds.values():
        if overlap(wanted, content_of(quote)).matched:
            return quote.id
    added = preds[f"+{parent.id}"] = replace(parent, id=f"+{parent.id}", parent=None)
    above = golds.get(parent.parent or "")
    added.parent = _like(above, golds, preds) if above else None
    return added.id
