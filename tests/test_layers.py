"""Inside goldfield the layers run one way, and optional or slow packages load late."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import goldfield

PACKAGE = Path(__file__).parent.parent / "src" / "goldfield"
MODULES = sorted(PACKAGE.rglob("*.py"))

# What each layer rests on; it may also use whatever those rest on. Nothing rests on the facade
# (`goldfield/__init__.py`) or on the command line: neither goes through the other's door.
RESTS_ON = {
    "errors": [],
    "release": [],
    "schema": ["errors", "release"],
    "scoring": ["schema"],
    "corpus": ["schema", "scoring", "tagging"],
    "running": ["schema"],
    "reporting": ["corpus", "models", "running"],
    "publishing": ["corpus", "references"],
    "tagging": ["schema"],
    "models": ["schema"],
    "training": ["evaluation"],
    "comparison": ["prediction_files", "saved_runs"],
    "leaderboard": ["comparison", "publishing", "saved_runs"],
    "overview": ["comparison", "evaluation"],
    "baseline_cards": ["evaluation"],
    "cluster": ["evaluation"],
    "citing": ["publishing", "saved_runs"],
    "conformance": ["scoring"],
    "diagnosis": ["saved_runs"],
    "evaluation": ["corpus", "reporting"],
    "intake": ["corpus", "running"],
    "peers": ["reporting"],
    "prediction_files": ["evaluation"],
    "run_reports": ["diagnosis"],
    "references": ["errors", "release"],
    "saved_runs": ["prediction_files"],
    "transfer": ["comparison", "evaluation"],
    "verifying": ["saved_runs"],
    "facade": ["comparison", "conformance", "prediction_files", "publishing"],
    "cli": [
        "baseline_cards",
        "citing",
        "cluster",
        "conformance",
        "diagnosis",
        "intake",
        "leaderboard",
        "overview",
        "peers",
        "prediction_files",
        "publishing",
        "run_reports",
        "training",
        "transfer",
        "verifying",
    ],
}

# Installed with goldfield and quick to import. Anything else is imported where it is used.
LIGHT = {
    "goldfield",
    "msgspec",
    "numpy",
    "psutil",
    "rich",
    "typer",
    "yaml",
} | sys.stdlib_module_names


class Import(NamedTuple):
    """One imported name: `target` is dotted, `late` if a function or a type check holds it."""

    target: str
    line: int
    late: bool


def imports(source: str, package: str) -> Iterator[Import]:
    """Every import in `source`, the text of a module that lies in `package`."""
    pending: list[tuple[ast.AST, bool]] = [(ast.parse(source), False)]
    while pending:
        node, late = pending.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (Import(target, node.lineno, late) for target in _targets(node, package))
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending += [(child, True) for child in node.body]
            pending += [(child, late) for child in node.orelse]
        else:
            late = late or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            pending += [(child, late) for child in ast.iter_child_nodes(node)]


def _targets(node: ast.Import | ast.ImportFrom, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    stem = ".".join([*base, *([node.module] if node.module else [])])
    return [f"{stem}.{alias.name}" for alias in node.names]


@cache
def allowed(layer: str) -> frozenset[str]:
    """The layer itself and all it rests on, directly or not."""
    below = (allowed(name) for name in RESTS_ON[layer])
    return frozenset({layer}).union(*below)


def layer_of(target: str) -> str:
    """The layer that a dotted name below goldfield belongs to."""
    _, _, rest = target.partition(".")
    name = rest.partition(".")[0]
    inside = (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()
    return name if name and inside else "facade"


def upward(source: str, layer: str, package: str) -> list[str]:
    """The imports of `source` that climb to a layer it does not rest on."""
    found = []
    for item in imports(source, package):
        if item.target.partition(".")[0] != "goldfield":
            continue
        used = layer_of(item.target)
        if used not in allowed(layer):
            found.append(f"line {item.line}: {layer} imports {used} ({item.target})")
    return found


def heavy(source: str) -> list[str]:
    """The imports of `source` that run with it and are neither standard nor light."""
    return [
        f"line {item.line}: {item.target}"
        for item in imports(source, "goldfield")
        if not item.late and item.target.partition(".")[0] not in LIGHT
    ]


def _home(path: Path) -> tuple[str, str]:
    """The layer and the package of one of our modules."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    own = "facade" if parts[1] == "__init__" else "cli" if parts[1] == "__main__" else parts[1]
    return own, ".".join(parts[:-1])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_only_from_below_and_nothing_heavy(path: Path) -> None:
    layer, package = _home(path)
    assert layer in RESTS_ON, f"give the layer {layer!r} its place in RESTS_ON"
    source = path.read_text(encoding="utf-8")
    assert upward(source, layer, package) == []
    assert heavy(source) == []


@pytest.mark.parametrize(
    ("line", "layer"),
    [
        ("from goldfield.corpus.splits import x", "scoring"),
        ("from ..corpus import splits", "scoring"),
        ("def f():\n    import goldfield.running.runner", "scoring"),
        ("from goldfield import evaluate", "reporting"),
        ("import goldfield", "schema"),
        ("from goldfield.cli import main", "facade"),
        ("from goldfield.schema import records", "errors"),
    ],
)
def test_an_import_from_above_is_seen(line: str, layer: str) -> None:
    assert len(upward(line, layer, f"goldfield.{layer}")) == 1


@pytest.mark.parametrize(
    "line", ["from goldfield.errors import x", "from ..schema import y", "from . import z"]
)
def test_an_import_from_below_or_beside_is_allowed(line: str) -> None:
    assert upward(line, "scoring", "goldfield.scoring") == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("import scipy.optimize", 1),
        ("class A:\n    from spacy import load", 1),
        ("try:\n    import sklearn\nexcept ImportError:\n    sklearn = None", 1),
        ("def f():\n    from scipy.optimize import milp", 0),
        ("if TYPE_CHECKING:\n    import datasets", 0),
        ("import json, numpy as np", 0),
    ],
)
def test_a_heavy_import_is_seen_unless_it_is_late(source: str, count: int) -> None:
    assert len(heavy(source)) == count


def test_the_facade_has_what_it_lists() -> None:
    assert all(getattr(goldfield, name) is not None for name in goldfield.__all__)
    assert dir(goldfield) == sorted(goldfield.__all__)
    with pytest.raises(AttributeError, match="no attribute 'evaluat'"):
        _ = goldfield.evaluat  # type: ignore[attr-defined]


def test_a_worker_loads_nothing_it_does_not_need() -> None:
    """Its start and its memory are told as the extractor's."""
    code = "import sys, goldfield.running.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for name in ("numpy", "psutil", "rich", "typer", "yaml", "goldfield.scoring"):
        assert name not in done.stdout.split()
