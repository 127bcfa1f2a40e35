"""The modules of the spaCy baseline, and models that have learned next to nothing."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

from goldfield.models import ModelManifest, hashes_of, write_manifest
from goldfield.running.loading import load_module
from goldfield.running.specs import baseline_file
from goldfield.schema.labels import Layer
from goldfield.schema.records import Article
from goldfield.training import Lesson

__all__ = ["HERE", "manifest", "module", "trained"]

HERE = baseline_file("spacy").parent
BRIEF: dict[str, Any] = {"training.max_steps": 4, "training.eval_frequency": 2}


def module(name: str) -> ModuleType:
    return load_module(HERE / f"{name}.py")


def trained(out: Path, articles: list[Article], layers: tuple[Layer, ...]) -> list[str]:
    """Train for four steps on all articles but the last; what was told meanwhile."""
    told: list[str] = []
    out.mkdir()
    lesson = Lesson(articles[:-1], articles[-1:], layers, 7, told.append)
    module("trainer").fit(lesson, out, **BRIEF)
    write_manifest(out, manifest(out, layers))
    return told


def manifest(folder: Path, layers: tuple[Layer, ...]) -> ModelManifest:
    return ModelManifest(
        baseline="spacy",
        layers=list(layers),
        seed=7,
        data={},
        parameters={},
        selection=[],
        packages={},
        files=hashes_of(folder),
    )
