"""The same files scored by other people's tools and by goldfield, beside what is promised."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import peers
import pytest
from measuring import Files, count, ratio
from pytest_benchmark.fixture import BenchmarkFixture

from goldfield.scoring.suites import Suite


class Peer(NamedTuple):
    """A tool, how many times as fast goldfield is promised to be, and what both score."""

    score: Callable[[Files], None]
    promised: int | None = None
    documents: int = 300
    make: Callable[[Path, int], Files] = peers.make_plain
    suite: Suite = peers.STRICT


PEERS = {
    "seqeval, spans": Peer(partial(peers.by_seqeval, strict=False), 15),
    "seqeval in strict mode, spans": Peer(partial(peers.by_seqeval, strict=True), 15),
    "nervaluate, spans": Peer(peers.by_nervaluate, 30),
    "spaCy's Scorer, spans": Peer(peers.by_spacy, 30),
    "stickler, spans": Peer(peers.by_stickler, documents=10),
    "stickler, records": Peer(
        peers.by_stickler_records, 1_000, 10, peers.make_records, peers.RECORDS
    ),
}


@pytest.mark.parametrize("name", PEERS)
def test_peer(
    name: str, benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peer = PEERS[name]
    files = peer.make(tmp_path, peer.documents)
    benchmark.pedantic(peer.score, args=(files,), rounds=1)
    found = ratio(lambda: peer.score(files), lambda: count(files, peer.suite), 3)
    goal = f"at least {peer.promised:,} promised" if peer.promised else "nothing promised"
    with capsys.disabled():
        print(f"\n{name}: {found:,.0f} x goldfield ({goal}), {peer.documents} documents")
