"""Learning curves: the selected candidate fitted on fewer articles. A report, never a choice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from goldfield.errors import UsageError
from goldfield.evaluation import evaluate
from goldfield.models import CURVE
from goldfield.reporting.curves import Curve, CurvePoint
from goldfield.schema.writing import to_json, write_text
from goldfield.scoring.scorer import Scores
from goldfield.training.job import SUITE, Model, fit_and_score
from goldfield.training.sets import identity

__all__ = ["check_sizes", "learning_curve"]


def check_sizes(sizes: Sequence[int], available: int) -> tuple[int, ...]:
    """The sizes of a curve, in order and each once.

    Raises:
        UsageError: one is below 1 or above the number of articles.
    """
    for size in sizes:
        if not 1 <= size <= available:
            raise UsageError(f"a curve at {size} articles: the training set has 1 to {available}")
    return tuple(sorted(set(sizes)))


def learning_curve(model: Model, sizes: Sequence[int], draws: int = 3) -> Curve:
    """Fit on random subsets of the training articles, score, and keep ``curve.json`` in the model.

    The first articles of one random order are a draw, so its smaller sets lie in its larger. The
    whole set is drawn once: that is the model itself.

    Args:
        model: see `goldfield.training.job.train`.
        sizes: numbers of articles.
        draws: subsets of each size.

    Raises:
        UsageError: a size is not possible.
    """
    available = len(model.lesson.train)
    wanted = check_sizes(sizes, available)
    points: list[CurvePoint] = []
    with TemporaryDirectory() as room:
        for size in wanted:
            for draw in range(1 if size == available else draws):
                model.lesson.tell(f"curve: {size} articles, draw {draw + 1}")
                scores = _scores(model, size, draw, Path(room) / f"{size}-{draw}")
                f1 = {name: field.f1 for name, field in scores.fields.items()}
                points.append(CurvePoint(size, model.lesson.seed + draw, f1))
    curve = Curve(
        baseline=model.trainer.name,
        parameters=model.manifest.parameters,
        train=identity(model.sets.train),
        scored=identity(model.sets.report),
        suite=SUITE,
        points=points,
    )
    write_text(model.folder / CURVE, to_json(curve))
    return curve


def _scores(model: Model, size: int, draw: int, room: Path) -> Scores:
    gold, lesson = model.sets.report, model.lesson
    if size == len(lesson.train):
        return evaluate(model.trainer.open(model.folder), corpus=gold, suite=SUITE).scores
    seed = lesson.seed + draw
    order = random.Random(seed).sample(range(len(lesson.train)), len(lesson.train))
    drawn = [lesson.train[at] for at in sorted(order[:size])]
    smaller = lesson._replace(train=drawn, seed=seed)
    return fit_and_score(model.trainer, smaller, model.manifest, gold, room)
