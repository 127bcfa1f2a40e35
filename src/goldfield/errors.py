"""Every error goldfield raises on purpose, drawn as a tree.

GoldfieldError            anything below; the command line prints it in one line
|- DataError              input breaks the contract              .faults
|- UsageError             a question that makes no sense as asked
|- UnknownName            no such field, measure, suite, ...     .name .known
|- MissingExtra           an optional package is absent          .install
|- PublishError           a dataset could not be pushed
`- ExtractorError         an extractor broke its contract        .spec
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = [
    "DataError",
    "ExtractorError",
    "Fault",
    "GoldfieldError",
    "MissingExtra",
    "PublishError",
    "UnknownName",
    "UsageError",
    "did_you_mean",
]


class Fault(NamedTuple):
    """One thing wrong with the input: where it is, what it is, and what to do about it.

    `where` is ``file:line`` (or a name), `path` a JSONPath such as ``$.quotes[0].source``.
    """

    where: str
    path: str
    problem: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}  {self.path}  {self.problem}\n  fix: {self.fix}"


class GoldfieldError(Exception):
    """Base of every error that goldfield raises on purpose."""


class DataError(GoldfieldError):
    """Input that breaks the contract; `faults` holds all that were found, in order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UsageError(GoldfieldError):
    """A request that makes no sense as asked (exit status 2)."""


class UnknownName(UsageError):
    """A name nobody registered; the message lists the known ones and guesses which was meant."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = sorted(known)
        listed = ", ".join(self.known) or "none"
        super().__init__(
            f"no {kind} named {name!r}{did_you_mean(name, self.known)}; known: {listed}"
        )


class MissingExtra(GoldfieldError):
    """An optional package is absent; `install` is the command that brings it."""

    def __init__(self, package: str, extra: str) -> None:
        self.install = f'pip install "goldfield[{extra}]"'
        super().__init__(f"{package} is not installed; get it with: {self.install}")


class PublishError(GoldfieldError):
    """A dataset could not be pushed or fetched; the message says what was done by then."""


class ExtractorError(GoldfieldError):
    """An extractor could not be loaded or broke its contract."""

    def __init__(self, spec: str, problem: str) -> None:
        self.spec = spec
        super().__init__(f"extractor {spec}: {problem}")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A clause such as ``; did you mean 'entities'?``, or an empty string if nothing is close."""
    folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return f"; did you mean {folded[close[0]]!r}?" if close else ""
