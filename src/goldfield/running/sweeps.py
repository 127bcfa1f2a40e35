"""Measuring an extractor warm, in the process it runs in.

A round goes over the articles as often as it takes to last 50 ms. Rounds are repeated until half
the 95 % t-interval of articles per second is at most 3 % of the mean, or the time is up, or 30
are done. Only the extractor's own code is timed. Articles that fail are left out and counted.
Where one sweep over all articles would take more than a sixth of the budget, a random part of
them is used, the same in every run at the same speed. An extractor with `batch` is measured in
both ways, each for half the budget.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable, Sequence
from contextlib import suppress
from math import ceil
from time import perf_counter, process_time
from typing import NamedTuple

from msgspec.structs import replace

from goldfield.running.answering import CHUNK, FAILURES, answer
from goldfield.running.contract import BatchExtractor, Extractor
from goldfield.running.machine import cpu_of_children, peak_memory
from goldfield.running.rounds import StoppedBy, interval, repeat
from goldfield.running.timing import Timing, latency_of, summary
from goldfield.running.wire import Stage

__all__ = ["BUDGET", "Tell", "measure_here"]

BUDGET = 3.0
"""Seconds that the rounds of one extractor may take by default; starting it comes on top."""

Tell = Callable[[Stage], object]
"""Called as the measurement goes on, never while something is timed."""

_ROUND = 0.05
_SHARE = 1 / 6  # of the budget for one sweep: leaves room for the five rounds a mean needs


def measure_here(
    extractor: Extractor,
    texts: Sequence[str],
    budget: float = BUDGET,
    tell: Tell = lambda stage: None,
) -> Timing:
    """Measure an extractor's throughput in this process.

    What is told: "tried" after each article that is tried out; then "ready" before the rounds and
    "round" after each. For an extractor with `batch`, the rounds in batches come last.
    """
    start = perf_counter()
    good, failed = _try_out(extractor, texts, start + budget * _SHARE, tell)
    slow = perf_counter() - start > 2 * _ROUND
    if not good:
        return summary([], [], failed)
    calls = _Calls(extractor, good)
    until = start + budget
    repetitions = 1 if slow else _repetitions(calls)
    if not isinstance(extractor, BatchExtractor):
        rounds = _rounds(calls, repetitions, until, tell)
        return _report(rounds, summary(rounds.rates, good, failed), calls)
    single = _rounds(calls, repetitions, (perf_counter() + until) / 2, tell)
    batches = _Batches(extractor, good)
    rounds = _rounds(batches, _repetitions(batches), until, tell)
    return replace(
        _report(rounds, summary(rounds.rates, good, failed), calls),
        batch_size=min(CHUNK, len(good)),
        single_articles_per_second=interval(single.rates),
    )


class _Calls:
    """A call for each text; of each round, the durations in the last sweep are kept.

    To keep them all would be memory that counts as the extractor's.
    """

    def __init__(self, extractor: Extractor, texts: Sequence[str]) -> None:
        self.kept = array("d")
        self._latest = array("d")
        self._extractor = extractor
        self.texts = texts

    def sweep(self) -> None:
        del self._latest[:]
        extractor, keep = self._extractor, self._latest.append
        for text in self.texts:
            start = perf_counter()
            try:  # noqa: SIM105  (a context manager would be timed, too)
                extractor(text)
            except FAILURES:  # it succeeded before: the call still took its time
                pass
            keep(perf_counter() - start)

    def close_round(self) -> None:
        self.kept.extend(self._latest)


class _Batches:
    """All texts, as many at once as in a run."""

    def __init__(self, extractor: BatchExtractor, texts: Sequence[str]) -> None:
        self.texts = texts
        self._batch = extractor.batch
        self._parts = [texts[at : at + CHUNK] for at in range(0, len(texts), CHUNK)]

    def sweep(self) -> None:
        for part in self._parts:
            with suppress(*FAILURES):
                list(self._batch(part))

    def close_round(self) -> None:
        pass


class _Rounds(NamedTuple):
    rates: list[float]
    stopped_by: StoppedBy
    repetitions: int
    cpu: float


def _rounds(way: _Calls | _Batches, repetitions: int, until: float, tell: Tell) -> _Rounds:
    tell("ready")

    def rate() -> float:
        seconds = _seconds(way, repetitions)
        way.close_round()
        tell("round")
        return repetitions * len(way.texts) / seconds

    cpu = _cpu()
    rates, stopped_by = repeat(rate, until)
    return _Rounds(rates, stopped_by, repetitions, _cpu() - cpu)


def _repetitions(way: _Calls | _Batches) -> int:
    """How many sweeps make up a round."""
    repetitions = 1
    while (seconds := _seconds(way, repetitions)) < _ROUND:
        repetitions = ceil(repetitions * min(10.0, 1.1 * _ROUND / seconds))
    return repetitions


def _seconds(way: _Calls | _Batches, repetitions: int) -> float:
    start = perf_counter()
    for _ in range(repetitions):
        way.sweep()
    return perf_counter() - start


def _cpu() -> float:
    return process_time() + cpu_of_children()


def _report(rounds: _Rounds, timing: Timing, calls: _Calls) -> Timing:
    articles = len(rounds.rates) * rounds.repetitions * timing.documents
    memory = peak_memory()  # before the durations are sorted
    return replace(
        timing,
        latency_ms=latency_of(calls.kept),
        cpu_seconds_per_article=rounds.cpu / articles,
        peak_rss_bytes=memory,
        repetitions=rounds.repetitions,
        stopped_by=rounds.stopped_by,
    )


def _try_out(
    extractor: Extractor, texts: Sequence[str], until: float, tell: Tell
) -> tuple[list[str], int]:
    """The texts that can be timed, as many as there is time for, and how many failed; all warm."""
    good, failed = list[str](), 0
    for text in random.Random(0).sample(texts, len(texts)):
        if answer(extractor, "", text).error is None:
            good.append(text)
        else:
            failed += 1
        tell("tried")
        if good and perf_counter() >= until:
            break
    return good, failed
