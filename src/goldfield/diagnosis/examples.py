"""One error of each kind, so that a reader sees what the words mean here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from goldfield.diagnosis.gains import FieldErrors
from goldfield.diagnosis.kinds import KINDS, Error
from goldfield.reporting.tables import Table

__all__ = ["example_table"]

_LONGEST = 28


def example_table(name: str, fields: Sequence[FieldErrors], errors: Sequence[Error]) -> Table:
    """The first error of each kind that occurs, of the measure that it costs most.

    Args:
        name: of the system.
        fields: its errors by measure and kind.
        errors: the same one by one.
    """
    dearest = {kind: _dearest(fields, kind) for kind in KINDS}
    first: dict[tuple[str, str], Error] = {}
    for error in errors:
        first.setdefault((error.kind, error.measure), error)
    shown = [first[at] for at in dearest.items() if at in first]
    rows = [(e.kind, e.measure, e.id, _cell(e, 0), _cell(e, 1)) for e in shown]
    heads = ("kind", "field", "article", "gold", "predicted")
    return Table(f"{name}: one error of each kind, where the kind costs most", heads, rows, 5)


def _dearest(fields: Sequence[FieldErrors], kind: str) -> str:
    """The measure to which a kind costs most, the first of equal ones."""
    found = [
        (-(row.gain or 0.0), number, field.measure)
        for number, field in enumerate(fields)
        for row in field.kinds
        if row.kind == kind
    ]
    return min(found)[2] if found else ""


def _cell(error: Error, side: Literal[0, 1]) -> str:
    """An item with its label, or of coreference with its entity; a dash for none."""
    item, within = (error.gold, error.pred)[side], error.within[side]
    if item is None:
        return "-"
    if error.measure.startswith("coref@") and within:
        name, _, size = within.rpartition(" ")
        return f"{_cut(item.text, 11)} in {_cut(name, 9)} {size}"
    return _cut(f"{item.label} {item.text}".strip(), _LONGEST)


def _cut(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
