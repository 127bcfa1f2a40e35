"""Asking seqeval itself, in both modes."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from parity.common import Seen
from parity.real_tags import both_tags

from goldfield.peers.chunks import Tagged
from goldfield.peers.ladder import Pair, Ratios
from goldfield.scoring.counts import Counts

__all__ = ["ask_default", "ask_strict"]


def ask_default(pairs: Sequence[Pair]) -> dict[str, Seen]:
    """Its default mode. It warns of L and U, and of the mean of no labels."""
    from seqeval.metrics.sequence_labeling import get_entities, precision_recall_fscore_support

    golds, preds = zip(*map(both_tags, pairs), strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [
            {(n, *c) for n, row in enumerate(s) for c in get_entities(row)} for s in (golds, preds)
        ]
        return dict(_answers(precision_recall_fscore_support, (golds, preds), found))


def ask_strict(pairs: Sequence[Pair]) -> dict[str, Seen]:
    """Its strict mode, with the scheme of the first pair."""
    from seqeval import scheme as schemes
    from seqeval.metrics.v1 import precision_recall_fscore_support

    golds, preds = zip(*map(both_tags, pairs), strict=True)
    first = pairs[0].gold
    name = first.scheme if isinstance(first, Tagged) else "IOB2"
    scheme = getattr(schemes, "IOBES" if name == "BIOES" else name)
    found = [
        {chunk.to_tuple() for row in schemes.Entities(side, scheme).entities for chunk in row}
        for side in (golds, preds)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return dict(_answers(precision_recall_fscore_support, (golds, preds), found, scheme=scheme))


def _answers(
    score: Any, sides: tuple[Any, Any], found: Sequence[set[Any]], **options: Any
) -> Iterator[tuple[str, Seen]]:
    counts = Counts.of(len(found[0] & found[1]), len(found[1]), len(found[0]))
    for average in ("micro", "macro", "weighted"):
        row = score(*map(list, sides), average=average, zero_division=0, **options)[:3]
        ratios = Ratios(*(None if math.isnan(value) else float(value) for value in row))
        yield f"{average} avg", Seen(ratios, counts)
