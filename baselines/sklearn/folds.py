"""Fitting across folds of articles: what a model says of articles that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from .linear import fit, hashed, stacked

__all__ = ["Example", "Setting", "fit_all", "out_of_fold"]

Example: TypeAlias = tuple[list[str], str]
"""Features as strings, and the label."""


class Setting(NamedTuple):
    """How models are fitted.

    Attributes:
        strength: inverse of the regularisation (`C` of scikit-learn).
        folds: of articles.
        seed: of everything random.
    """

    strength: float
    folds: int
    seed: int


def out_of_fold(
    rows: Sequence[Any],
    labels: Sequence[Sequence[str]],
    setting: Setting,
    apply: Callable[[Any, int], Any],
    examples: Sequence[Example] = (),
) -> tuple[Any, list[Any]]:
    """The model of all articles; and of each article what a model says that was not fitted to it.

    Args:
        rows: one matrix an article.
        labels: one list an article, a label a row.
        setting: how to fit.
        apply: called with a model (or None) and the number of an article.
        examples: features and labels that belong to no article; every model is fitted to them.
    """
    more = hashed(told for told, _ in examples), [label for _, label in examples]
    said: list[Any] = [None] * len(rows)
    for kept, held in _split(len(rows), setting):
        model = _fit([rows[n] for n in kept], [labels[n] for n in kept], more, setting)
        for index in held:
            said[index] = apply(model, index)
    return _fit(rows, labels, more, setting), said


def fit_all(rows: Sequence[Any], labels: Sequence[Sequence[str]], setting: Setting) -> Any:
    """The model of all articles alone."""
    return _fit(rows, labels, (stacked([]), []), setting)


def _split(count: int, setting: Setting) -> list[tuple[Any, Any]]:
    from sklearn.model_selection import KFold

    if count < 2:
        return [(range(count), range(count))]
    folds = KFold(min(setting.folds, count), shuffle=True, random_state=setting.seed)
    return list(folds.split(range(count)))


def _fit(
    rows: Sequence[Any],
    labels: Sequence[Sequence[str]],
    more: tuple[Any, list[str]],
    setting: Setting,
) -> Any:
    said = [label for some in labels for label in some] + more[1]
    return fit(stacked([*rows, more[0]]), said, setting.strength, setting.seed)
