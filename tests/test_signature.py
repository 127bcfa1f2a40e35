"""One line that says everything a number depends on, and can be read back."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldfield.errors import UsageError
from goldfield.release import version
from goldfield.scoring.signature import (
    CONVENTIONS,
    differences,
    format_signature,
    make_signature,
    parse_signature,
)

KEYS = st.text(string.ascii_lowercase + "_-", min_size=1, max_size=6)
VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["a|b", "a:b", "100%", "%41", "%25", "\n", "\x85", " ", "😀", "?k=v&k=w", ""]
)
PARTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


@given(PARTS)
def test_parts_come_back(parts: dict[str, str]) -> None:
    line = format_signature(parts)
    assert parse_signature(line) == parts
    assert list(parse_signature(line)) == list(parts)
    assert format_signature(parse_signature(line)) == line


@given(PARTS)
def test_one_printable_line(parts: dict[str, str]) -> None:
    line = format_signature(parts)
    assert line.isascii()
    assert line.isprintable()
    assert len(line.splitlines()) == 1
    assert line.count("|") == len(parts) - 1


def test_spelling() -> None:
    parts = {"corpus": "1.0/test#0a", "extractor": "path/a b.py:Big?n=1@2", "odd": 'a|b%"\n'}
    line = "corpus:1.0/test#0a|extractor:path/a b.py:Big?n=1@2|odd:a%7Cb%25%22%0A"
    assert format_signature(parts) == line
    assert parse_signature(line) == parts


@pytest.mark.parametrize("line", ["", "a", "a:1|", "a:1|b", ":1", "a:1|a:2", "|"])
def test_no_signatures(line: str) -> None:
    with pytest.raises(UsageError, match="not a signature"):
        parse_signature(line)


@given(PARTS, PARTS)
def test_differences_are_told_with_both_values(left: dict[str, str], right: dict[str, str]) -> None:
    found = differences(format_signature(left), format_signature(right))
    assert found == {
        key: (left.get(key), right.get(key))
        for key in left | right
        if left.get(key) != right.get(key)
    }
    assert differences(format_signature(left), format_signature(left)) == {}


def test_every_signature_names_the_version_and_the_conventions() -> None:
    parts = parse_signature(make_signature({"corpus": "c", "suite": "s"}))
    assert list(parts)[:3] == ["goldfield", "corpus", "suite"]
    assert parts["goldfield"] == version()
    assert CONVENTIONS.items() <= parts.items()
