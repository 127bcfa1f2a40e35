"""Means over labels, as reports of classification print them beside the sum.

Source: Sokolova and Lapalme 2009, "A systematic analysis of performance measures", section 3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from goldfield.peers.ladder import Counted, Ratios, Worth
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.outcome import Item

__all__ = ["macro", "weighted"]

Name = Callable[[str], str]
"""The label under which a peer counts an item of a label."""

_Side = Callable[[Worth], Counts]


def macro(documents: Sequence[Counted], name: Name = str) -> Ratios:
    """The mean over labels that either side has; None without labels. No ratio is undefined."""
    labels = _by_label(documents, name)
    return _mean(labels, [1.0] * len(labels)) if labels else Ratios(None, None, None)


def weighted(documents: Sequence[Counted], name: Name = str) -> Ratios:
    """The mean over labels, each weighing as many items as gold has of it; 0 if gold has none."""
    labels = _by_label(documents, name)
    weights = [counts.gold for counts in labels]
    return _mean(labels, weights) if any(weights) else Ratios(0.0, 0.0, 0.0)


def _mean(labels: Sequence[Counts], weights: Sequence[float]) -> Ratios:
    rows = [(counts.precision or 0.0, counts.recall or 0.0, counts.f1 or 0.0) for counts in labels]
    whole = math.fsum(weights)
    columns = zip(*rows, strict=True)
    return Ratios(
        *(math.fsum(map(math.prod, zip(c, weights, strict=True))) / whole for c in columns)
    )


def _by_label(documents: Sequence[Counted], name: Name) -> list[Counts]:
    """The counts of each label that has an item that is counted."""
    found: dict[str, list[Counts]] = {}

    def add(
        items: Iterable[Item], worths: Iterable[Worth], side: Callable[[Worth], Counts]
    ) -> None:
        for item, worth in zip(items, worths, strict=True):
            if worth.weight:
                found.setdefault(name(item.label), []).append(side(worth))

    for document in documents:
        add(document.gold, document.tally.gold, lambda w: Counts(0, 0, w.credit, w.weight))
        add(document.pred, document.tally.pred, lambda w: Counts(w.credit, w.weight, 0, 0))
    return [total(found[label]) for label in sorted(found)]
