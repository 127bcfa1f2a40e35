"""Is A better than B on this corpus, or could it be chance?

A label-swap randomisation test on pooled counts: if the systems were equal, each document's two
rows of counts could be swapped. Exact up to 20 documents, sampled above.

Source: approximate randomisation (Noreen 1989; Yeh 2000, COLING), on F1 of summed counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from goldfield.errors import UsageError
from goldfield.reporting.tables import Table, render
from goldfield.scoring.measures.derived import parts_of
from goldfield.scoring.scorer import DocumentCounts, Result
from goldfield.scoring.signature import differences
from goldfield.scoring.statistics import SEED, cells, pooled_f1

__all__ = ["Comparison", "Difference", "compare"]

EXACT = 20
SAMPLES = 100_000
_BLOCK = 1 << 14
_FREE = {"extractor", "run"}  # parts of a signature that may differ between two systems


class Difference(NamedTuple):
    """One measure: F1 of both, B - A, two-sided p, and the smallest p these documents allow."""

    measure: str
    a: float
    b: float
    difference: float
    p: float
    smallest_p: float
    documents: int


class Comparison(NamedTuple):
    """Two systems on the same documents; ``print`` shows the table."""

    a: str
    b: str
    differences: list[Difference]
    note: str

    def __str__(self) -> str:
        rows = [
            (
                d.measure,
                *(f"{d.a:.3f}", f"{d.b:.3f}", f"{d.difference:+.3f}"),
                *(f"{d.p:.3g}", f"{d.smallest_p:.3g}", str(d.documents)),
            )
            for d in self.differences
        ]
        heads = ("field", f"F1 {self.a}", f"F1 {self.b}", "B - A", "p", "smallest p", "articles")
        return render(Table(f"A = {self.a}, B = {self.b}", heads, rows), "table") + self.note + "\n"


class _HasResult(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def result(self) -> Result: ...


def compare(a: _HasResult, b: _HasResult) -> Comparison:
    """Compare two runs, field by field, paired by document.

    p-values are not corrected for the number of fields.

    Raises:
        UsageError: these are no runs, or runs that cannot be compared; the message names the parts
            that differ.
    """
    for side in (a, b):
        if not isinstance(getattr(side, "result", None), Result):
            told = "compare takes two runs, as goldfield.evaluate gives them"
            raise UsageError(f"{told}; this is of type {type(side).__name__}")
    _refuse_strangers(a.result, b.result)
    shared = [name for name in a.result.scores.fields if name in b.result.scores.fields]
    found = [_difference(name, a.result.counts, b.result.counts) for name in shared]
    least = max((d.documents for d in found), default=0)
    note = f"two-sided label-swap test, {'exact' if least <= EXACT else f'{SAMPLES} samples'}"
    if least and 2 / 2**least > 0.05:
        note += f"; {least} documents cannot show a difference at p <= 0.05, whatever it is"
    return Comparison(a.name, b.name, [d for d in found if d.documents], note)


def _refuse_strangers(a: Result, b: Result) -> None:
    apart = differences(a.scores.signature, b.scores.signature)
    told = [f"{key}: {x} and {y}" for key, (x, y) in apart.items() if key not in _FREE]
    if told:
        raise UsageError(f"these runs cannot be compared; they differ in {'; '.join(told)}")


def _difference(
    name: str, left: Sequence[DocumentCounts], right: Sequence[DocumentCounts]
) -> Difference:
    parts = parts_of(name)
    rows, others = ({row.id: row.fields for row in side} for side in (left, right))
    ids = [id for id in sorted(rows) if all(part in rows[id].keys() & others[id] for part in parts)]
    a, b = cells([rows[id] for id in ids], parts), cells([others[id] for id in ids], parts)
    told = (a + b).any(axis=1)
    a, b = a[told], b[told]
    first, second = float(pooled_f1(a.sum(axis=0))), float(pooled_f1(b.sum(axis=0)))
    n = len(a)
    p = _p_value(a, b) if n else 1.0
    floor = min(1.0, 2 / 2**n) if n <= EXACT else 1 / (SAMPLES + 1)
    return Difference(name, first, second, second - first, p, floor, n)


def _p_value(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Share of swaps with a difference at least as large; sampled p counts the data once more."""
    n = len(a)
    observed = abs(float(pooled_f1(b.sum(axis=0)) - pooled_f1(a.sum(axis=0))))
    exact = n <= EXACT
    total = 2**n if exact else SAMPLES
    generator = np.random.default_rng(SEED)
    hits = 0
    for start in range(0, total, _BLOCK):
        size = min(_BLOCK, total - start)
        if exact:
            numbers = np.arange(start, start + size)[:, None]
            swaps = ((numbers >> np.arange(n)) & 1).astype(np.float64)
        else:
            swaps = generator.integers(0, 2, size=(size, n)).astype(np.float64)
        moved = swaps @ (b - a)
        apart = pooled_f1(b.sum(axis=0) - moved) - pooled_f1(a.sum(axis=0) + moved)
        hits += int((np.abs(apart) >= observed - 1e-12).sum())
    return hits / total if exact else (hits + 1) / (total + 1)
