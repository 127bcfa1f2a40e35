"""The full scorer (`goldfield score`), its intervals, and the harness around an extractor."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from harness import harness
from measuring import SUITES, Case, Files, count, cpu, make, parse, ratio
from pytest_benchmark.fixture import BenchmarkFixture

from goldfield.schema.reading import find_faults
from goldfield.schema.records import Article
from goldfield.scoring.counts import Counts
from goldfield.scoring.fast.files import count_files
from goldfield.scoring.measures.derived import parts_of
from goldfield.scoring.scorer import score_task
from goldfield.scoring.statistics import f1_intervals
from goldfield.scoring.tasks import build_task


@pytest.mark.parametrize("suite", ["core", "full"])
def test_with_verdicts(
    suite: str, benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, chosen = make(tmp_path, Case()), SUITES[suite]

    def score() -> None:
        score_task(build_task(chosen, [files.gold], files.pred), chosen)

    benchmark.pedantic(score, rounds=1)
    found = ratio(score, lambda: parse(files), 3)
    with capsys.disabled():
        print(f"\nscorer with verdicts and intervals, suite {suite}: {found:.1f} x parsing")


def rows_of(files: Files) -> Mapping[str, Mapping[str, Counts]]:
    return {row.id: row.fields for row in count_files(*files, SUITES["core"])}


def test_intervals(
    benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = make(tmp_path, Case(10_000))
    rows = rows_of(files)
    measures = {name: parts_of(name) for name in SUITES["core"].measures}
    benchmark.pedantic(f1_intervals, args=(rows, measures), rounds=1)
    found = ratio(lambda: f1_intervals(rows, measures), lambda: parse(files), 3)
    with capsys.disabled():
        print(f"\nintervals of all fields, 10,000 documents: {found:.2f} x parsing")


def test_growth(
    benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """CPU time a document at 1,000 and at 10,000 documents, alternately."""
    pair = []
    for number in (1_000, 10_000):
        folder = tmp_path / str(number)
        folder.mkdir()
        pair.append((number, make(folder, Case(number))))

    def a_document(number: int, files: Files) -> float:
        return cpu(lambda: count(files, SUITES["core"])) / number

    benchmark.pedantic(count, args=(pair[0][1], SUITES["core"]), rounds=1)
    found = statistics.median(a_document(*pair[1]) / a_document(*pair[0]) for _ in range(3))
    with capsys.disabled():
        print(f"\na document of 10,000 costs {found:.2f} x one of 1,000")


def test_validation(
    benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`goldfield corpus validate`, which looks at everything in gold, against parsing gold."""
    files = make(tmp_path, Case(100))
    benchmark.pedantic(find_faults, args=([files.gold],), rounds=1)
    decoder = msgspec.json.Decoder(Article)
    lines = files.gold.read_bytes().splitlines()

    def decode() -> None:
        for line in lines:
            decoder.decode(line)

    found = ratio(lambda: find_faults([files.gold]), decode, 3)
    with capsys.disabled():
        print(f"\nvalidation of gold: {found:.1f} x parsing it")


def test_harness(benchmark: BenchmarkFixture, capsys: pytest.CaptureFixture[str]) -> None:
    pair = harness("rules", 30)
    benchmark.pedantic(pair.harnessed, rounds=1)
    found = ratio(pair.harnessed, pair.bare)
    with capsys.disabled():
        print(f"\nharness around rules: {found:.3f} x a bare loop")
