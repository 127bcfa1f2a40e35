"""Fitting all models of a lesson, each on what the earlier ones find in unseen articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from goldfield.errors import MissingExtra
from goldfield.training import Lesson

from . import gazetteer

__all__ = ["CANDIDATES", "LAYERS", "PACKAGES", "fit"]

LAYERS = (
    "date_published", "headline", "deck", "dateline", "byline", "publisher", "entities", "coref",
    "times", "quantities", "quotes", "speakers", "events", "arguments",
)  # fmt: skip
CANDIDATES = ({"strength": 0.3}, {"strength": 1.0}, {"strength": 3.0})
PACKAGES = ("scikit-learn", "skops", "numpy", "scipy")


def fit(lesson: Lesson, out: Path, *, strength: float) -> None:
    """Fit a candidate and write its models.

    Args:
        lesson: what to learn.
        out: an empty folder.
        strength: inverse of the regularisation, `C` of scikit-learn's `LogisticRegression`.

    Raises:
        MissingExtra: scikit-learn or skops is not installed.
    """
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        from .course import teach
        from .store import FILE, save
    except ModuleNotFoundError as error:
        raise MissingExtra(str(error.name), "baselines") from error
    surfaces = gazetteer.published()
    with threadpool_limits(limits=1):  # sums of several threads differ in their last digits
        models: dict[str, Any] = teach(lesson, surfaces, strength)
    save(models, out / FILE)
    gazetteer.save(surfaces, out)
