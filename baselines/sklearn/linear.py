"""Linear models over hashed features: fitted by scikit-learn, kept small."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
import scipy.sparse as sp

__all__ = ["WIDTH", "binary", "fit", "hashed", "likeliest", "log_probabilities", "stacked"]

WIDTH = 1 << 18
_BLOCK = 4096  # rows hashed at a time, so that their strings need little memory
_SEEN = 2  # a feature of fewer training rows is left out
_LEAST = 0.02  # a smaller weight is none
_DIGITS = 3


def hashed(rows: Iterable[Iterable[str]]) -> Any:
    """A sparse row for each collection of strings; equal strings count once."""
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(WIDTH, input_type="string", dtype=np.float32, alternate_sign=False)
    told, blocks = iter(rows), []
    while block := list(islice(told, _BLOCK)):
        found = hasher.transform(block)
        found.data[:] = 1
        blocks.append(found)
    return stacked(blocks)


def stacked(blocks: Sequence[Any]) -> Any:
    """Rows of several blocks; of none, a matrix without rows."""
    if not blocks:
        return sp.csr_matrix(np.empty((0, WIDTH), dtype=np.float32))
    return sp.vstack(blocks, format="csr", dtype=np.float32)


def fit(rows: Any, labels: Sequence[str], strength: float, seed: int) -> Any:
    """A multinomial logistic regression with few weights; None if there is nothing to tell apart.

    Args:
        rows: a sparse row an item.
        labels: one a row.
        strength: inverse of the regularisation (`C`).
        seed: of the solver.
    """
    from sklearn.linear_model import LogisticRegression

    columns = np.flatnonzero(np.bincount(rows.indices, minlength=WIDTH) >= _SEEN)
    if len(set(labels)) < 2 or not len(columns):
        return None
    model = LogisticRegression(C=strength, max_iter=1000, tol=1e-4, random_state=seed)
    model.fit(rows[:, columns], np.asarray(labels))
    return _shrunk(model, columns)


def _shrunk(model: Any, columns: Any) -> Any:
    """The same model over all columns, with its lesser weights left out and the rest rounded."""
    weights = np.round(model.coef_, _DIGITS).astype(np.float32)
    weights[np.abs(weights) < _LEAST] = 0
    small = sp.csr_matrix(weights)
    model.coef_ = sp.csr_matrix(
        (small.data, columns[small.indices].astype(np.int32), small.indptr.astype(np.int32)),
        shape=(weights.shape[0], WIDTH),
    )
    model.intercept_ = model.intercept_.astype(np.float32)
    model.n_features_in_ = WIDTH
    return model


def log_probabilities(model: Any, rows: Any) -> Any:
    """Natural logarithms, one row an item, one column a class of `model.classes_`."""
    scores = (rows @ _weights(model)).toarray() + model.intercept_
    if scores.shape[1] == 1:
        scores = np.hstack([np.zeros_like(scores), scores])
    scores -= scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


@lru_cache(maxsize=128)
def _weights(model: Any) -> Any:
    """One row a feature, one column a class, as products want it."""
    return model.coef_.T.tocsr()


def likeliest(model: Any, rows: Any, otherwise: str) -> list[str]:
    """The likeliest class of each row; without a model that of all."""
    if model is None or not rows.shape[0]:
        return [otherwise] * rows.shape[0]
    return [str(model.classes_[best]) for best in log_probabilities(model, rows).argmax(axis=1)]


def binary(model: Any, rows: Any) -> Any:
    """The probability of class "yes" of each row; 0 without a model."""
    if model is None or not rows.shape[0]:
        return np.zeros(rows.shape[0])
    return np.exp(log_probabilities(model, rows)[:, list(model.classes_).index("yes")])
