"""`--as nervaluate` against nervaluate itself, on 2,000 hostile documents and one by one."""

from __future__ import annotations

import pytest
from parity.cases import CASES
from parity.common import as_spans, counted_as, read_records
from parity.real_nervaluate import ask

from goldfield.peers.ladder import Number, Pair
from goldfield.peers.nervaluate import PEER

pytest.importorskip("nervaluate", reason="nervaluate is not installed")


def pairs() -> list[Pair]:
    return CASES["nervaluate"].draw()


@pytest.mark.parametrize("number", PEER.numbers, ids=lambda number: number.name)
def test_every_document_has_the_counts_and_ratios_of_the_peer(number: Number) -> None:
    for pair in pairs():
        seen, mine = ask([pair])[number.name], counted_as(number, [pair])
        assert mine.counts == seen.counts
        assert mine.verdicts == seen.verdicts
        assert mine.ratios == pytest.approx(seen.ratios, abs=1e-12)


@pytest.mark.parametrize("number", PEER.numbers, ids=lambda number: number.name)
def test_the_corpus_has_the_numbers_of_the_peer(number: Number) -> None:
    seen, mine = ask(pairs())[number.name], counted_as(number, pairs())
    assert (mine.counts, mine.verdicts) == seen[1:]
    assert mine.ratios == pytest.approx(seen.ratios, abs=1e-12)


@pytest.mark.parametrize("length", [99, 100, 101, 200, 300])
def test_an_overlap_has_to_be_a_hundredth_of_the_gold_span(length: int) -> None:
    gold, pred = as_spans([(0, length, "PER")]), as_spans([(length - 1, length + 9, "PER")])
    (pair,) = read_records(PEER, [gold], [pred]).pairs
    for number in PEER.numbers:
        assert counted_as(number, [pair]).verdicts == ask([pair])[number.name].verdicts
