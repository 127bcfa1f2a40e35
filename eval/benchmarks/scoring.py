"""Where the time of scoring with verdicts goes: each stage alone, in units of parsing both files.

Run as ``python eval/benchmarks/scoring.py [SUITE]``; by default suite `full`. A stage starts from
what the one before it gave, and `intervals` holds what is the same for 1 and for 1,000 articles.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measuring import Case, Files, cpu, make, parse

from goldfield.schema.predictions import read_predictions
from goldfield.scoring.measures import FIELDS, Measure, parse_measure
from goldfield.scoring.measures.derived import parts_of
from goldfield.scoring.resolution import detectable_differences
from goldfield.scoring.scorer import row_of, score_task
from goldfield.scoring.statistics import f1_intervals
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task, read_gold

ROUNDS = 5


def stages(files: Files, suite: Suite) -> dict[str, Callable[[], object]]:
    golds = read_gold([files.gold])
    task = build_task(suite, [files.gold], files.pred)
    outcomes = {id: task.score(gold, task.preds[id]) for id, gold in golds.items()}
    rows = {id: row_of(id, found).fields for id, found in outcomes.items()}
    measures = {name: parts_of(name) for name in suite.measures}

    def field(measures: list[Measure]) -> object:
        score = FIELDS[measures[0].field].score
        return [score(gold, task.preds[id], measures) for id, gold in golds.items()]

    fields = by_field(suite)
    return {
        "everything": lambda: score_task(build_task(suite, [files.gold], files.pred), suite),
        "reading gold": lambda: read_gold([files.gold]),
        "reading predictions": lambda: read_predictions(files.pred, golds),
        **{f"{name} ({len(group)})": partial(field, group) for name, group in fields.items()},
        "intervals": lambda: f1_intervals(rows, measures),
        "detectable differences": lambda: detectable_differences(rows, measures),
    }


def by_field(suite: Suite) -> dict[str, list[Measure]]:
    """The measures that are counted, by their field."""
    found: dict[str, list[Measure]] = {}
    for part in dict.fromkeys(part for name in suite.measures for part in parts_of(name)):
        measure = parse_measure(part)
        found.setdefault(measure.field, []).append(measure)
    return found


def main() -> None:
    suite = load_suite(sys.argv[1] if len(sys.argv) > 1 else "full")
    with tempfile.TemporaryDirectory() as folder:
        files = make(Path(folder), Case())
        for name, work in stages(files, suite).items():
            shares = [cpu(work) / cpu(lambda: parse(files)) for _ in range(ROUNDS)]
            print(f"{name:26} {statistics.median(shares):6.2f}")


if __name__ == "__main__":
    main()
