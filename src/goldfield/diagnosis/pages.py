"""A diagnosis as tables for a terminal, Markdown, LaTeX or CSV."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from textwrap import fill

from goldfield.diagnosis.confusions import NOTHING, Confusion
from goldfield.diagnosis.diagnosing import Diagnosis, RunDiagnosis
from goldfield.diagnosis.examples import example_table
from goldfield.diagnosis.finding import Sides
from goldfield.diagnosis.gains import FieldErrors
from goldfield.diagnosis.kinds import KINDS
from goldfield.reporting.tables import Table, counted, ratio, remark_start, render
from goldfield.scoring.outcome import Item

__all__ = ["diagnosis_page"]

MOST = 10
"""Rows of a list; all of them are in the JSON."""
MOST_CONFUSIONS = 5
_HEADS = ("field", "kind", "errors", "of gold", "predicted", "F1", "F1 if repaired", "gain")
_COLUMNS = (
    "each gold item that was not found, and each predicted one that is wrong, stands in one error,"
    " alone or as a pair: columns 'of gold' and 'predicted'; gains do not add up"
)
_MENTIONS = (
    "coref: errors are mentions, the same whatever the measure, but for singletons where it leaves"
    " them out; entities are shown by their clearest words, with how many mentions they have"
)
_LONGEST = 48
_WIDTH = 120
_HIDDEN = "single items and articles of split test are not shown, so that no system is made by them"


def diagnosis_page(found: Diagnosis, form: str) -> str:
    """All of a diagnosis, sized for a terminal.

    Args:
        found: of one run or several.
        form: one of `goldfield.reporting.tables.FORMATS`.
    """
    tables = [table for run in found.runs for table in _of_run(run)]
    tables += [*_sides(found), *_suspects(found), *_hardest(found)]
    start = remark_start(form)
    if form == "csv":  # one table that a program can read; JSON has the rest
        return render(_all_kinds(found.runs), form)
    parts = [render(table, form) for table in tables]
    parts.append(f"{start}{found.corpus}, {counted(found.documents, 'article')}")
    wide = _WIDTH if form == "table" else sys.maxsize
    said = [*_left_out(found.runs), *_legend(found)]
    parts += [fill(f"{start}{line}", wide, subsequent_indent="    ") for line in said]
    if found.hidden:
        parts.append(f"{start}{_HIDDEN}")
    return "\n".join(parts) + "\n"


def _left_out(runs: Sequence[RunDiagnosis]) -> Iterator[str]:
    """The measures that have no rows, by the reason."""
    for run in runs:
        for why in dict.fromkeys(row.why for row in run.left_out):
            names = " ".join(row.measure for row in run.left_out if row.why == why)
            yield f"{run.name}: {why}: {names}"


def _legend(found: Diagnosis) -> Iterator[str]:
    """What the columns are, the kinds that occur, and what repairing means."""
    fields = [field for run in found.runs for field in run.fields]
    yield _COLUMNS
    if any(field.measure.startswith("coref@") for field in fields):
        yield _MENTIONS
    seen = {row.kind for field in fields for row in field.kinds}
    yield from (
        f"{kind}: {meaning.what}; repaired, {meaning.repair}"
        for kind, meaning in KINDS.items()
        if kind in seen
    )


def _of_run(run: RunDiagnosis) -> Iterator[Table]:
    yield _kinds(run)
    if run.errors:
        yield example_table(run.name, run.fields, run.errors)
    if run.cascades:
        yield _cascades(run)
    if run.confusions:
        yield _confusions(run)
    if run.calibrations:
        yield _calibrations(run)


def _kinds(run: RunDiagnosis) -> Table:
    rows = [row for field in run.fields for row in (*_all_rows(field), *_kind_rows(field))]
    title = f"{run.name}: errors by kind, and F1 if those alone were repaired"
    return Table(title, _HEADS, rows, 2)


def _all_kinds(runs: Sequence[RunDiagnosis]) -> Table:
    """The kinds of all runs in one table, a run in the first column."""
    rows = [(run, row) for run in runs for field in run.fields for row in _kind_rows(field)]
    return Table("", ("run", *_HEADS), [(run.name, *row) for run, row in rows], 3)


def _kind_rows(field: FieldErrors) -> list[tuple[str, ...]]:
    now = ratio(field.f1)
    rows = [
        (
            field.measure,
            row.kind,
            *map(str, (row.errors, row.gold, row.pred)),
            *(now, ratio(row.f1), _signed(row.gain)),
        )
        for row in field.kinds
    ]
    none = "none" if field.gold or field.pred else "none: nothing on either side"
    return rows or [(field.measure, none, "0", "0", "0", now, "-", "-")]


def _all_rows(field: FieldErrors) -> list[tuple[str, ...]]:
    """The sum, where there is more than one kind."""
    if len(field.kinds) < 2:
        return []
    wrong = field.errors, field.gold - field.right, field.pred - field.right
    return [(field.measure, "all", *map(str, wrong), ratio(field.f1), "", "")]


def _cascades(run: RunDiagnosis) -> Table:
    rows = [
        (row.measure, row.given, ratio(row.f1), ratio(row.f1_given), _signed(row.gain))
        for row in run.cascades
    ]
    heads = ("field", "given", "F1", "F1 then", "gain")
    return Table(f"{run.name}: what earlier steps cost", heads, rows, 2)


def _signed(gain: float | None) -> str:
    return "-" if gain is None else f"{gain:+.3f}"


def _confusions(run: RunDiagnosis) -> Table:
    rows = [row for confusion in run.confusions for row in _confused(confusion)]
    heads = ("labels", "gold", "predicted", "times")
    return Table(f"{run.name}: labels taken for others in the same place", heads, rows, 3)


def _confused(confusion: Confusion) -> list[tuple[str, ...]]:
    """How often the labels agree, and the commonest confusions of one kind of label."""
    apart = [c for c in confusion.cells if NOTHING not in (c.gold, c.pred) and c.gold != c.pred]
    apart.sort(key=lambda cell: (-cell.count, cell.gold, cell.pred))
    name = confusion.labels
    alike = (name, "any", "the same", f"{confusion.agreed} of {confusion.aligned}")
    return [alike, *((name, c.gold, c.pred, str(c.count)) for c in apart[:MOST_CONFUSIONS])]


def _calibrations(run: RunDiagnosis) -> Table:
    rows = [
        (
            c.measure,
            str(c.items),
            *(ratio(value) for value in (c.accuracy, c.confidence, c.ece, c.aurc)),
        )
        for c in run.calibrations
    ]
    heads = ("field", "items", "right", "mean confidence", "ECE", "AURC")
    return Table(f"{run.name}: are its confidences right?", heads, rows)


def _sides(found: Diagnosis) -> Iterator[Table]:
    for name in dict.fromkeys(row.b for row in found.sides):
        mine = [row for row in found.sides if row.b == name]
        yield _side(mine)
        items = [
            (i.id, row.measure, i.by, *_shown(i.item)) for row in mine for i in (row.items or [])
        ]
        heads = ("article", "field", "found by", "label", "text")
        if items:
            title = _head(f"found by {mine[0].a} or {name}, not by both", len(items))
            yield Table(title, heads, items[:MOST], len(heads))


def _side(sides: Sequence[Sides]) -> Table:
    rows = [
        (
            row.measure,
            *map(str, (row.both, row.only_a, row.only_b, row.neither)),
            *map(str, (row.wrong_both, row.wrong_only_a, row.wrong_only_b)),
        )
        for row in sides
    ]
    gold = ("both", "only A", "only B", "neither")
    heads = ("field", *gold, "wrong: both", "wrong: only A", "wrong: only B")
    title = f"A = {sides[0].a}, B = {sides[0].b}: gold items found, and wrong items"
    return Table(title, heads, rows)


def _suspects(found: Diagnosis) -> Iterator[Table]:
    """Of one run, what it does not find is among its errors already."""
    if len(found.runs) == 1:
        return
    counts = [
        (row.measure, str(row.gold), str(row.not_found), str(row.not_in_gold))
        for row in found.suspect_counts
    ]
    heads: tuple[str, ...] = ("field", "gold items", "found by none", "not in gold, by all")
    yield Table(f"where all {len(found.runs)} runs differ from gold", heads, counts)
    items = [(s.id, s.measure, s.why, *_shown(s.item)) for s in found.suspects or []]
    heads = ("article", "field", "what", "label", "text")
    if items:
        yield Table(_head("the items of these", len(items)), heads, items[:MOST], len(heads))


def _hardest(found: Diagnosis) -> Iterator[Table]:
    if found.hardest:
        rows = [(row.id, f"{row.f1:.3f}", str(row.errors)) for row in found.hardest[:MOST]]
        heads = ("article", "mean F1", "wrong items")
        yield Table(_head("the hardest articles", len(found.hardest)), heads, rows)


def _head(what: str, total: int) -> str:
    return f"{what}: {min(total, MOST)} of {total}" if total > MOST else what


def _shown(item: Item) -> tuple[str, str]:
    text = " ".join(item.text.split())
    return item.label, text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
