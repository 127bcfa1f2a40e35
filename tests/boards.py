"""A small board over split validation, which honest and less honest submissions go to."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from goldfield.evaluation import Conduct, Run, evaluate
from goldfield.leaderboard.boards import Board, open_board
from goldfield.leaderboard.submissions import Submission, submit

__all__ = ["CARD", "DAY", "GOLD", "answers", "board_in", "enter", "run_of"]

GOLD = Path(__file__).parent.parent / "corpus" / "data" / "validation.jsonl"
DAY = date(2026, 11, 27)
CARD = """\
system = "{system}"
version = "1"
authors = ["Doe, Ann"]
licence = "MIT"
model_family = "{family}"
training_data = ["goldfield 1.0, split train"]
"""


@cache
def run_of(spec: str) -> Run:
    """A baseline on split validation."""
    return evaluate(spec, split="validation", conduct=Conduct(timed=False))


def answers(spec: str) -> bytes:
    """What a baseline says of split validation, as JSON lines."""
    return b"".join(line + b"\n" for line in run_of(spec).predictions.values())


def board_in(folder: Path, extra: str = "") -> Board:
    """An empty board in a new folder."""
    folder.mkdir(exist_ok=True)
    text = f'title = "A <board>"\nsplit = "validation"\n{extra}'
    (folder / "board.toml").write_text(text, "utf-8")
    return open_board(folder)


def enter(
    board: Board, name: str, content: bytes, system: str = "mine", family: str = "none"
) -> Submission:
    """Submit predictions."""
    files = board.folder / "incoming"
    files.mkdir(parents=True, exist_ok=True)
    (files / "p.jsonl").write_bytes(content)
    (files / "card.toml").write_text(CARD.format(system=system, family=family), "utf-8")
    return submit(board, name, files / "p.jsonl", files / "card.toml", DAY)
