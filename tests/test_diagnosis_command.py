"""`goldfield diagnose` end to end, on runs of split validation and on prediction files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from test_cli import Typed
from toy import toy_article

from goldfield.corpus.loading import Corpus
from goldfield.diagnosis.diagnosing import Diagnosis
from goldfield.evaluation import Conduct, evaluate
from goldfield.release import root
from goldfield.saved_runs import read_run
from goldfield.schema.writing import to_line

QUICK = Conduct(timed=False)


@pytest.fixture
def goldfield(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    return Typed(capsys, monkeypatch)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    place = tmp_path_factory.mktemp("runs")
    rules = evaluate("rules", split="validation", conduct=QUICK).save(place / "rules")
    return rules, evaluate("lead", split="validation", conduct=QUICK).save(place / "lead")


def test_a_run_on_validation(goldfield: Typed, runs: tuple[Path, Path]) -> None:
    done = goldfield("diagnose", runs[0], "--format", "json")
    assert done.status == 0
    found = msgspec.json.decode(done.out, type=Diagnosis, strict=True)
    (run,) = found.runs
    scores = read_run(runs[0]).scores.fields
    assert [field.measure for field in run.fields] == list(scores)
    assert run.left_out == []
    for field in run.fields:
        assert field.f1 == scores[field.measure].f1
        assert sum(row.gold for row in field.kinds) == field.gold - field.right
        assert sum(row.pred for row in field.kinds) == field.pred - field.right
        gains = [row.gain or 0.0 for row in field.kinds]
        assert gains == sorted(gains, reverse=True)
    assert len(run.errors or []) == sum(field.errors for field in run.fields)
    assert [row.labels for row in run.confusions] == [
        "entity types", "event types", "roles", "quote types", "time types",
    ]  # fmt: skip
    assert {row.measure for row in run.cascades} == {"quotes@speaker", "events@arg-c"}
    assert len(found.hardest or []) == found.documents == 8
    assert goldfield("diagnose", runs[0], "--format", "json").out == done.out


def test_two_runs_in_each_format(goldfield: Typed, runs: tuple[Path, Path]) -> None:
    told = goldfield("diagnose", runs[0], "--against", runs[1])
    for head in (
        "rules: errors by kind, and F1 if those alone were repaired",
        "rules: one error of each kind, where the kind costs most",
        "rules: what earlier steps cost",
        "rules: labels taken for others in the same place",
        "lead: errors by kind, and F1 if those alone were repaired",
        "A = rules, B = lead: gold items found, and wrong items",
        "where all 2 runs differ from gold",
        "the hardest articles",
        "missed: no predicted item answers to a gold item; repaired, it is added",
    ):
        assert head in told.out
    assert max(map(len, told.out.splitlines())) <= 120
    left_out = " ".join(told.out.split()).partition("lead: not predicted: ")[2]
    assert left_out.startswith("dateline@place entities@strict ")
    assert "not predicted: coref" not in told.err
    assert "| field |" in goldfield("diagnose", *runs, "--format", "markdown").out
    rows = list(csv.DictReader(io.StringIO(goldfield("diagnose", *runs, "--format", "csv").out)))
    numbers = {"errors", "of gold", "predicted", "F1", "F1 if repaired", "gain"}
    assert rows[0].keys() == {"run", "field", "kind", *numbers}
    assert "all" not in {row["kind"] for row in rows}
    assert len({row["run"] for row in rows}) == 2
    assert all(None not in row and None not in row.values() for row in rows)


def test_without_items_no_article_is_named(goldfield: Typed, runs: tuple[Path, Path]) -> None:
    assert "gf-00" in goldfield("diagnose", *runs).out
    assert "gf-00" not in goldfield("diagnose", *runs, "--no-items").out


def test_nothing_single_of_split_test_is_shown(goldfield: Typed, tmp_path: Path) -> None:
    run = evaluate("null", split="test", conduct=QUICK)
    folder = run.save(tmp_path / "null")
    file = root() / "corpus" / "data" / "test.jsonl"
    every: tuple[list[str | Path], ...] = (
        [folder, folder, "--items"],
        [folder, "--format", "json"],
        [folder, folder, "--format", "csv"],
        [folder / "predictions.jsonl", "--split", "all"],
        [folder / "predictions.jsonl", "--corpus", file],
    )
    for args in every:
        done = goldfield("diagnose", *args)
        assert done.status == 0
        assert "events@tri-c" in done.out
        assert not any(id in done.out + done.err for id in run.texts)
        if "--format" not in args:
            assert "single items and articles of split test are not shown" in done.out


def test_a_prediction_file_against_gold_of_ones_own(goldfield: Typed, tmp_path: Path) -> None:
    gold, pred = tmp_path / "gold.jsonl", tmp_path / "mine.jsonl"
    gold.write_bytes(to_line(toy_article()))
    pred.write_text(json.dumps({"id": "a1", "entities": [{"text": "Oslo", "type": "PER"}]}))
    done = goldfield("diagnose", pred, "--corpus", gold, "--suite", "entities", "--format", "json")
    run = json.loads(done.out)["runs"][0]
    assert run["name"] == "mine"
    kinds = {field["measure"]: field["kinds"] for field in run["fields"]}["entities@strict"]
    # Anna Berg and Oslo in gold, one name predicted: 2 / (2 + 1) set right, 2 / (2 + 2) if added.
    told = [(row["kind"], row["errors"], row["f1"]) for row in kinds]
    assert told == [("wrong type", 1, pytest.approx(2 / 3)), ("missed", 1, 0.5)]


class Faulty:
    """Breaks the contract on one article and fails on another."""

    layers = ("entities",)
    version = "1"

    def __init__(self) -> None:
        self._answers: Iterator[Any] = iter(
            [{"entities": [{"start": 5, "end": 10**6, "type": "PER"}]}, None]
        )

    def __call__(self, text: str) -> Any:
        answer: Any = next(self._answers, {"entities": []})
        if answer is None:
            raise ValueError("no")
        return answer


def test_failed_articles_are_empty_predictions(goldfield: Typed, tmp_path: Path) -> None:
    run = evaluate(Faulty(), split="validation", conduct=QUICK)
    assert len(run.scores.failures) == 2
    folder = run.save(tmp_path / "faulty")
    done = goldfield("diagnose", folder, "--format", "json")
    fields = json.loads(done.out)["runs"][0]["fields"]
    assert {kind["kind"] for field in fields for kind in field["kinds"]} == {"missed"}


def test_what_cannot_be_diagnosed(
    goldfield: Typed, runs: tuple[Path, Path], tmp_path: Path
) -> None:
    other = tmp_path / "gold.jsonl"
    other.write_bytes(to_line(toy_article()))
    done = goldfield("diagnose", runs[0], "--corpus", other)
    assert done.status == 2
    assert "is other gold; give it with --corpus" in done.err
    done = goldfield("diagnose", runs[0], "--suite", "spans")
    assert done.status == 2
    assert "suite 'spans' is not about articles" in done.err
    assert goldfield("diagnose", tmp_path / "nothing").status == 2
    assert goldfield("diagnose", tmp_path).status == 2


def test_gold_in_another_format(goldfield: Typed, tmp_path: Path) -> None:
    gold = tmp_path / "names.conll"
    gold.write_text("Ann B-PER\nmet O\nBo B-PER\n\n", encoding="utf-8")
    run = evaluate("null", corpus=Corpus(gold, "conll"), suite="names", conduct=QUICK)
    folder = run.save(tmp_path / "null")
    done = goldfield("diagnose", folder, "--corpus", gold, "--format", "conll,json")
    assert done.status == 0
    fields = {field["measure"]: field for field in json.loads(done.out)["runs"][0]["fields"]}
    (missed,) = fields["entities@strict:conll4"]["kinds"]
    assert (missed["kind"], missed["errors"], missed["f1"]) == ("missed", 2, 1.0)
