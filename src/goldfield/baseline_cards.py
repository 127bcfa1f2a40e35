"""The pages of the baselines: their scores, and the floors that they must not fall below.

Scores stand in each ``CARD.md`` between markers, and floors in ``baselines/floors.toml``. Both are
made from the same runs over split `test` and are checked by tests; a floor is never lowered here.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

from goldfield.corpus.gold import Gold
from goldfield.evaluation import Conduct, Run, evaluate
from goldfield.release import root
from goldfield.reporting.card import card, format_headline
from goldfield.reporting.pages import fill
from goldfield.running.specs import baseline_file

__all__ = [
    "SPLIT",
    "card_path",
    "filled_card",
    "floors_path",
    "floors_text",
    "read_floors",
    "run_of",
]

SPLIT = "test"
_MARGIN = 0.005
"""A floor lies this much below the score, so that another processor's rounding is no failure."""

Floors = dict[str, dict[str, float]]

_HEAD = """\
# F1 on split test that no baseline may fall below: half a point under what it once reached.
# Written by `goldfield baselines card`, which raises a floor and never lowers it.
"""


def run_of(name: str, gold: Gold) -> Run:
    """A baseline on gold articles, not timed."""
    return evaluate(name, corpus=gold, conduct=Conduct(timed=False))


def card_path(name: str) -> Path:
    """The page of a baseline."""
    return baseline_file(name).parent / "CARD.md"


def floors_path() -> Path:
    """The file of the floors."""
    return root() / "baselines" / "floors.toml"


def filled_card(page: str, run: Run) -> str:
    """The page with the part ``scores`` made anew.

    Raises:
        DataError: a marker has an unknown name or no end.
    """
    told = f"On split `{SPLIT}`, by `goldfield eval {run.name} --format markdown`:\n\n"
    table = card(run.entry, run.texts, form="markdown")
    headline = format_headline(run.scores)
    end = f"\n{headline}\n" if headline else ""
    return fill(page, {"scores": told + table[table.index("|") :] + end}, f"{run.name}/CARD.md")


def read_floors() -> Floors:
    """The floor of each measure of each baseline."""
    path = floors_path()
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def floors_text(kept: Mapping[str, Mapping[str, float]], runs: Mapping[str, Run]) -> str:
    """The file of the floors, each raised to what a run has reached."""
    found = {name: dict(floors) for name, floors in kept.items()}
    for name, run in runs.items():
        floors = found.setdefault(name, {})
        for measure, field in run.scores.fields.items():
            reached = math.floor(((field.f1 or 0.0) - _MARGIN) * 1000) / 1000
            floors[measure] = max(0.0, reached, floors.get(measure, 0.0))
    lines = [_HEAD]
    for name, floors in sorted(found.items()):
        lines += [f'["{name}"]', *(f'"{measure}" = {floor}' for measure, floor in floors.items())]
        lines.append("")
    return "\n".join(lines)
