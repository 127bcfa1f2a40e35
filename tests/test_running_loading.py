"""What a spec loads, and how what does not load is reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from goldfield.errors import ExtractorError
from goldfield.running.loading import describe, load
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
        (f"{FAULTY}:Mistyped", "layers: no layer named 'entites'; did you mean 'entities'"),
        (f"{FAULTY}:Spelt", "layers: 'entities' is a str; give a list"),
        (f"{FAULTY}:Busy", "missing 1 required positional argument: 'pipe'; a factory is called"),
        (
            f"{FAULTY}:length?scale=2",
            "argument: 'text'; a factory is called with .* without a text",
        ),
    ],
)
def test_what_does_not_load_is_one_line(spec: str, problem: str) -> None:
    with pytest.raises(ExtractorError, match=problem) as caught:
        run(parse(spec), [])
    assert "\n" not in str(caught.value)
    assert str(caught.value).count("extractor ") == 1


def test_layers_may_be_none() -> None:
    assert describe("x", load(parse(f"{FAULTY}:Silent"))).layers is None


def test_a_function_of_the_text_is_the_extractor() -> None:
    assert answers(f"{FAULTY}:length", "four") == [{"id": "a0", "length": 4}]


def function(parameters: str, folder: Path) -> Any:
    (folder / "func.py").write_text(f"def f({parameters}): return lambda text: 'made by f'\n")
    return load(parse(f"{folder}/func.py:f"))


@pytest.mark.parametrize("parameters", ["text", "text, /", "text, model='s', *, n=1, **rest"])
def test_one_required_argument_makes_an_extractor(parameters: str, tmp_path: Path) -> None:
    assert function(parameters, tmp_path).__name__ == "f"


@pytest.mark.parametrize("parameters", ["", "model='small'", "*texts", "**params"])
def test_no_required_argument_makes_a_factory(parameters: str, tmp_path: Path) -> None:
    assert function(parameters, tmp_path)("x") == "made by f"


@pytest.mark.parametrize("parameters", ["text, other", "*, text"])
def test_a_function_that_is_neither(parameters: str, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="without a text"):
        function(parameters, tmp_path)


def test_a_type_error_of_the_factorys_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("def Extractor(): return 1 + 'x'\n")
    with pytest.raises(ExtractorError, match=r"unsupported operand type\(s\)[^;]*$"):
        load(parse(f"{tmp_path}/own.py"))


@pytest.mark.parametrize(
    ("code", "tail"),
    [
        ("def extract(text): return {}", "; did you mean {file}:extract?"),
        (
            "from json import loads\nclass Tagger: pass\nclass Extract: pass\ndef _own(): pass",
            "; did you mean {file}:Extract or {file}:Tagger?",
        ),
        ("import json\nLIMIT = 3", ""),
    ],
)
def test_what_a_file_defines_is_offered(code: str, tail: str, tmp_path: Path) -> None:
    file = tmp_path / "func.py"
    file.write_text(code)
    with pytest.raises(ExtractorError) as caught:
        load(parse(str(file)))
    assert str(caught.value).endswith(f"func.py defines no Extractor{tail.format(file=file)}")


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
