"""Speeds of several extractors, kept in a file and read back: ours, or one of pytest-benchmark."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, sqrt
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta

from goldfield.errors import DataError, Fault
from goldfield.release import version
from goldfield.running.rounds import T_95, Interval
from goldfield.running.timing import Timing

__all__ = ["Bench", "Benched", "Speed", "Way", "read_speeds", "speeds_of"]

Way: TypeAlias = Literal["single", "batch", "program"]
"""Whether articles were given one by one, several at once, or all to a program and its start."""


class Benched(msgspec.Struct, frozen=True):
    """One extractor: its canonical spec, and what was measured."""

    name: str
    timing: Timing


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """What `goldfield bench` measured: the file of ``--out``.

    Attributes:
        goldfield: version of the toolkit.
        corpus: the articles, as in a signature: ``name/split#hash``.
        articles: how many there are.
        extractors: in the order in which they were measured.
    """

    goldfield: str = msgspec.field(default_factory=version)
    corpus: str
    articles: int
    extractors: list[Benched]


class Speed(msgspec.Struct, frozen=True, kw_only=True):
    """Articles a second of one extractor in one way, and what they depend on.

    Attributes:
        name: canonical spec of the extractor.
        way: how articles were given.
        rate: articles a second.
        length: code points of an article, on average.
        cpu: CPU seconds an article; None if it was not measured in this way.
        corpus: which articles.
        machine: where, in one line.
        calibration: units a second there.
        busy: whether other programs wanted the machine, too.
    """

    name: str
    way: Way
    rate: Interval
    length: float
    cpu: float | None
    corpus: str
    machine: str
    calibration: float | None
    busy: bool


def speeds_of(bench: Bench) -> list[Speed]:
    """Every speed that was measured: of an extractor that takes batches, two."""
    return [
        Speed(
            name=one.name,
            way=way,
            rate=rate,
            length=one.timing.characters / max(1, one.timing.documents),
            cpu=cpu,
            corpus=bench.corpus,
            machine=str(one.timing.machine),
            calibration=one.timing.calibration,
            busy=one.timing.busy,
        )
        for one in bench.extractors
        for way, rate, cpu in _rates(one.timing)
    ]


def read_speeds(path: Path) -> list[Speed]:
    """The speeds of a file that ``goldfield bench --out`` or ``--benchmark-json`` has written.

    Of the latter those of `eval/benchmarks/bench_baselines.py` are taken.

    Raises:
        DataError: it is neither, or holds no speed.
        OSError: it cannot be read.
    """
    content = path.read_bytes()
    try:
        found = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        if "benchmarks" in found:
            rows = msgspec.json.decode(found["benchmarks"], type=list[_Row])
            speeds = [_speed(row) for row in rows if "extractor" in row.extra_info]
        else:
            speeds = speeds_of(msgspec.json.decode(content, type=Bench))
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise _fault(path, f"not a file of benchmarks: {error}") from error
    if not speeds:
        raise _fault(path, "no speed of an extractor in it")
    for speed in speeds:
        figures = (
            speed.rate.mean,
            speed.length,
            *([] if speed.calibration is None else [speed.calibration]),
        )
        if not all(0 < figure < inf for figure in figures):
            raise _fault(path, f"a speed of {speed.name} that is not positive")
    return speeds


def _fault(path: Path, problem: str) -> DataError:
    fix = (
        "give what `goldfield bench --out FILE` wrote, "
        "or pytest with --benchmark-json over eval/benchmarks/bench_baselines.py"
    )
    return DataError([Fault(str(path), "$", problem, fix)])


def _rates(timing: Timing) -> Iterator[tuple[Way, Interval, float | None]]:
    rate, cpu = timing.articles_per_second, timing.cpu_seconds_per_article
    if rate is not None:
        way: Way = "batch" if timing.batch_size else "single"
        yield "program" if timing.source == "commands" else way, rate, cpu
    if timing.single_articles_per_second is not None:
        yield "single", timing.single_articles_per_second, None


# ---- pytest-benchmark ------------------------------------------------------------------------


class _Stats(msgspec.Struct):
    """Seconds a round: all that is needed of what pytest-benchmark keeps."""

    mean: Annotated[float, Meta(gt=0)]
    stddev: Annotated[float, Meta(ge=0)]
    rounds: Annotated[int, Meta(ge=1)]


class _Extra(msgspec.Struct):
    """What `eval/benchmarks/bench_baselines.py` adds to a benchmark."""

    extractor: str
    way: Way
    articles: Annotated[int, Meta(ge=1)]
    characters: Annotated[int, Meta(ge=1)]
    corpus: str
    machine: str
    calibration: float
    busy: bool


class _Row(msgspec.Struct):
    stats: _Stats
    extra_info: dict[str, Any]


def _speed(row: _Row) -> Speed:
    extra = msgspec.convert(row.extra_info, _Extra)
    return Speed(
        name=extra.extractor,
        way=extra.way,
        rate=_rate(row.stats, extra.articles),
        length=extra.characters / extra.articles,
        cpu=None,
        corpus=extra.corpus,
        machine=extra.machine,
        calibration=extra.calibration,
        busy=extra.busy,
    )


def _rate(stats: _Stats, articles: int) -> Interval:
    """Articles a second, from the t-interval of the seconds that they take."""
    rate = articles / stats.mean
    if stats.rounds < 2:
        return Interval(rate, None, None)
    half = T_95[min(stats.rounds, len(T_95) + 1) - 2] * stats.stddev / sqrt(stats.rounds)
    high = articles / (stats.mean - half) if half < stats.mean else None
    return Interval(rate, articles / (stats.mean + half), high)
