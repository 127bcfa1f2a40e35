"""Which interpreter `make` puts into .venv; nothing is installed here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[1] / "Makefile"
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout whose .venv is up to date and holds this interpreter."""
    shutil.copy(MAKEFILE, tmp_path)
    (tmp_path / "requirements").mkdir()
    for name in ("pyproject.toml", "requirements/eval.txt"):
        (tmp_path / name).touch()
    program(tmp_path / ".venv" / "bin" / "python", f'exec "{sys.executable}" "$@"')
    for name in ("pyvenv.cfg", ".eval-stamp"):
        (tmp_path / ".venv" / name).touch()
    return tmp_path


def program(file: Path, line: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{line}\n")
    file.chmod(0o755)
    return file


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "eval", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("arguments", [[], [f"PYTHON={sys.executable}"]])
def test_the_same_interpreter_keeps_the_environment(arguments: list[str], folder: Path) -> None:
    assert "venv --clear" not in make(folder, "-n", *arguments).stdout


def test_another_interpreter_makes_it_anew(folder: Path) -> None:
    other = program(folder / "other" / "python", "echo another version")
    planned = make(folder, "-n", f"PYTHON={other}").stdout
    assert f"'{other}' -m venv --clear .venv" in planned
    assert "pip" in planned.partition("venv --clear")[2]


def test_an_absent_interpreter_is_named_and_the_environment_stays(folder: Path) -> None:
    done = make(folder, "PYTHON=no-such-python")
    assert done.returncode == 2
    assert '"no-such-python" is not' in done.stderr
    assert (folder / ".venv" / ".eval-stamp").exists()
