"""Shards wherever fsspec reaches, and what is kept of those that are done. No cluster here."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem  # type: ignore[import-untyped]
from fsspec.spec import AbstractBufferedFile  # type: ignore[import-untyped]
from msgspec import Struct

from goldfield.cluster.files import at, read, writing
from goldfield.cluster.gold import gold_at
from goldfield.cluster.shards import Keys, find_shards, read_shard
from goldfield.cluster.store import Store
from goldfield.corpus.gold import load_gold
from goldfield.errors import DataError, Fault, GoldfieldError, MissingExtra, UsageError

ROWS = [{"id": f"a{n}", "text": f"text {n} “é😀”"} for n in range(600)]
"""More than the rows of Parquet that are decoded at a time."""

KEYS = Keys()


class FarFile(AbstractBufferedFile):  # type: ignore[misc]
    """What a store far away gives to read: a stream that can do less than one of this machine."""

    def _fetch_range(self, start: int, end: int) -> bytes:
        return bytes(self.fs.store[self.path].getvalue()[start:end])


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A folder that no process but this one sees, in the place of a store far away."""
    near = MemoryFileSystem._open

    def far(fs: MemoryFileSystem, path: str, mode: str = "rb", **more: Any) -> Any:
        return FarFile(fs, path) if mode == "rb" else near(fs, path, mode, **more)

    monkeypatch.setattr(MemoryFileSystem, "_open", far)
    yield "memory:///bucket"
    monkeypatch.undo()
    place = at("memory://bucket")
    if place.fs.exists(place.path):
        place.fs.rm(place.path, recursive=True)


def write_jsonl(path: str, rows: Sequence[Any]) -> None:
    with writing(at(path)) as stream:
        stream.writelines(json.dumps(row).encode() + b"\n" for row in rows)


def write_parquet(path: str, rows: Sequence[Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with writing(at(path)) as stream:
        pq.write_table(pa.Table.from_pylist(rows), stream, row_group_size=250)


def articles(path: str, keys: Keys = KEYS) -> tuple[list[tuple[str, str]], list[Fault]]:
    faults: list[Fault] = []
    return list(read_shard(path, keys, faults)), faults


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
@pytest.mark.parametrize("protocol", ["", "file://", "memory:/"])
def test_a_shard_is_read_wherever_it_is(
    kind: str, protocol: str, tmp_path: Path, memory: str
) -> None:
    path = f"{protocol}{tmp_path}/part 1.{kind}" if protocol != "memory:/" else f"{memory}/1.{kind}"
    (write_jsonl if kind == "jsonl" else write_parquet)(path, ROWS)
    (shard,) = find_shards(path)
    assert shard.number == 0
    assert shard.path == (path if protocol == "memory:/" else f"{tmp_path}/part 1.{kind}")
    assert articles(shard.path) == ([(row["id"], row["text"]) for row in ROWS], [])


def test_shards_have_numbers_in_the_order_of_their_paths(memory: str) -> None:
    for name in ("b.jsonl", "a.parquet", "c.jsonl", "c.jsonl.part"):
        write_jsonl(f"{memory}/{name}", ROWS[:1])
    found = find_shards(f"{memory}/*.*l")
    assert [shard.name for shard in found] == ["00000", "00001"]
    assert [shard.path for shard in found] == [f"{memory}/b.jsonl", f"{memory}/c.jsonl"]


def test_a_shard_that_was_changed_is_another(memory: str) -> None:
    write_jsonl(f"{memory}/a.jsonl", ROWS[:1])
    before = find_shards(f"{memory}/a.jsonl")
    assert find_shards(f"{memory}/a.jsonl") == before
    write_jsonl(f"{memory}/a.jsonl", [ROWS[0] | {"text": ROWS[0]["text"].swapcase()}])
    assert find_shards(f"{memory}/a.jsonl") != before


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("memory://bucket/none*.jsonl", "no file matches"),
        ("memory://bucket/none.jsonl", "no file matches"),
        ("memory://bucket/a.txt", "ends neither in"),
        ("nowhere://bucket/a.jsonl", "cannot reach nowhere://bucket/a.jsonl"),
    ],
)
def test_what_is_no_shard_is_refused(pattern: str, problem: str, memory: str) -> None:
    write_jsonl(f"{memory}/a.txt", ROWS[:1])
    with pytest.raises(UsageError, match=problem):
        find_shards(pattern)


class StoreError(Exception):
    """Stores have errors of their own, of no class that goldfield knows."""


