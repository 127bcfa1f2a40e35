"""Long spans, chosen among stretches of text between the places where such spans can end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from .calibration import calibrated, sure
from .document import Document, Found
from .folds import Setting, out_of_fold
from .linear import hashed, log_probabilities

__all__ = ["NONE", "Segmenter", "choose", "learn"]

NONE = "-"
_NEVER = -4.0  # log-probability


class Segmenter(NamedTuple):
    """A layer of spans.

    Attributes:
        name: the layer.
        candidates: the stretches of an article that may be such spans, as ranges of tokens.
        describe: what is told of a stretch.
        pick: of candidates with log-probabilities, the likeliest first, those that stand together.
    """

    name: str
    candidates: Callable[[Document], list[range]]
    describe: Callable[[Document, range], list[str]]
    pick: Callable[[Sequence[Found]], list[Found]]


def choose(segmenter: Segmenter, weights: dict[str, Any], doc: Document) -> list[Found]:
    """The spans of the layer in an article, in order."""
    stretches = segmenter.candidates(doc)
    rows = _rows(segmenter, doc, stretches)
    return sure(weights["calibrator"], _picked(segmenter, weights["model"], stretches, rows))


def learn(
    segmenter: Segmenter, docs: Sequence[Document], gold: Sequence[list[Found]], setting: Setting
) -> dict[str, Any] | None:
    """Fit the classifier; `docs` get what was chosen by models that had not seen them."""
    stretches = [segmenter.candidates(doc) for doc in docs]
    rows = [_rows(segmenter, doc, some) for doc, some in zip(docs, stretches, strict=True)]
    labels = []
    for some, want in zip(stretches, gold, strict=True):
        named = {one[:2]: one.label for one in want}
        labels.append([named.get((part.start, part.stop), NONE) for part in some])
    model, found = out_of_fold(
        rows,
        labels,
        setting,
        lambda model, index: _picked(segmenter, model, stretches[index], rows[index]),
    )
    if model is None:
        return None
    calibrator = calibrated(found, gold)
    for doc, some in zip(docs, found, strict=True):
        doc.layers[segmenter.name] = sure(calibrator, some)
    return {"model": model, "calibrator": calibrator}


def _rows(segmenter: Segmenter, doc: Document, stretches: Sequence[range]) -> Any:
    return hashed(segmenter.describe(doc, part) for part in stretches)


def _picked(segmenter: Segmenter, model: Any, stretches: Sequence[range], rows: Any) -> list[Found]:
    if model is None or not stretches:
        return []
    scored = [
        Found(part.start, part.stop, str(name), float(chance))
        for part, row in zip(stretches, log_probabilities(model, rows), strict=True)
        for name, chance in zip(model.classes_, row, strict=True)
        if name != NONE and chance > _NEVER
    ]
    scored.sort(key=lambda one: (-one.confidence, one))
    return sorted(segmenter.pick(scored))
