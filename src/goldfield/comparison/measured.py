"""How often intervals of differences cover them, and how often the test errs, as measured.

``eval/benchmarks/paired.py`` measures it, ``eval/coverage/paired.json`` keeps it.
"""

from __future__ import annotations

import math
from functools import cache

import msgspec
from msgspec import Struct

from goldfield.release import root

__all__ = ["Measured", "PairedCell", "measured_at", "published"]


class PairedCell(Struct, frozen=True):
    """One kind of field, two systems, one number of documents; shares are percentages.

    `found` says how often p is at most 5 %: the type I error where the true `difference` is 0,
    else the power. `coverage` is by method, `published` being the one in use; trials where under 6
    documents speak, a share of `none`, have no interval and are left out of it. `width` is the
    mean width of the published interval.
    """

    field: str
    case: str
    difference: float
    documents: int
    none: float
    found: float
    coverage: dict[str, float]
    width: float


class Measured(Struct, frozen=True):
    """What ``eval/benchmarks/paired.py`` measures."""

    seed: int
    trials: int
    samples: int
    level: float
    cells: list[PairedCell]

    def used(self) -> list[PairedCell]:
        """The cells of what goldfield does, without those of what it avoids."""
        return [cell for cell in self.cells if "taken for one" not in cell.case]


@cache
def published() -> Measured:
    """The table of this release."""
    kept = (root() / "eval" / "coverage" / "paired.json").read_bytes()
    return msgspec.json.decode(kept, type=Measured)


def measured_at(documents: int) -> str:
    """A sentence on coverage and type I error at the simulated size nearest to a number."""
    cells = published().used()
    sizes = sorted({cell.documents for cell in cells})
    size = min(sizes, key=lambda n: abs(math.log(n / documents)))
    here = [cell for cell in cells if cell.documents == size]
    covered = [cell.coverage["published"] for cell in here]
    false = [cell.found for cell in here if cell.difference == 0]
    return (
        f"measured at {size} articles: intervals of differences hold the truth in "
        f"{min(covered):.1f} to {max(covered):.1f} %, and of equal systems "
        f"{min(false):.1f} to {max(false):.1f} % get p <= .05"
    )
