"""Every error of a measure, in exactly one kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from goldfield.diagnosis.attached import attached_errors
from goldfield.diagnosis.certainty import factuality_errors
from goldfield.diagnosis.coreference import coref_errors
from goldfield.diagnosis.kinds import Case, Error, Kind
from goldfield.diagnosis.linking import kind_of_link, refine_links
from goldfield.diagnosis.pairing import pair_arguments, pair_up, relate_spans
from goldfield.diagnosis.parents import parent_errors
from goldfield.scoring.measures.scalars import SCALARS
from goldfield.scoring.outcome import Item, Judgement

__all__ = ["errors_of"]

_VALUES = ("times@value", "quantities@value", "quantities@unit")
_REASONS: dict[str, Kind] = {
    "": "boundary",  # in part
    "boundary": "boundary",
    "content": "boundary",
    "speaker": "wrong speaker",
    "content and speaker": "boundary and speaker",
}


def errors_of(case: Case) -> list[Error]:
    """The errors of one measure in one article.

    Args:
        case: any measure of articles, with all of its judgements.
    """
    field, _, rest = case.measure.partition("@")
    mode = rest.partition(":")[0]
    if field == "coref":
        return coref_errors(case)
    if whole := _WHOLE.get(f"{field}@{mode}"):
        return whole(case)
    errors = _one_by_one(case)
    return _PAIRED.get(mode if field != "linking" else field, _as_they_are)(case, errors)


def _as_they_are(case: Case, errors: Sequence[Error]) -> list[Error]:
    return list(errors)


def _spans_paired(case: Case, errors: Sequence[Error], *, mode: str) -> list[Error]:
    return pair_up(errors, relate_spans(mode))


_WHOLE: dict[str, Callable[[Case], list[Error]]] = {
    "events@factuality": factuality_errors,
    "events@factuality-full": factuality_errors,
    "quotes@parent": parent_errors,
}
_PAIRED: dict[str, Callable[[Case, Sequence[Error]], list[Error]]] = {
    **{mode: partial(_spans_paired, mode=mode) for mode in ("left", "right", "iou")},
    **dict.fromkeys(("arg-i", "arg-c", "arg-c-coref"), pair_arguments),
    **dict.fromkeys(("arg-c+", "template"), attached_errors),
    "linking": refine_links,
}


def _one_by_one(case: Case) -> list[Error]:
    """The errors as the measure judges items, alone or in pairs."""
    seen = {row.pred for row in case.rows if row.pred and row.category != "SPU"}
    found: list[Error] = []
    for row in case.rows:
        if row.category != "COR":
            kind = _kind(case.measure, row, seen)
            found.append(Error(case.id, case.measure, kind, row.gold, row.pred, row.homes))
            if row.pred is not None:
                seen.add(row.pred)
    return found


def _kind(measure: str, row: Judgement, seen: set[Item]) -> Kind:
    if row.pred is None:
        return "missed"
    if row.gold is not None:
        return _of_pair(measure, row)
    if measure in SCALARS:
        return "hallucinated"
    attached = measure in ("events@arg-c+", "events@template")  # a copy is one within its event
    if row.reason == "duplicate" if attached else row.pred in seen:
        return "duplicate"
    return "not in the text" if (row.pred.start or 0) < 0 else "spurious"


def _of_pair(measure: str, row: Judgement) -> Kind:
    if measure in SCALARS:
        return "granularity" if row.reason in ("coarser", "finer") else "wrong value"
    if measure.startswith("linking"):
        return kind_of_link(row)
    valued = measure in _VALUES
    if row.reason == "label":
        return "wrong value" if valued else "wrong type"
    if row.reason == "boundary and label":
        return "boundary and value" if valued else "boundary and type"
    return _REASONS[row.reason]
