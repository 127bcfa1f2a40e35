"""Baselines on corpora that people annotated: runs the commands of REAL.md and prints its tables.

    WNUT=FOLDER GUM=FOLDER LITBANK=FOLDER python eval/real.py [BASELINE...] [--write]

The corpora are no part of goldfield; REAL.md says where they are from. Without names all take part
that need no training or have a trainer.py. Models and runs go to runs/real.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from goldfield.reporting.pages import fill
from goldfield.reporting.tables import Table, interval, ratio, render
from goldfield.schema.writing import write_text

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "eval" / "REAL.md"
UNTRAINED = ("rules",)
TRAINED = ("crf", "sklearn", "spacy")


class Trial(NamedTuple):
    """A corpus to train on, if any, another to score on, and what is shown of the scores.

    Of the first measure precision, recall and interval are shown too.
    """

    name: str
    train: str
    score: str
    measures: tuple[str, ...]

    def commands(self, system: str) -> list[str]:
        """What trains, where it can be trained, and scores a system."""
        model = f"runs/real/{self.name}-{system}"
        spec = f'"{system}?model={model}"' if system not in UNTRAINED else system
        score = f"goldfield eval {spec} {self.score} --out runs/real"
        if system in UNTRAINED:
            return [score]
        return [f"goldfield train {system} {self.train} --out {model}", score]


_NAMES = ("entities@strict:conll4", "entities@partial:conll4", "mentions@partial", "coref@conll")
_QUOTES = ("quotes@partial", "quotes@strict", "quotes@speaker-name", "quotes@speaker")
TRIALS = (
    Trial(
        "wnut",
        "--corpus $WNUT/wnut17train.conll --format conll",
        "--corpus $WNUT/emerging.dev.conll --format conll --suite wnut",
        ("entities@strict", "entities@strict:wnut", "entities@exact"),
    ),
    Trial("gum", "--corpus $GUM --format gum", "--corpus $GUM --format gum --split test", _NAMES),
    Trial("gum_all", "", "--corpus $GUM --format gum --split all", _NAMES),
    Trial("litbank", "", "--corpus $LITBANK --format litbank-quotes", _QUOTES),
)


def systems_of(trial: Trial, named: Sequence[str]) -> list[str]:
    """The baselines that take part: those that are named, by default all, as far as they can."""
    here = [*UNTRAINED, *(TRAINED if trial.train else ())]
    return [name for name in here if not named or name in named]


def run(command: str) -> str:
    """What a command of the page prints; `goldfield` is the one of this Python."""
    _, *arguments = shlex.split(Template(command).substitute(os.environ))
    print(command, file=sys.stderr)
    program = [sys.executable, "-m", "goldfield.cli", *arguments]
    return subprocess.run(program, check=True, stdout=subprocess.PIPE, cwd=ROOT, text=True).stdout


def part(trial: Trial, named: Sequence[str]) -> str:
    """The table of a trial, the commands that made it, and the signatures of its results."""
    rows: list[tuple[str, ...]] = []
    commands: list[str] = []
    signatures: list[str] = []
    for system in systems_of(trial, named):
        *training, scoring = trial.commands(system)
        for command in training:
            run(command)
        scores = json.loads(run(f"{scoring} --format json"))["runs"][0]["scores"]
        rows.append((system, *row(trial, scores["fields"])))
        commands += [*training, scoring]
        signatures.append(scores["signature"])
    heads = ("", "P", "R", *(f"F1 of {trial.measures[0]}", "95 % interval"), *trial.measures[1:])
    told = "\n".join(commands), "\n".join(signatures)
    return "\n{}\n```\n{}\n```\n\n```\n{}\n```\n\n".format(
        render(Table("", heads, rows), "markdown"), *told
    )


def row(trial: Trial, fields: dict[str, Any]) -> tuple[str, ...]:
    """What is shown of the scores of one system."""
    first = fields[trial.measures[0]]
    ends = interval(first["ci"]["f1"], "-") if first["ci"] else "-"
    others = (ratio(fields[name]["f1"]) if name in fields else "-" for name in trial.measures[1:])
    return (*(ratio(first[key]) for key in ("precision", "recall", "f1")), ends, *others)


def main() -> None:
    """Run all trials; with --write put them into the page."""
    if missing := [name for name in ("WNUT", "GUM", "LITBANK") if name not in os.environ]:
        sys.exit(f"say where the corpora are: {' '.join(f'{name}=FOLDER' for name in missing)}")
    named = [argument for argument in sys.argv[1:] if argument != "--write"]
    if unknown := set(named) - {*UNTRAINED, *TRAINED}:
        sys.exit(f"no such baseline here: {', '.join(sorted(unknown))}")
    parts = {trial.name: part(trial, named) for trial in TRIALS}
    if "--write" in sys.argv[1:]:
        write_text(PAGE, fill(PAGE.read_text("utf-8"), parts, str(PAGE)))
    print("\n".join(parts.values()))


if __name__ == "__main__":
    main()
