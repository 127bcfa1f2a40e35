"""`--workers` and `--resume` as a user types them; what is killed is in test_faults.py."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from toy import as_dict

from goldfield import cli
from goldfield.cli.running import journals
from goldfield.errors import UsageError
from goldfield.running.answering import Result
from goldfield.running.journal import Header

FILE = (Path(__file__).parent / "extractors" / "misbehaving.py").as_posix()
SAME = ("predictions.jsonl", "counts.jsonl", "verdicts.jsonl", "scores.json")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    records = [as_dict() | {"id": f"a{number}"} for number in range(5, 0, -1)]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def goldfield(monkeypatch: pytest.MonkeyPatch, *args: str | Path) -> Any:
    monkeypatch.setattr(sys, "argv", ["goldfield", *map(str, args)])
    try:
        cli.main()
    except SystemExit as error:
        return error.code or 0
    return 0


def test_the_files_are_the_same_for_any_number_of_workers(
    monkeypatch: pytest.MonkeyPatch, gold: Path, tmp_path: Path
) -> None:
    for workers in ("1", "2"):
        place = tmp_path / workers
        args = ("eval", "lead", "--corpus", gold, "--out", place, "--workers", workers)
        assert goldfield(monkeypatch, *args) == 0
        assert not list(place.glob("*.journal"))
    (one,), (two,) = ((tmp_path / workers).iterdir() for workers in "12")
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in SAME)


@pytest.mark.parametrize("command", ["run", "eval"])
def test_what_a_killed_run_had_begun_to_write_is_removed(
    command: str, monkeypatch: pytest.MonkeyPatch, gold: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    file = out / "x.jsonl"
    whole = command == "eval"
    where = ("--corpus", gold, "--out", out) if whole else ("--input", gold, "--out", file)
    assert goldfield(monkeypatch, command, "lead", *where) == 0
    (made,) = out.iterdir()
    half, of_another = out / f".{made.name}.77.part", out / ".y.77.part"
    if whole:
        half.mkdir()
        (half / "predictions.jsonl").write_text("{}")
    else:
        half.write_text("{}")
    of_another.touch()
    assert goldfield(monkeypatch, command, "lead", *where) == 0
    assert {*out.iterdir()} == {made, of_another}


def test_an_extractor_that_does_not_load_leaves_nothing_to_resume(
    monkeypatch: pytest.MonkeyPatch, gold: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("import nothing_of_this_name\n")
    args = ("eval", "null", bad, "--corpus", gold, "--out", tmp_path / "runs")
    assert goldfield(monkeypatch, *args) == 1
    assert not list((tmp_path / "runs").glob("*.journal"))


def test_predictions_come_in_the_order_of_the_input(
    monkeypatch: pytest.MonkeyPatch, gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    args = ("run", FILE, "--input", gold, "--out", out, "--workers", "3", "--memory-limit", "9999")
    assert goldfield(monkeypatch, *args) == 0
    ids = [json.loads(line)["id"] for line in out.read_text().splitlines()]
    assert ids == [f"a{number}" for number in range(5, 0, -1)]
    assert capsys.readouterr().err.endswith(f"5 predictions in {out}\n")


def test_a_run_that_fails_on_every_article_is_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts, out = tmp_path / "texts.jsonl", tmp_path / "out.jsonl"
    texts.write_text('{"id": "a", "text": "raises"}\n')
    assert goldfield(monkeypatch, "run", FILE, "--input", texts, "--out", out) == 1
    assert "failed on every article" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["texts.jsonl"]


def test_a_pipe_cannot_be_resumed(
    monkeypatch: pytest.MonkeyPatch, gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ("run", FILE, "--input", gold, "--out", "/dev/null", "--resume")
    assert goldfield(monkeypatch, *args) == 2
    assert "nothing can be resumed" in capsys.readouterr().err


def end(paths: list[Path], error: BaseException, *answers: int, resume: bool = False) -> None:
    """Two articles a run, of which so many are answered when the error comes."""
    with journals(paths, resume=resume) as held:
        for journal, number in zip(held, answers, strict=True):
            if number and not journal.articles:
                journal.begin(Header(extractor="x", version="0", articles=2, texts=""))
                for at in range(number):
                    journal.append(at, Result(f"a{at}", b"{}", None, None))
            journal.whole = number == 2
        raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(143), OSError("disk full")])
def test_what_is_cut_short_keeps_every_journal(
    error: BaseException, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / "whole.journal", tmp_path / "half.journal", tmp_path / "none.journal"]
    with pytest.raises(type(error)):
        end(paths, error, 2, 1, 0)
    assert [path.exists() for path in paths] == [True, True, False]
    told = capsys.readouterr().err.splitlines()
    assert told[1] == f"{paths[1]} holds the answers to 1 of 2 articles; continue with --resume"
    with pytest.raises(UsageError, match="no luck"):
        end(paths, UsageError("no luck"), 2, 1, 0, resume=True)
    assert [path.exists() for path in paths] == [False, True, False]
