"""Run folders read back: the same as was written, or every fault of every file."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from goldfield.citing import cite
from goldfield.cli import app
from goldfield.corpus.gold import load_gold
from goldfield.diagnosis.subjects import read_subject
from goldfield.errors import DataError, UsageError
from goldfield.evaluation import Conduct, evaluate
from goldfield.prediction_files import score_file
from goldfield.release import root
from goldfield.saved_runs import gold_of, read_run, rescore
from goldfield.schema.writing import to_json, to_line


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = evaluate("rules", split="validation", conduct=Conduct(timed=False))
    return run.save(tmp_path_factory.mktemp("runs") / "rules")


def test_a_run_is_read_as_it_was_written_and_scores_the_same(folder: Path) -> None:
    run = read_run(folder)
    assert run.name == "rules"
    again = rescore(run, gold_of(run))
    assert to_json(again.scores) == (folder / "scores.json").read_text("utf-8")
    for name, rows in (("counts", again.counts), ("verdicts", again.verdicts)):
        assert b"".join(map(to_line, rows)) == (folder / f"{name}.jsonl").read_bytes()


def test_other_gold_is_refused(folder: Path) -> None:
    train = Path(__file__).parent.parent / "corpus" / "data" / "train.jsonl"
    with pytest.raises(UsageError, match="is other gold; give it with --corpus"):
        gold_of(read_run(folder), train)


@pytest.mark.parametrize("split", ["example", "train", "validation", "test"])
def test_released_gold_has_one_name_whatever_its_file(tmp_path: Path, split: str) -> None:
    renamed = tmp_path / "mine.jsonl"
    renamed.write_bytes((root() / "corpus" / "data" / f"{split}.jsonl").read_bytes())
    gold = load_gold(renamed)
    assert (gold.selection.name, gold.selection.split) == ("1.0", split)
    nothing = tmp_path / "nothing.jsonl"
    nothing.write_bytes(to_line({"id": gold.articles[0].id, "entities": []}))
    run = score_file(renamed, nothing, "entities", "x").run
    assert f"|corpus:1.0/{split}#" in run.scores.signature
    read = read_run(run.save(tmp_path / "run"))
    assert rescore(read, gold_of(read)).scores.signature == run.scores.signature
    shown = CliRunner().invoke(app, ["score", str(renamed), str(nothing), "--suite", "entities"])
    assert ("errors on split test are not shown" in shown.stderr) is (split == "test")
    part = gold.articles[1:]
    renamed.write_bytes(b"".join(map(to_line, part)))
    assert load_gold(renamed).selection.name == "mine"


@pytest.mark.parametrize("command", ["report", "diagnose", "verify", "cite"])
def test_names_of_systems_are_for_compare(folder: Path, command: str) -> None:
    with pytest.raises(UsageError, match=f"give {folder} itself: x= names systems"):
        CliRunner().invoke(app, [command, f"x={folder}"], catch_exceptions=False)


def test_what_a_run_does_not_take(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a run on split validation; --split train is for"):
        read_subject(folder, split="train")
    with pytest.raises(UsageError, match=r"is a folder; name the page, such as .*report.html"):
        CliRunner().invoke(
            app, ["report", str(folder), "--out", str(tmp_path)], catch_exceptions=False
        )


def test_every_fault_of_a_folder(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no manifest"):
        read_run(tmp_path)
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "scores.json").unlink()
    with open(tmp_path / "counts.jsonl", "a", encoding="utf-8") as stream:
        stream.write('{"id": 1}\n[\n')
    with pytest.raises(DataError) as caught:
        read_run(tmp_path)
    wheres = [Path(fault.where).name for fault in caught.value.faults]
    assert wheres == ["scores.json", "counts.jsonl:9", "counts.jsonl:10"]


def copied(folder: Path, to: Path) -> Path:
    to.mkdir()
    for path in folder.iterdir():
        (to / path.name).write_bytes(path.read_bytes())
    return to


def test_half_a_table_is_a_fault(folder: Path, tmp_path: Path) -> None:
    there = copied(folder, tmp_path / "run")
    lines = (there / "counts.jsonl").read_bytes().splitlines(keepends=True)
    (there / "counts.jsonl").write_bytes(b"".join(lines[:5]))
    with pytest.raises(DataError) as caught:
        read_run(there)
    (fault,) = caught.value.faults
    assert fault.problem == "5 rows, and scores.json is of 8 documents"


def test_other_predictions_are_not_diagnosed(folder: Path, tmp_path: Path) -> None:
    there = copied(folder, tmp_path / "run")
    lines = (there / "predictions.jsonl").read_bytes().splitlines(keepends=True)
    (there / "predictions.jsonl").write_bytes(b"".join(lines[:3]))
    with pytest.raises(DataError, match="not the predictions that the run was scored with"):
        read_subject(there)


def test_released_gold_is_known_by_its_hash(folder: Path, tmp_path: Path) -> None:
    gold = root() / "corpus" / "data" / "validation.jsonl"
    scored = score_file(gold, folder / "predictions.jsonl", "core", "mine")
    run = read_run(scored.save(tmp_path / "mine"))
    assert "the goldfield corpus, release 1.0 (split validation)" in cite(run).methods
    page = CliRunner().invoke(app, ["report", str(folder), str(tmp_path / "mine")])
    assert page.exit_code == 0, page.exception


def test_a_gate_tells_what_it_cannot_judge(folder: Path, tmp_path: Path) -> None:
    gold, nothing = root() / "corpus" / "data" / "validation.jsonl", tmp_path / "empty.jsonl"
    rows = map(msgspec.json.decode, (folder / "predictions.jsonl").read_bytes().splitlines())
    nothing.write_bytes(b"".join(to_line(row | {"meta": {}}) for row in rows))
    other = score_file(gold, nothing, "core", "empty").save(tmp_path / "empty")
    arguments = ["compare", str(folder), str(other), "--gate"]
    result = CliRunner().invoke(app, arguments)
    assert "gate: not judged: empty dateline@place -1.000 (no interval)" in result.stderr
    twice = CliRunner().invoke(app, ["compare", f"A={folder},{folder}", str(other)])
    assert "names a run twice" in str(twice.exception)
