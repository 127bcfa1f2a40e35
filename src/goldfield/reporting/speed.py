"""How fast an extractor is, in words; every figure was measured in the run that prints it."""

from __future__ import annotations

from collections.abc import Iterator

from goldfield.reporting.tables import rate
from goldfield.running.contract import Usage
from goldfield.running.rounds import Interval
from goldfield.running.timing import Timing

__all__ = ["busy_line", "timing_lines"]


def timing_lines(timing: Timing, articles: int) -> list[str]:
    """The lines of a card that are about throughput.

    Args:
        timing: what was measured.
        articles: how many there are; where fewer were timed, a sample was.
    """
    lines = [*_throughput(timing, articles)]
    if timing.articles_per_second is not None:
        lines += [*_start(timing), *_process(timing)]
    if timing.usage is not None:
        lines += _spent(timing, timing.usage)
    if timing.calibration is not None:
        lines.append(f"machine    {timing.machine}")
        lines.append(
            f"           calibration {timing.calibration:.0f} units/s:"
            f" {rate(timing.articles_per_unit or 0.0)} articles a unit"
        )
        lines += [f"           {line}" for line in busy_line(timing)]
    return lines


def busy_line(timing: Timing) -> list[str]:
    """A warning if the machine was busy with other work; else nothing."""
    if not timing.busy or timing.machine is None:
        return []
    load, cores = timing.load_average or 0.0, timing.machine.cores
    return [f"busy: load {load:.1f} on {_counted(cores, 'core')}, so the speeds are too low"]


def _throughput(timing: Timing, articles: int) -> Iterator[str]:
    speed = timing.articles_per_second
    if speed is None:
        yield f"throughput not measured: {timing.problem or 'no article was answered'}"
        return
    words, characters = timing.words_per_second or 0.0, timing.characters_per_second or 0.0
    yield (
        f"throughput {rate(speed.mean)} articles/s ({_spread(speed)}),"
        f" {rate(words)} words/s, {rate(characters)} characters/s"
    )
    single = timing.single_articles_per_second
    if single is not None:
        yield (
            f"           in batches of {timing.batch_size};"
            f" one by one {rate(single.mean)} articles/s ({_spread(single)})"
        )
    latency = timing.latency_ms
    if latency is not None:
        at = f"p50 {latency.p50:.3g} ms, p95 {latency.p95:.3g} ms, p99 {latency.p99:.3g} ms"
        yield f"latency    {at}"
    yield f"           {_rounds(timing, articles)}"


def _spread(speed: Interval) -> str:
    if speed.low is None or speed.high is None:
        return "one round, no interval"
    return f"95 % interval {rate(speed.low)}-{rate(speed.high)}"


def _rounds(timing: Timing, articles: int) -> str:
    number = timing.documents
    over = _counted(number, "article")
    if timing.source == "run":
        return f"1 run over {over}, the one that was scored: another would cost again"
    if number < articles:
        over = f"a sample of {number} of {articles} articles"
    passes = "1 run of the program"
    if timing.source == "rounds":
        passes = _counted(timing.repetitions or 1, "pass", "passes")
    rounds = _counted(timing.rounds, "round")
    return f"{rounds} of {passes} over {over}, {_STOPPED[timing.stopped_by or 'rounds']}"


_STOPPED = {
    "stable": "stable within 3 %",
    "budget": "stopped by the time budget before it was stable",
    "rounds": "stopped at the most rounds allowed before it was stable",
}


def _start(timing: Timing) -> Iterator[str]:
    cold, load = timing.cold_start_seconds, timing.load_seconds
    of = f"median of {timing.starts} starts" if timing.starts > 1 else "1 start"
    parts = []
    if cold is not None:
        parts.append(f"first answer {cold:.2f} s after the start of the process")
    if load is not None:
        parts.append(f"{load:.2f} s to load")
    if parts:
        yield f"start      {', '.join(parts)} ({of})"


def _process(timing: Timing) -> Iterator[str]:
    cpu, memory = timing.cpu_seconds_per_article, timing.peak_rss_bytes
    parts = [] if cpu is None else [f"{cpu * 1000:.3g} ms CPU an article"]
    if memory is not None:
        number, every = timing.processes or 1, timing.rss_interval_seconds
        held = f" of {number} processes" if number > 1 else ""
        sampled = f", looked at every {every * 1000:.0f} ms" if number > 1 and every else ""
        parts.append(f"peak memory {memory / 2**20:,.0f} MiB{held}{sampled}")
    if parts:
        yield f"process    {'; '.join(parts)}"


def _spent(timing: Timing, usage: Usage) -> Iterator[str]:
    speeds = [
        "" if speed is None else f" ({rate(speed)}/s)"
        for speed in (timing.input_tokens_per_second, timing.output_tokens_per_second)
    ]
    yield (
        f"spent      {usage.input_tokens:,} input tokens{speeds[0]},"
        f" {usage.output_tokens:,} output tokens{speeds[1]}"
    )
    cost = "no price given"
    if usage.cost is not None:
        each = f", ${usage.cost / timing.documents:.2g} an article" if timing.documents else ""
        cost = f"${usage.cost:.2g}{each}"
    requests, cached = _counted(usage.requests, "request"), _counted(usage.cached, "answer")
    yield f"           {cost}; {requests}, {cached} from a cache; {timing.wall_seconds or 0:.1f} s"


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
