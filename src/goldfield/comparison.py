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

__all__ = ["EVAL_SAMPLES", "Comparison", "Difference", "compare", "paired_table"]

EXACT = 20
SAMPLES = 100_000
EVAL_SAMPLES = 10_000
"""Enough for a table to read; `compare` by itself takes ten times as many."""
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


def paired_table(found: Sequence[Comparison]) -> str:
    """How much better or worse each B is than the A that they share, field by field.

    Args:
        found: at least one comparison.
    """
    base, note = found[0].a, found[0].note
    cells = {
        (one.b, d.measure): f"{_stars(d.p)} {d.difference:+.3f}"
        for one in found
        for d in one.differences
    }
    longest = sorted(found, key=lambda one: -len(one.differences))
    measures = dict.fromkeys(d.measure for one in longest for d in one.differences)
    rows = [(name, *(cells.get((one.b, name), "-") for one in found)) for name in measures]
    title = f"F1 less that of {base}, paired by article"
    table = render(Table(title, ("field", *(one.b for one in found)), rows), "table")
    return f"{table}* p < .05, ** p < .01, not corrected for {len(rows)} fields; {note}\n"


def _stars(p: float) -> str:
    return "**" if p < 0.01 else "*" if p < 0.05 else ""


def compare(a: _HasResult, b: _HasResult, samples: int = SAMPLES) -> Comparison:
    """Compare two runs, field by field, paired by document.

    p-values are not corrected for the number of fields.

    Args:
        a: the system that B is compared with.
        b: the other one.
        samples: of the test, where more than 20 documents speak of a field.

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
    found = [_difference(name, a.result.counts, b.result.counts, samples) for name in shared]
    least = max((d.documents for d in found), default=0)
    note = f"two-sided label-swap test, {'exact' if least <= EXACT else f'{samples} samples'}"
    if least and 2 / 2**least > 0.05:
        note += f"; {least} documents cannot show a difference at p <= 0.05, whatever it is"
    return Comparison(a.name, b.name, [d for d in found if d.documents], note)


def _refuse_strangers(a: Result, b: Result) -> None:
    apart = differences(a.scores.signature, b.scores.signature)
    told = [f"{key}: {x} and {y}" for key, (x, y) in apart.items() if key not in _FREE]
    if told:
        raise UsageError(f"these runs cannot be compared; they differ in {'; '.join(told)}")


def _difference(
    name: str, left: Sequence[DocumentCounts], right: Sequence[DocumentCounts], samples: int
) -> Difference:
    parts = parts_of(name)
    rows, others = ({row.id: row.fields for row in side} for side in (left, right))
    ids = [id for id in sorted(rows) if all(part in rows[id].keys() & others[id] for part in parts)]
    a, b = cells([rows[id] for id in ids], parts), cells([others[id] for id in ids], parts)
    told = (a + b).any(axis=1)
    a, b = a[told], b[told]
    first, second = float(pooled_f1(a.sum(axis=0))), float(pooled_f1(b.sum(axis=0)))
    n = len(a)
    p = _p_value(a, b, samples) if n else 1.0
    floor = min(1.0, 2 / 2**n) if n <= EXACT else 1 / (samples + 1)
    return Difference(name, first, second, second - first, p, floor, n)


def _p_value(a: NDArray[np.float64], b: NDArray[np.float64], samples: int) -> float:
    """Share of swaps with a difference at least as large; sampled p counts the data once more."""
    n = len(a)
    observed = abs(float(pooled_f1(b.sum(axis=0)) - pooled_f1(a.sum(axis=0))))
    exact = n <= EXACT
    total = 2**n if exact else samples
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
