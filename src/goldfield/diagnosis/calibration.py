"""Do confidences mean what they say, and are they good for leaving out what is doubtful?

Reliability: predicted items in ten bins of equal width by confidence, with mean confidence and the
share that is right; ECE is the mean distance of the two, weighted by items (Naeini et al. 2015,
AAAI; Guo et al. 2017, ICML). Risk-coverage: the most confident items kept first, the share of wrong
ones among them; AURC is the mean risk over all coverages (El-Yaniv and Wiener 2010, JMLR; Geifman
et al. 2019, ICLR). Items of equal confidence are kept in no order: their risk is the mean over all
orders. Both look at what was predicted; what was missed has no confidence.

Items without a confidence are left out and counted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from goldfield.diagnosis.confidences import confidences
from goldfield.diagnosis.scored import Scored
from goldfield.diagnosis.subjects import Subject
from goldfield.scoring.outcome import Item

__all__ = ["Bin", "Calibration", "Point", "calibrations", "measured"]

BINS = 10


class Bin(Struct, frozen=True):
    """Items whose confidence is above `low` and at most `high`; the first bin has 0 as well."""

    low: float
    high: float
    items: int
    confidence: float
    accuracy: float


class Point(Struct, frozen=True):
    """If items of at least this confidence are kept: their share, and the wrong among them."""

    confidence: float
    coverage: float
    risk: float


class Calibration(Struct, frozen=True):
    """The confidences of the items of one measure; all numbers but `items` are from 0 to 1.

    Attributes:
        items: predicted items with a confidence.
        without: predicted items without one.
        accuracy: share of the items that is right.
        confidence: their mean confidence.
        curve: at most a point for each hundredth of coverage; AURC is of all.
    """

    measure: str
    items: int
    without: int
    accuracy: float
    confidence: float
    ece: float
    aurc: float
    bins: list[Bin]
    curve: list[Point]


def calibrations(subject: Subject, scored: Sequence[Scored]) -> list[Calibration]:
    """The calibration of each measure whose items carry confidences.

    Args:
        subject: predictions and gold.
        scored: its measures.
    """
    judged = {one.measure: _judged(subject, one) for one in scored}
    return [measured(name, *found) for name, found in judged.items() if found[0]]


def measured(measure: str, pairs: Sequence[tuple[float, bool]], without: int = 0) -> Calibration:
    """The calibration of items given as confidence and whether they are right; at least one."""
    n = len(pairs)
    bins, points = list(_bins(pairs)), list(_points(pairs))
    gaps = (row.items * abs(row.accuracy - row.confidence) for row in bins)
    return Calibration(
        measure=measure,
        items=n,
        without=without,
        accuracy=sum(right for _, right in pairs) / n,
        confidence=math.fsum(sure for sure, _ in pairs) / n,
        ece=math.fsum(gaps) / n,
        aurc=math.fsum(point.risk for point in points) / n,
        bins=bins,
        curve=_thinned(points),
    )


def _bins(pairs: Sequence[tuple[float, bool]]) -> Iterator[Bin]:
    """The bins that have items."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in pairs:
        groups.setdefault(max(1, math.ceil(sure * BINS)), []).append((sure, right))
    for number in sorted(groups):
        inside = groups[number]
        mean = math.fsum(sure for sure, _ in inside) / len(inside)
        accuracy = sum(right for _, right in inside) / len(inside)
        yield Bin((number - 1) / BINS, number / BINS, len(inside), mean, accuracy)


def _points(pairs: Sequence[tuple[float, bool]]) -> Iterator[Point]:
    """One point for each number of items kept, from 1 to all."""
    before, wrong = 0, 0
    for sure, group in groupby(sorted(pairs, reverse=True), key=lambda pair: pair[0]):
        rights = [right for _, right in group]
        bad = len(rights) - sum(rights)
        for kept in range(1, len(rights) + 1):
            expected = wrong + bad * kept / len(rights)
            yield Point(sure, (before + kept) / len(pairs), expected / (before + kept))
        before, wrong = before + len(rights), wrong + bad


def _thinned(points: Sequence[Point]) -> list[Point]:
    """The last point of each confidence, and of those the last of each hundredth of coverage."""
    ends = {point.confidence: point for point in points}.values()
    return list({math.ceil(100 * point.coverage): point for point in ends}.values())


def _judged(subject: Subject, scored: Scored) -> tuple[list[tuple[float, bool]], int]:
    """Confidences with what became of their items, and the number of items without one."""
    pairs: list[tuple[float, bool]] = []
    without = 0
    for id in [id for id in scored.rows if id in subject.loose]:
        right = Counter(row.pred for row in scored.rows[id] if row.category == "COR")
        loose = subject.loose[id]
        given = confidences(scored.measure, subject.preds[id], loose)
        for item, sure in sorted(given, key=_surest_first):
            if sure is None:
                without += 1
                continue
            pairs.append((sure, right[item] > 0))
            right[item] -= 1
    return pairs, without


def _surest_first(pair: tuple[Item, float | None]) -> float:
    """Of equal items of which not all are right, the most confident are."""
    return 1.0 if pair[1] is None else -pair[1]
