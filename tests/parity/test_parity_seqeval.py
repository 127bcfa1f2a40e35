"""`--as seqeval` and `--as seqeval-strict` against seqeval, on 2,100 hostile documents each."""

from __future__ import annotations

from typing import get_args

import pytest
from oracles.structures import make_taggings
from parity.checking import check_parity
from parity.common import Real, counted_as, read_records, suite_of
from parity.real_seqeval import ask_default, ask_strict
from parity.tag_documents import make_spans, make_tags

from goldfield.peers import conlleval, seqeval, seqeval_strict
from goldfield.peers.chunks import Tagged
from goldfield.peers.explaining import explain
from goldfield.peers.ladder import Peer
from goldfield.scoring.counts import Counts
from goldfield.scoring.generic.iob import Scheme

pytest.importorskip("seqeval", reason="seqeval is not installed")

ASKED = [(seqeval.PEER, ask_default), (seqeval_strict.PEER, ask_strict)]
PEERS = pytest.mark.parametrize(("peer", "ask"), ASKED, ids=["default", "strict"])


@PEERS
@pytest.mark.parametrize("scheme", get_args(Scheme))
def test_tags_of_any_scheme_are_counted_as_the_peer_does(
    peer: Peer, ask: Real, scheme: Scheme
) -> None:
    suite = suite_of({"scheme": scheme})
    check_parity(peer, read_records(peer, *make_tags(scheme, 250), suite).pairs, ask)


@PEERS
def test_spans_made_tags_are_counted_as_the_peer_does(peer: Peer, ask: Real) -> None:
    check_parity(peer, read_records(peer, *make_spans(600)).pairs, ask)


@PEERS
def test_the_decoding_of_the_suite_is_no_matter(peer: Peer, ask: Real) -> None:
    suite = suite_of({"scheme": "BIOES", "decoding": "strict"})
    check_parity(peer, read_records(peer, *make_tags("BIOES", 100), suite).pairs, ask)


@PEERS
def test_a_missing_prediction_finds_nothing(peer: Peer, ask: Real) -> None:
    gold = {"tags": ["B-X", "O"]}
    found, missing = read_records(peer, [gold, gold], [gold]).pairs
    nothing = missing._replace(pred=Tagged(("O", "O")))
    seen = ask([found, nothing])["micro avg"]
    assert counted_as(peer.numbers[0], [found, missing]).counts == seen.counts == Counts.of(1, 1, 2)


@pytest.mark.parametrize("peer", [seqeval.PEER, seqeval_strict.PEER, conlleval.PEER])
def test_nothing_differs_in_well_formed_iob2(peer: Peer) -> None:
    """Labels without dashes, chunks as IOB2 writes them: one number for all."""
    golds, preds = zip(*make_taggings(76, "IOB2", 300, legal=True), strict=True)
    given, found = ([{"tags": tags} for tags in side] for side in (golds, preds))
    assert not explain(peer.numbers[0], "", read_records(peer, given, found).pairs).changes


def test_worked_example() -> None:
    """Gold I-X is a chunk of the default mode only: 2 of 2 there, 1 of 2 predicted in strict."""
    gold, pred = {"tags": ["B-X", "O", "B-X"]}, {"tags": ["B-X", "O", "I-X"]}
    for (peer, ask), counts in zip(ASKED, (Counts.of(2, 2, 2), Counts.of(1, 1, 2)), strict=True):
        pairs = read_records(peer, [gold], [pred]).pairs
        assert counted_as(peer.numbers[0], pairs).counts == ask(pairs)["micro avg"].counts == counts
