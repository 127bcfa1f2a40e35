"""A run while it happens, and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from types import TracebackType
from typing import Self, TypeAlias

import msgspec

from goldfield.running.answering import Result
from goldfield.running.contract import Usage
from goldfield.running.loading import Description
from goldfield.schema.predictions import decode

__all__ = ["Notes", "Outcome", "Progress", "checked"]

Progress: TypeAlias = Callable[[Result], object]
"""Called with each result before it is handed out."""


class Notes(msgspec.Struct):
    """What happens in a run beside the results.

    Attributes:
        problems: restarts, lines that make no sense.
        usage: what the extractor has spent so far; None if it does not say.
        kept: results that come from the journal of a run that was cut short.
    """

    problems: list[str] = msgspec.field(default_factory=list)
    usage: Usage | None = None
    kept: int = 0


class Outcome(Iterator[Result]):
    """The results of a run, one for each article, as they come.

    They are in the order of the input, unless several workers answer and no journal is kept.

    Iterate once, to the end; or use it in a ``with`` block, or call `close`, to stop early.

    Attributes:
        extractor: what the extractor says of itself.
        notes: what happens beside the results; grows meanwhile.
        seconds: wall time from the first result asked for to the last one; grows meanwhile.
    """

    def __init__(
        self,
        extractor: Description,
        results: Iterator[Result],
        notes: Notes,
        stop: Callable[[], None] = lambda: None,
        on_progress: Progress | None = None,
    ) -> None:
        self.extractor = extractor
        self.notes = notes
        self.seconds = 0.0
        self._results = results
        self._stop = stop
        self._on_progress = on_progress

    @property
    def problems(self) -> list[str]:
        """What went wrong beside the results; see `Notes`."""
        return self.notes.problems

    def __next__(self) -> Result:
        start = perf_counter()
        try:
            result = next(self._results)
        except BaseException:  # the end, too
            self.close()
            raise
        finally:
            self.seconds += perf_counter() - start
        if self._on_progress is not None:
            self._on_progress(result)
        return result

    def close(self) -> None:
        """End the extractor's process, if it still runs; the remaining articles are dropped."""
        self._results = iter(())
        self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


def checked(result: Result) -> tuple[bytes | None, str]:
    """The line of a prediction that can be read; or None, and why there is none."""
    if result.prediction is None:
        return None, result.error or "no answer"
    faults = decode(result.prediction)[1]
    if faults:
        return None, f"{faults[0].path} {faults[0].problem}"
    return result.prediction.rstrip() + b"\n", ""
