"""Asking coval itself, where the environment variable GOLDFIELD_COVAL says its checkout is."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from parity.common import Seen

from goldfield.peers.ladder import Pair, Ratios
from goldfield.scoring.counts import Counts

__all__ = ["ask", "ask_command", "load"]

METRICS = {"mentions": "mentions", "muc": "muc", "bcub": "b_cubed", "ceafe": "ceafe", "lea": "lea"}


def load(root: Path) -> None:
    """Make the package importable."""
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))


def ask(pairs: Sequence[Pair]) -> dict[str, Seen]:
    """Its metrics over all documents, given their clusters as tuples of places."""
    assign = import_module("coval.conll.reader").get_mention_assignments
    infos = {
        pair.id: (pair.gold, pair.pred, assign(pair.gold, pair.pred), assign(pair.pred, pair.gold))
        for pair in pairs
    }
    return _seen(infos)


def ask_command(pairs: Sequence[Pair], folder: Path) -> dict[str, Seen]:
    """The same through files of CoNLL columns and its reader; offsets are tokens."""
    read = import_module("coval.conll.reader").get_coref_infos
    sides = folder / "key", folder / "response"
    for path, side in zip(sides, ("gold", "pred"), strict=True):
        told = (_columns(pair.id, getattr(pair, side), _size(pair)) for pair in pairs)
        path.write_text("".join(told))
    return _seen(read(*map(str, sides), False, False, True))


def _seen(infos: dict[str, Any]) -> dict[str, Seen]:
    evaluator = import_module("coval.eval.evaluator")
    found: dict[str, Seen] = {}
    for name, function in METRICS.items():
        metric = evaluator.Evaluator(getattr(evaluator, function))
        for info in infos.values():
            metric.update(info)
        found[name] = Seen(Ratios(*metric.get_prf()), Counts(*map(float, metric.get_counts())))
    three = [found[name].ratios.f1 or 0.0 for name in ("muc", "bcub", "ceafe")]
    return found | {"conll": Seen(Ratios(None, None, sum(three) / 3))}


def _size(pair: Pair) -> int:
    return max(
        (end for side in (pair.gold, pair.pred) for cluster in side for _, end in cluster),
        default=1,
    )


def _columns(id: str, clusters: Sequence[Sequence[tuple[int, int]]], size: int) -> str:
    """A document of one sentence; mentions that end at a token are closed shortest first."""
    cells: list[list[str]] = [[] for _ in range(size)]
    marks = [(start, end, index) for index, side in enumerate(clusters) for start, end in side]
    for start, end, index in marks:
        if end - start == 1:
            cells[start].append(f"({index})")
        else:
            cells[start].append(f"({index}")
    for _, end, index in (mark for mark in marks if mark[1] - mark[0] > 1):
        cells[end - 1].append(f"{index})")
    lines = [f"{id} 0 {at} word {'|'.join(cell) or '-'}" for at, cell in enumerate(cells)]
    return "\n".join([f"#begin document ({id});", *lines, "", "#end document", ""])
