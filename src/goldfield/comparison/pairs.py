"""Is B better than A on this corpus, or could it be chance?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from goldfield.comparison.corrections import benjamini_hochberg, holm
from goldfield.comparison.intervals import detectable, difference_interval, moments
from goldfield.comparison.swaps import EXACT, smallest_p, swap_p_values
from goldfield.comparison.systems import HEADLINE, Design, View
from goldfield.scoring.statistics import Interval, Matrix

__all__ = ["Comparison", "Difference", "compare_pairs", "note_of"]

_ROUNDING = 1e-12


class Difference(Struct, frozen=True):
    """One measure: F1 of both, B - A, and what the documents allow to say about it.

    Attributes:
        p: two-sided, of this measure alone.
        smallest_p: that so many documents allow, whatever the difference.
        documents: those that speak, with anything on any side.
        interval: 95 %, of B - A; null where under 6 documents speak.
        detectable: the difference they would show 80 % of the time between two such systems.
        wins: documents on which B is better; `ties` and `losses` are the others.
        holm: p corrected for all fields of all pairs, and for all pairs of the headline.
        fdr: the same after Benjamini and Hochberg.
    """

    measure: str
    a: float
    b: float
    difference: float
    p: float
    smallest_p: float
    documents: int
    interval: Interval | None
    detectable: float | None
    wins: int
    ties: int
    losses: int
    holm: float = 1.0
    fdr: float = 1.0


class Comparison(Struct, frozen=True):
    """Two systems on the same documents; ``print`` shows the table.

    `headline` is the mean F1 of the suite, where both predict all of it.
    """

    a: str
    b: str
    differences: list[Difference]
    note: str
    headline: Difference | None = None

    @property
    def rows(self) -> list[Difference]:
        """All differences, the headline first."""
        return [*([self.headline] if self.headline else []), *self.differences]

    def __str__(self) -> str:
        from goldfield.comparison.tables import pair_text

        return pair_text(self)


def compare_pairs(designs: Sequence[Design], samples: int) -> list[Comparison]:
    """Compare pairs of systems, with p corrected over all of them.

    Args:
        designs: each of two systems.
        samples: of the test, where more than 20 documents speak of a field.
    """
    found = [(design, _differences(design, samples)) for design in designs]
    for correct in ("holm", "fdr"):
        found = _corrected(found, correct)
    return [
        Comparison(
            design.systems[0].name,
            design.systems[1].name,
            [row for row in rows if row.measure != HEADLINE],
            note_of(rows, samples),
            next((row for row in rows if row.measure == HEADLINE), None),
        )
        for design, rows in found
    ]


def note_of(rows: Sequence[Difference], samples: int) -> str:
    """How the test was made, and whether so many documents can show anything."""
    most = max((row.documents for row in rows if row.measure != HEADLINE), default=0)
    how = "exact" if most <= EXACT else f"exact up to {EXACT} articles, else {samples} samples"
    note = f"two-sided label-swap test, {how}"
    if most and smallest_p(most, samples) > 0.05:
        note += f"; {most} documents cannot show a difference at p <= 0.05, whatever it is"
    return note


_Found = list[tuple[Design, list[Difference]]]


def _corrected(found: _Found, name: str) -> _Found:
    """Fields of all pairs are one family; the headline, asked first, is its own."""
    correct = {"holm": holm, "fdr": benjamini_hochberg}[name]
    families = [
        correct([row.p for _, rows in found for row in rows if (row.measure == HEADLINE) is headed])
        for headed in (False, True)
    ]
    fields, heads = map(iter, families)
    return [
        (
            design,
            [replace(r, **{name: next(heads if r.measure == HEADLINE else fields)}) for r in rows],
        )
        for design, rows in found
    ]


def _differences(design: Design, samples: int) -> list[Difference]:
    a, b = design.tables
    views = [view for view in design.views if (a + b)[:, view.columns].any()]
    spreads = [(design.spreads[0][view.name], design.spreads[1][view.name]) for view in views]
    values = swap_p_values(a, b, views, samples, spreads)
    found = []
    for view, p, spread in zip(views, values, spreads, strict=True):
        of = moments(a, b, view, spread)
        found.append(
            Difference(
                *(view.name, of.f1_a, of.f1_b, of.difference, p),
                *(smallest_p(of.documents, samples), of.documents),
                *(difference_interval(of), detectable(of)),
                *_won(a, b, view),
            )
        )
    return found


def _won(a: Matrix, b: Matrix, view: View) -> tuple[int, int, int]:
    """On how many documents that speak B is better, as good, worse.

    By the F1 of the document. Nothing found where there is nothing to find is right, so that
    inventing something there loses.
    """
    told = (a + b)[:, view.columns].any(axis=1)
    ahead = _alone(b[told], view) - _alone(a[told], view)
    signs: NDArray[np.float64] = np.where(np.abs(ahead) > _ROUNDING, np.sign(ahead), 0)
    return int((signs > 0).sum()), int((signs == 0).sum()), int((signs < 0).sum())


def _alone(table: Matrix, view: View) -> Matrix:
    """F1 of each document, where a part with nothing on either side is one right item."""
    own = table[:, view.columns]
    counts = own.reshape(len(own), -1, 4)
    counts[~counts.any(axis=2)] = 1
    return view.alone.f1(counts.reshape(own.shape))
