"""What `goldfield compare` is given: run folders, prediction files, several seeds of one system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.comparison.systems import System
from goldfield.errors import UsageError
from goldfield.prediction_files import score_file
from goldfield.saved_runs import gold_of, read_run
from goldfield.schema.records import Article
from goldfield.scoring.scorer import Result
from goldfield.scoring.tasks import read_gold

__all__ = ["Scoring", "read_articles_of", "read_systems"]


class Scoring(NamedTuple):
    """How prediction files are scored; run folders are scored already.

    Attributes:
        gold: of prediction files.
        suite: its name or path; None is `core`.
        corpus: where the gold of run folders is; None is the released corpus.
    """

    gold: Path | None = None
    suite: str | None = None
    corpus: str | None = None


def read_systems(operands: Sequence[str], scoring: Scoring) -> list[System]:
    """The systems of operands, each ``PATH`` or ``NAME=PATH`` or ``NAME=PATH,PATH,...``.

    A path is a run folder or a prediction file. Of a path that exists as it stands no name is
    split off.

    Raises:
        UsageError: a path is neither, a prediction file has no gold, there is a gold or a suite
            and no prediction file, or two systems have one name.
        DataError: with every fault of a file.
    """
    found = [_system(operand, scoring) for operand in operands]
    _refuse_idle(operands, scoring)
    twice = [name for name, times in Counter(system.name for system in found).items() if times > 1]
    if twice:
        raise UsageError(
            f"two systems are called {twice[0]!r}; name them (X={operands[0]}), or give several "
            "runs of one system as NAME=RUN,RUN"
        )
    return found


def _refuse_idle(operands: Sequence[str], scoring: Scoring) -> None:
    """Refuse what would change nothing: run folders are scored already."""
    paths = [path for operand in operands for path in _paths(operand)[1]]
    told = {"--gold": scoring.gold, "--suite": scoring.suite}
    idle = [name for name, value in told.items() if value is not None]
    if idle and all(path.is_dir() for path in paths):
        raise UsageError(
            f"{' and '.join(idle)}: for prediction files, and these are runs, scored already; to "
            "score one otherwise, give its predictions.jsonl with --gold and --suite"
        )


def read_articles_of(operands: Sequence[str], scoring: Scoring) -> list[Article]:
    """The gold articles that operands were scored against.

    Raises:
        UsageError: they are not where `scoring` says.
        DataError: with every fault of the gold.
    """
    for path in (path for operand in operands for path in _paths(operand)[1]):
        if path.is_dir():
            return list(gold_of(read_run(path), scoring.corpus).articles)
    if scoring.gold is None:
        raise UsageError("give the gold of prediction files with --gold FILE")
    return list(read_gold([scoring.gold]).values())


def _paths(operand: str) -> tuple[str | None, list[Path]]:
    """The name that is given to a system, and its runs."""
    name, equals, paths = operand.partition("=")
    if Path(operand).exists() or not equals:
        return None, [Path(operand)]
    if not name or not all(paths.split(",")):
        raise UsageError(f"{operand!r} is not NAME=RUN or NAME=RUN,RUN")
    return name, [Path(path) for path in paths.split(",")]


def _system(operand: str, scoring: Scoring) -> System:
    name, paths = _paths(operand)
    if len({path.resolve() for path in paths}) < len(paths):
        raise UsageError(f"{operand!r} names a run twice; seeds are several runs of one system")
    runs = [_read(path, name, scoring) for path in paths]
    return System(runs[0][0], tuple(result for _, result in runs))


def _read(path: Path, name: str | None, scoring: Scoring) -> tuple[str, Result]:
    if path.is_dir():
        run = read_run(path)
        return name or run.name, run.result
    if not path.exists():
        raise UsageError(f"there is no {path}: give run folders or prediction files")
    if scoring.gold is None:
        raise UsageError(f"{path} is a prediction file: give its gold with --gold FILE")
    called = name or path.stem
    return called, score_file(scoring.gold, path, scoring.suite or "core", called).run.result