@pytest.mark.parametrize("asked", ["glob", "info", "open"])
def test_what_goes_wrong_in_a_store_is_told_in_a_line(
    asked: str, memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_jsonl(f"{memory}/a.jsonl", ROWS[:1])

    def refuse(*_: object, **__: object) -> None:
        raise StoreError("no\ncredentials")

    monkeypatch.setattr(MemoryFileSystem, asked, refuse)
    path = f"{memory}/{'*' if asked == 'glob' else 'a'}.jsonl"
    with pytest.raises(GoldfieldError, match=r"bucket/[a*]\.jsonl: StoreError: no credentials$"):
        gold_at(path)


def _opened_and_asked(store: Store) -> None:
    store.open(Origin("one"))
    store.done([1])


@pytest.mark.parametrize("asked", ["cat_file", "exists", "open", "ls"])
def test_what_goes_wrong_while_results_are_kept_is_told_in_a_line(
    asked: str, memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreError("not yours")

    monkeypatch.setattr(MemoryFileSystem, asked, refuse)
    store = Store(at(f"{memory}/out"))
    with pytest.raises(GoldfieldError, match=r"bucket/out.*: StoreError: not yours$"):
        _opened_and_asked(store)


def test_every_fault_of_a_shard_has_its_place(memory: str) -> None:
    good = '{"id": "x", "text": "one"}'
    lines = [good, "{", '{"id": "y"}', good, '{"id": 7, "text": "two"}']
    with writing(at(f"{memory}/a.jsonl")) as stream:
        stream.write("\n".join(lines).encode())
    found, faults = articles(f"{memory}/a.jsonl")
    assert found == [("x", "one"), ("7", "two")]
    assert [fault.where for fault in faults] == [f"{memory}/a.jsonl:{n}" for n in (2, 3, 4)]
    assert "given twice" in faults[2].problem


def test_reading_ends_at_a_hundred_faults(memory: str) -> None:
    write_jsonl(f"{memory}/a.jsonl", [{"no": "id"}] * 5000)
    assert len(articles(f"{memory}/a.jsonl")[1]) == 100


def test_columns_have_any_name_and_those_absent_are_told(tmp_path: Path) -> None:
    path = str(tmp_path / "a.parquet")
    write_parquet(path, [{"key": row["id"], "body": row["text"], "more": "x"} for row in ROWS])
    assert len(articles(path, Keys("body", "key"))[0]) == len(ROWS)
    (fault,) = articles(path)[1]
    assert fault.problem == "no column text, id"
    (tmp_path / "b.parquet").write_bytes(b"PAR1 is not all there is to it")
    (fault,) = articles(str(tmp_path / "b.parquet"))[1]
    assert fault.where == str(tmp_path / "b.parquet")


def test_a_file_is_there_when_it_is_whole(memory: str) -> None:
    place = at(f"{memory}/a.jsonl")
    with writing(place) as stream:
        stream.write(b"half")
        stream.flush()
        assert read(place) is None
    assert read(place) == b"half"
    assert len(place.fs.ls("/bucket")) == 1


def test_a_file_that_could_not_be_written_is_not_there(memory: str) -> None:
    with pytest.raises(TypeError), writing(at(f"{memory}/a.jsonl")) as stream:
        stream.writelines([b"half", "no bytes"])  # type: ignore[list-item]
    assert at(memory).fs.ls("/bucket") == []


class Origin(Struct):
    what: str


def test_what_is_done_is_kept_for_the_same_job_alone(memory: str) -> None:
    store = Store(at(f"{memory}/out"))
    store.open(Origin("one"))
    store.keep(2, b"{}")
    again = Store(at(f"{memory}/out"))
    again.open(Origin("one"))
    assert again.done(range(4)) == {2}
    assert again.read(2) == b"{}"
    with pytest.raises(UsageError, match="made from something else"):
        again.open(Origin("two"))
    assert read(at(f"{memory}/out/done-00002.json")) == b"{}"


def test_a_folder_of_something_else_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(UsageError, match="has no manifest"):
        Store(at(str(tmp_path))).open(Origin("one"))


def test_without_fsspec_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingExtra, match=r'pip install "goldfield\[ray\]"'):
        find_shards("a.jsonl")


# ---- gold ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_gold_is_read_from_shards(kind: str, memory: str) -> None:
    articles = load_gold(split="validation").articles[1:]
    write = write_jsonl if kind == "jsonl" else write_parquet
    for number in range(2):
        rows = [msgspec.to_builtins(article) for article in articles[number::2]]
        write(f"{memory}/gold/{number}.{kind}", rows)
    gold = gold_at(f"{memory}/gold/*.{kind}")
    assert gold.selection.name == "gold"
    by_id = {article.id: article for article in articles}
    assert {article.id: article for article in gold.articles} == by_id


def test_shards_of_a_released_split_go_by_its_name(memory: str) -> None:
    rows = [msgspec.to_builtins(article) for article in load_gold(split="validation").articles]
    write_jsonl(f"{memory}/a.jsonl", rows[:3])
    write_jsonl(f"{memory}/b.jsonl", rows[3:])
    assert gold_at(f"{memory}/*.jsonl").selection.split == "validation"


def test_faults_of_gold_name_their_shard(memory: str) -> None:
    record = msgspec.to_builtins(load_gold(split="validation").articles[0])
    write_jsonl(f"{memory}/a.jsonl", [record])
    write_jsonl(f"{memory}/b.jsonl", [record])
    write_jsonl(f"{memory}/c.jsonl", [record, record | {"entities": 7}])
    with pytest.raises(DataError) as raised:
        gold_at(f"{memory}/*.jsonl")
    assert [fault.where for fault in raised.value.faults] == [
        f"{memory}/b.jsonl", f"{memory}/c.jsonl:2",
    ]  # fmt: skip
