"""eval/REAL.md shows what its commands print: checked for `rules`, where the corpora are."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from goldfield.corpus.gold import load_gold
from goldfield.corpus.loading import Corpus
from goldfield.evaluation import evaluate
from goldfield.release import root
from goldfield.running.loading import load
from goldfield.running.specs import parse

DATA = Path(__file__).parents[2] / "shared" / "data"
WNUT, GUM = DATA / "wnut17" / "emerging.dev.conll", DATA / "gum-news"
LITBANK = DATA / "litbank-quotes"
SCRIPT: dict[str, Any] = runpy.run_path(str(root() / "eval" / "real.py"))
TRIALS = {trial.name: trial for trial in SCRIPT["TRIALS"]}
PAGE = (root() / "eval" / "REAL.md").read_text("utf-8")


def shown(name: str) -> tuple[dict[str, tuple[str, ...]], str]:
    """The rows of a part of the page by their system, and the part."""
    part = PAGE.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0]
    lines = [line.strip("| ").split(" | ") for line in part.split("\n") if line.startswith("| ")]
    return {line[0]: tuple(line[1:]) for line in lines[2:]}, part


@pytest.mark.parametrize("name", TRIALS)
def test_each_row_has_its_commands(name: str) -> None:
    rows, part = shown(name)
    assert "rules" in rows
    wanted = [command for system in rows for command in TRIALS[name].commands(system)]
    assert part.split("```\n")[1].splitlines() == wanted
    assert len(re.findall(r"\|extractor:", part)) == len(rows)


@pytest.mark.parametrize(
    ("name", "corpus", "split", "suite"),
    [
        ("wnut", Corpus(WNUT, "conll"), None, "wnut"),
        ("gum", Corpus(GUM, "gum"), "test", "names"),
        ("gum_all", Corpus(GUM, "gum"), "all", "names"),
        ("litbank", Corpus(LITBANK, "litbank-quotes"), None, "quotes"),
    ],
)
@pytest.mark.skipif(not DATA.is_dir(), reason="the corpora are not part of the project")
def test_rules_score_what_the_page_says(
    name: str, corpus: Corpus, split: str | None, suite: str
) -> None:
    run = evaluate(load(parse("rules")), corpus=load_gold(corpus, split), suite=suite)
    fields = to_builtins(run.scores.fields)
    assert SCRIPT["row"](TRIALS[name], fields) == shown(name)[0]["rules"]
