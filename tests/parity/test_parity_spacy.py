"""`--as spacy` against spaCy's Scorer, on 2,000 hostile documents."""

from __future__ import annotations

import pytest
from parity.checking import check_parity
from parity.common import Record, as_spans, counted_as, read_records
from parity.real_spacy import ask
from parity.tag_documents import make_spans

from goldfield.errors import UsageError
from goldfield.peers.spacy import PEER
from goldfield.scoring.counts import Counts

pytest.importorskip("spacy", reason="spaCy is not installed")


def test_spans_are_counted_as_the_peer_does() -> None:
    check_parity(PEER, read_records(PEER, *make_spans(2000)).pairs, ask)


def test_nothing_to_count_is_none() -> None:
    nothing = _record("", [])
    check = read_records(PEER, [nothing], [nothing]).pairs
    for number in PEER.numbers:
        assert counted_as(number, check).ratios == ask(check)[number.name].ratios
        assert counted_as(number, check).ratios.f1 is None


def test_worked_example() -> None:
    """Gold Oslo; predicted Osl, lost as it cuts a word, and New York with York inside it."""
    gold = _record("Oslo New York", [(0, 4, "GPE"), (5, 13, "GPE")])
    pred = _record("Oslo New York", [(0, 3, "GPE"), (5, 13, "GPE"), (9, 13, "GPE")])
    pairs = read_records(PEER, [gold], [pred]).pairs
    seen = ask(pairs)
    for number, counts in zip(PEER.numbers, (Counts.of(1, 1, 2), Counts.of(1, 2, 2)), strict=True):
        assert counted_as(number, pairs).counts == seen[number.name].counts == counts
        assert counted_as(number, pairs)[:1] == seen[number.name][:1]


def test_spans_without_a_text_are_refused() -> None:
    bare = as_spans([(0, 4, "GPE")])
    with pytest.raises(UsageError, match="give each gold record a 'text'"):
        read_records(PEER, [bare], [bare])


def _record(text: str, marks: list[tuple[int, int, str]]) -> Record:
    return {"text": text, **as_spans(marks)}
