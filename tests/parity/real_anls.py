"""Asking ANLS* itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parity.common import Seen

from goldfield.peers.ladder import Pair, Ratios

__all__ = ["ask"]


def ask(pairs: Sequence[Pair]) -> dict[str, Seen]:
    """The mean of its scores, one a record."""
    from anls_star import anls_score

    scores: list[Any] = [anls_score(pair.gold, pair.pred) for pair in pairs]
    return {"anls_score": Seen(Ratios(None, None, sum(scores) / len(scores)))}
