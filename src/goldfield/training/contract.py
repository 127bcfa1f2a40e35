"""What a baseline that can be trained has to offer.

A baseline that can be trained has a module ``trainer.py`` beside its ``extractor.py``::

    LAYERS = ("entities", "times")           # what it can learn
    CANDIDATES = ({"c2": 0.1}, {"c2": 1.0})  # what is tried; the best on validation is kept
    PACKAGES = ("python-crfsuite",)          # distributions whose version the manifest names

    def fit(lesson, out, **candidate):       # writes weights into the empty folder `out`
        ...

and its extractor takes ``model=DIR``, by default the folder ``model`` beside it. The module is
loaded as the extractor is, so relative imports work. Seeds come from the lesson, and nothing of
what is written may depend on the clock: the same lesson gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from goldfield.schema.labels import Layer
from goldfield.schema.records import Article

__all__ = ["Lesson"]


class Lesson(NamedTuple):
    """What a trainer is given.

    Attributes:
        train: the articles to learn from.
        validation: articles for early stopping and the like; may be empty.
        layers: what to learn: those of `LAYERS` that every article has.
        seed: of everything random.
        tell: called with a line about the progress.
    """

    train: Sequence[Article]
    validation: Sequence[Article]
    layers: tuple[Layer, ...]
    seed: int
    tell: Callable[[str], object]
