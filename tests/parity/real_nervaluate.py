"""Asking nervaluate itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parity.common import Seen

from goldfield.peers.ladder import Pair, Ratios
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.spans import Labelled

__all__ = ["ask"]

VERDICTS = {
    "COR": "correct", "INC": "incorrect", "PAR": "partial", "MIS": "missed", "SPU": "spurious",
}  # fmt: skip


def ask(pairs: Sequence[Pair]) -> dict[str, Seen]:
    """Its four modes over all documents at once. Its ends are inclusive: 1 is cut off ours."""
    from nervaluate import Evaluator

    golds = [_dicts(pair.gold) for pair in pairs]
    preds = [_dicts(pair.pred) for pair in pairs]
    labels = sorted({m["label"] for side in (golds, preds) for row in side for m in row})
    found = Evaluator(golds, preds, tags=labels, loader="dict").evaluate()["overall"]
    return {name: _seen(name, found[name]) for name in ("strict", "exact", "partial", "ent_type")}


def _dicts(marks: Sequence[Labelled]) -> list[dict[str, Any]]:
    return [{"label": m.label, "start": m.start, "end": m.end - 1} for m in marks]


def _seen(name: str, row: Any) -> Seen:
    unit = 2 if name == "partial" else 1
    correct = unit * row.correct + row.partial
    counts = Counts.of(correct, unit * row.actual, unit * row.possible)
    told = {verdict: getattr(row, of) for verdict, of in VERDICTS.items()}
    verdicts = {verdict: times for verdict, times in told.items() if times}
    return Seen(Ratios(row.precision, row.recall, row.f1), counts, verdicts)
