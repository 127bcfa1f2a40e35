"""Tables of `goldfield bench`: one row an extractor, and what has changed since an older file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from goldfield.reporting.speed import busy_line
from goldfield.reporting.tables import Table, counted, rate, remark_start, render
from goldfield.running.benches import Bench, Speed, Way, speeds_of
from goldfield.running.changes import NOISE, Change, changes
from goldfield.running.rounds import Interval
from goldfield.running.timing import Timing

__all__ = ["bench_page", "change_page"]


def bench_page(bench: Bench, form: str) -> str:
    """The table, and below it what there is to remark; as CSV all of it is in columns."""
    timings = [one.timing for one in bench.extractors]
    columns = dict(_COLUMNS)
    if any(timing.usage for timing in timings):
        columns |= _SPENDING
    if form == "csv":
        columns |= _PLACE
    rows = [
        (one.name, *(cell(one.timing) for cell in columns.values())) for one in bench.extractors
    ]
    title = f"{counted(bench.articles, 'article')} of {bench.corpus}"
    table = render(Table(title, ("extractor", *columns), rows), form)
    return table + _listed(_remarks(bench), form)


def change_page(bench: Bench, then: Sequence[Speed], form: str) -> str:
    """The table of ratios, of all extractors that are on both sides."""
    now = speeds_of(bench)
    rows = [_change_row(one) for one in changes(now, then)]
    table = render(Table("articles/s, now over then", _CHANGE, rows, left=2), form)
    return table + _listed(_change_remarks(now, then), form)


_CHANGE = (
    "extractor", "given", "then", "now", "now/then", "95 % interval", "reading",
    "scaled", "95 % interval", "reading", "by CPU time",
)  # fmt: skip


def _milli(value: float | None) -> str:
    return "-" if value is None else f"{value * 1000:.3g}"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _rate(value: float | None) -> str:
    return "-" if value is None else rate(value)


def _mean(speed: Interval | None) -> str:
    return _rate(None if speed is None else speed.mean)


def _ends(speed: Interval | None, spell: Callable[[float], str]) -> str:
    if speed is None or speed.low is None or speed.high is None:
        return "-"
    return f"{spell(speed.low)}-{spell(speed.high)}"


def _percentile(name: str) -> Callable[[Timing], str]:
    return lambda t: f"{getattr(t.latency_ms, name):.3g}" if t.latency_ms else "-"


_COLUMNS: dict[str, Callable[[Timing], str]] = {
    "articles/s": lambda t: _mean(t.articles_per_second),
    "95 % interval": lambda t: _ends(t.articles_per_second, rate),
    "one by one": lambda t: _mean(t.single_articles_per_second),
    "words/s": lambda t: _rate(t.words_per_second),
    "chars/s": lambda t: _rate(t.characters_per_second),
    "p50 ms": _percentile("p50"),
    "p95 ms": _percentile("p95"),
    "p99 ms": _percentile("p99"),
    "cold start s": lambda t: _seconds(t.cold_start_seconds),
    "load s": lambda t: _seconds(t.load_seconds),
    "CPU ms": lambda t: _milli(t.cpu_seconds_per_article),
    "peak MiB": lambda t: "-" if t.peak_rss_bytes is None else f"{t.peak_rss_bytes / 2**20:,.0f}",
}
_SPENDING: dict[str, Callable[[Timing], str]] = {
    "tokens/s in": lambda t: _rate(t.input_tokens_per_second),
    "tokens/s out": lambda t: _rate(t.output_tokens_per_second),
    "$": lambda t: "-" if t.usage is None or t.usage.cost is None else f"{t.usage.cost:.2g}",
}
_PLACE: dict[str, Callable[[Timing], str]] = {
    "machine": lambda t: str(t.machine),
    "calibration": lambda t: _rate(t.calibration),
    "load average": lambda t: "-" if t.load_average is None else f"{t.load_average:.1f}",
}


def _listed(remarks: Iterable[str], form: str) -> str:
    if form == "csv":
        return ""
    lines = "".join(f"{remark_start(form)}{remark}\n" for remark in remarks)
    return f"\n{lines}" if lines else ""


def _remarks(bench: Bench) -> Iterator[str]:
    timings = [one.timing for one in bench.extractors]
    for one in bench.extractors:
        timing = one.timing
        if timing.articles_per_second is None:
            yield f"{one.name}: not measured: {timing.problem or 'no article was answered'}"
            continue
        about = f"{timing.documents} articles" if timing.documents < bench.articles else ""
        failed = f"{timing.failed} failed" if timing.failed else ""
        batch = f"batches of {timing.batch_size}" if timing.batch_size else ""
        run = "" if timing.source == "rounds" else _SOURCES[timing.source]
        early = "not stable in the time" if timing.stopped_by in ("budget", "rounds") else ""
        told = [part for part in (about, failed, batch, run, early) if part]
        if told:
            yield f"{one.name}: {', '.join(told)}"
    yield from busy_line(max(timings, key=lambda timing: timing.load_average or 0.0))
    yield from dict.fromkeys(str(timing.machine) for timing in timings)
    units = [timing.calibration for timing in timings if timing.calibration]
    if units:
        yield f"calibration {min(units):.0f}-{max(units):.0f} units/s"


_SOURCES = {
    "commands": "whole runs of the program, start included",
    "run": "one run, since each costs",
}


def _change_row(change: Change) -> tuple[str, ...]:
    ratios = (
        (_ratio(change.ratio.mean), _ends(change.ratio, _ratio), change.reading),
        ("-", "-", change.scaled_reading)
        if change.scaled is None
        else (_ratio(change.scaled.mean), _ends(change.scaled, _ratio), change.scaled_reading),
    )
    rates = _mean(change.then), _mean(change.now)
    by_cpu = "-" if change.by_cpu is None else _ratio(change.by_cpu)
    return (change.name, _GIVEN[change.way], *rates, *ratios[0], *ratios[1], by_cpu)


_GIVEN: dict[Way, str] = {"single": "one by one", "batch": "in batches", "program": "to a program"}


def _ratio(value: float) -> str:
    return f"{value:.2f}"


def _change_remarks(now: Sequence[Speed], then: Sequence[Speed]) -> Iterator[str]:
    yield "now/then: of characters/s, which is that of articles/s where the articles are the same"
    yield (
        "scaled: over the calibrations, as if on one machine; on one machine and undisturbed, "
        "now/then is the better one, and on a busy one the ratio by CPU time, without calibration"
    )
    yield (
        f"within the noise: the interval holds 1, or the ratio is closer to it than {NOISE:.0%}, "
        "as two processes that do the same may be"
    )
    ours, theirs = ({(one.name, one.way) for one in side} for side in (now, then))
    for side, only in (("now", ours - theirs), ("then", theirs - ours)):
        if only:
            yield f"only {side}: {', '.join(f'{name} {_GIVEN[way]}' for name, way in sorted(only))}"
    for field in ("machine", "corpus"):
        values = [sorted({getattr(one, field) for one in side}) for side in (then, now)]
        if values[0] != values[1]:
            yield f"another {field} then: {'; '.join(values[0])}; now: {'; '.join(values[1])}"
