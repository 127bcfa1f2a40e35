"""The throughput of extractors that spend tokens: taken from one run, since each costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from goldfield.running.answering import Document, Result
from goldfield.running.outcome import Outcome
from goldfield.running.runner import run
from goldfield.running.specs import Spec
from goldfield.running.timing import Timing, latency_of, summary

__all__ = ["of_run", "run_once"]


def run_once(spec: Spec, documents: Sequence[Document], timeout: float | None) -> Timing:
    """Run the extractor over articles for its throughput alone."""
    outcome = run(spec, documents, timeout=timeout, quiet=True)
    results = list(outcome)
    pairs = zip(documents, results, strict=True)
    texts = {article: text for (article, text), result in pairs if result.error is None}
    return of_run(outcome, results, texts)


def of_run(outcome: Outcome, results: Sequence[Result], texts: Mapping[str, str]) -> Timing:
    """The throughput of a run that is over.

    Articles a second are those of the whole run, failures and restarts included. Where answers
    came from a cache, or from a run that was cut short, there is no speed: it would be theirs.

    Args:
        outcome: the run.
        results: all that came of it.
        texts: by id, the articles whose answers count; the others failed.
    """
    good = [result for result in results if result.id in texts]
    usage, wall = outcome.notes.usage, outcome.seconds
    cached = usage.cached if usage else 0
    kept = outcome.notes.kept
    rates = [len(good) / wall] if good and not cached and not kept else []
    timing = replace(
        summary(rates, [texts[result.id] for result in good], len(results) - len(good)),
        source="run",
        load_seconds=outcome.extractor.load_seconds,
        starts=1,
        wall_seconds=wall,
        usage=usage,
    )
    if cached or kept:
        number, source = (kept, "a run that was cut short") if kept else (cached, "a cache")
        told = "1 answer" if number == 1 else f"{number} answers"
        return replace(timing, problem=f"{told} came from {source}")
    seconds = [result.seconds for result in good if result.seconds is not None]
    return replace(
        timing,
        latency_ms=latency_of(seconds),
        repetitions=1,
        input_tokens_per_second=usage.input_tokens / wall if usage else None,
        output_tokens_per_second=usage.output_tokens / wall if usage else None,
    )
