"""A layer of labelled spans: where they are, what they are, how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from . import labeller, spotter
from .calibration import calibrated, sure
from .document import Document, Found
from .folds import Example, Setting, out_of_fold

__all__ = ["Finder", "find", "learn"]

_LEANS = (0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 2.0)
_SPARE = 0.5  # more is found than is best: what is unlikely with its label is left out again
_LEASTS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)


class Finder(NamedTuple):
    """One layer of spans, found by a spotter and, of several labels, a labeller.

    Attributes:
        name: the layer.
        sees: earlier layers that its spotter looks at.
        told: what its labeller is told of a span.
    """

    name: str
    sees: tuple[str, ...] = ()
    told: labeller.Told = labeller.company


def find(finder: Finder, weights: dict[str, Any], doc: Document) -> list[Found]:
    """The spans of the layer in an article, in order."""
    scores = spotter.score(weights["spot"], spotter.rows_of(doc, finder.sees))
    spans = spotter.spans(doc, scores, weights["lean"])
    if weights["label"] is None:
        spans = [span._replace(label=weights["only"]) for span in spans]
    else:
        spans = labeller.label(weights["label"], doc, spans, finder.told)
    return _likely(sure(weights["calibrator"], spans), weights["least"])


def learn(
    finder: Finder,
    docs: Sequence[Document],
    gold: Sequence[list[Found]],
    setting: Setting,
    examples: Sequence[Example] = (),
) -> dict[str, Any] | None:
    """Fit the layer's models; `docs` get what was found by models that had not seen them.

    Args:
        finder: the layer.
        docs: the articles, with the earlier layers that were found in them.
        gold: the right spans of each.
        setting: how to fit.
        examples: more for the labeller, from outside the articles.

    Returns:
        the weights that `find` takes; None if gold holds no such span.
    """
    only = min((one.label for spans in gold for one in spans), default="")
    rows = [spotter.rows_of(doc, finder.sees) for doc in docs]
    tags = [spotter.tags_of(*one) for one in zip(docs, gold, strict=True)]
    spot, scores = out_of_fold(
        rows, tags, setting, lambda model, index: spotter.score(model, rows[index])
    )
    if spot is None:
        return None

    def found(lean: float) -> list[list[Found]]:
        return [spotter.spans(*one, lean) for one in zip(docs, scores, strict=True)]

    lean = max(_LEANS, key=lambda lean: _f1(found(lean), gold, 2)) + _SPARE
    spans = [[one._replace(label=only) for one in some] for some in found(lean)]
    label, spans = _labelled(finder, docs, gold, spans, (setting, examples))
    calibrator = calibrated(spans, gold)
    spans = [sure(calibrator, some) for some in spans]
    least = max(_LEASTS, key=lambda least: _f1([_likely(some, least) for some in spans], gold, 3))
    for doc, some in zip(docs, spans, strict=True):
        doc.layers[finder.name] = _likely(some, least)
    return {
        "spot": spot, "lean": lean, "label": label, "only": only,
        "calibrator": calibrator, "least": least,
    }  # fmt: skip


def _labelled(
    finder: Finder,
    docs: Sequence[Document],
    gold: Sequence[list[Found]],
    spans: list[list[Found]],
    how: tuple[Setting, Sequence[Example]],
) -> tuple[Any, list[list[Found]]]:
    """The labeller, and the spans with the labels that it gives to articles it has not seen."""
    setting, examples = how
    told = finder.told
    rows = [labeller.rows_of(doc, some, told) for doc, some in zip(docs, gold, strict=True)]
    labels = [[one.label for one in some] for some in gold]

    def apply(model: Any, index: int) -> list[Found]:
        if model is None:
            return spans[index]
        return labeller.label(model, docs[index], spans[index], told)

    return out_of_fold(rows, labels, setting, apply, examples)


def _likely(spans: Sequence[Found], least: float) -> list[Found]:
    return [span for span in spans if span.confidence >= least]


def _f1(spans: Sequence[list[Found]], gold: Sequence[list[Found]], parts: int) -> float:
    """F1 of spans by their first parts: 2, their place; 3, their label too."""
    right = sum(
        len({one[:parts] for one in some} & {one[:parts] for one in want})
        for some, want in zip(spans, gold, strict=True)
    )
    return 2 * right / max(1, sum(map(len, spans)) + sum(map(len, gold)))
