"""Several files are written together or not at all, whenever the failure comes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from made_up import snapshot

from goldfield.schema.writing import write_together


def wanted(folder: Path) -> dict[Path, bytes]:
    return {folder / name: b"new" for name in ("old.txt", "deep/er/new.txt", "deep/last.txt")}


def test_all_files_are_written(tmp_path: Path) -> None:
    write_together(wanted(tmp_path))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == wanted(tmp_path)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_failure_at_any_step_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, step: str, number: int
) -> None:
    (tmp_path / "old.txt").write_bytes(b"old")
    before = snapshot(tmp_path)
    real, calls = getattr(os, step), []

    def failing(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == number:
            raise error
        return real(*args)

    monkeypatch.setattr(os, step, failing)
    with pytest.raises(type(error)):
        write_together(wanted(tmp_path))
    assert snapshot(tmp_path) == before
    assert len(calls) >= number


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "deep").write_bytes(b"a file")
    before = snapshot(tmp_path)
    with pytest.raises(OSError, match="deep"):
        write_together(wanted(tmp_path))
    assert snapshot(tmp_path) == before
