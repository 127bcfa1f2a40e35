"""Where spans are: a BILOU tag a token, decoded by the grammar of the tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from goldfield.tagging.bilou import OUTSIDE, LabelledSpan, decode, encode

from .document import Document, Found
from .linear import hashed, log_probabilities
from .viterbi import Grammar

__all__ = ["rows_of", "score", "spans", "tags_of"]

_NAME = "X"  # where, not what: all spans of a layer look alike here
_TAGS = (f"B-{_NAME}", f"I-{_NAME}", f"L-{_NAME}", OUTSIDE, f"U-{_NAME}")
_GRAMMAR = Grammar(_TAGS)
_NEVER = -20.0


def tags_of(doc: Document, found: Iterable[Found]) -> list[str]:
    """One tag a token; a span ends with the sentence in which it begins."""
    inside: dict[int, list[LabelledSpan]] = {}
    for one in found:
        place = doc.place(one.first, one.last)
        inside.setdefault(doc.sentence_of[one.first], []).append(LabelledSpan(*place, _NAME))
    return [
        tag
        for number, part in enumerate(doc.sentences)
        for tag in encode(doc.tokens[part.start : part.stop], inside.get(number, []))
    ]


def rows_of(doc: Document, sees: Sequence[str]) -> Any:
    """Features of the tokens, with what was found of the layers that the spotter sees."""
    if not sees:
        return doc.rows
    told: list[list[str]] = [[] for _ in doc.tokens]
    for layer in sees:
        for one in doc.layers.get(layer, []):
            for index in range(one.first, one.last):
                edge = "B" if index == one.first else "I"
                told[index].append(f"{layer}={one.label} {edge}")
            beside = (-2, one.first - 2), (-1, one.first - 1), (1, one.last), (2, one.last + 1)
            for at, index in beside:
                if 0 <= index < len(told):
                    told[index].append(f"{layer}{at}={one.label}")
    return doc.rows + hashed(told)


def score(model: Any, rows: Any) -> Any:
    """Log-probabilities of the five tags, one row a token."""
    scores = np.full((rows.shape[0], len(_TAGS)), _NEVER)
    if model is None:
        scores[:, _TAGS.index(OUTSIDE)] = 0.0
    elif rows.shape[0]:
        columns = [_TAGS.index(tag) for tag in model.classes_]
        scores[:, columns] = log_probabilities(model, rows)
    return scores


def spans(doc: Document, scores: Any, lean: float) -> list[Found]:
    """The spans of the best legal tags.

    Args:
        doc: the article.
        scores: of `score`.
        lean: taken from the score of being outside: above 0, more is found.

    Returns:
        spans without a label; their confidence is the log-probability of their tags.
    """
    leant = scores.copy()
    leant[:, _TAGS.index(OUTSIDE)] -= lean
    found: list[Found] = []
    for part in doc.sentences:
        path = _GRAMMAR.best(leant[part.start : part.stop])
        tags = [_TAGS[tag] for tag in path]
        for span in decode(doc.tokens[part.start : part.stop], tags):
            inside = doc.covered(span.start, span.end)
            sure = sum(scores[index, path[index - part.start]] for index in inside)
            found.append(Found(inside.start, inside.stop, _NAME, float(sure)))
    return found
