"""Scores of plain spans by other people's tools, against goldfield, from the same two files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from measuring import Files, count, ratio
from peers import STRICT, by_nervaluate, by_seqeval, by_spacy, by_stickler, make_plain
from pytest_benchmark.fixture import BenchmarkFixture

PEERS: dict[str, tuple[Callable[[Files], None], int]] = {
    "seqeval": (lambda files: by_seqeval(files, strict=False), 300),
    "seqeval strict": (lambda files: by_seqeval(files, strict=True), 300),
    "nervaluate": (by_nervaluate, 300),
    "spaCy Scorer": (by_spacy, 300),
    "stickler": (by_stickler, 10),
}


@pytest.mark.parametrize("peer", PEERS)
def test_peer(
    peer: str, benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work, documents = PEERS[peer]
    files = make_plain(tmp_path, documents)
    benchmark.pedantic(work, args=(files,), rounds=1)
    found = ratio(lambda: work(files), lambda: count(files, STRICT), 3)
    with capsys.disabled():
        print(f"\n{peer}: {found:,.0f} x goldfield, {documents} documents from disk")
