"""Systems to compare: so many right and so many wrong spans in each document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from goldfield.scoring.scorer import Result, score_task
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task

__all__ = ["SPANS", "Record", "Right", "Run", "gold_of", "preds_of", "run", "spans", "write"]

SPANS = load_suite("spans")
Record = dict[str, object]
Right = tuple[int, int]


class Run(NamedTuple):
    """What `compare` asks of a run."""

    name: str
    result: Result


def spans(start: int, number: int, label: str = "A") -> list[Record]:
    return [
        {"start": 2 * i, "end": 2 * i + 1, "label": label} for i in range(start, start + number)
    ]


def gold_of(sizes: list[int]) -> list[Record]:
    return [{"id": f"d{i}", "spans": spans(0, n)} for i, n in enumerate(sizes)]


def preds_of(gold: list[Record], right: list[Right]) -> list[Record]:
    """So many right and so many wrong in each document."""
    return [
        {"id": record["id"], "spans": spans(0, good) + spans(100, bad)}
        for record, (good, bad) in zip(gold, right, strict=True)
    ]


def run(name: str, gold: list[Record], right: list[Right]) -> Run:
    task = build_task(SPANS, [gold], preds_of(gold, right))
    return Run(name, score_task(task, SPANS, {"extractor": name}))


def write(path: Path, records: list[Record]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path
