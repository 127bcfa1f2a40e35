"""What a measurement of an extractor's speed says: ``timing.json``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import quantiles
from typing import Literal, TypeAlias

import msgspec

from goldfield.running.calibration import calibrate
from goldfield.running.contract import Usage
from goldfield.running.machine import Count, Machine, machine
from goldfield.running.rounds import Interval, StoppedBy, interval

__all__ = ["Latency", "Source", "Timing", "latency_of", "placed", "summary", "words_in"]

Source: TypeAlias = Literal["rounds", "commands", "run"]

_WORD = re.compile(r"\S+")


class Latency(msgspec.Struct, frozen=True):
    """Percentiles of the duration of one call with one article, in milliseconds."""

    p50: float
    p95: float
    p99: float


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """The throughput of one extractor: ``timing.json``. Null is what could not be measured.

    Attributes:
        source: "rounds": repeated sweeps over the articles, warm, in a process of its own;
            "commands": whole runs of a program, its start included; "run": the one run whose
            answers were scored, for an extractor that spends tokens, which every round would.
        problem: why there is no speed, in words; null if there is one.
        documents: articles in each sweep.
        characters: code points in each sweep.
        words: runs of characters other than white space in each sweep.
        failed: articles that were left out because they failed.
        articles_per_second: mean over rounds, by the wall clock; in batches, where the extractor
            takes them.
        words_per_second: the same in words.
        characters_per_second: the same in code points.
        batch_size: the most articles that were given at once; null if they were given singly.
        single_articles_per_second: of one call an article, where there are batches, too.
        latency_ms: over one sweep of each round of single calls; null for commands.
        cpu_seconds_per_article: of all processes that the extractor consists of, threads
            included; of a command, start included.
        cold_start_seconds: from starting a process to its first answer, which is to the article of
            median length: Python, goldfield and the extractor's models included, files mostly
            in the cache of the operating system. Median over starts.
        load_seconds: the part from calling the factory to a living extractor. Median over starts.
        starts: how many.
        peak_rss_bytes: the most resident memory that the extractor's processes held at once,
            Python and loading included.
        processes: how many of them were seen at once.
        rss_interval_seconds: time between two looks at their memory; the peak of a single Python
            process is exact.
        rounds: how many rounds.
        repetitions: sweeps over the articles in each round.
        stopped_by: what ended the measurement.
        wall_seconds: of the run, loading apart; null unless the source is "run".
        usage: what the run has spent.
        input_tokens_per_second: over the whole run; null if answers came from a cache.
        output_tokens_per_second: the same of what was written.
        machine: where it was taken.
        load_average: programs that wanted a core in the minute before; above the number of cores,
            others were busy, and the speeds by the wall clock are too low.
        calibration: units a second of `goldfield.running.calibration` on this machine.
        articles_per_unit: articles per second over that, to be compared between machines.
    """

    source: Source = "rounds"
    problem: str | None = None
    documents: Count = 0
    characters: Count = 0
    words: Count = 0
    failed: Count = 0
    articles_per_second: Interval | None = None
    words_per_second: float | None = None
    characters_per_second: float | None = None
    batch_size: Count | None = None
    single_articles_per_second: Interval | None = None
    latency_ms: Latency | None = None
    cpu_seconds_per_article: float | None = None
    cold_start_seconds: float | None = None
    load_seconds: float | None = None
    starts: Count = 0
    peak_rss_bytes: Count | None = None
    processes: Count | None = None
    rss_interval_seconds: float | None = None
    rounds: Count = 0
    repetitions: Count | None = None
    stopped_by: StoppedBy | None = None
    wall_seconds: float | None = None
    usage: Usage | None = None
    input_tokens_per_second: float | None = None
    output_tokens_per_second: float | None = None
    machine: Machine | None = None
    load_average: float | None = None
    calibration: float | None = None
    articles_per_unit: float | None = None

    @property
    def busy(self) -> bool:
        """Whether more programs wanted the machine than it has cores."""
        busy, machine = self.load_average, self.machine
        return busy is not None and machine is not None and busy > machine.cores


def summary(rates: Sequence[float], texts: Sequence[str], failed: int) -> Timing:
    """What follows from articles per second in each round over the same texts.

    Args:
        rates: one a round, none if no text could be timed.
        texts: those of one sweep.
        failed: how many were left out.
    """
    size = Timing(
        documents=len(texts),
        characters=sum(map(len, texts)),
        words=sum(map(words_in, texts)),
        failed=failed,
        rounds=len(rates),
    )
    if not rates:
        return size
    speed = interval(rates)
    return msgspec.structs.replace(
        size,
        articles_per_second=speed,
        words_per_second=speed.mean * size.words / len(texts),
        characters_per_second=speed.mean * size.characters / len(texts),
    )


def placed(timing: Timing, busy: float | None) -> Timing:
    """The timing with this machine, and how fast that is if there is a speed to compare.

    Args:
        timing: what was just measured here.
        busy: `goldfield.running.machine.load_average` before that.
    """
    timing = msgspec.structs.replace(timing, machine=machine(), load_average=busy)
    if timing.articles_per_second is None:
        return timing
    units = calibrate()
    per_unit = timing.articles_per_second.mean / units
    return msgspec.structs.replace(timing, calibration=units, articles_per_unit=per_unit)


def words_in(text: str) -> int:
    """How many runs of characters other than white space there are."""
    return sum(1 for _ in _WORD.finditer(text))


def latency_of(seconds: Sequence[float]) -> Latency | None:
    """Percentiles of durations, by linear interpolation; None if there are none."""
    if len(seconds) < 2:
        return Latency(*[seconds[0] * 1e3] * 3) if seconds else None
    # Not numpy: it would count as memory of the extractor.
    cuts = quantiles(seconds, n=100, method="inclusive")
    return Latency(cuts[49] * 1e3, cuts[94] * 1e3, cuts[98] * 1e3)
