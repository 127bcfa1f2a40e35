"""What a spec loads, and how what does not load is reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from goldfield.errors import ExtractorError
from goldfield.running.loading import load
from goldfield.running.runner import run
from goldfield.running.specs import parse

EXTRACTORS = Path(__file__).parent / "extractors"
FAULTY = (EXTRACTORS / "faulty.py").as_posix()


def answers(spec: str, text: str) -> Any:
    [result] = run(parse(spec), [("a0", text)])
    return [json.loads(result.prediction or b"0")]


def test_relative_imports_and_equal_file_names() -> None:
    sides = [load(parse(f"{EXTRACTORS}/{side}/extractor.py"))("x") for side in ("left", "right")]
    assert [side["side"] for side in sides] == ["left", "right"]


def test_parameters_reach_the_factory() -> None:
    [answer] = answers(f"{EXTRACTORS}/left/extractor.py?n=1&name=%22%22&x=null", "é")
    assert answer["params"] == {"n": 1, "name": "", "x": None}


def test_a_folder_with_an_init_is_that_package(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").write_text("SIDE = 'package'\n")
    file = tmp_path / "odd name.v2.py"
    file.write_text("from . import SIDE\ndef Extractor(): return lambda text: {'side': SIDE}\n")
    assert answers(str(file), "") == [{"id": "a0", "side": "package"}]


def test_modules_where_one_stands_shadow_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise RuntimeError('shadowed')\n")
    monkeypatch.chdir(tmp_path)
    assert answers("lead", "A\n")[0]["meta"]["headline"]["text"] == "A"


def test_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "loud-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[goldfield.extractors]\nshouting = loud:make\n")
    (tmp_path / "loud.py").write_text("def make(by): return lambda text: {'loud': text * by}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert answers("shouting?by=2", "ha") == [{"id": "a0", "loud": "haha"}]


def test_description() -> None:
    with run(parse(f"{FAULTY}:Good"), []) as outcome:
        assert outcome.extractor.layers == ["headline"]
        assert outcome.extractor.version == "7"
        assert outcome.extractor.batch is False
        assert (outcome.extractor.load_seconds or 0) > 0
    with run(parse(f"{FAULTY}:Batch"), []) as outcome:
        assert outcome.extractor.batch is True


@pytest.mark.parametrize(
    ("spec", "problem"),
    [
        ("absent/file.py", "no such file: absent/file.py"),
        (f"{FAULTY}:Missing", "faulty.py defines no Missing"),
        (f"{FAULTY}:Unloadable", "LookupError: no model here"),
        (f"{FAULTY}:Unloadable?problem=exit", "died while loading: exited with status 5"),
        (f"{FAULTY}:Good?colour=red", r"TypeError: Good\(\) takes no arguments"),
        (f"{FAULTY}:Uncallable", "the factory made a object, which cannot be called"),
        (f"{FAULTY}:Layered", "layers or version: ValidationError"),
    ],
)
def test_what_does_not_load_is_one_line(spec: str, problem: str) -> None:
    with pytest.raises(ExtractorError, match=problem) as caught:
        run(parse(spec), [])
    assert "\n" not in str(caught.value)
    assert str(caught.value).count("extractor ") == 1


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("def Extractor(:", "SyntaxError: invalid syntax"),
        ("import no_such_package_at_all", "ModuleNotFoundError: No module named"),
        ("from .absent import x", "ModuleNotFoundError: No module named"),
        ("import sys; sys.exit('bye')", "SystemExit: bye"),
    ],
)
def test_broken_files(code: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(code)
    with pytest.raises(ExtractorError, match=problem) as caught:
        run(parse(f"{tmp_path}/broken.py"), [])
    assert "\n" not in str(caught.value)
