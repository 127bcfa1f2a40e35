"""Texts without gold: one at a time, as often as they are wanted, with every fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goldfield.corpus.documents import Documents
from goldfield.errors import DataError, UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.jsonl").write_text('{"id": 1, "text": "one"}\n\n{"id": "2", "text": "two"}\n')
    (tmp_path / "b.txt").write_text("three\n")
    return tmp_path


def test_they_are_read_in_order_and_again(folder: Path) -> None:
    documents = Documents(f"{folder}/*")
    expected = [("1", "one"), ("2", "two"), ("b", "three\n")]
    assert list(documents.checked()) == list(documents) == list(documents) == expected


def test_every_fault_is_told_and_nothing_after_the_first_is_given(folder: Path) -> None:
    lines = ['{"id": "b", "text": "again"}', "{", '{"id": "1", "text": "again"}', '{"id": 4}']
    (folder / "c.jsonl").write_text("\n".join(lines))
    given: list[tuple[str, str]] = []
    with pytest.raises(DataError) as error:
        given.extend(Documents(f"{folder}/*").checked())
    wheres = [fault.where.rpartition("/")[2] for fault in error.value.faults]
    assert wheres == ["c.jsonl:1", "c.jsonl:2", "c.jsonl:3", "c.jsonl:4"]
    told = [fault.problem for fault in error.value.faults]
    assert told[0] == "the id 'b' is given twice"
    assert told[3] == "no text under 'text' or no id under 'id'"


def test_a_file_that_is_broken_later_is_a_fault(folder: Path) -> None:
    documents = Documents(f"{folder}/a.jsonl")
    assert len(list(documents.checked())) == 2
    (folder / "a.jsonl").write_text("[")
    with pytest.raises(DataError):
        list(documents)


def test_what_can_be_read_only_once_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "pipe.jsonl")
    with pytest.raises(UsageError, match="read more than once"):
        Documents(f"{folder}/pipe.jsonl")
