"""Each baseline that loads, warm: one sweep over the articles a round, one by one and in batches.

With ``--benchmark-json FILE`` it writes what `goldfield bench --compare FILE` reads. The articles
are those that `goldfield bench` takes by default; of what is slow, a part, as there.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from math import ceil
from time import perf_counter
from typing import Any, NamedTuple

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from goldfield.corpus.gold import load_gold
from goldfield.errors import ExtractorError
from goldfield.running.answering import CHUNK
from goldfield.running.benches import Way
from goldfield.running.calibration import calibrate
from goldfield.running.contract import BatchExtractor, Extractor
from goldfield.running.loading import describe, load
from goldfield.running.machine import load_average, machine
from goldfield.running.specs import baselines, parse
from goldfield.scoring.tasks import gold_hash

SECONDS = 2.0  # for the rounds of each way; a sixth of it for one sweep
SHORTEST = 0.05


class Texts(NamedTuple):
    corpus: str
    shuffled: list[str]


@cache
def texts() -> Texts:
    gold = load_gold()
    golds = {article.id: article for article in gold.articles}
    corpus = f"{gold.selection.name}/{gold.selection.split}#{gold_hash(golds)}"
    return Texts(corpus, random.Random(0).sample([one.text for one in gold.articles], len(golds)))


@pytest.fixture(scope="module", params=baselines())
def baseline(request: pytest.FixtureRequest) -> tuple[str, Extractor]:
    try:
        extractor = load(parse(request.param))
    except ExtractorError as error:
        pytest.skip(str(error))
    if describe(request.param, extractor).usage:
        pytest.skip(f"{request.param} spends tokens")
    return request.param, extractor


def test_one_by_one(baseline: tuple[str, Extractor], benchmark: BenchmarkFixture) -> None:
    name, extractor = baseline
    part = affordable(extractor)

    def sweep() -> None:
        for text in part:
            extractor(text)

    take(benchmark, sweep)
    benchmark.extra_info.update(about(name, "single", part))


def test_in_batches(baseline: tuple[str, Extractor], benchmark: BenchmarkFixture) -> None:
    name, extractor = baseline
    if not isinstance(extractor, BatchExtractor):
        pytest.skip(f"{name} takes no batches")
    part = affordable(extractor)
    batches = [part[at : at + CHUNK] for at in range(0, len(part), CHUNK)]

    def sweep() -> None:
        for batch in batches:
            list(extractor.batch(batch))

    take(benchmark, sweep)
    benchmark.extra_info.update(about(name, "batch", part))


def affordable(extractor: Extractor) -> list[str]:
    """As many texts as one sweep has time for; the extractor is warm then."""
    shuffled = texts().shuffled
    extractor(shuffled[0])
    until = perf_counter() + SECONDS / 6
    for number, text in enumerate(shuffled, 1):
        extractor(text)
        if perf_counter() >= until:
            return shuffled[:number]
    return shuffled


def take(benchmark: BenchmarkFixture, sweep: Callable[[], None]) -> None:
    """Rounds of sweeps, each of them long enough for the clock."""
    start = perf_counter()
    sweep()
    seconds = perf_counter() - start
    sweeps = ceil(SHORTEST / seconds)
    rounds = max(3, min(30, ceil(SECONDS / (sweeps * seconds))))
    benchmark.pedantic(sweep, rounds=rounds, iterations=sweeps)


def about(name: str, way: Way, part: list[str]) -> dict[str, Any]:
    """What `goldfield.running.benches` needs beside the seconds."""
    here, busy = machine(), load_average()
    return {
        "extractor": str(parse(name)),
        "way": way,
        "articles": len(part),
        "characters": sum(map(len, part)),
        "corpus": texts().corpus,
        "machine": str(here),
        "calibration": calibrate(),
        "busy": busy is not None and busy > here.cores,
    }
