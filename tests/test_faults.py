"""The quick rows of eval/FAULTS.md, done again; the others take minutes."""

from __future__ import annotations

import pytest
from cut_short import CUT_SHORT
from faults import KINDS, PAGE, try_out
from own_fault import OWN_FAULT, PROGRAMS

QUICK = {
    "the run is killed (`kill -9`) at the 21st of 60 articles": "continue with --resume",
    "Ctrl-C": "status 130: out.jsonl.journal holds the answers to n of 60 articles",
    "files may not grow beyond a limit (`ulimit -f`)": "out.jsonl.journal: File too large",
    "a second run on the same file, with `--resume`": "in the hands of a run that still goes on",
    "somebody kills a worker, three times": "the process killed by SIGKILL; started again",
    "it forks, and both processes go on": "nothing",
    "it dies": "failed on a20: no answer; exited with status 7",
}


@pytest.mark.parametrize("name", QUICK)
def test_a_fault_costs_nothing_and_is_told(name: str) -> None:
    calm = KINDS["A program (`cmd:`) misbehaves"][1] if name in PROGRAMS else None
    act = {**CUT_SHORT, **OWN_FAULT, **PROGRAMS}[name]
    seen = try_out(act) if calm is None else try_out(act, calm)
    assert seen.lost == ""
    assert QUICK[name] in seen.told


def test_the_page_has_every_fault_and_none_has_cost_more() -> None:
    page = PAGE.read_text("utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")]
    names = [
        row[0].removeprefix("| ") for row in rows if row[0][2:] not in ("what was done", "---")
    ]
    assert names == [name for faults, _ in KINDS.values() for name in faults]
    costs = {row[-1].removesuffix(" |") for row in rows}
    assert costs == {"what was lost", "---", "nothing", "nothing but its own answer"}
