"""What others made, damaged and made to hurt: no reader breaks, hangs, or says nothing of where."""

from __future__ import annotations

import gzip
import random
import re
import tracemalloc
import zlib
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest
from damage import damaged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readers import READERS, faults_of, is_placed, seed_of, store

from goldfield.corpus.formats import convert
from goldfield.corpus.lint.timewords import contradictions
from goldfield.errors import DataError, Fault
from goldfield.leaderboard.checking import MAX_PREDICTIONS
from goldfield.leaderboard.submissions import read_submission
from goldfield.schema.lines import MAX_LINE

every = pytest.mark.parametrize("name", READERS)


def read(name: str, files: dict[str, bytes], folder: Path) -> list[Fault]:
    """The faults of files, each with its place and what to do."""
    store(files, folder)
    faults = faults_of(name, folder)
    assert [fault for fault in faults if not is_placed(fault)] == []
    return faults


@every
def test_seeds_have_no_fault(name: str, tmp_path: Path) -> None:
    """Else damage to them would be refused before the rest of the reader is reached."""
    assert read(name, seed_of(name), tmp_path) == []


@every
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 2**32))
def test_damage_breaks_no_reader(name: str, tmp_path: Path, number: int) -> None:
    read(name, damaged(seed_of(name), random.Random(number)), tmp_path)


NUMBER = re.compile(rb"(?<![\w.\"-])\d+(?![\w.\"-])")


@every
def test_numbers_of_any_size_break_no_reader(name: str, tmp_path: Path) -> None:
    seed = seed_of(name)
    for file, content in seed.items():
        places = [*NUMBER.finditer(content)]
        for place in places[:: len(places) // 30 + 1]:
            huge = content[: place.start()] + b"1" * 400 + content[place.end() :]
            read(name, {**seed, file: huge}, tmp_path)


DEEP = 20_000
BOMBS: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \n\t\n",
    "zeros": b"\0" * 100,
    "no text": bytes(range(256)),
    "UTF-16": "\ufeff{}".encode("utf-16"),
    "lists in lists": b"[" * DEEP,
    "lists that end": b"[" * DEEP + b"]" * DEEP,
    "objects in objects": b'{"entities":' * DEEP,
    "a list in a record": b'{"id": "a-1", "x": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    **{
        f"lists {depth} deep": b'{"id": "a-1", "entities": ' + b"[" * depth + b"]" * depth + b"}"
        for depth in (70, 500, 900, 950, 970, 980, 990)
    },
    "tables in TOML": b"a = " + b"[" * DEEP,
    "dotted keys": b"a." * 2000 + b"a = 1",
    "a long whole number": b"a = " + b"1" * 5000,
    "a long number in JSON": b'{"id": ' + b"1" * 5000 + b"}",
    "an exponent": b'{"id": "a-1", "entities": [{"start": 1e999, "end": -1e999}]}',
    "no numbers": b'{"id": "a-1", "confidence": NaN, "x": [Infinity, -Infinity]}',
    "half a character": b'{"id": "\\ud800", "text": "\\udc00"}',
    "an alias bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "a YAML tag": b"!!python/object/apply:os.system ['true']\n",
    "sequences in YAML": b"- " * DEEP,
    "laughs": b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><TimeML>&b;</TimeML>',
    "a file as an entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "tags in tags": b"<TimeML>" + b"<TEXT>" * DEEP,
    "brackets": b"1\tx\tx\tNOUN\tX\t_\t0\tdep\t_\tEntity=" + b"(1-person-new-cf1" * 2000,
    "a gzip bomb": gzip.compress(b"\n" * 20_000_000),
    "a zlib bomb": zlib.compress(b"\0" * 60_000_000),
}  # fmt: skip


@every
def test_bombs_are_faults_or_nothing(name: str, tmp_path: Path) -> None:
    """The files of the seed are replaced by them in turn."""
    seed = seed_of(name)
    for file, bomb in zip(cycle(seed), BOMBS.values(), strict=False):
        read(name, {**seed, file: bomb}, tmp_path)


def test_a_line_too_long_is_passed_over_unread(tmp_path: Path) -> None:
    seed = seed_of("gold")
    line = b'{"id": "' + b"x" * MAX_LINE + b'"}\n'
    faults = read("gold", {"gold.jsonl": line + seed["gold.jsonl"]}, tmp_path)
    assert [fault.problem for fault in faults] == ["the line is over 16 MiB and was not read"]


def peak(name: str, folder: Path) -> int:
    tracemalloc.start()
    try:
        faults_of(name, folder)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


JUNK = (b"0", b"x\n", b'[["x",1],', b"a b\t1 2\n", b'"')


