"""Everything that may go wrong in a run, done: makes eval/FAULTS.md, one row a fault.

    PYTHONPATH=tests python eval/benchmarks/faults.py [WORD ...] [--write]

With words, only faults that hold one of them. A fault that costs more than it may ends with
status 1. Takes some minutes; the full disk and the read-only folder need the super-user.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cut_short import CUT_SHORT, Act
from own_fault import OWN_FAULT, PROGRAMS
from staging import FILE, Seen, Stage

from goldfield.release import root
from goldfield.schema.writing import write_text

__all__ = ["KINDS", "table", "try_out"]

PAGE = root() / "eval" / "FAULTS.md"

KINDS = {
    "A run is cut short": (CUT_SHORT, str(FILE)),
    "An extractor misbehaves": (OWN_FAULT, str(FILE)),
    "A program (`cmd:`) misbehaves": (PROGRAMS, "cmd:cat"),
}
"""The tables: their faults, and an extractor that has none of them."""

INTRO = """# Faults

Each of these was done to `goldfield run --workers 2` over 60 texts, and the file that came of it
compared byte by byte with that of a run that nothing happened to: where a run was cut short, after
`goldfield run ... --resume`; where one article was at fault, without that article. The table is
written by

    PYTHONPATH=tests python eval/benchmarks/faults.py --write

and `tests/test_faults.py` does the quick ones. `mine.py` is the extractor; `n` stands for a number
that depends on the moment.
"""


def main(arguments: Sequence[str]) -> int:
    words = [word for word in arguments if word != "--write"]
    page, bad = [INTRO], 0
    for title, (faults, calm) in KINDS.items():
        chosen = {n: act for n, act in faults.items() if not words or any(w in n for w in words)}
        rows = [(name, _tried(name, act, calm)) for name, act in chosen.items()]
        bad += sum(seen.lost != "" for _, seen in rows)
        page.append(f"\n## {title}\n\n{table(rows)}")
    print("".join(page))
    if "--write" in arguments and not words and not bad:
        write_text(PAGE, "".join(page))
    return 1 if bad else 0


def try_out(act: Act, calm: str = str(FILE)) -> Seen:
    """Do a fault in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return act(Stage(Path(folder) / "stage", calm=calm))


def table(rows: Sequence[tuple[str, Seen]]) -> str:
    """Markdown, a row a fault."""
    lines = ["| what was done | what the user sees | what was lost |", "| --- | --- | --- |"]
    lines += [f"| {name} | {_cell(seen.told)} | {_cost(seen)} |" for name, seen in rows]
    return "\n".join(lines) + "\n"


def _tried(name: str, act: Act, calm: str) -> Seen:
    seen = try_out(act, calm)
    print(f"{name}: lost {_cost(seen)}", file=sys.stderr)
    return seen


def _cost(seen: Seen) -> str:
    return seen.lost or ("nothing but its own answer" if seen.own else "nothing")


def _cell(text: str) -> str:
    return "<br>".join(line.replace("|", "\\|") for line in text.splitlines())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
