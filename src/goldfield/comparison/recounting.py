"""One measure of one run, counted by other conventions from what the run keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from goldfield.comparison.conventions import DEFAULT, KEPT_ELSEWHERE, Universe
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.measures.derived import DERIVED, parts_of
from goldfield.scoring.outcome import Item, Verdict
from goldfield.scoring.scorer import DocumentCounts, Result

__all__ = ["Kept", "conventions_of", "count_again"]

_CREDIT = {"strict": 0.0, "half": 0.5, "right": 1.0}
_RIGHT = Counts(1, 1, 1, 1)

Labelled = Mapping[str, Counts]


class Kept:
    """What a run keeps of a measure: counts, counts by label, and, where they add up, verdicts."""

    def __init__(self, name: str, run: Result, verdicts: Mapping[str, Sequence[Verdict]]) -> None:
        """Take what belongs to a measure.

        Args:
            name: the measure.
            run: a run that has it.
            verdicts: those of the measure, by document.
        """
        self.name = name
        self.items = name in run.scores.fields and run.scores.fields[name].unit == "items"
        self._missing = {*run.scores.missing, *(failure.id for failure in run.scores.failures)}
        self._rows = [row for row in run.counts if parts_of(name)[0] in row.fields]
        self._verdicts = verdicts
        self._cells: dict[tuple[str, str], dict[str, Labelled]] = {}
        self.whole = name not in DERIVED and all(map(self._adds_up, self._rows))

    def _adds_up(self, row: DocumentCounts) -> bool:
        """Whether the verdicts of a document give its counts."""
        labels = count_again(self._verdicts.get(row.id, ()), DEFAULT)
        return total(labels.values()) == row.fields[self.name]

    @property
    def labelled(self) -> bool:
        """Whether its items have labels."""
        return any(label for row in self._rows for label in row.labels.get(self.name, ()))

    @property
    def bounded(self) -> bool:
        """Whether there is an item that is wrong for its boundary alone."""
        return any(v.reason == "boundary" for rows in self._verdicts.values() for v in rows)

    def f1(self, universe: Universe) -> float | None:
        """F1 in a universe, by those of its conventions that the run can be counted by."""
        left_out = self._missing if universe["missing"] == "skip" else ()
        rows = [row for row in self._rows if row.id not in left_out]
        if self.name in DERIVED:
            parts = [total(row.fields[part] for row in rows) for part in DERIVED[self.name].parts]
            return _mean(parts)
        if universe["average"] == "macro over labels" and self.labelled:
            return _mean(_by_label(self._labels(row, universe) for row in rows))
        found = [self._document(row, universe) for row in rows]
        if universe["empty"] == "right" and self.items:
            found = [_RIGHT if counts.empty else counts for counts in found]
        return _mean(found) if universe["average"] != "micro" else total(found).f1

    def _document(self, row: DocumentCounts, universe: Universe) -> Counts:
        if not self._again(universe):
            return row.fields[self.name]
        return total(self._labels(row, universe).values())

    def _labels(self, row: DocumentCounts, universe: Universe) -> Labelled:
        if not self._again(universe):
            return row.labels.get(self.name, {})
        kept = self._cells.setdefault((universe["duplicates"], universe["boundaries"]), {})
        if row.id not in kept:
            kept[row.id] = count_again(self._verdicts.get(row.id, ()), universe)
        return kept[row.id]

    def _again(self, universe: Universe) -> bool:
        """Whether a universe asks for more than the counts that are kept."""
        return self.whole and any(
            universe[name] != DEFAULT[name] for name in ("duplicates", "boundaries")
        )


def conventions_of(kept: Sequence[Kept], measures: Iterable[str]) -> frozenset[str]:
    """The conventions by which a measure of several runs can be counted.

    Args:
        kept: the measure in each run.
        measures: all that the runs have.
    """
    one = kept[0]
    names = {"missing"}
    if one.name not in DERIVED:
        names |= {"average"} | ({"empty"} if one.items else set())
    if all(each.whole for each in kept):
        names |= {"duplicates"} | ({"boundaries"} if any(k.bounded for k in kept) else set())
    others = KEPT_ELSEWHERE.get(one.name, {})
    if others and {*others.values()} <= {*measures}:
        names.add("speaker")
    return frozenset(names)


def count_again(verdicts: Iterable[Verdict], universe: Universe) -> dict[str, Counts]:
    """The counts of a document by label, from the verdicts on its items.

    A copy is a prediction without a partner that says the same of the same place as another one.
    """
    cells: dict[str, list[float]] = {}
    credits: dict[Item, float] = {}
    copies: list[Item] = []
    for row in verdicts:
        credit = 1.0 if row.verdict == "COR" else 0.0
        if row.reason == "boundary":
            credit = _CREDIT[universe["boundaries"]]
        if row.gold is not None:
            _add(cells, row.gold.label, (0, 0, credit, 1))
        if row.pred is not None and row.gold is None:
            copies.append(row.pred)
        elif row.pred is not None:
            _add(cells, row.pred.label, (credit, 1, 0, 0))
            credits[row.pred] = max(credit, credits.get(row.pred, 0.0))
    for item in copies:
        if universe["duplicates"] == "right":
            _add(cells, item.label, (credits.get(item, 0.0), 1, 0, 0))
        elif universe["duplicates"] == "spurious" or item not in credits:
            _add(cells, item.label, (0, 1, 0, 0))
            credits.setdefault(item, 0.0)
    return {label: Counts(*cells[label]) for label in sorted(cells)}


def _add(cells: dict[str, list[float]], label: str, numbers: Sequence[float]) -> None:
    cell = cells.setdefault(label, [0.0] * 4)
    for place, number in enumerate(numbers):
        cell[place] += number


def _by_label(rows: Iterable[Labelled]) -> list[Counts]:
    found: dict[str, list[Counts]] = {}
    for row in rows:
        for label, counts in row.items():
            found.setdefault(label, []).append(counts)
    return [total(found[label]) for label in sorted(found)]


def _mean(counts: Iterable[Counts]) -> float | None:
    """The mean F1 of those that have anything on either side."""
    values = [f1 for one in counts if (f1 := one.f1) is not None]
    return sum(values) / len(values) if values else None
