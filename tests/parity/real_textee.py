"""Asking TextEE itself, where the environment variable GOLDFIELD_TEXTEE says its checkout is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from parity.common import Seen

from goldfield.peers.events import Events
from goldfield.peers.ladder import Pair, Ratios
from goldfield.schema.walk import spans_by_id
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.frames import argument_span, where

__all__ = ["ask", "load"]

NAMES = {
    "Tri-I": "trigger_id", "Tri-C": "trigger_cls", "Arg-I": "argument_id", "Arg-C": "argument_cls",
    "Arg-I+": "argument_attached_id", "Arg-C+": "argument_attached_cls",
}  # fmt: skip


def load(root: Path) -> None:
    """Make its scorer importable; it imports a debugger that it does not need."""
    sys.modules.setdefault("ipdb", ModuleType("ipdb"))
    if str(root / "TextEE") not in sys.path:
        sys.path.insert(0, str(root / "TextEE"))


def ask(pairs: Sequence[Pair]) -> dict[str, Seen]:
    """Its scores of events from end to end; each document is one window."""
    scorer = import_module("scorer")
    golds = [_document(pair.id, pair.gold) for pair in pairs]
    preds = [_document(pair.id, pair.pred) for pair in pairs]
    found = scorer.compute_scores(preds, golds, "E2E")
    return {name: _seen(found[key]) for name, key in NAMES.items()}


def _seen(row: dict[str, Any]) -> Seen:
    ratios = Ratios(*(row[name] / 100 for name in ("precision", "recall", "f1")))
    return Seen(ratios, Counts.of(row["match_num"], row["pred_num"], row["gold_num"]))


def _document(id: str, side: Events) -> dict[str, Any]:
    return {"doc_id": id, "wnd_id": id, "events": list(_events(side))}


def _events(side: Events) -> Iterator[dict[str, Any]]:
    """An event for each trigger. What is not in the text stands at its words, which are nowhere."""
    spans = spans_by_id(side.record) if side.record else {}
    for event in side.record.events if side.record else ():
        arguments = [
            (*_offsets(where(argument_span(argument, spans))), argument.role, "")
            for argument in event.arguments
        ]
        for trigger in map(where, event.triggers):
            told = (*_offsets(trigger), event.type, "")
            yield {"trigger": told, "arguments": arguments}


def _offsets(place: tuple[int, int, str]) -> tuple[int | str, int]:
    return (place[0], place[1]) if place[0] >= 0 else (place[2], place[1])
