"""The job: fit every candidate, score each on the validation articles, keep the best."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from math import fsum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from msgspec.structs import replace

from goldfield.corpus.gold import Gold
from goldfield.errors import UsageError
from goldfield.evaluation import evaluate
from goldfield.models import ModelManifest, check_model_place, hashes_of, write_manifest
from goldfield.schema.folders import writing_folder
from goldfield.schema.labels import Layer
from goldfield.schema.records import Article
from goldfield.scoring.scorer import Scores
from goldfield.training.contract import Lesson
from goldfield.training.sets import Sets, identity
from goldfield.training.trainers import Candidate, Trainer

__all__ = ["SUITE", "Model", "fit_and_score", "train"]

SUITE = "core"
"""What candidates are selected by, and learning curves show."""
NAMES = "entities@strict"
"""What they are selected by where gold has names only: the rest would count them again."""


class Model(NamedTuple):
    """A trained model, and what it was trained with."""

    trainer: Trainer
    sets: Sets
    lesson: Lesson
    manifest: ModelManifest
    folder: Path


def train(
    trainer: Trainer,
    sets: Sets,
    out: str | Path,
    seed: int = 0,
    tell: Callable[[str], object] = lambda _: None,
) -> Model:
    """Train a baseline and keep the candidate that is best on the validation articles.

    The same arguments give the same bytes on one machine.

    Args:
        trainer: see `find_trainer`.
        sets: see `gather`.
        out: the folder of the model; an older model there is replaced as a whole.
        seed: of everything random.
        tell: called with a line about the progress.

    Raises:
        UsageError: something else is in place of the folder, or the articles have no layer that
            the baseline learns.
        ExtractorError: the baseline failed.
        MissingExtra: a package that it needs is not installed.
    """
    folder = check_model_place(Path(out))
    lesson = Lesson(
        sets.train.articles, sets.validation.articles, _layers(trainer, sets.train), seed, tell
    )
    blank = ModelManifest(
        baseline=trainer.name,
        layers=list(lesson.layers),
        seed=seed,
        data={"train": identity(sets.train), "validation": identity(sets.validation)},
        parameters={},
        selection=[],
        packages=trainer.versions(),
        files={},
    )
    with TemporaryDirectory() as room, writing_folder(folder) as beside:
        trials = list(_trials(trainer, lesson, blank, sets.validation, Path(room)))
        best = max(trials, key=lambda trial: trial.score)  # of equals the first
        manifest = replace(
            blank,
            parameters=dict(best.candidate),
            selection=[(dict(trial.candidate), round(trial.score, 4)) for trial in trials],
            files=hashes_of(best.folder),
        )
        shutil.copytree(best.folder, beside, dirs_exist_ok=True)
        write_manifest(beside, manifest)
    return Model(trainer, sets, lesson, manifest, folder)


def fit_and_score(
    trainer: Trainer, lesson: Lesson, manifest: ModelManifest, gold: Gold, room: Path
) -> Scores:
    """Fit the parameters of a manifest into the new folder `room`, and score them on `gold`."""
    room.mkdir()
    trainer.fit(lesson, room, manifest.parameters)
    write_manifest(room, replace(manifest, files=hashes_of(room)))
    scores = evaluate(trainer.open(room), corpus=gold, suite=SUITE).scores
    for failure in scores.failures:
        lesson.tell(f"  failed on {failure.id}: {failure.error}")
    return scores


class _Trial(NamedTuple):
    candidate: Candidate
    score: float
    folder: Path


def _trials(
    trainer: Trainer, lesson: Lesson, blank: ModelManifest, gold: Gold, room: Path
) -> Iterator[_Trial]:
    for number, candidate in enumerate(trainer.candidates):
        manifest = replace(blank, parameters=dict(candidate))
        folder = room / str(number)
        score = _mean(fit_and_score(trainer, lesson, manifest, gold, folder), gold.articles)
        told = ", ".join(f"{name}={value}" for name, value in candidate.items())
        lesson.tell(f"candidate {number + 1} of {len(trainer.candidates)} ({told}): {score:.4f}")
        yield _Trial(candidate, score, folder)


def _layers(trainer: Trainer, gold: Gold) -> tuple[Layer, ...]:
    common = set(trainer.layers).intersection(*(article.layers for article in gold.articles))
    if not common:
        learns = ", ".join(trainer.layers)
        raise UsageError(f"{trainer.name} learns {learns}; no layer of these is in every article")
    return tuple(layer for layer in trainer.layers if layer in common)


def _mean(scores: Scores, articles: Sequence[Article]) -> float:
    """The mean F1 of what is predicted and in gold; of names alone where gold has names alone."""
    names_only = all(set(article.layers) == {"entities"} for article in articles)
    measures = [NAMES] if names_only else list(scores.fields)
    found = [scores.fields[name].f1 for name in measures if name in scores.fields]
    told = [f1 for f1 in found if f1 is not None]
    return fsum(told) / len(told) if told else 0.0
