"""How often the interval of a difference covers it, and how often the test errs.

    python eval/benchmarks/paired.py > eval/coverage/paired.json         # about half an hour
    python eval/benchmarks/paired.py --documents 24 --trials 20000 --seed 1
    python eval/benchmarks/paired.py --published                         # the tables of the page

On simulated systems with a known difference. The same arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from simulated_pairs import CASES, KINDS, Case, Side, draw_pair, draw_runs

from goldfield.comparison.intervals import (
    ALONE,
    Moments,
    difference_interval,
    moments,
    mover,
    t_interval,
)
from goldfield.comparison.measured import Measured, PairedCell, published
from goldfield.comparison.swaps import Spreads, swap_p_values
from goldfield.comparison.systems import View, spread_of
from goldfield.reporting.tables import Table, render
from goldfield.schema.writing import to_json
from goldfield.scoring.statistics import FEWEST, LEVEL, SEED, Interval, Matrix, resample

__all__ = ["DOCUMENTS", "SEEDS", "measure", "measure_cell", "tables"]

DOCUMENTS = (12, 24, 48, 100, 1000)
TRIALS = 4000
SAMPLES = 1999
BOOTSTRAP = 100  # documents at which resampling is tried as well; at 1,000 it takes too long
SEEDS = {
    "3 seeds": Case(Side(0.6), Side(0.6), runs=3),
    "3 seeds, taken for one": Case(Side(0.6), Side(0.6), runs=3),
}
_CHUNK = 250


def measure(documents: Sequence[int], trials: int, seed: int) -> Measured:
    """Every kind of field and case at each number of documents."""
    cells = [
        measure_cell(kind, case, (trials, size), seed)
        for kind in KINDS
        for case in CASES
        for size in documents
    ]
    cells += [
        measure_cell("entities", case, (trials, n), seed) for case in SEEDS for n in documents
    ]
    return Measured(seed, trials, SAMPLES, LEVEL, cells)


def measure_cell(kind: str, named: str, shape: tuple[int, int], seed: int = SEED) -> PairedCell:
    """One cell, which depends on no other: `shape` is trials and documents."""
    trials, documents = shape
    case = {**CASES, **SEEDS}[named]
    text = f"{kind} {'3 seeds' if case.runs > 1 else named}"
    generator = np.random.default_rng([seed, documents, *text.encode()])
    found = _Found(case.difference)
    for start in range(0, trials, _CHUNK):
        size = min(_CHUNK, trials - start), documents
        if case.runs > 1:
            runs = list(draw_runs(generator, case, size))
        else:
            runs = [[side] for side in draw_pair(kind, generator, case, size)]
        found.add(runs, include=named != "3 seeds, taken for one")
    return found.cell(kind, named, documents)


def _views(trials: int, width: int) -> list[View]:
    """Each trial a measure of its own, the mean of as many parts as it has fours of counts."""
    groups = (1,) * (width // 4)
    return [View("", np.arange(width * t, width * (t + 1)), groups) for t in range(trials)]


def _columns(table: Matrix) -> Matrix:
    """(trials, documents, width) to (documents, width trials)."""
    return table.transpose(1, 0, 2).reshape(table.shape[1], -1)


class _Found:
    """What the trials of a cell came to."""

    def __init__(self, difference: float) -> None:
        self.difference = difference
        self.p: list[float] = []
        self.ends: dict[str, list[Interval]] = {}

    def add(self, runs: list[list[Matrix]], *, include: bool) -> None:
        """Test and bracket each trial of a chunk."""
        trials, _, width = runs[0][0].shape
        views = _views(trials, width)
        runs = [[_columns(run) for run in side] for side in runs]
        a, b = (np.mean(side, axis=0) for side in runs)
        spreads = [_spreads(view, runs) if include else (ALONE, ALONE) for view in views]
        self.p += swap_p_values(a, b, views, SAMPLES, spreads)
        made = [moments(a, b, view, spread) for view, spread in zip(views, spreads, strict=True)]
        told = [place for place, of in enumerate(made) if of.documents >= FEWEST]
        for place in told:
            for method, ends in _intervals(made[place]).items():
                self.ends.setdefault(method, []).append(ends)
        if len(a) == BOOTSTRAP and len(runs[0]) == 1:  # it knows nothing of seeds
            sums = resample([a, b], SAMPLES + 1)
            drawn = np.stack([views[t].f1(sums[1]) - views[t].f1(sums[0]) for t in told])
            low, high = np.quantile(drawn, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=-1)
            self.ends.setdefault("bootstrap", []).extend(zip(low, high, strict=True))

    def cell(self, kind: str, named: str, documents: int) -> PairedCell:
        """The shares, in percent."""
        trials = len(self.p)
        ends = {method: np.array(found) for method, found in self.ends.items()}
        used = ends["published"]
        return PairedCell(
            field=kind,
            case=named,
            difference=round(self.difference, 3),
            documents=documents,
            none=_percent(np.arange(trials) >= len(used)),
            found=_percent(np.array(self.p) <= 1 - LEVEL + 1e-12),
            coverage={
                method: _percent(self._covered(found)) for method, found in sorted(ends.items())
            },
            width=round(float((used[:, 1] - used[:, 0]).mean()), 3),
        )

    def _covered(self, ends: Matrix) -> NDArray[np.bool_]:
        low, high = ends.T
        inside: NDArray[np.bool_] = (low <= self.difference + 1e-12) & (
            self.difference - 1e-12 <= high
        )
        return inside


def _spreads(view: View, runs: list[list[Matrix]]) -> Spreads:
    return spread_of(view, runs[0]), spread_of(view, runs[1])


def _intervals(of: Moments) -> dict[str, Interval]:
    """The published interval, and those it was chosen over."""
    used = difference_interval(of)
    return {"published": used or (0.0, 0.0), "jackknife-t": t_interval(of), "mover": mover(of)}


def _percent(flags: NDArray[np.bool_]) -> float:
    return round(100 * float(flags.mean()), 1)


def tables(of: Measured) -> list[Table]:
    """How often p is at most 5 %, and how often each interval holds the difference."""
    sizes = sorted({cell.documents for cell in of.cells})
    rows = list(dict.fromkeys((cell.field, cell.case) for cell in of.cells))
    cells = {(cell.field, cell.case, cell.documents): cell for cell in of.cells}
    heads = ("field", "systems", *(f"{size} documents" for size in sizes))
    here = [(row, [cells[*row, size] for size in sizes]) for row in rows]
    methods = dict.fromkeys(method for cell in of.cells for method in cell.coverage)
    return [
        Table(
            "coverage in %: least, mean, most of all rows below but the last",
            ("interval", *heads[2:]),
            [(method, *(_range(of, method, size) for size in sizes)) for method in methods],
        ),
        Table(
            "p <= .05, in %: type I error of equal systems, power of others",
            heads,
            [(*row, *(f"{cell.found:.1f}" for cell in found)) for row, found in here],
            left=2,
        ),
        Table(
            "coverage of the published interval in %, mean width",
            heads,
            [
                (*row, *(f"{c.coverage['published']:.1f}  {c.width:.3f}" for c in found))
                for row, found in here
            ],
            left=2,
        ),
    ]


def _range(of: Measured, method: str, size: int) -> str:
    values = [c.coverage[method] for c in of.used() if c.documents == size and method in c.coverage]
    if not values:
        return "-"
    return f"{min(values):.1f}  {sum(values) / len(values):.1f}  {max(values):.1f}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Coverage and type I error of comparisons.")
    parser.add_argument("--documents", type=int, nargs="+", default=DOCUMENTS)
    parser.add_argument("--trials", type=int, default=TRIALS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--published", action="store_true", help="print the kept tables")
    given = parser.parse_args()
    if given.published:
        sys.stdout.write("\n".join(render(table, "markdown") for table in tables(published())))
        return
    sys.stdout.write(to_json(measure(given.documents, given.trials, given.seed)))


if __name__ == "__main__":
    main()
