"""How fast an extractor is: measured in processes of its own, watched from this one.

A Python extractor is measured warm (`goldfield.running.sweeps`), a program by whole runs of it;
one that spends tokens is run once, since every round would cost again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from time import perf_counter
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from goldfield.errors import ExtractorError
from goldfield.running.answering import Document
from goldfield.running.child import Child
from goldfield.running.machine import cpu_of_children, load_average
from goldfield.running.rounds import repeat
from goldfield.running.runner import run
from goldfield.running.specs import Spec
from goldfield.running.spending import run_once
from goldfield.running.starts import Start, typical, with_starts
from goldfield.running.sweeps import BUDGET
from goldfield.running.timing import Timing, placed, summary
from goldfield.running.tree import Watch, cpu_below
from goldfield.running.wire import Job, Request, Stage

__all__ = ["measure"]

_read_report = msgspec.json.Decoder(Stage | Timing).decode


class _Task(NamedTuple):
    spec: Spec
    budget: float
    timeout: float | None


def measure(
    spec: Spec,
    articles: Iterable[Document],
    *,
    budget: float = BUDGET,
    timeout: float | None = None,
) -> Timing:
    """Measure an extractor's throughput on articles, in fresh processes.

    What the extractor prints is thrown away: every sweep over the articles would repeat it.

    Args:
        spec: which extractor.
        articles: pairs of id and text; those that fail are left out.
        budget: seconds to spend on rounds; starts come on top. One round over one article is
            always made, and an extractor that spends tokens answers every article once.
        timeout: seconds an article may take.

    Raises:
        ExtractorError: the extractor could not be loaded, or dies even on articles that it
            answered before.
    """
    documents, busy = list(articles), load_average()
    task = _Task(spec, budget, timeout)
    if spec.kind == "cmd":
        return placed(_of_command(task, documents), busy)
    return placed(_of_python(task, documents), busy)


def _of_python(task: _Task, documents: Sequence[Document]) -> Timing:
    timing = _attempt(task, documents)
    if timing is not None:
        return timing
    good = _survivors(task, documents)  # the process died, or was killed: leave out who did it
    timing = _attempt(task, good)
    if timing is None:
        raise ExtractorError(str(task.spec), "died on articles that it had answered before")
    return replace(timing, failed=timing.failed + len(documents) - len(good))


def _survivors(task: _Task, documents: Sequence[Document]) -> list[Document]:
    results = run(task.spec, documents, timeout=task.timeout, quiet=True)
    return [one for one, result in zip(documents, results, strict=True) if not result.error]


def _attempt(task: _Task, documents: Sequence[Document]) -> Timing | None:
    """None if the process died on some article."""
    with Watch() as watch:
        began = perf_counter()
        child = Child(Job(str(task.spec)), quiet=True)
        try:
            if child.extractor.usage:
                child.kill()
                return run_once(task.spec, documents, task.timeout)
            first = _first_answer(task, child, documents, began)
            timing = _rounds(task, child, documents)
        finally:
            child.kill()
    if timing is None:
        return None
    timing = _watched(timing, watch)
    return with_starts(timing, first, lambda: _start(task, documents), task.budget)


def _start(task: _Task, documents: Sequence[Document]) -> Start:
    began = perf_counter()
    child = Child(Job(str(task.spec)), quiet=True)
    try:
        return _first_answer(task, child, documents, began)
    finally:
        child.kill()


def _first_answer(task: _Task, child: Child, documents: Sequence[Document], began: float) -> Start:
    for one in typical(documents):
        for result in child.answer([one], task.timeout):
            if result.error is None:
                return Start(perf_counter() - began, child.extractor.load_seconds)
    return Start(None, child.extractor.load_seconds)


def _rounds(task: _Task, child: Child, documents: Sequence[Document]) -> Timing | None:
    """What the process measures in itself, and what the processes below it take meanwhile."""
    # A line comes after each article that is tried out, and after each sweep over those.
    limit = None if task.timeout is None else task.timeout + task.budget
    below = 0.0
    child.send(Request(documents, task.budget))
    while line := child.read(limit):
        report = _read_report(line)
        if report == "ready":
            below = cpu_below(child.pid)
        elif isinstance(report, Timing):
            return _with_cpu(report, cpu_below(child.pid) - below)
    return None


def _with_cpu(timing: Timing, below: float) -> Timing:
    if timing.cpu_seconds_per_article is None:
        return timing
    articles = timing.rounds * (timing.repetitions or 1) * timing.documents
    cpu = max(0.0, timing.cpu_seconds_per_article + below / articles)
    return replace(timing, cpu_seconds_per_article=cpu)


def _of_command(task: _Task, documents: Sequence[Document]) -> Timing:
    """Whole runs of the program, its start included; the first one finds out what fails."""
    until = perf_counter() + task.budget
    good = _survivors(task, documents)
    failed = len(documents) - len(good)
    if not good:
        return Timing(source="commands", failed=failed)

    def rate() -> float:
        start = perf_counter()
        _survivors(task, good)
        return len(good) / (perf_counter() - start)

    cpu = cpu_of_children()
    with Watch() as watch:
        rates, stopped_by = repeat(rate, until)
    cpu = cpu_of_children() - cpu
    timing = replace(
        summary(rates, [text for _, text in good], failed),
        source="commands",
        cpu_seconds_per_article=cpu / (len(rates) * len(good)),
        repetitions=1,
        stopped_by=stopped_by,
    )
    again = partial(_start_of_command, task, good)
    return with_starts(_watched(timing, watch), again(), again, task.budget)


def _start_of_command(task: _Task, documents: Sequence[Document]) -> Start:
    began = perf_counter()
    with run(task.spec, typical(documents)[:1], timeout=task.timeout, quiet=True) as outcome:
        answered = next(outcome).error is None
        return Start(perf_counter() - began if answered else None, None)


def _watched(timing: Timing, watch: Watch) -> Timing:
    peaks = [peak for peak in (timing.peak_rss_bytes, watch.peak_bytes) if peak is not None]
    return replace(
        timing,
        peak_rss_bytes=max(peaks, default=None),
        processes=watch.processes or None,
        rss_interval_seconds=watch.interval,
    )
