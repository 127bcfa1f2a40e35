"""What every parity test asks: equal in each document and in all, and all differences explained."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from parity.common import Real, Seen, counted_as

from goldfield.peers.explaining import explain
from goldfield.peers.ladder import Pair, Peer

__all__ = ["check_parity"]


def check_parity(peer: Peer, pairs: Sequence[Pair], ask: Real, within: float = 1e-12) -> None:
    """Goldfield says what the real package says, and every item that differs has its rules."""
    for pair in pairs:
        _check_equal(peer, [pair], ask([pair]), within)
    _check_equal(peer, pairs, ask(pairs), within)
    for number in peer.numbers:
        found = explain(number, "", pairs)
        assert found.changes, "documents too easy to tell the two apart"
        assert all(change.rules for change in found.changes)


def _check_equal(peer: Peer, pairs: Sequence[Pair], seen: dict[str, Seen], within: float) -> None:
    assert set(seen) == {number.name for number in peer.numbers}
    for number in peer.numbers:
        mine, theirs = counted_as(number, pairs), seen[number.name]
        assert mine.counts == theirs.counts, (number.name, pairs[:1])
        assert tuple(mine.ratios) == pytest.approx(tuple(theirs.ratios), abs=within)
