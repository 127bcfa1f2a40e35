"""Asking conlleval: the script, where its place is told, and its port to Python."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from parity.common import Seen
from parity.real_tags import both_tags

from goldfield.peers.ladder import Pair, Ratios
from goldfield.scoring.counts import Counts

__all__ = ["ask_port", "ask_script"]


def _lines(pairs: Sequence[Pair]) -> Iterator[str]:
    for pair in pairs:
        yield from (f"w {gold} {pred}" for gold, pred in zip(*both_tags(pair), strict=True))
        yield ""


def ask_port(pairs: Sequence[Pair]) -> dict[str, Seen]:
    """The package of that name; precision 1 of nothing predicted is its own."""
    from conlleval import evaluate

    found = evaluate(_lines(pairs))["overall"]["chunks"]
    stats, ratios = found["stats"], found["evals"]
    counts = Counts.of(stats["correct"], stats["pred"], stats["gold"])
    precision = ratios["prec"] if counts.pred else 0.0
    return {"overall": Seen(Ratios(precision, ratios["rec"], ratios["f1"]), counts)}


def ask_script(pairs: Sequence[Pair], script: Path) -> dict[str, Seen]:
    """The script itself, run by Perl. It prints per cent with two places."""
    text = "".join(f"{line}\n" for line in _lines(pairs))
    done = subprocess.run(
        ["perl", script], input=text, capture_output=True, text=True, check=True
    ).stdout
    told = re.search(r"with (\d+) phrases; found: (\d+) phrases; correct: (\d+)", done)
    gold, pred, correct = map(int, told.groups()) if told else (0, 0, 0)
    row = re.search(r"precision: +([\d.]+)%; recall: +([\d.]+)%; FB1: +([\d.]+)", done)
    ratios = Ratios(*(float(value) / 100 for value in row.groups())) if row else Ratios(0, 0, 0)
    return {"overall": Seen(ratios, Counts.of(correct, pred, gold))}
