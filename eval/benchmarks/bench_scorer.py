"""The full scorer (`goldfield score`), its intervals, and the harness around an extractor."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import msgspec
import pytest
from measuring import SUITES, Case, Files, count, cpu, make, parse, ratio
from pytest_benchmark.fixture import BenchmarkFixture

from goldfield.corpus.loading import load_articles
from goldfield.running.loading import load
from goldfield.running.runner import run
from goldfield.running.specs import Spec
from goldfield.running.specs import parse as parse_spec
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


def cpu_of_all(work: Callable[[], object]) -> float:
    """CPU seconds of this process and of those that ended in it."""
    before = getrusage(RUSAGE_CHILDREN)
    own = cpu(work)
    after = getrusage(RUSAGE_CHILDREN)
    return own + after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def answer(spec: Spec, documents: Sequence[tuple[str, str]]) -> None:
    for _ in run(spec, documents):
        pass


def test_harness(benchmark: BenchmarkFixture, capsys: pytest.CaptureFixture[str]) -> None:
    """The runner around `rules`, in a process of its own, against calling it in a bare loop.

    What starting the process and loading cost is taken off: it does not grow with the articles.
    """
    articles = [(article.id, article.text) for article in load_articles(None, "example")]
    few, many = (
        [(f"{id}-{copy}", text) for copy in range(copies) for id, text in articles]
        for copies in (10, 110)
    )
    spec = parse_spec("rules")
    extractor = load(spec)

    def bare() -> None:
        for _, text in many[len(few) :]:
            extractor(text)

    def once() -> tuple[float, float]:
        short, long = (cpu_of_all(partial(answer, spec, part)) for part in (few, many))
        return long - short, cpu(bare)

    benchmark.pedantic(bare, rounds=1)
    pairs = [once() for _ in range(5)]
    found = statistics.median(harness / alone for harness, alone in pairs)
    more = statistics.median(harness - alone for harness, alone in pairs) / 200
    with capsys.disabled():
        print(f"\nharness around rules: {found:.3f} x a bare loop, {more * 1e6:.0f} us an article")
