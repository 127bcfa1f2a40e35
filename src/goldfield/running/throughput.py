"""How fast an extractor is: `goldfield.running.timing`, in a process of its own."""

from __future__ import annotations

import resource
from collections.abc import Iterable, Sequence
from time import perf_counter

import msgspec

from goldfield.errors import ExtractorError
from goldfield.running.answering import Document
from goldfield.running.child import Child
from goldfield.running.machine import machine
from goldfield.running.rounds import repeat
from goldfield.running.runner import run
from goldfield.running.specs import Spec
from goldfield.running.timing import BUDGET, Timing, summary
from goldfield.running.wire import Job

__all__ = ["measure"]

_read_timing = msgspec.json.Decoder(Timing).decode


def measure(
    spec: Spec,
    articles: Iterable[Document],
    *,
    budget: float = BUDGET,
    timeout: float | None = None,
) -> Timing:
    """Measure an extractor's throughput on articles, in a fresh process.

    What the extractor prints is thrown away: every sweep over the articles would repeat it.

    Args:
        spec: which extractor.
        articles: pairs of id and text; best without those known to fail.
        budget: seconds to spend, loading apart. One sweep over one article is always made.
        timeout: seconds an article may take; if given, articles are first tried out one by one.

    Raises:
        ExtractorError: the extractor could not be loaded, or dies even on articles that it
            answered before.
    """
    documents = list(articles)
    if spec.kind == "cmd":
        timing = _measure_command(spec, documents, budget, timeout)
    elif timeout is not None:
        timing = _measure_survivors(spec, documents, budget, timeout)
    else:
        timing = _measure_in_child(spec, documents, budget) or _measure_survivors(
            spec, documents, budget, None
        )
    return msgspec.structs.replace(timing, machine=machine())


def _measure_in_child(spec: Spec, documents: Sequence[Document], budget: float) -> Timing | None:
    """None if the process died on some article."""
    child = Child(Job(str(spec), "time", budget), quiet=True)
    try:
        line = child.ask(documents)
        seconds = child.extractor.load_seconds
    finally:
        child.kill()
    return msgspec.structs.replace(_read_timing(line), load_seconds=seconds) if line else None


def _measure_survivors(
    spec: Spec, documents: Sequence[Document], budget: float, timeout: float | None
) -> Timing:
    good = _survivors(spec, documents, timeout)
    timing = _measure_in_child(spec, good, budget)
    if timing is None:
        raise ExtractorError(str(spec), "died on articles that it had answered before")
    return msgspec.structs.replace(timing, failed=timing.failed + len(documents) - len(good))


def _survivors(spec: Spec, documents: Sequence[Document], timeout: float | None) -> list[Document]:
    results = run(spec, documents, timeout=timeout, quiet=True)
    return [one for one, result in zip(documents, results, strict=True) if not result.error]


def _measure_command(
    spec: Spec, documents: Sequence[Document], budget: float, timeout: float | None
) -> Timing:
    """Whole runs of the command, its start included; the first one finds out what fails."""
    until = perf_counter() + budget
    good = _survivors(spec, documents, timeout)
    failed = len(documents) - len(good)
    if not good:
        return Timing(failed=failed)

    def rate() -> float:
        start = perf_counter()
        _survivors(spec, good, timeout)
        return len(good) / (perf_counter() - start)

    cpu = _cpu_of_children()
    rates, stopped_by = repeat(rate, until)
    cpu = _cpu_of_children() - cpu
    return msgspec.structs.replace(
        summary(rates, stopped_by, [text for _, text in good], failed),
        cpu_seconds_per_article=cpu / (len(rates) * len(good)),
        repetitions=1,
    )


def _cpu_of_children() -> float:
    """CPU seconds of all processes that this one has started and seen the end of."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
