"""A model folder is used only as it was trained, by the baseline that it was trained for."""

from __future__ import annotations

from pathlib import Path

import pytest

from goldfield.errors import GoldfieldError, UsageError
from goldfield.models import (
    ModelManifest,
    check_model_place,
    hashes_of,
    open_model,
    write_manifest,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model = tmp_path / "model"
    (model / "deep").mkdir(parents=True)
    (model / "weights").write_bytes(b"1")
    (model / "deep" / "table").write_bytes(b"2")
    write_manifest(model, manifest_of(model))
    return model


def manifest_of(folder: Path) -> ModelManifest:
    return ModelManifest(
        baseline="mine", layers=["entities"], seed=0, data={"train": "t"}, parameters={"c": 1.5},
        selection=[({"c": 1.5}, 0.5)], packages={"python": "3"}, files=hashes_of(folder),
    )  # fmt: skip


def test_reads_what_was_written(folder: Path) -> None:
    assert open_model(folder, "mine") == manifest_of(folder)
    assert list(manifest_of(folder).files) == ["deep/table", "weights"]


def test_the_learning_curve_is_no_part_of_the_model(folder: Path) -> None:
    (folder / "curve.json").write_text("{}")
    assert open_model(folder, "mine").digest == manifest_of(folder).digest
    (folder / "deep" / "curve.json").write_text("{}")  # this one is somebody's weights
    with pytest.raises(GoldfieldError, match=r"not as trained: deep/curve\.json;"):
        open_model(folder, "mine")


def test_digest_changes_with_a_weight(folder: Path) -> None:
    before = manifest_of(folder).digest
    (folder / "weights").write_bytes(b"3")
    assert manifest_of(folder).digest != before


@pytest.mark.parametrize("name", ["weights", "deep/table", "more"])
def test_a_changed_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"other")
    with pytest.raises(GoldfieldError, match=f"not as trained: {name}; train one: goldfield train"):
        open_model(folder, "mine")


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "weights").unlink()
    with pytest.raises(GoldfieldError, match="not as trained: weights"):
        open_model(folder, "mine")


def test_another_baselines_model_is_refused(folder: Path) -> None:
    with pytest.raises(GoldfieldError, match="holds a model of mine; train one: goldfield train x"):
        open_model(folder, "x")


def test_no_model(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(GoldfieldError, match=r"no model in .*: No such file"):
        open_model(tmp_path / "nowhere", "mine")
    (folder / "manifest.json").write_text('{"baseline": 1}')
    with pytest.raises(GoldfieldError, match="is no manifest"):
        open_model(folder, "mine")


def test_only_a_model_may_be_replaced(folder: Path, tmp_path: Path) -> None:
    empty, other, run = tmp_path / "empty", tmp_path / "other", tmp_path / "run"
    for place in (empty, other, run):
        place.mkdir()
    (other / "letter.txt").write_text("dear")
    (run / "manifest.json").write_text('{"name": "rules", "suite": "core"}')
    for place in (folder, empty, tmp_path / "new" / "deep"):
        assert check_model_place(place) == place.resolve()
    for place in (other, run, other / "letter.txt"):
        with pytest.raises(UsageError, match="is there and is no model folder"):
            check_model_place(place)
