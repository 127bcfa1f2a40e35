"""Scores in the Hub's own forms, read back by its client; tables for papers."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from toy import as_dict, toy_article
from typer.testing import CliRunner

from goldfield.cli import app
from goldfield.prediction_files import score_file
from goldfield.publishing.results import task_id
from goldfield.schema.writing import to_line

REPO = ["--repo-id", "some/corpus", "--revision", "v1.0"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that predicts entities only, and of two names finds one."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "gold.jsonl").write_bytes(to_line(toy_article()))
    guess = as_dict() | {"layers": ["entities"], "entities": as_dict()["entities"][:1]}
    (folder / "guess.jsonl").write_bytes(
        to_line({"id": guess["id"], "entities": guess["entities"]})
    )
    scored = score_file(folder / "gold.jsonl", folder / "guess.jsonl", "core", "half")
    scored.save(folder / "run")
    return folder / "run"


def printed(run: Path, form: str, *more: str) -> str:
    done = CliRunner().invoke(app, ["publish", "results", str(run), "--format", form, *more])
    assert done.exit_code == 0, done.exception
    return done.stdout


def test_eval_results_have_an_entry_a_measure(run: Path) -> None:
    text = printed(run, "eval-results", *REPO, "--date", "2026-11-27")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    by_task = {item["dataset"]["task_id"]: item for item in found}
    # Of the names Anna Berg and Oslo one is found, and nothing else: P = 1, R = 1/2, F1 = 2/3.
    assert by_task["entities_strict_f1"]["value"] == pytest.approx(2 / 3)
    assert by_task["entities_strict_f1"]["dataset"]["revision"] == "v1.0"
    assert by_task["entities_strict_f1"]["date"] == "2026-11-27"
    assert by_task["entities_strict_f1"]["notes"].startswith("goldfield:")
    assert "overall_f1" not in by_task  # not every measure of the suite is predicted
    assert "quotes_partial_f1" not in by_task


def test_the_model_index_names_split_and_measure(run: Path) -> None:
    (model,) = yaml.safe_load(printed(run, "model-index", *REPO))["model-index"]
    (result,) = model["results"]
    assert model["name"] == "half"
    assert result["dataset"]["type"] == "some/corpus"
    values = {metric["name"]: metric["value"] for metric in result["metrics"]}
    assert values["F1 entities@strict"] == pytest.approx(2 / 3)


def test_tables_for_papers(run: Path) -> None:
    rows = {row["field"]: row for row in csv.DictReader(io.StringIO(printed(run, "csv")))}
    assert rows["entities@strict"]["F1"] == "0.667"
    assert "entities@strict & 1.000 & 0.500 & 0.667" in printed(run, "latex")


@pytest.mark.parametrize(
    ("measure", "task"),
    [
        ("quotes@speaker-matched", "quotes_speaker_matched_f1"),
        ("overall", "overall_f1"),
        ("entities@strict:conll4", "entities_strict_conll4_f1"),
    ],
)
def test_a_measure_has_a_name_that_the_hub_can_spell(measure: str, task: str) -> None:
    assert task_id(measure) == task


def test_what_is_missing_is_said(run: Path, tmp_path: Path) -> None:
    invoke = CliRunner().invoke
    done = invoke(app, ["publish", "results", str(run), "--format", "model-index"])
    assert "give --repo-id" in str(done.exception)
    done = invoke(app, ["publish", "results", str(tmp_path), *REPO])
    assert "is no run folder" in str(done.exception)
