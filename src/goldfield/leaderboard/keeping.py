"""Writing ``leaderboard.json``, keeping that of an earlier release, holding both to the truth."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import msgspec

from goldfield.errors import DataError, Fault, UsageError
from goldfield.leaderboard.boards import Board, check_writable, open_board
from goldfield.leaderboard.checking import find_faults, result_of
from goldfield.leaderboard.results import (
    HISTORY,
    MEASURED,
    RESULTS,
    entry_of,
    rescored,
)
from goldfield.leaderboard.shapes import Leaderboard, read_kept, read_leaderboard
from goldfield.leaderboard.submissions import (
    PREDICTIONS,
    Record,
    Submission,
    read_submission,
    read_submissions,
)
from goldfield.saved_runs import read_run
from goldfield.schema.differing import json_differences
from goldfield.schema.writing import to_json, write_text

__all__ = ["keep_speed", "kept_faults", "rescore", "verify_submission"]


def rescore(board: Board) -> Leaderboard:
    """Compute every entry anew and write ``leaderboard.json``.

    What is there of another release, gold, suite or version goes to ``history/`` first.

    Raises:
        DataError: with every fault of every submission; nothing is written then.
    """
    check_writable(board)
    new = rescored(board)
    path = board.folder / RESULTS
    old = read_kept(path) if path.is_file() else None
    if old and old.ground != (new.release, new.gold, new.suite, new.goldfield):
        said = f"{old.release}-{old.gold}-{old.goldfield}"  # of a file that anyone may have edited
        kept = board.folder / HISTORY / f"{re.sub(r'[^A-Za-z0-9._-]', '_', said)[:120]}.json"
        kept.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, kept)
        new = rescored(board)
    write_text(path, to_json(new))
    return new


def kept_faults(board: Board) -> list[Fault]:
    """Where ``leaderboard.json`` says something else than the submissions give."""
    path = board.folder / RESULTS
    if not path.is_file():
        return [Fault(str(path), "$", "is not there", "goldfield leaderboard rescore")]
    made, kept = to_json(rescored(board)).encode(), path.read_bytes()
    if made == kept:
        return []
    try:
        others = list(json_differences(msgspec.json.decode(kept), msgspec.json.decode(made)))
    except (ValueError, RecursionError) as error:
        return [Fault(str(path), "$", str(error), "goldfield leaderboard rescore")]
    fix = "scores are computed, never written: goldfield leaderboard rescore"
    return [
        Fault(str(path), o.path, f"is kept as {o.left}, and the submissions give {o.right}", fix)
        for o in others
    ] or [Fault(str(path), "$", "the same values, written otherwise", fix)]


def verify_submission(folder: Path) -> Record:
    """Hold a submission to its hash and every check, and its entry to what it is worth.

    Raises:
        DataError: with everything that was changed.
        UsageError: it is in no board.
    """
    board = open_board(folder.resolve().parent.parent)
    one = read_submission(folder)
    if faults := find_faults(one.content, board, str(folder / PREDICTIONS)):
        raise DataError(faults)
    if board.labelled and (faults := _entry_faults(board, one)):
        raise DataError(faults)
    return one.record


def _entry_faults(board: Board, one: Submission) -> list[Fault]:
    path, fix = board.folder / RESULTS, "goldfield leaderboard rescore"
    entries = read_leaderboard(path).entries if path.is_file() else []
    place = next((at for at, entry in enumerate(entries) if entry.name == one.name), None)
    if place is None:
        return [Fault(str(path), "$.entries", f"has no entry {one.name!r} yet", fix)]
    result = result_of(one.content, board, one.extractor)
    made = entry_of(one, result, board, read_submissions(board))
    sides = (msgspec.json.decode(msgspec.json.encode(entry)) for entry in (entries[place], made))
    return [
        Fault(str(path), o.path, f"is kept as {o.left}, and the submission gives {o.right}", fix)
        for o in json_differences(next(sides), next(sides), f"$.entries[{place}]")
    ]


def keep_speed(board: Board, name: str, run: Path) -> Path:
    """Keep the throughput that a maintainer measured by running an entry's extractor.

    Args:
        board: where the entry is.
        name: of the submission.
        run: a run folder of `goldfield eval`, whose predictions are those of the submission.

    Raises:
        UsageError: there is no such submission, or the run is another system's, or was not timed.
    """
    check_writable(board)
    found = {one.name: one for one in read_submissions(board)}
    if name not in found:
        raise UsageError(f"no submission {name!r}; known: {', '.join(found) or 'none'}")
    saved = read_run(run)
    if saved.predictions.read_bytes() != found[name].content:
        raise UsageError(f"the predictions of {run} are not those of submission {name!r}")
    if saved.timing is None or saved.timing.articles_per_second is None:
        raise UsageError(f"{run} has no speed")
    path = board.folder / MEASURED / f"{name}.json"
    write_text(path, to_json(saved.timing))
    return path
