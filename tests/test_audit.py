"""The page of licences is of what is pinned, and nothing that runs with goldfield is copyleft."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_pinned_package_is_on_the_page(audit: ModuleType) -> None:
    lines = audit.PAGE.read_text("utf-8").splitlines()
    named = {line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")}
    assert named - {"package"} == audit.pinned(audit.RUNTIME) | audit.pinned(audit.DEVELOPMENT)


def test_nothing_that_runs_is_copyleft_or_unknown(audit: ModuleType) -> None:
    notes = {package.name: package.note for package in audit.packages() if package.runtime}
    assert {name for name, note in notes.items() if note in ("copyleft", "unknown")} == set()


@pytest.mark.parametrize(
    ("licence", "note"),
    [
        ("MIT", ""),
        ("GPL-3.0-or-later", "copyleft"),
        ("GNU Affero General Public License v3", "copyleft"),
        ("LGPL-2.1", "weak copyleft"),
        ("MPL-2.0 AND MIT", "weak copyleft"),
        ("unknown", "unknown"),
    ],
)
def test_what_is_marked(audit: ModuleType, licence: str, note: str) -> None:
    assert audit.Package("x", licence, True).note == note
