"""The same files scored by other people's tools and by goldfield, beside what is promised."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import document_peers as documents
import peers
import pytest
from measuring import Files, count, ratio
from parity.asking import ASKED
from parity.common import checkout
from pytest_benchmark.fixture import BenchmarkFixture

from goldfield.scoring.suites import Suite


class Peer(NamedTuple):
    """A tool, how many times as fast goldfield is promised to be, and what both score."""

    score: Callable[[Files], None]
    promised: int | None = None
    documents: int = 300
    make: Callable[[Path, int], Files] = peers.make_plain
    suite: Suite = peers.STRICT
    package: str | None = None
    """One that no registry has."""


PEERS = {
    "seqeval, spans": Peer(partial(peers.by_seqeval, strict=False), 15),
    "seqeval in strict mode, spans": Peer(partial(peers.by_seqeval, strict=True), 15),
    "conlleval, spans": Peer(peers.by_conlleval),
    "nervaluate, spans": Peer(peers.by_nervaluate, 30),
    "spaCy's Scorer, spans": Peer(peers.by_spacy, 30),
    "stickler, spans": Peer(peers.by_stickler, documents=10),
    "stickler, records": Peer(
        peers.by_stickler_records, 1_000, 10, peers.make_records, peers.RECORDS
    ),
    "ANLS*, records": Peer(documents.by_anls, None, 10, peers.make_records, peers.RECORDS),
    "coval, clusters": Peer(
        documents.by_coval, None, 100, documents.make_clusters, documents.CLUSTERS, "coval"
    ),
    "TextEE, events": Peer(
        documents.by_textee, None, 100, documents.make_articles, documents.EVENTS, "textee"
    ),
    "IterX, templates": Peer(
        documents.by_iterx, None, 30, documents.make_templates, documents.TEMPLATES, "iterx"
    ),
}


def load(package: str) -> None:
    """Make a package importable from its checkout, or skip."""
    if not (root := checkout(package)):
        pytest.skip(f"GOLDFIELD_{package.upper()} names no checkout of {package}")
    ASKED[package].load(root)


@pytest.mark.parametrize("name", PEERS)
def test_peer(
    name: str, benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peer = PEERS[name]
    if peer.package:
        load(peer.package)
    files = peer.make(tmp_path, peer.documents)
    benchmark.pedantic(peer.score, args=(files,), rounds=1)
    found = ratio(lambda: peer.score(files), lambda: count(files, peer.suite), 3)
    goal = f"at least {peer.promised:,} promised" if peer.promised else "nothing promised"
    times = f"{found:,.0f}" if found > 9.95 else f"{found:.1f}"
    with capsys.disabled():
        print(f"\n{name}: {times} x goldfield ({goal}), {peer.documents} documents")
