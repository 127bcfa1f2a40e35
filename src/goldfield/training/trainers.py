"""Finding the trainer of a baseline, and holding it to its contract."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from platform import python_version
from types import ModuleType
from typing import Any, NamedTuple, cast

from goldfield.errors import ExtractorError, GoldfieldError, MissingExtra, UnknownName, UsageError
from goldfield.release import version
from goldfield.running import specs
from goldfield.running.contract import Extractor, Scalar
from goldfield.running.encoding import one_line
from goldfield.running.loading import load, load_module
from goldfield.schema.labels import LAYERS, Layer
from goldfield.training.contract import Lesson

__all__ = ["Candidate", "Trainer", "find_trainer", "trainable"]

Candidate = Mapping[str, Scalar]
"""What `fit` is called with beside the lesson and the folder."""
_FILE = "trainer.py"


class Trainer(NamedTuple):
    """A baseline that can be trained.

    Attributes:
        spec: the extractor that the models are for.
        name: the name of its folder, by which manifests speak of it.
        layers: what it can learn, in the order of the schema.
        candidates: what is tried.
        packages: distributions whose versions a manifest names.
        function: `fit` of the contract; `Trainer.fit` calls it.
    """

    spec: specs.Spec
    name: str
    layers: tuple[Layer, ...]
    candidates: tuple[Candidate, ...]
    packages: tuple[str, ...]
    function: Callable[..., object]

    def fit(self, lesson: Lesson, out: Path, candidate: Candidate) -> None:
        """Write the weights that a candidate learns from a lesson into the empty folder `out`.

        Raises:
            ExtractorError: in one line, whatever went wrong in the trainer's own code.
        """
        try:
            self.function(lesson, out, **candidate)
        except GoldfieldError:
            raise
        except Exception as error:
            raise ExtractorError(str(self.spec), f"{_FILE}: {one_line(error)}") from error

    def open(self, model: Path) -> Extractor:
        """The extractor with a model, in this process."""
        spec = self.spec
        return load(specs.Spec(spec.kind, spec.target, spec.name, (("model", str(model)),)))

    def versions(self) -> dict[str, str]:
        """The versions that a manifest names.

        Raises:
            MissingExtra: one of the packages is not installed.
        """
        return {
            "python": python_version(),
            "goldfield": version(),
            **{package: _version(package) for package in self.packages},
        }


def trainable() -> list[str]:
    """The names of the baselines that can be trained."""
    return [n for n in specs.baselines() if specs.baseline_file(n).with_name(_FILE).is_file()]


def find_trainer(text: str) -> Trainer:
    """The trainer beside the extractor of a spec: of a baseline, or of anybody's ``PATH.py``.

    Raises:
        UnknownName: there is no such baseline.
        UsageError: it cannot be trained.
        ExtractorError: its trainer breaks the contract.
    """
    spec = specs.parse(text)
    if spec.params:
        raise UsageError(f"{text}: a trainer takes no parameters; {_FILE} says what is tried")
    if spec.kind not in ("baseline", "path"):
        raise UsageError(f"{text}: only a baseline or a PATH.py with a {_FILE} can be trained")
    extractor = Path(spec.target) if spec.kind == "path" else specs.baseline_file(spec.target)
    path = extractor.resolve().with_name(_FILE)
    if not path.is_file():
        raise UsageError(f"{text} has no {_FILE}; trained can be: {', '.join(trainable())}")
    try:
        return _trainer(spec, path.parent.name, load_module(path))
    except GoldfieldError:
        raise
    except Exception as error:
        raise ExtractorError(text, f"{_FILE}: {one_line(error)}") from error


def _trainer(spec: specs.Spec, name: str, module: ModuleType) -> Trainer:
    layers = cast(Sequence[Any], module.LAYERS)
    for layer in layers:
        if layer not in LAYERS:
            raise UnknownName("layer", layer, LAYERS)
    candidates = tuple(dict(candidate) for candidate in module.CANDIDATES)
    if not candidates or not layers or not inspect.isfunction(module.fit):
        raise ExtractorError(str(spec), f"{_FILE}: LAYERS, CANDIDATES or fit is empty")
    known = tuple(layer for layer in LAYERS if layer in layers)
    return Trainer(spec, name, known, candidates, tuple(module.PACKAGES), module.fit)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError as error:
        raise MissingExtra(package, "baselines") from error
