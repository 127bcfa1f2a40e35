"""Errors of entity linking: what the names that stand in one place are linked to on both sides.

A measure looks at some names only, as those that are linked. So a name that it misses may be there,
linked otherwise, and is told from one that was not found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from goldfield.diagnosis.kinds import Case, Error, Kind
from goldfield.diagnosis.pairing import Related, pair_up
from goldfield.schema.records import Annotations
from goldfield.scoring.measures.linking import NIL, linked_names
from goldfield.scoring.outcome import Item, Judgement

__all__ = ["kind_of_link", "refine_links"]

Where = set[tuple[int, int]]
Names = Mapping[tuple[int, int], set[str]]


def kind_of_link(row: Judgement) -> Kind:
    """The kind of a pair of names that is wrong."""
    if row.reason == "boundary":
        return "boundary"
    if row.reason == "boundary and label":
        return "boundary and link"
    if row.gold and row.gold.label == NIL:
        return "spurious link"
    return "missed link" if row.pred and row.pred.label == NIL else "wrong link"


def refine_links(case: Case, errors: Sequence[Error]) -> list[Error]:
    """The errors, with a missed or spurious item told from a name that is linked otherwise."""
    gold, pred = _names(case.gold), _names(case.pred)
    if case.measure != "linking@entity":
        return [_refined(e, _at(e.gold or e.pred), pred if e.gold else gold) for e in errors]
    golds, preds = _places(gold), _places(pred)
    joined = pair_up(errors, lambda one, other: _relinked(one, other, golds, preds))
    return [
        _refined(e, _of(e.gold, golds), pred) if e.gold else _refined(e, _of(e.pred, preds), gold)
        for e in joined
    ]


def _refined(error: Error, where: Where, other: Names) -> Error:
    """The error of one side under its kind, by what the other side links the same places to."""
    item = error.gold or error.pred
    if item is None or error.kind not in ("missed", "spurious"):
        return error
    links = set[str]().union(*(other.get(place, set()) for place in where))
    nil = item.label == NIL
    if not (links - {NIL} if nil else NIL in links):
        return error
    return replace(
        error, kind="spurious link" if nil == (error.gold is not None) else "missed link"
    )


def _names(record: Annotations) -> Names:
    """What the names in each place are linked to."""
    found: dict[tuple[int, int], set[str]] = {}
    for name in linked_names(record, "all"):
        if name.start >= 0:
            found.setdefault((name.start, name.end), set()).add(name.label)
    return found


def _places(names: Names) -> Mapping[str, Where]:
    """Where the names of each item stand."""
    found: dict[str, Where] = {}
    for place, links in names.items():
        for item in links:
            found.setdefault(item, set()).add(place)
    return found


def _of(item: Item | None, places: Mapping[str, Where]) -> Where:
    return places.get(item.text, set()) if item else set()


def _at(item: Item | None) -> Where:
    return {(item.start, item.end)} if item and item.start is not None and item.end else set()


def _relinked(
    gold: Error, pred: Error, golds: Mapping[str, Where], preds: Mapping[str, Where]
) -> Related | None:
    """Two items of an article that names in the same places are linked to."""
    both = _of(gold.gold, golds) & _of(pred.pred, preds)
    return Related("wrong link", (1, len(both))) if both else None
