"""`goldfield score --as` and `--why`, as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from goldfield.cli import app
from goldfield.release import root

GOLD = '{"id": 1, "spans": [{"start": 5, "end": 9, "label": "PER"}]}\n'
PRED = (
    '{"id": 1, "spans": [{"start": 4, "end": 9, "label": "PER"},'
    ' {"start": 5, "end": 9, "label": "PER"}]}\n'
)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    gold, pred = tmp_path / "gold.jsonl", tmp_path / "pred.jsonl"
    gold.write_text(GOLD, "utf-8")
    pred.write_text(PRED, "utf-8")
    return [str(gold), str(pred)]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["score", *arguments])


def test_as_prints_the_peer_beside_goldfield(files: list[str]) -> None:
    """nervaluate: the first span takes the gold one, so 0 of 2; goldfield finds 1 of 2, 1 of 1."""
    lines = call(*files, "--as", "nervaluate").stdout.splitlines()
    (strict,) = (line.split() for line in lines if line.startswith("strict  "))
    assert strict == [
        "strict",
        "0.000",
        "0.000",
        "0.000",
        "0",
        "2",
        "1",
        "spans@strict",
        "0.667",
        "-66.67",
    ]
    assert "strict: INC 1 SPU 1" in lines
    assert "|as:nervaluate-1.2.1|" in lines[-1]


def test_why_names_the_rule_its_worth_and_the_items(files: list[str]) -> None:
    shown = call(*files, "--why", "nervaluate", "--errors", "3").stdout
    rows = [line.split() for line in shown.splitlines()]
    assert ["strict", "+", "greedy", "0.000", "-66.67", "3"] in rows
    assert "1, strict: predicted PER [5, 9): COR 1 of 1 here, SPU 0 of 1 there" in shown
    assert "without effect here: one-percent, undefined-is-0" in shown
    assert ["strict", "+", "one-percent"] not in [row[:3] for row in rows]


def test_an_item_of_several_numbers_is_told_once(tmp_path: Path) -> None:
    """Strict reading loses the I-X in all three averages; it is one item."""
    gold, pred = tmp_path / "gold.jsonl", tmp_path / "pred.jsonl"
    gold.write_text('{"id": 1, "tokens": ["Oslo", "won"], "tags": ["B-X", "O"]}\n', "utf-8")
    pred.write_text('{"id": 1, "tags": ["B-X", "I-Y"]}\n', "utf-8")
    shown = call(str(gold), str(pred), "--why", "seqeval-strict", "--errors", "9").stdout
    told = [line for line in shown.splitlines() if " here, " in line]
    assert told == ["  1, micro avg: predicted Y 'won' [1, 2): 0 of 1 here, not counted there"]


def test_json_has_every_item(files: list[str]) -> None:
    told = json.loads(call(*files, "--why", "nervaluate", "--format", "json").stdout)
    strict = told["numbers"][0]
    assert [share["rule"] for share in strict["shares"]] == list(told["rules"])
    assert len(strict["changes"]) == 3
    assert strict["changes"][0] == {
        "id": "1", "side": "gold", "rules": ["greedy"],
        "item": {"label": "PER", "text": "", "start": 5, "end": 9},
        "ours": [1, 1, "COR"], "theirs": [0, 1, "INC"],
    }  # fmt: skip


@pytest.mark.parametrize("form", ["markdown", "latex", "csv"])
def test_other_forms_are_one_table(files: list[str], form: str) -> None:
    for flag in ("--as", "--why"):
        shown = call(*files, flag, "nervaluate", "--format", form)
        assert shown.exit_code == 0
        assert "strict" in shown.stdout
        assert "|as:" not in shown.stdout


def test_articles_are_compared_by_their_names(tmp_path: Path) -> None:
    gold = str(root() / "corpus" / "data" / "example.jsonl")
    shown = json.loads(call(gold, gold, "--as", "nervaluate", "--format", "json").stdout)
    assert [row["measure"] for row in shown["numbers"]][:2] == ["entities@strict", "entities@exact"]
    assert all(row["theirs"]["f1"] == row["ours"]["f1"] == 1 for row in shown["numbers"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--as", "nervalute"], "did you mean 'nervaluate'?"),
        (
            ["--as", "anls", "--suite", "spans"],
            "anls compares values, which records of suite spans",
        ),
        (["--as", "anls", "--why", "anls"], "--as and --why stand alone"),
        (["--as", "anls", "--bounds"], "--as and --why stand alone"),
    ],
)
def test_what_makes_no_sense_is_refused(files: list[str], arguments: list[str], told: str) -> None:
    from goldfield.errors import UsageError

    found = call(*files, *arguments)
    assert isinstance(found.exception, UsageError)
    assert told in str(found.exception)


def test_a_pipe_needs_a_suite(files: list[str]) -> None:
    found = call("-", files[1], "--as", "nervaluate")
    assert "- is read more than once" in str(found.exception)