@every
def test_memory_is_linear_in_the_file(name: str, tmp_path: Path) -> None:
    """8,000 bytes of junk take up to 1,500 bytes each: a fault has names, a fix and a place."""
    seed = seed_of(name)
    store(seed, tmp_path)
    faults_of(name, tmp_path)  # imports and caches
    before = peak(name, tmp_path)
    for file, junk in zip(cycle(seed), JUNK, strict=False):
        store({**seed, file: seed[file] + junk * (8_000 // len(junk))}, tmp_path)
        assert peak(name, tmp_path) - before < 1_500 * 8_000, (file, junk)


# ---- what was found --------------------------------------------------------------------------

Change = Callable[[bytes], bytes]
FOUND: dict[str, tuple[str, str, Change, str]] = {
    "a suite's number of 5,000 digits": (
        *("suite", "suite.toml"),
        lambda toml: toml + b"x = " + b"1" * 5000,
        "Exceeds the limit",
    ),
    "a suite nested deeply": (
        *("suite", "suite.toml"),
        lambda toml: b"x = " + b"[" * DEEP + toml,
        "nested too deep to read",
    ),
    "a projection without labels": (
        *("projection", "projection.toml"),
        lambda toml: toml.replace(b"[labels]", b"[label]"),
        "missing required field `labels`",
    ),
    "Label Studio's export in Latin-1": (
        *("import-label-studio", "label-studio.json"),
        lambda json: json.replace("“".encode(), b"\xe9"),
        "can't decode byte",
    ),
    "a board whose entry names a folder": (
        *("leaderboard", "leaderboard.json"),
        lambda json: json.replace(b'"name": "', b'"name": "../../', 1),
        "matching regex",
    ),
    "a board whose entry links to a script": (
        *("leaderboard", "leaderboard.json"),
        lambda json: json.replace(b'"url": "', b'"url": "javascript:', 1),
        "no http address",
    ),
    "side data nested as deep as the stack": (
        *("import-label-studio", "label-studio.json"),
        lambda json: json.replace(b'"exact":', b'"exact":' + b"[" * 900 + b"]" * 900 + b',"x":', 1),
        "its side data are nested too deep",
    ),
    "values nested as deep as the stack": (
        *("generic-values", "gold.jsonl"),
        lambda json: json.replace(b"12.5", b"[" * 900 + b"]" * 900),
        "nested too deep to score",
    ),
    "a split that is a table of tables": (
        *("splits", "corpus/splits.toml"),
        lambda toml: b"a." * 2000 + b"a = 1\n" + toml,
        "is no string",
    ),
    "hashes of seeds that are no text": (
        *("corpus", "seeds/SHA256SUMS"),
        lambda sums: b"\xff" + sums,
        "not a line of hashes",
    ),
    "a journal that is no text": (
        *("journal", "pred.jsonl.journal"),
        lambda lines: lines.replace(b'"x"', b'"\xff"'),
        "is no journal of this version",
    ),
    "a journal nested deeply": (
        *("journal", "pred.jsonl.journal"),
        lambda lines: lines.replace(b'"x"', b"[" * DEEP),
        "is no journal of this version",
    ),
    "a speaker without a name": (
        *("import-litbank-quotes", "quotations/tsv/b_brat.ann"),
        lambda table: table.replace(b"\tNobody-1", b"\t"),
        "no row of this text's quotes",
    ),
    "a shard of Parquet without its schema": (
        *("shards", "part.parquet"),
        lambda parquet: parquet[:-60] + b"\xff" * 52 + parquet[-8:],
        "thrift",
    ),
    "more articles than a float can say": (
        *("speeds", "bench.json"),
        lambda json: json.replace(b'"articles": ', b'"articles": ' + b"1" * 400),
        "too large",
    ),
    "more memory than a float can say": (
        *("run", "timing.json"),
        lambda json: json.replace(b'_bytes": ', b'_bytes": ' + b"1" * 400),
        "`int` <= 9007199254740992",
    ),
    "a case without a name, twice": (
        *("conformance", "cases.jsonl"),
        lambda lines: (re.sub(b'"id": "[^"]*"', b'"id": ""', lines.splitlines()[0]) + b"\n") * 2,
        "the case '' is given twice",
    ),
}


@pytest.mark.parametrize(("name", "file", "change", "problem"), FOUND.values(), ids=FOUND)
def test_what_was_found(name: str, file: str, change: Change, problem: str, tmp_path: Path) -> None:
    seed = seed_of(name)
    faults = read(name, {**seed, file: change(seed[file])}, tmp_path)
    assert any(problem in fault.problem for fault in faults), faults


def test_a_month_that_is_none_is_no_contradiction() -> None:
    """The linter looked up month 50, and month 0 as December."""
    assert list(contradictions("May 4", "2031-50-04", None)) == []
    assert list(contradictions("December 4", "2031-00-04", None)) == []
    assert list(contradictions("May 4", "2031-06-04", None)) == ["the month May"]


# ---- what is packed --------------------------------------------------------------------------


def test_a_submission_is_unpacked_as_far_as_it_may_be_long(tmp_path: Path) -> None:
    seed = seed_of("submission")
    bomb = gzip.compress(b"\0" * (4 * MAX_PREDICTIONS))
    store({**seed, "one/predictions.jsonl.gz": bomb}, tmp_path)
    tracemalloc.start()
    with pytest.raises(DataError):
        read_submission(tmp_path / "one")
    assert tracemalloc.get_traced_memory()[1] < 3 * MAX_PREDICTIONS
    tracemalloc.stop()


def test_a_docbin_that_unpacks_without_end_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.spacy"
    path.write_bytes(zlib.compress(b"\0" * 60_000_000))
    (fault,) = convert(path, "docbin", {}).faults
    assert fault.problem.startswith("it unpacks to over ")
