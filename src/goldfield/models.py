"""What a trained model is: a folder of weights with a manifest that says where they come from.

A trained baseline reads its folder through `open_model`, so that no weights are ever used that
are not those of the manifest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.errors import GoldfieldError, UsageError
from goldfield.schema.labels import Layer
from goldfield.schema.writing import to_json, write_text

__all__ = [
    "CURVE",
    "MANIFEST",
    "ModelManifest",
    "check_model_place",
    "hashes_of",
    "open_model",
    "write_manifest",
]

MANIFEST = "manifest.json"
CURVE = "curve.json"
"""The learning curve, if there is one: a report on the model that no extractor reads."""


class ModelManifest(Struct, frozen=True, kw_only=True):
    """``manifest.json`` of a model folder.

    Attributes:
        baseline: which baseline reads the folder.
        layers: what it was trained to predict.
        seed: of everything random.
        data: what it was trained on, and selected on: name and split, number of articles, hash.
        parameters: the candidate that was selected.
        selection: each candidate with its mean F1 on the validation articles.
        packages: versions of Python and of the libraries that trained it.
        files: SHA-256 of every file that the extractor may read, by its path there.
    """

    baseline: str
    layers: list[Layer]
    seed: int
    data: dict[str, str]
    parameters: dict[str, str | int | float | bool | None]
    selection: list[tuple[dict[str, str | int | float | bool | None], float]]
    packages: dict[str, str]
    files: dict[str, str]

    @property
    def digest(self) -> str:
        """Eight hex digits that change with any weight; part of an extractor's version."""
        told = "\0".join(f"{name}\0{sha}" for name, sha in sorted(self.files.items()))
        return hashlib.sha256(told.encode()).hexdigest()[:8]


def hashes_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder but its manifest and learning curve, by POSIX path."""
    beside = {folder / MANIFEST, folder / CURVE}
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path not in beside and "__pycache__" not in path.parts
    }


def write_manifest(folder: Path, manifest: ModelManifest) -> None:
    """Write the manifest into the folder of its model."""
    write_text(folder / MANIFEST, to_json(manifest))


def open_model(folder: str | Path, baseline: str) -> ModelManifest:
    """The manifest of a model, once every file is the one it names.

    Raises:
        GoldfieldError: there is no model, it is another baseline's, or a file was changed.
    """
    path = Path(folder)
    train = f"train one: goldfield train {baseline} --out DIR"
    try:
        manifest = _read(path)
    except OSError as error:
        raise GoldfieldError(f"no model in {path}: {error.strerror}; {train}") from error
    except (ValueError, RecursionError) as error:
        raise GoldfieldError(f"{path / MANIFEST} is no manifest: {error}; {train}") from error
    if manifest.baseline != baseline:
        raise GoldfieldError(f"{path} holds a model of {manifest.baseline}; {train}")
    if wrong := _changed(hashes_of(path), manifest.files):
        raise GoldfieldError(f"{path}: not as trained: {', '.join(wrong)}; {train}")
    return manifest


def check_model_place(folder: Path) -> Path:
    """The absolute path of a folder that a model may be written to: new, empty, or a model's.

    Raises:
        UsageError: it is something else, which a model must never replace.
    """
    folder = folder.resolve()
    if folder.exists() and not _may_be_replaced(folder):
        raise UsageError(f"{folder} is there and is no model folder; name another")
    return folder


def _may_be_replaced(folder: Path) -> bool:
    try:
        return not any(folder.iterdir()) or bool(_read(folder))
    except (OSError, ValueError, RecursionError):
        return False


def _read(folder: Path) -> ModelManifest:
    return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=ModelManifest)


def _changed(found: Mapping[str, str], named: Mapping[str, str]) -> list[str]:
    return sorted(name for name in named.keys() | found if found.get(name) != named.get(name))
