"""Confidences that mean what they say: how often an item with such a score was right.

Platt scaling (Platt 1999) on items that the model found in articles it was not fitted to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .document import Found

__all__ = ["calibrate", "calibrated", "confidences", "sure"]


def calibrate(scores: Sequence[float], right: Sequence[bool]) -> Any:
    """A logistic regression from one score to being right; None if all were or none was.

    A higher score never gets a lower confidence: a slope below 0 is taken for 0.
    """
    from sklearn.linear_model import LogisticRegression

    if len(set(right)) < 2:
        return None
    model = LogisticRegression(C=100.0)
    model.fit(np.asarray(scores, dtype=np.float64)[:, None], np.asarray(right, dtype=int))
    if model.coef_[0, 0] < 0:
        share = float(np.mean(right))
        model.coef_[:] = 0.0
        model.intercept_[:] = np.log(share / (1 - share))
    return model


def calibrated(found: Sequence[list[Found]], gold: Sequence[list[Found]]) -> Any:
    """The calibrator of spans whose confidences are logarithms, against those that are right."""
    scores = [one.confidence for some in found for one in some]
    wanted = [{one.key for one in some} for some in gold]
    right = [one.key in want for some, want in zip(found, wanted, strict=True) for one in some]
    return calibrate(scores, right)


def sure(model: Any, found: Sequence[Found]) -> list[Found]:
    """The spans with calibrated confidences in place of logarithms."""
    stated = confidences(model, [one.confidence for one in found])
    return [one._replace(confidence=one_sure) for one, one_sure in zip(found, stated, strict=True)]


def confidences(model: Any, scores: Sequence[float]) -> list[float]:
    """A confidence for each score, to three digits; without a model what the scores say."""
    if not len(scores):
        return []
    column = np.asarray(scores, dtype=np.float64)[:, None]
    if model is None:
        return [round(float(p), 3) for p in np.exp(np.minimum(column[:, 0], 0.0))]
    return [round(float(p), 3) for p in model.predict_proba(column)[:, 1]]
