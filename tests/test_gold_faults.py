"""Every bad gold record is refused with a place and a fix, and never with a traceback."""

from __future__ import annotations

import io
import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import TEXT, as_dict, toy_article

from goldfield.errors import DataError, Fault
from goldfield.schema.lines import Source
from goldfield.schema.offsets import OffsetMap, Unit
from goldfield.schema.predictions import read_predictions
from goldfield.schema.reading import find_faults, read_articles
from goldfield.schema.text import sha256_of
from goldfield.schema.walk import all_spans, walk_spans
from goldfield.schema.writing import to_line, write_text, writing

Spoil = Callable[[dict[str, Any]], None]


def put(path: str, value: Any) -> Spoil:
    """Set the member at a dotted path; numbers index lists."""

    def spoil(record: dict[str, Any]) -> None:
        *steps, last = path.split(".")
        node: Any = record
        for step in steps:
            node = node[int(step) if isinstance(node, list) else step]
        node[int(last) if isinstance(node, list) else last] = value

    return spoil


def drop(name: str) -> Spoil:
    return lambda record: record.pop(name)


def retext(text: str) -> Spoil:
    def spoil(record: dict[str, Any]) -> None:
        record["text"], record["text_sha256"] = text, sha256_of(text)

    return spoil


def shift(unit: Unit) -> Spoil:
    """Write all offsets in another unit."""

    def spoil(record: dict[str, Any]) -> None:
        offsets = OffsetMap(TEXT, unit)

        def walk(node: Any) -> None:
            if isinstance(node, dict):
                for key in ("start", "end"):
                    if key in node:
                        node[key] = offsets.to_unit(node[key])
            for inner in node.values() if isinstance(node, dict) else node:
                if isinstance(inner, dict | list):
                    walk(inner)

        walk(record)

    return spoil


FAULTS: list[tuple[str, Spoil, str, str]] = [
    # name, what is spoiled, the path and the problem that must be told
    ("wrong type", put("entities.0.name", 5), "$.entities[0].name", "does not fit"),
    ("wrong label", put("entities.0.type", "PERS"), "$.entities[0].type", "did you mean 'PER'"),
    ("label in lower case", put("entities.0.type", "per"), "$.entities[0].type", "'PER'"),
    ("missing key", drop("times"), "$", "'times' is missing"),
    ("unknown key", put("entitys", []), "$", "did you mean 'entities'"),
    ("out of range", put("times.0.span.end", 4000), "$.times[0].span", "outside the text"),
    ("outside", put("times.0.span.end", 4000), "$.times[0].span", "end must be at most 86"),
    ("reversed", put("times.0.span.end", 1), "$.times[0].span", "is empty or reversed"),
    ("negative", put("times.0.span.start", -2), "$.times[0].span.start", "does not fit"),
    ("beyond", put("times.0.span.start", 2**31), "$.times[0].span.start", "from 0 to 2147483647"),
    ("empty span", put("times.0.span.end", 1), "$.times[0].span", "is empty"),
    ("UTF-16", shift("utf-16"), "$", "UTF-16 code units"),
    ("bytes", shift("utf-8"), "$", "UTF-8 bytes"),
    ("UTF-16 fix", shift("utf-16"), "$", "--from strings --offsets utf-16 --articles"),
    ("surface", put("times.0.span.text", "Tuesday"), "$.times[0].span", "holds 'Monday'"),
    ("dangling", put("quotes.0.source.entity", "anne"), "$.quotes[0].source", "does not have"),
    ("dangling ref", put("events.0.arguments.0.ref", "x"), "$.events[0].arguments[0].ref", "'x'"),
    ("duplicate id", put("entities.1.id", "anna"), "$.entities[1].id", "given to"),
    ("self parent", put("quotes.0.parent", "q1"), "$.quotes[0].parent", "contains itself"),
    ("wrong hash", put("text_sha256", "0" * 64), "$.text_sha256", "not to the stored hash"),
    ("not NFC", retext(TEXT + unicodedata.normalize("NFD", " é")), "$.text", "normal form C"),
    ("NUL", retext(TEXT + "\0"), "$.text", "NUL"),
    ("CR", retext(TEXT + "\r\n"), "$.text", "carriage return"),
    ("major", put("schema_version", "2.0"), "$.schema_version", "cannot be read"),
    ("big number", put("quantities.0.value", 10**40), "$.quantities[0].value", "beyond 64 bits"),
    ("date", put("meta.date_published", {"value": "24 Jan", "span": None, "acceptable": []}),
     "$.meta.date_published.value", "ISO 8601"),
    ("no place", put("entities.1.mentions", []), "$.entities[1].mentions", "mentioned nowhere"),
    ("layer", put("layers", ["times"]), "$.entities", "does not list 'entities'"),
]  # fmt: skip


def faults_of(line: bytes, folder: Path) -> list[str]:
    path = folder / "gold.jsonl"
    path.write_bytes(line)
    return [str(fault) for fault in find_faults([path])[1]]


