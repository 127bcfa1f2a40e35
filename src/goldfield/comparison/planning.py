"""How many articles it takes to show a difference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

from msgspec import Struct

from goldfield.comparison.intervals import Moments, detectable, moments
from goldfield.comparison.systems import System, design_of
from goldfield.errors import UsageError
from goldfield.scoring.resolution import POWER
from goldfield.scoring.statistics import FEWEST, LEVEL, NO_VARIANCE

__all__ = ["MOST", "Need", "needed", "pair_needs", "plan"]

MOST = 10_000_000
"""Larger corpora are not looked at."""


class Need(Struct, frozen=True):
    """How many articles a measure takes.

    Attributes:
        f1: of the first pilot.
        speaking: articles of the pilot with anything on any side, of all of `documents`.
        detectable: the difference that the pilot's articles show; null if none.
        articles: needed for the difference asked for; null if no number is enough, or unknown.
    """

    measure: str
    f1: float
    speaking: int
    documents: int
    detectable: float | None
    articles: int | None


def plan(difference: float, pilots: Sequence[System]) -> list[Need]:
    """How many articles show a difference in F1, 80 % of the time, with a two-sided test at 5 %.

    Of one pilot: between two systems that vary as it does, independently. Of several: between two
    of them, paired; of the pairs the one that needs most. Articles are taken to be like those of
    the pilot, and the same share of them to speak of a measure.

    Args:
        difference: in F1, above 0 and below 1.
        pilots: systems that can be compared.

    Raises:
        UsageError: no such difference, or pilots that cannot be compared.

    Source: the sample size of a paired t test (Cohen 1988, Statistical Power Analysis for the
    Behavioral Sciences, 2nd ed., section 2.4).
    """
    if not 0 < difference < 1:
        raise UsageError("the difference lies between 0 and 100 points of F1")
    if len(pilots) == 1:
        return pair_needs(difference, (pilots[0], pilots[0]), alone=True)
    rows: dict[str, list[Need]] = {}
    for pair in combinations(pilots, 2):
        for need in pair_needs(difference, pair):
            rows.setdefault(need.measure, []).append(need)
    return [max(found, key=lambda need: need.articles or 0) for found in rows.values()]


def pair_needs(
    difference: float, pair: tuple[System, System], *, alone: bool = False
) -> list[Need]:
    """How many articles show a difference between two systems, measure by measure.

    Args:
        difference: in F1.
        pair: two systems that can be compared; they are paired by article.
        alone: whether they are one system twice, and to be taken to err independently.
    """
    design = design_of(pair)
    found = []
    for view in design.views:
        spreads = design.spreads[0][view.name], design.spreads[1][view.name]
        of = moments(design.tables[0], design.tables[1], view, spreads)
        if alone:
            of = of._replace(covariance=0.0)
        seeds = spreads[0].variance + spreads[1].variance
        found.append(
            Need(
                *(view.name, of.f1_a, of.documents, len(design.ids), detectable(of)),
                _articles(of, seeds, difference, len(design.ids)),
            )
        )
    return found


def _articles(of: Moments, seeds: float, difference: float, documents: int) -> int | None:
    if of.documents < FEWEST or of.variance <= NO_VARIANCE:
        return None
    each = max(of.variance - seeds, 0.0) * of.documents
    found = needed(each, difference, seeds)
    return None if found is None else math.ceil(found * documents / of.documents)


def needed(variance: float, difference: float, fixed: float = 0.0) -> int | None:
    """The fewest documents that show a difference; None if `MOST` do not.

    Args:
        variance: of the difference, times the number of documents.
        difference: in F1.
        fixed: variance that more documents do not make smaller, as that over seeds.
    """
    low, high = FEWEST, MOST
    if not _shows(high, variance, difference, fixed):
        return None
    while low < high:
        middle = (low + high) // 2
        if _shows(middle, variance, difference, fixed):
            high = middle
        else:
            low = middle + 1
    return low


def _shows(documents: int, variance: float, difference: float, fixed: float) -> bool:
    from scipy.special import stdtrit

    quantiles = sum(float(stdtrit(documents - 1, share)) for share in (0.5 + LEVEL / 2, POWER))
    return quantiles * math.sqrt(variance / documents + fixed) <= difference
