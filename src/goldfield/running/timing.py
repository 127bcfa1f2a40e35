"""How fast an extractor is, measured warm, in the process it runs in.

A round goes over the articles as often as it takes to last 50 ms. Rounds are repeated until half
the 95 % t-interval of articles per second is at most 3 % of the mean, or the time is up, or 30
are done. Only the extractor's own code is timed. Loading is reported apart, and articles that
fail are left out and counted. Where one sweep over all articles would take more than a sixth of
the budget, a random part of them is used, the same in every run at the same speed.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from math import ceil
from time import perf_counter, process_time
from typing import Any

import msgspec

from goldfield.running.answering import CHUNK, FAILURES, answer
from goldfield.running.contract import BatchExtractor, Extractor
from goldfield.running.machine import Machine, peak_memory
from goldfield.running.rounds import Interval, StoppedBy, interval, repeat

__all__ = ["BUDGET", "Latency", "Timing", "measure_here", "summary"]

BUDGET = 3.0
"""Seconds that measuring one extractor may take by default, loading apart."""

_ROUND = 0.05
_SHARE = 1 / 6  # of the budget for one sweep: leaves room for the five rounds a mean needs


class Latency(msgspec.Struct, frozen=True):
    """Percentiles of the duration of one call, in milliseconds."""

    p50: float
    p95: float
    p99: float


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """The throughput of one extractor: ``timing.json``. Null is what could not be measured.

    Attributes:
        documents: articles in each sweep.
        characters: code points in each sweep.
        failed: articles that were left out because they failed.
        articles_per_second: mean over rounds, by the wall clock.
        characters_per_second: the same in code points.
        latency_ms: over all calls of all rounds; null for batches and commands.
        cpu_seconds_per_article: of the process with its threads; of a command, start included.
        load_seconds: from calling the factory to a living extractor, imports included.
        peak_rss_bytes: the most memory the process held, extractor and Python included.
        rounds: how many rounds.
        repetitions: sweeps over the articles in each round.
        stopped_by: what ended the measurement.
        machine: where it was taken.
    """

    documents: int = 0
    characters: int = 0
    failed: int = 0
    articles_per_second: Interval | None = None
    characters_per_second: float | None = None
    latency_ms: Latency | None = None
    cpu_seconds_per_article: float | None = None
    load_seconds: float | None = None
    peak_rss_bytes: int | None = None
    rounds: int = 0
    repetitions: int | None = None
    stopped_by: StoppedBy | None = None
    machine: Machine | None = None


def measure_here(extractor: Extractor, texts: Sequence[str], budget: float = BUDGET) -> Timing:
    """Measure an extractor's throughput in this process."""
    until = perf_counter() + budget
    good, failed = _try_out(extractor, texts, perf_counter() + budget * _SHARE)
    if not good:
        return Timing(failed=failed)
    sweep = _Sweep(extractor, good)
    repetitions = sweep.calibrate()
    memory = peak_memory()  # before the latencies of a fast extractor pile up
    sweep.latencies = array("d")
    cpu = process_time()
    rates, stopped_by = repeat(lambda: sweep.rate(repetitions), until)
    cpu = process_time() - cpu
    calls = len(rates) * repetitions * len(good)
    return msgspec.structs.replace(
        summary(rates, stopped_by, good, failed),
        latency_ms=_latency(sweep.latencies),
        cpu_seconds_per_article=cpu / calls,
        peak_rss_bytes=memory,
        repetitions=repetitions,
    )


class _Sweep:
    """Goes over all texts, one by one or in batches."""

    def __init__(self, extractor: Extractor, texts: Sequence[str]) -> None:
        self.latencies = array("d")
        self._extractor = extractor
        self._texts = texts
        self._once = self._calls
        if isinstance(extractor, BatchExtractor):
            self._once = partial(self._batches, extractor.batch)

    def rate(self, repetitions: int) -> float:
        """Articles per second over so many sweeps."""
        return repetitions * len(self._texts) / self._seconds(repetitions)

    def calibrate(self) -> int:
        """How many sweeps make up a round."""
        repetitions = 1
        while (seconds := self._seconds(repetitions)) < _ROUND:
            repetitions = ceil(repetitions * min(10.0, 1.1 * _ROUND / seconds))
        return repetitions

    def _seconds(self, repetitions: int) -> float:
        start = perf_counter()
        for _ in range(repetitions):
            self._once()
        return perf_counter() - start

    def _calls(self) -> None:
        extractor, keep = self._extractor, self.latencies.append
        for text in self._texts:
            start = perf_counter()
            try:  # noqa: SIM105  (a context manager would be timed, too)
                extractor(text)
            except FAILURES:  # it succeeded before: the call still took its time
                pass
            keep(perf_counter() - start)

    def _batches(self, batch: Callable[[Sequence[str]], Iterable[Any]]) -> None:
        for first in range(0, len(self._texts), CHUNK):
            with suppress(*FAILURES):
                list(batch(self._texts[first : first + CHUNK]))


def _try_out(extractor: Extractor, texts: Sequence[str], until: float) -> tuple[list[str], int]:
    """Warm up: the texts that can be timed, as many as there is time for; how many failed."""
    shuffled = random.Random(0).sample(texts, len(texts))
    good, failed = list[str](), 0
    for text in shuffled[:1]:
        answer(extractor, "", text)
    for text in shuffled:
        if answer(extractor, "", text).error is None:
            good.append(text)
        else:
            failed += 1
        if good and perf_counter() >= until:
            break
    return good, failed


def summary(
    rates: Sequence[float], stopped_by: StoppedBy, texts: Sequence[str], failed: int
) -> Timing:
    """What follows from articles per second in each round over the same texts."""
    speed = interval(rates)
    characters = sum(map(len, texts))
    return Timing(
        documents=len(texts),
        characters=characters,
        failed=failed,
        articles_per_second=speed,
        characters_per_second=speed.mean * characters / len(texts),
        rounds=len(rates),
        stopped_by=stopped_by,
    )


def _latency(seconds: array[float]) -> Latency | None:
    if not seconds:
        return None
    # Imported late: it would count as memory of the extractor.
    import numpy as np

    p50, p95, p99 = np.percentile(np.frombuffer(seconds), [50, 95, 99]) * 1e3
    return Latency(float(p50), float(p95), float(p99))
