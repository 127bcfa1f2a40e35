"""How fast scoring is, measured against parsing the same lines.

`make bench` prints the times; the ratio is taken here, alternately in one process on CPU time,
since times of different runs on different machines cannot be compared.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import process_time

import msgspec
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from goldfield.corpus.loading import load_articles
from goldfield.schema.loose import Prediction
from goldfield.schema.records import Article
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task

COPIES = 50


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    """The example articles many times over, under ids of their own."""
    found = load_articles(None, "example")
    return [
        msgspec.structs.replace(article, id=f"{article.id}-{copy}")
        for copy in range(COPIES)
        for article in found
    ]


def parse(lines: list[bytes]) -> None:
    gold, loose = msgspec.json.Decoder(Article), msgspec.json.Decoder(Prediction)
    for line in lines:
        gold.decode(line)
        loose.decode(line)


def score(articles: list[Article]) -> None:
    suite = load_suite("core")
    score_task(build_task(suite, [articles], articles), suite)


def test_parse(benchmark: BenchmarkFixture, articles: list[Article]) -> None:
    lines = [msgspec.json.encode(article) for article in articles]
    benchmark(parse, lines)


def test_score(benchmark: BenchmarkFixture, articles: list[Article]) -> None:
    benchmark.pedantic(score, args=(articles,), rounds=3)


def test_ratio(articles: list[Article], capsys: pytest.CaptureFixture[str]) -> None:
    lines = [msgspec.json.encode(article) for article in articles]
    ratios = []
    for _ in range(5):
        base = cpu(lambda: parse(lines))
        ratios.append(cpu(lambda: score(articles)) / base)
    with capsys.disabled():
        print(f"\nscore / parse, suite core, gold against itself: {statistics.median(ratios):.1f}")


def cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start
