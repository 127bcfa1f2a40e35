"""One worker of a run: the processes of an extractor, one after the other, that answer articles.

A process that dies costs one article: the one that it was at is recorded as failed, a new process
takes the rest. If it was ended from outside, by a user or by a machine without memory, the article
need not be to blame, and is asked again.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import partial
from time import perf_counter

from goldfield.errors import ExtractorError
from goldfield.running.answering import Document, Result
from goldfield.running.child import Child, Death
from goldfield.running.contract import Usage
from goldfield.running.leash import Leash
from goldfield.running.outcome import Notes
from goldfield.running.specs import Spec
from goldfield.running.terms import Terms
from goldfield.running.wire import Job

__all__ = ["TRIES", "Session", "total"]

TRIES = 3
"""Processes that may be killed over one article, and attempts to load an extractor again."""
_SOON = 60.0
"""Seconds that loading again may take in any case; else ten times as long as it took at first."""


class Session:
    """Serves one worker of a run.

    Attributes:
        extractor: what the extractor says of itself.
        leash: what may end its process.
        lost: why it cannot answer any more; empty while it can.
        usage: what it has spent so far; None if it does not say.
    """

    def __init__(self, spec: Spec, terms: Terms, notes: Notes, leash: Leash) -> None:
        """Start the first process.

        Raises:
            ExtractorError: the extractor does not load.
        """
        self.leash = leash
        self.lost = ""
        self.usage: Usage | None = None
        self._before: Usage | None = None  # what processes that are dead had spent
        self._timeout = terms.timeout
        self._notes = notes
        self._start = partial(Child, Job(str(spec)), quiet=terms.quiet, leash=leash)
        began = perf_counter()
        self._child = self._start()
        self._patience = max(_SOON, 10 * (perf_counter() - began))
        self.extractor = self._child.extractor

    def answer(self, documents: Sequence[Document]) -> Iterator[Result]:
        """Results in order; fewer than there are documents if the session is `lost`."""
        parts = deque([documents])
        killed = Counter[str]()
        while parts and not self.lost:
            part = parts.popleft()
            done = 0
            for result in self._answers(part):
                done += 1
                yield result
            rest = part[done:]
            if not rest:
                continue
            death = self._restart()
            article = rest[0][0]
            killed[article] += 1
            if self.extractor.batch and len(part) > 1:  # any of them may be at fault
                parts.extendleft([one] for one in reversed(rest))
            elif death.from_outside and killed[article] < TRIES:
                parts.appendleft(rest)
            else:
                yield Result(article, None, death.why, None)
                parts.appendleft(rest[1:])

    def close(self) -> None:
        """Let the process end by itself."""
        self._child.close()

    def stop(self) -> None:
        """End the process now; there will be no other."""
        self.leash.end()
        self._child.kill()

    def _answers(self, part: Sequence[Document]) -> Iterator[Result]:
        if not part:
            return
        if not self._child.alive():
            self._restart()  # it died between two articles: neither is to blame
            if self.lost:
                return
        limit = self._timeout
        if limit is not None and self.extractor.batch:
            limit *= len(part)
        for result in self._child.answer(part, limit):
            self.usage = total((self._before, self._child.usage))
            yield result

    def _restart(self) -> Death:
        """Replace the dead process; why it died."""
        death = self._child.death()
        self._before = self.usage
        problem = ""
        for _ in range(TRIES):
            if self.leash.over:
                problem = problem or "stopped"
                break
            try:
                self._child = self._start(patience=self._patience)
            except ExtractorError as error:
                problem = str(error)
            else:
                self._notes.problems.append(f"the process {death.why}; started again")
                return death
        self.lost = problem
        self._notes.problems += [f"the process {death.why}", problem]
        return death


def total(spent: Sequence[Usage | None]) -> Usage | None:
    """What several have spent together; None if none of them says."""
    told = [usage for usage in spent if usage is not None]
    if not told:
        return None
    costs = [usage.cost for usage in told if usage.cost is not None]
    return Usage(
        sum(usage.requests for usage in told),
        sum(usage.cached for usage in told),
        sum(usage.input_tokens for usage in told),
        sum(usage.output_tokens for usage in told),
        sum(costs) if costs else None,
    )
