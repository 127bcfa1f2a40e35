"""How long an extractor takes from nothing to its first answer: medians over fresh starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple

from msgspec.structs import replace

from goldfield.running.answering import Document
from goldfield.running.timing import Timing

__all__ = ["STARTS", "Start", "typical", "with_starts"]

STARTS = 3
"""Fresh starts of an extractor, if those after the first take no more than half the budget."""


class Start(NamedTuple):
    """Seconds from starting a process to its first answer, and for loading; None if unknown."""

    cold: float | None
    load: float | None


def typical(documents: Sequence[Document]) -> list[Document]:
    """The article of median length for a fresh process; more, should it fail on that."""
    return sorted(documents, key=lambda one: len(one[1]))[len(documents) // 2 :][:3]


def with_starts(timing: Timing, first: Start, again: Callable[[], Start], budget: float) -> Timing:
    """The timing with medians over starts.

    Args:
        timing: what was measured after the first start.
        first: that one.
        again: makes one more.
        budget: seconds for the rounds; half as much may go into starts.
    """
    starts, until = [first], perf_counter() + budget / 2
    while first.cold and len(starts) < STARTS and perf_counter() + first.cold <= until:
        starts.append(again())
    colds = [start.cold for start in starts if start.cold is not None]
    loads = [start.load for start in starts if start.load is not None]
    return replace(
        timing,
        cold_start_seconds=median(colds) if colds else None,
        load_seconds=median(loads) if loads else None,
        starts=len(starts),
    )
