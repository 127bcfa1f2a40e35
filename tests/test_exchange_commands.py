"""`corpus export` and `import` of tools on the command line: nothing is lost or doubled unsaid."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from test_exchange_graph import article
from test_exchange_tools import goldfield
from typer.testing import Result

from goldfield.corpus.loading import load_articles
from goldfield.errors import DataError, UsageError
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line, write_lines


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    write_lines(path, [article()])
    return path


@pytest.fixture
def file(gold: Path) -> Path:
    """The article as Label Studio's JSON."""
    out = gold.parent / "ls"
    assert goldfield("corpus", "export", gold, "--to", "label-studio", "--out", out).exit_code == 0
    return out / "label-studio.json"


def taken(file: Path, *more: object) -> Result:
    return goldfield("corpus", "import", file, "--format", "label-studio", *more)


def edited(file: Path, change: Any) -> None:
    tasks = json.loads(file.read_text("utf-8"))
    change(tasks)
    file.write_text(json.dumps(tasks), "utf-8")


def test_a_region_of_nothing_is_told(file: Path) -> None:
    def add(tasks: Any) -> None:
        value = {"start": 50, "end": 54, "text": "said", "labels": ["cue"]}
        new = {"id": "x", "from_name": "label", "to_name": "text", "type": "labels"}
        tasks[0]["annotations"][0]["result"].append(new | {"value": value})

    edited(file, add)
    result = taken(file)
    assert result.exit_code == 0, result.exception
    assert "region: 12 found, 11 kept, 1 skipped" in result.stdout
    assert "1 region (cue 1): no relation leads to it" in result.stdout


def test_one_document_twice(file: Path, tmp_path: Path) -> None:
    edited(file, lambda tasks: tasks.append(tasks[0]))
    result = taken(file, "--out", tmp_path / "out.jsonl")
    assert isinstance(result.exception, DataError)
    assert "another document of these is 'a'" in str(result.exception)
    lossy = taken(file, "--out", tmp_path / "out.jsonl", "--allow-lossy")
    assert lossy.exit_code == 0
    assert "another document of these is 'a'" in lossy.stderr
    assert len(load_articles(tmp_path / "out.jsonl")) == 1


def test_gold_that_did_not_come_back_is_told(file: Path, gold: Path) -> None:
    with open(gold, "ab") as stream:
        stream.write(to_line(renamed("b")))
    result = taken(file, "--gold", gold)
    assert "note: of the gold, and not there: b" in result.stdout
    assert "1 article read; nothing is written without --out" in result.stderr


def test_no_file_is_written_over_what_is_read(file: Path, gold: Path, tmp_path: Path) -> None:
    for more in (
        ("--gold", gold, "--out", gold),
        ("--out", file),
        ("--out", tmp_path / "o.jsonl", "--skipped", tmp_path / "o.jsonl"),
        ("--split", "train"),
        ("--column", "2"),
    ):
        assert isinstance(taken(file, *more).exception, UsageError)
    assert isinstance(taken(tmp_path / "gone").exception, UsageError)
    wrong = goldfield("corpus", "import", gold, "--format", "conll", "--gold", gold)
    assert isinstance(wrong.exception, UsageError)
    part = ("corpus", "export", gold, "--to", "brat", "--split", "train", "--out", tmp_path / "x")
    assert isinstance(goldfield(*part).exception, UsageError)


def test_a_byte_order_mark_is_no_fault(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert taken(file).exit_code == 0


def test_a_pipe_and_a_link_stay_what_they_are(file: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.jsonl", tmp_path / "link.jsonl"
    target.write_text("old", "utf-8")
    link.symlink_to(target)
    assert taken(file, "--out", link).exit_code == 0
    assert link.is_symlink()
    assert len(load_articles(target)) == 1
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert taken(file, "--out", fifo).exit_code == 0
        assert fifo.is_fifo()
        assert os.read(reader, 1 << 20) == target.read_bytes()
    finally:
        os.close(reader)


def test_articles_without_an_answer_are_told(gold: Path, tmp_path: Path) -> None:
    answers, out = tmp_path / "answers.jsonl", tmp_path / "out"
    answers.write_bytes(b"")
    export = ("corpus", "export", gold, "--to", "brat", "--out", out, "--predictions", answers)
    assert isinstance(goldfield(*export).exception, UsageError | DataError)
    with open(gold, "ab") as stream:
        stream.write(to_line(renamed("b")))
    answers.write_text('{"id": "a", "entities": []}\n', "utf-8")
    result = goldfield(*export)
    assert "no answer, so left out: b" in result.stderr


def renamed(id: str) -> Article:
    record = article()
    record.id = id
    return record