@pytest.mark.parametrize(
    ("spoil", "where", "problem"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_bad_record(spoil: Spoil, where: str, problem: str, tmp_path: Path) -> None:
    record = as_dict()
    spoil(record)
    told = faults_of(json.dumps(record).encode(), tmp_path)
    assert any(f"gold.jsonl:1  {where}" in fault and problem in fault for fault in told), told
    assert all("\n  fix: " in fault for fault in told)


GOOD = to_line(toy_article())
BAD_LINES = [
    ("not JSON", b"{oops\n", "not JSON"),
    ("cut off", GOOD[:200], "not JSON"),
    ("an array", b" [" + GOOD.strip() + b"]\n", "is one JSON array"),
    ("an array over several lines", b"[\n" + GOOD + b"]\n", "is one JSON array"),
    ("a number", b"7\n", "does not fit"),
    ("NaN", GOOD.replace(b'"value":250.0', b'"value":NaN'), "NaN is not JSON"),
    ("infinite", GOOD.replace(b'"value":250.0', b'"value":1e999'), "beyond a 64-bit float"),
    ("not UTF-8", GOOD.replace(b"Anna", b"Ann\xe9"), "not UTF-8"),
    ("half a character", GOOD.replace(b"Anna", rb"\ud83d", 1), r"\ud83d alone is half"),
    ("BOM", b"\xef\xbb\xbf" + GOOD, "byte order mark"),
    ("deep", b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", "nested too deep"),
    ("twice", GOOD.replace(b'"id":"a1"', b'"id":"a1","id":"a1"'), "given twice"),
    ("same id", GOOD + GOOD, "stands at"),
    ("long", b'{"text":"' + b"x" * (16 * 2**20) + b'"}\n', "over 16 MiB"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "problem"), [b[1:] for b in BAD_LINES], ids=[b[0] for b in BAD_LINES]
)
def test_bad_line(line: bytes, problem: str, tmp_path: Path) -> None:
    told = faults_of(line, tmp_path)
    assert any(problem in fault for fault in told), told
    assert all("\n  fix: " in fault for fault in told)


def test_word_cut_and_blank_edge(tmp_path: Path) -> None:
    record = as_dict()
    record["times"][0]["span"] = {"start": 43, "end": 49, "text": TEXT[43:49]}
    record["quantities"][0]["span"] = {"start": 1, "end": 6, "text": TEXT[1:6]}
    told = "\n".join(faults_of(json.dumps(record).encode(), tmp_path))
    assert "cut inside a word" in told
    assert "blank at its edge" in told


def test_all_faults_of_all_lines_at_once(tmp_path: Path) -> None:
    first, second = as_dict(), as_dict()
    second["id"] = "a2"
    for record in (first, second):
        record["entities"][0]["type"] = "X"
        record["times"][0]["type"] = "Y"
        del record["quotes"]
    lines = b"\n".join(json.dumps(r).encode() for r in (first, second))
    told = faults_of(lines, tmp_path)
    assert len(told) == 6
    assert sum("gold.jsonl:2" in fault for fault in told) == 3


def test_at_most_a_hundred_faults_a_record(tmp_path: Path) -> None:
    record = as_dict()
    record["layers"] = ["nothing"] * 1000
    assert len(faults_of(json.dumps(record).encode(), tmp_path)) == 100


def test_good_record_is_read_back_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(GOOD)
    assert [to_line(article) for article in read_articles([path])] == [GOOD]
    assert find_faults([path]) == (1, [])


def read_or_refuse(source: Source) -> None:
    faults: list[Fault] = []
    try:
        list(read_articles([source]))
    except DataError as error:
        faults = error.faults
        if not faults:
            raise


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(line: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gold.jsonl"
        path.write_bytes(line)
        read_or_refuse(path)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data())
def test_any_value_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    record = as_dict()
    node: Any = record
    while isinstance(node, dict | list) and node:
        key = data.draw(
            st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node)))
        )
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.booleans()):
            node[key] = data.draw(json_values)
            break
        node = node[key]
    read_or_refuse([record])


def test_two_walks_find_the_same_spans() -> None:
    article = toy_article()
    assert sorted(map(str, all_spans(article))) == sorted(
        str(span) for _, span in walk_spans(article)
    )


def test_head_outside_its_mention(tmp_path: Path) -> None:
    record = as_dict()
    record["entities"][0]["mentions"][1]["head"] = record["times"][0]["span"]
    (told,) = faults_of(json.dumps(record).encode(), tmp_path)
    assert "outside its mention" in told


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_one_value_over_several_lines_is_one_fault(mark: bytes, tmp_path: Path) -> None:
    path, good = tmp_path / "gold.jsonl", tmp_path / "good.jsonl"
    path.write_bytes(mark + b"\n" * (not mark) + json.dumps(as_dict(), indent=2).encode())
    good.write_bytes(GOOD)
    number, faults = find_faults([path, good])
    assert [fault.fix for fault in faults] == ["write one object a line"]
    assert "one JSON value over several lines" in faults[0].problem
    assert number == 1
    (fault,) = read_predictions(path, {"a1": toy_article()}).faults
    assert fault == faults[0]


def test_a_record_with_a_key_given_twice_is_not_counted_as_valid(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(GOOD.replace(b'"id":"a1"', b'"id":"a1","id":"a1"'))
    good, faults = find_faults([path])
    assert (good, [fault.where for fault in faults]) == (0, [f"{path}:1"])


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = GOOD.replace(b'"id":"a1"', b'"id":"a2","id":"a2"')
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(GOOD + twice)))
    good, faults = find_faults(["-"])
    assert (good, [fault.where for fault in faults]) == (1, ["-:2"])


def test_a_file_that_cannot_be_written_is_named_itself(tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    folder.mkdir()
    with pytest.raises(OSError, match="taken") as caught:
        write_text(folder, "x")
    assert caught.value.filename == str(folder)
    with (
        pytest.raises(FileNotFoundError) as other,
        writing(tmp_path / "out"),
        open(tmp_path / "absent", "rb"),
    ):
        pass
    assert Path(other.value.filename).name == "absent"
    assert os.listdir(tmp_path) == ["taken"]


def test_walk_finds_every_span() -> None:
    paths = [path for path, _ in walk_spans(toy_article())]
    assert "$.quotes[0].source.span" in paths
    assert len(paths) == len(set(paths)) == 13
