"""The YAML of a sheet: strings with lines, a small part of the language, and no way to break it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldfield.corpus.sheet.parsing import Items, Mapping, Placed, Scalar, is_null, parse_sheet


def _faults(source: str | bytes) -> list[tuple[int, str]]:
    raw = source.encode() if isinstance(source, str) else source
    return [(fault.line, fault.problem) for fault in parse_sheet(raw)[1]]


def test_every_scalar_is_a_string_with_its_line() -> None:
    source = 'a: no\nb:\n  - 2022-01-24\n  - "1e3"\nc: {d: ~, e: 0x1F}\n'
    root, faults = parse_sheet(source.encode())
    assert faults == []
    assert root == Mapping(
        1,
        {
            "a": (1, Scalar("no", True, 1)),
            "b": (2, Items(3, [Scalar("2022-01-24", True, 3), Scalar("1e3", False, 4)])),
            "c": (
                5,
                Mapping(5, {"d": (5, Scalar("~", True, 5)), "e": (5, Scalar("0x1F", True, 5))}),
            ),
        },
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [("a: null", True), ("a:", True), ('a: ""', False), ('a: "null"', False), ("a: ~", False)],
)
def test_null_is_the_plain_word_or_nothing(source: str, expected: bool) -> None:
    root, _ = parse_sheet(source.encode())
    assert root is not None
    assert is_null(root.entries["a"][1]) is expected


@pytest.mark.parametrize(
    ("source", "line", "problem"),
    [
        ("a: 1\nb: &x 2", 2, "the anchor &x"),
        ("a: &x 1\nb: *x", 2, "the alias *x"),
        ("a: !!int 1", 1, "the tag"),
        ("a: ! 1", 1, "the tag"),
        ("a: 1\nb: {c: 2,\n c: 3}", 3, "the key 'c' is given at line 2"),
        ("a: 1\n<<: {b: 2}", 2, "the merge key"),
        ("a: 1\n---\nb: 2", 2, "a second YAML document"),
        ("%YAML 1.1\n---\na: 1", 1, "a YAML directive"),
        ("a: 1\n? [b]\n: 2", 2, "a key is a word"),
        ("a: 1\nb: [", 2, "not YAML"),
        ("a: 1\nb: 'x\n", 3, "not YAML"),
        ("a: b: c", 1, "not YAML"),
        ("a: 1\nb: \x07", 2, "U+0007"),
        ('a: "\\UFFFFFFFF"', 1, "not YAML"),
        ('a: 1\nb: "\\ud800"', 2, "U+D800"),
        ("- a", 1, "a sheet is one YAML mapping"),
        ("", 1, "a sheet is one YAML mapping"),
        ("# nothing", 1, "a sheet is one YAML mapping"),
        ("\ufeffa: 1", 1, "the sheet starts with a byte order mark"),
        ("a: " + "[" * 100_000, 1, "nested too deep"),
        ("a: " + "{b: " * 40 + "1" + "}" * 40, 1, "nested too deep"),
    ],
)
def test_what_a_sheet_may_not_hold_is_a_fault_with_its_line(
    source: str, line: int, problem: str
) -> None:
    found = _faults(source)
    assert any(at == line and text.startswith(problem) for at, text in found), found


def test_bytes_that_are_not_utf8_are_told_with_their_line() -> None:
    assert _faults(b"a: 1\nb: \xff") == [(2, "byte 8 is not UTF-8 (0xff)")]


def test_all_faults_are_found_and_the_rest_is_kept() -> None:
    root, faults = parse_sheet(b"a: &x 1\nb: *x\na: 2\n? {c: d}\n: e\nf: g\n")
    assert root is not None
    assert [fault.line for fault in faults] == [1, 2, 3, 4]
    assert root.entries["f"] == (6, Scalar("g", True, 6))


def test_a_quoted_merge_key_is_a_key() -> None:
    assert parse_sheet(b'"<<": a') == (Mapping(1, {"<<": (1, Scalar("a", True, 1))}), [])


_BITS = st.sampled_from(
    [*"[]{}:,?-&*!|>'\"%@`#\n \t~", ": ", "- ", "? ", "\\U", "<<", "a", "---\n"]
)


@given(st.lists(_BITS | st.text(max_size=2), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_source_breaks_the_parser(source: str) -> None:
    root, faults = parse_sheet(source.encode("utf-8", "surrogatepass"))
    assert root is not None or faults
    assert all(isinstance(fault, Placed) and fault.line >= 1 for fault in faults)


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_bytes_break_the_parser(raw: bytes) -> None:
    root, faults = parse_sheet(raw)
    assert root is not None or faults
