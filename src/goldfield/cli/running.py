"""What `goldfield eval` and `goldfield run` share: terms, journals, and what is told of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import limit, tell
from goldfield.errors import GoldfieldError
from goldfield.running.journal import Journal
from goldfield.running.terms import Terms

__all__ = [
    "MemoryOption",
    "ResumeOption",
    "WorkersOption",
    "journals",
    "tell_problems",
    "terms_of",
]

_MOST_PROBLEMS = 10

WorkersOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Processes that answer side by side, each with the extractor loaded; default: 1, with "
        "--engine ray all that the cluster has room for. The files are the same for any number.",
    ),
]
MemoryOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="MB",
        help="Resident memory, in MB, that one worker may hold with all that it starts. What takes "
        "more is started again, and costs no other article.",
    ),
]
ResumeOption = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Continue a run that was cut short: what its journal holds, failures included, is not "
        "asked again, and the files are those of an undisturbed run (timing.json and its hash in "
        "manifest.json apart). Without it such a run is refused, and nothing of it is touched.",
    ),
]


def terms_of(timeout: float, workers: int | None, memory: int | None) -> Terms:
    """The terms that options mean: a time-out of 0 is none, memory is in MB of 10^6 bytes."""
    return Terms(workers or 1, limit(timeout), None if memory is None else memory * 1_000_000)


@contextmanager
def journals(paths: Sequence[Path], *, resume: bool) -> Iterator[list[Journal]]:
    """A journal each. What is cut short keeps them all, so that nothing is done twice.

    An error that goldfield raises on purpose leaves those of runs that are not whole.

    Raises:
        UsageError: one of them is in other hands, or holds answers that nobody asks for.
        OSError: one of them cannot be written.
    """
    held: list[Journal] = []
    cut_short = True
    try:
        for path in paths:
            held.append(Journal(path, resume=resume))
            if held[-1].torn:
                tell(f"{path}: {held[-1].torn:,} bytes at its end were not whole, and are cut off")
        yield held
        cut_short = False
    except GoldfieldError:
        cut_short = False
        raise
    finally:
        for journal in held:
            if cut_short and journal.articles:
                tell(f"{journal.told()}; continue with --resume")
            journal.close(remove=journal.whole and not cut_short)


def tell_problems(name: str, problems: Sequence[str]) -> None:
    """What went wrong beside the articles, each thing once."""
    counted = Counter(problems)
    for problem, times in list(counted.items())[:_MOST_PROBLEMS]:
        tell(f"{name}: {problem}" + (f" ({times} times)" if times > 1 else ""))
    if len(counted) > _MOST_PROBLEMS:
        tell(f"{name}: and {len(counted) - _MOST_PROBLEMS} more problems")
