"""The README says what the commands do: its card is what `goldfield eval` prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from goldfield.cli.evaluating import evaluate

README = Path(__file__).parent.parent / "README.md"
RATIO = re.compile(r"[01]\.\d{3}")
MEASURED = re.compile(r"throughput|latency|start|process|spent|machine|articles/s| {11}")


def blocks() -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def alike(said: list[str], made: list[str]) -> bool:
    """Whether two lines are the same but for a hundredth: trained models add up floating-point
    numbers in an order that depends on the processor.
    """
    return len(said) == len(made) and all(
        a == b or (RATIO.fullmatch(a) and RATIO.fullmatch(b) and abs(float(a) - float(b)) <= 0.01)
        for a, b in zip(said, made, strict=True)
    )


@pytest.mark.skipif(not README.exists(), reason="the README is not part of an installed package")
def test_the_card_is_what_eval_prints_but_for_the_clock(tmp_path: Path) -> None:
    (shown,) = [block for block in blocks() if "signature  " in block]
    app = typer.Typer()
    app.command()(evaluate)
    printed = CliRunner().invoke(app, ["--out", str(tmp_path)]).stdout
    # What the clock says differs from run to run, and with it the width of its column.
    wanted = [line.split() for line in shown.splitlines() if not MEASURED.match(line)]
    lines = [line.split() for line in printed.splitlines()]
    missing = [" ".join(line) for line in wanted if not any(alike(line, one) for one in lines)]
    assert missing == [], "copy the card anew from `make eval`"
    assert len(wanted) > 40


def test_the_python_example_runs() -> None:
    (code,) = [block for block in blocks() if block.startswith("import goldfield")]
    exec(compile(code, "README.md", "exec"), {})


@pytest.mark.parametrize("name", ["stranger.py", "stranger.sh"])
def test_the_extractors_of_strangers_are_those_of_the_examples(name: str) -> None:
    assert (README.parent / "eval" / "examples" / name).read_text("utf-8") in blocks()
