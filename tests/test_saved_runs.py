"""Run folders read back: the same as was written, or every fault of every file."""

from __future__ import annotations

from pathlib import Path

import pytest

from goldfield.errors import DataError, UsageError
from goldfield.evaluation import Conduct, evaluate
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
