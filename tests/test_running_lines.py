"""Lines from a pipe, in time or not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO

import pytest

from goldfield.running import lines
from goldfield.running.lines import Lines

Pipe = tuple[Lines, IO[bytes]]


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    ends = os.pipe()
    with os.fdopen(ends[0], "rb") as out, os.fdopen(ends[1], "wb", buffering=0) as into:
        yield Lines(out), into


def test_lines_one_by_one_and_what_is_left_at_the_end(pipe: Pipe) -> None:
    found, into = pipe
    into.write(b"one\n\ntwo\nthr")
    assert [found.read(), found.read(0.0), found.read(1.0)] == [b"one\n", b"\n", b"two\n"]
    into.write(b"ee\xff")
    into.close()
    assert [found.read(), found.read(), found.read()] == [b"three\xff", b"", b""]


def test_what_came_too_late_is_kept(pipe: Pipe) -> None:
    found, into = pipe
    for piece in (b"a", b"b"):
        into.write(piece)
        with pytest.raises(TimeoutError):
            found.read(0.01)
    into.write(b"c\n")
    assert found.read(0.0) == b"abc\n"


def test_any_limit_will_do(pipe: Pipe) -> None:
    found, into = pipe
    into.write(b"x\n")
    assert found.read(1e30) == b"x\n"
    with pytest.raises(TimeoutError):
        found.read(-1.0)


def test_a_line_that_is_too_long(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    found, into = pipe
    monkeypatch.setattr(lines, "LONGEST", 10)
    into.write(b"0123456789\n" + b"0" * 11)
    assert found.read() == b"0123456789\n"
    with pytest.raises(OverflowError, match="a line of more than 0 MiB"):
        found.read()
