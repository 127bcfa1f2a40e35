"""How small a difference between two systems a corpus can show.

A corpus of few articles cannot tell close systems apart, whatever they are. The figure stands
beside each score, so that nobody reads a rank into what is noise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from goldfield.scoring.counts import Counts
from goldfield.scoring.statistics import FEWEST, LEVEL, NO_VARIANCE, cells, jackknife

__all__ = ["POWER", "detectable_differences"]

POWER = 0.8
"""The share of corpora of this size on which a difference of that size would be found."""


def detectable_differences(
    rows: Mapping[str, Mapping[str, Counts]], measures: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """The smallest difference in F1 to a system like this one that these documents would show.

    Two-sided test at 5 %, power 80 %, two systems whose errors fall independently and vary as this
    one's do: ``(t(.975) + t(.8)) * sqrt(2 * variance)``, the variance by leaving out each document,
    t with one degree of freedom fewer than documents. Systems that err on the same articles
    differ less from article to article, so that a paired comparison of them shows smaller ones.

    Measures that fewer than 6 documents speak of, those whose F1 does not vary, and those that
    could not show a difference of 1 have none.

    Args:
        rows: the counts of each document, by its id and by measure.
        measures: those to speak of, with the measures that each is the mean of.

    Source: the sample size formula of a two-sided t test (Cohen 1988, Statistical Power Analysis
    for the Behavioral Sciences, 2nd ed., section 2.4), solved for the difference.
    """
    documents = [rows[id] for id in sorted(rows)]
    found: dict[str, float] = {}
    for name, parts in measures.items():
        table = cells(documents, parts)
        speaking = int(np.count_nonzero(table.any(axis=-1)))
        variance = float(jackknife(table)[1]) if speaking >= FEWEST else 0.0
        if variance > NO_VARIANCE:
            found[name] = _quantiles(speaking - 1) * math.sqrt(2 * variance)
    return {name: difference for name, difference in found.items() if difference <= 1}


def _quantiles(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + LEVEL / 2) + stdtrit(freedom, POWER))
