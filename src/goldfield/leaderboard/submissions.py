"""Submissions: taken in after every check, kept as they were given, read back."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from goldfield.errors import DataError, Fault, UsageError
from goldfield.leaderboard.boards import Board, check_writable
from goldfield.leaderboard.cards import Card, read_card
from goldfield.leaderboard.checking import MAX_PREDICTIONS, find_faults
from goldfield.release import version
from goldfield.schema.folders import writing_folder
from goldfield.schema.records import SCHEMA_VERSION
from goldfield.schema.whole_files import fault_of, read_json
from goldfield.schema.writing import to_json

__all__ = [
    "PREDICTIONS", "RECORD", "Record", "Submission", "check", "read_submission", "read_submissions",
    "submit",
]  # fmt: skip

RECORD, CARD, PREDICTIONS = "submission.json", "card.toml", "predictions.jsonl.gz"
_FOLDER = "submissions"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class Record(Struct, frozen=True):
    """``submission.json``: when it came, under which release, and the hash of its predictions."""

    name: str
    submitted: str
    release: str
    schema_version: str
    goldfield: str
    predictions_sha256: str


class Submission(NamedTuple):
    """One submission; `content` are its predictions as JSON lines."""

    folder: Path
    record: Record
    card: Card
    content: bytes

    @property
    def name(self) -> str:
        """How it is called in files and addresses."""
        return self.record.name

    @property
    def extractor(self) -> str:
        """How its signature calls it."""
        return f"{self.card.system}@{self.card.version}"


def submit(
    board: Board, name: str, predictions: Path, card: Path, today: date | None = None
) -> Submission:
    """Check a submission and record it; nothing is recorded of one that is at fault.

    Args:
        board: where it goes.
        name: of its folder, new.
        predictions: JSON lines, perhaps packed (`.gz`).
        card: the system card.
        today: the day to record, by default that of the clock (UTC).

    Raises:
        UsageError: the name is none or is taken, a file is not there, or the board came with the
            package.
        DataError: with every fault of card and predictions.
    """
    check_writable(board)
    folder = board.folder / _FOLDER / name
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name: lower-case letters, digits, '.', '_' and '-'")
    if folder.exists():
        raise UsageError(f"there is a submission {name!r} already; a later one has another name")
    if gone := [str(path) for path in (predictions, card) if not path.exists()]:
        raise UsageError(f"no file {' and no file '.join(gone)}")
    faults: list[Fault] = []
    said = _card(card, faults)
    content = _unpacked(predictions, faults)
    faults += find_faults(content, board, str(predictions)) if content is not None else []
    if faults or said is None or content is None:
        raise DataError(faults)
    record = Record(
        name=name,
        submitted=(today or datetime.now(UTC).date()).isoformat(),
        release=board.release,
        schema_version=SCHEMA_VERSION,
        goldfield=version(),
        predictions_sha256=hashlib.sha256(content).hexdigest(),
    )
    with writing_folder(folder.resolve()) as beside:
        (beside / CARD).write_bytes(card.read_bytes())
        (beside / PREDICTIONS).write_bytes(_packed(content))
        (beside / RECORD).write_text(to_json(record), "utf-8")
    return Submission(folder, record, said, content)


def read_submissions(board: Board) -> list[Submission]:
    """The submissions of a board, by name.

    Raises:
        DataError: with every fault of every folder.
    """
    folders = sorted(path for path in (board.folder / _FOLDER).glob("*") if path.is_dir())
    found, faults = list[Submission](), list[Fault]()
    for folder in folders:
        try:
            found.append(read_submission(folder))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    return found


def read_submission(folder: Path) -> Submission:
    """Read a submission back, held to its own hash.

    Raises:
        DataError: with every fault of its files.
    """
    faults: list[Fault] = []
    record = _record(folder / RECORD, faults)
    card = _card(folder / CARD, faults)
    content = _unpacked(folder / PREDICTIONS, faults)
    fix = "restore the submission; a changed one is a new one"
    if record and record.name != folder.resolve().name:
        where, problem = str(folder / RECORD), f"is {record.name!r} in folder {folder.name!r}"
        faults.append(Fault(where, "$.name", problem, fix))
    found = hashlib.sha256(content or b"").hexdigest()
    if record and content is not None and found != record.predictions_sha256:
        problem = f"SHA-256 is {found}, and {RECORD} says {record.predictions_sha256}"
        faults.append(Fault(str(folder / PREDICTIONS), "$", problem, fix))
    known = (RECORD, CARD, PREDICTIONS)
    strange = [p for p in sorted(folder.iterdir()) if p.name not in known or p.is_symlink()]
    faults += [Fault(str(p), "$", "no file of a submission", "remove it") for p in strange]
    if faults or record is None or card is None or content is None:
        raise DataError(faults)
    return Submission(folder, record, card, content)


def check(board: Board) -> list[Submission]:
    """The submissions of this release, each held to all that it was held to when it came.

    Raises:
        DataError: with every fault of every submission.
    """
    found = [one for one in read_submissions(board) if one.record.release == board.release]
    faults = [
        fault
        for one in found
        for fault in find_faults(one.content, board, str(one.folder / PREDICTIONS))
    ]
    if faults:
        raise DataError(faults)
    return found


def _record(path: Path, faults: list[Fault]) -> Record | None:
    try:
        return read_json(path, Record, "restore the submission")
    except DataError as error:
        faults.extend(error.faults)
        return None


def _card(path: Path, faults: list[Fault]) -> Card | None:
    try:
        return read_card(path)
    except DataError as error:
        faults.extend(error.faults)
        return None


def _unpacked(path: Path, faults: list[Fault]) -> bytes | None:
    """The content of a file; of one that is too large no more than tells so."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else open(path, "rb") as stream:
            return stream.read(MAX_PREDICTIONS + 1)
    except (OSError, EOFError, zlib.error) as error:
        faults.append(fault_of(error, str(path), "give a readable file"))
        return None


def _packed(content: bytes) -> bytes:
    """Without a time or a name in it, so that equal predictions are equal files."""
    stream = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, stream, mtime=0) as packed:
        packed.write(content)
    return stream.getvalue()
