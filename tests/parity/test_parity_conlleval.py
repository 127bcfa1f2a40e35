"""`--as conlleval` against its port to Python where that is faithful, and against the script.

The script is no package: name its place in CONLLEVAL to have it run. Where script and port differ
(S, L and U, B after E, the label 0) the cases here are worked by hand from the script's rules.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from parity.checking import check_parity
from parity.common import counted_as, read_records, suite_of
from parity.real_conlleval import ask_port, ask_script
from parity.script import NAMED, by_goldfield, counts_kept
from parity.tag_documents import LABELS, ODD, make_spans, make_tags

from goldfield.peers.conlleval import PEER
from goldfield.peers.ladder import Pair
from goldfield.scoring.counts import Counts

SCRIPT = os.environ.get("CONLLEVAL")
ROUNDED = 0.000051


def tagged(scheme: str, number: int, labels: Sequence[str | None] = LABELS) -> list[Pair]:
    suite = suite_of({"scheme": scheme, "decoding": "strict"})
    return read_records(PEER, *make_tags(scheme, number, labels), suite).pairs


@pytest.mark.parametrize("scheme", ["IOB1", "IOB2", "IOE1", "IOE2"])
def test_tags_are_counted_as_the_port_does(scheme: str) -> None:
    pytest.importorskip("conlleval", reason="conlleval is not installed")
    check_parity(PEER, tagged(scheme, 400, [x for x in LABELS if x != "0"]), ask_port)


def test_spans_made_tags_are_counted_as_the_port_does() -> None:
    pytest.importorskip("conlleval", reason="conlleval is not installed")
    records = make_spans(600, [label for label in ODD if label != "0"])
    check_parity(PEER, read_records(PEER, *records).pairs, ask_port)


def test_documents_have_the_counts_that_the_script_was_seen_to_give() -> None:
    assert by_goldfield() == counts_kept()


@pytest.mark.skipif(SCRIPT is None, reason="CONLLEVAL does not name the script")
@pytest.mark.parametrize("scheme", ["IOB1", "IOB2", "IOE1", "IOE2", "BIOES", "BILOU"])
def test_tags_are_counted_as_the_script_does(scheme: str) -> None:
    labels = NAMED if scheme in ("BIOES", "BILOU") else LABELS
    ask = partial(ask_script, script=Path(SCRIPT or ""))
    check_parity(PEER, tagged(scheme, 400, labels), ask, within=ROUNDED)


@pytest.mark.skipif(SCRIPT is None, reason="CONLLEVAL does not name the script")
def test_spans_made_tags_are_counted_as_the_script_does() -> None:
    pairs = read_records(PEER, *make_spans(600)).pairs
    check_parity(PEER, pairs, partial(ask_script, script=Path(SCRIPT or "")), within=ROUNDED)


@pytest.mark.parametrize(
    ("tags", "chunks"),
    [
        ("S-X S-X", 1),  # S is no prefix: one run of a label
        ("S-X S-Y", 2),  # another label, another chunk
        ("U-X O U-X", 2),  # O ends what has a label
        ("B-X E-X B-X E-X", 1),  # after E only E, I and O end a chunk
        ("B-X E-X I-X E-X", 2),
        ("E-X E-X", 2),
        ("B-X I-X B-X L-X", 2),  # B after I starts one; L goes on
        ("B-0 I O B", 2),  # 0 is no label, and I goes on with it
        ("B--X I--X", 1),  # the first dash ends the prefix
    ],
)
def test_chunks_of_the_script(tags: str, chunks: int) -> None:
    prefixes = set(tags) & set("ESLU")
    scheme = "BILOU" if prefixes & set("LU") else "BIOES" if prefixes else "IOB2"
    record = {"tags": tags.split()}
    pairs = read_records(PEER, [record], [record], suite_of({"scheme": scheme})).pairs
    assert counted_as(PEER.numbers[0], pairs).counts == Counts.of(chunks, chunks, chunks)
    if SCRIPT is not None:
        assert ask_script(pairs, Path(SCRIPT))["overall"].counts == Counts.of(
            chunks, chunks, chunks
        )
