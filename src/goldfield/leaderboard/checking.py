"""Whether predictions may stand on a board: every fault of them, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from goldfield.errors import Fault
from goldfield.leaderboard.boards import Board
from goldfield.schema.lines import MAX_LINE
from goldfield.schema.predictions import ReadPredictions, read_predictions
from goldfield.schema.versions import check_version
from goldfield.scoring.scorer import DocumentCounts, Result, score_task
from goldfield.scoring.tasks import gold_hash, task_of

__all__ = [
    "COPIED",
    "MAX_ITEMS",
    "MAX_PREDICTIONS",
    "copied",
    "find_faults",
    "perfect",
    "result_of",
]

MAX_PREDICTIONS = MAX_LINE
"""Bytes that predictions may have, unpacked."""
MAX_ITEMS = 5_000
"""Items that one article may be given in all its layers: no article has a tenth of it."""

COPIED = ("mentions@strict", "coref@lea", "events@tri-c", "events@arg-c")
"""What must all be right in an article before it counts as a copy of gold."""
_TELLING = 5
"""Gold arguments that an article needs before anything is read into it."""
_FEWEST, _MOST = 3, 0.5
"""How many of such articles, and which share of them, may be entirely right."""
_HARD = (*COPIED, "times@value", "quotes@speaker")
_MANY = 300
"""Gold items of a hard field in which no system is right throughout.

Both rules are above what passes of gold's own annotator reach, from which gold was adjudicated:
``eval/benchmarks/copies.py`` tells how far. In names and quantities they reach gold.
"""


class _Head(msgspec.Struct):
    schema_version: object = None


_LISTS = ("entities", "times", "quantities", "quotes", "events")


def find_faults(content: bytes, board: Board, where: str) -> list[Fault]:
    """All that is wrong with predictions, in the order of the file.

    Args:
        content: JSON lines.
        board: what they are about; gold that is copied is seen where it is there.
        where: what faults call the file.
    """
    if len(content) > MAX_PREDICTIONS:
        problem = f"{len(content):,} bytes; a submission has at most {MAX_PREDICTIONS:,}"
        return [Fault(where, "$", problem, "leave out what no measure looks at, such as surfaces")]
    lines = _lines(content)
    faults = [*_versions(lines, where), *_sizes(lines, where)]
    found = _read(lines, board, where)
    faults += found.faults
    if not found.records and not faults:
        faults.append(
            Fault(where, "$", "no prediction at all", "predict the articles of the board")
        )
    if board.labelled and not faults:
        faults += _copies(result_of(found, board, "check"), where)
    return faults


def result_of(found: ReadPredictions | bytes, board: Board, extractor: str) -> Result:
    """Predictions without faults, scored.

    Args:
        found: as they were read, or the JSON lines.
        board: one that has its gold.
        extractor: what the signature calls the system.
    """
    if isinstance(found, bytes):
        found = _read(_lines(found), board, "predictions")
    split = board.about.split or "hidden"
    corpus = f"{board.release}/{split}#{gold_hash(board.golds)}"
    signature = {"corpus": corpus, "extractor": extractor}
    return score_task(task_of(board.suite, board.golds, found), board.suite, signature)


def _lines(content: bytes) -> list[tuple[int, bytes]]:
    rows = enumerate(content.split(b"\n"), start=1)
    return [(number, line) for number, line in rows if line.strip()]


def _read(lines: Sequence[tuple[int, bytes]], board: Board, where: str) -> ReadPredictions:
    found = read_predictions([msgspec.Raw(line) for _, line in lines], board.golds)
    numbers = {f"record:{index}": number for index, (number, _) in enumerate(lines, start=1)}
    faults = [f._replace(where=f"{where}:{numbers.get(f.where, '')}") for f in found.faults]
    return found._replace(faults=faults)


def _versions(lines: Sequence[tuple[int, bytes]], where: str) -> Iterator[Fault]:
    """Records that say they are of a schema that this scorer does not read."""
    for number, line in lines:
        try:
            version = msgspec.json.decode(line, type=_Head).schema_version
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue  # reading tells what is wrong with the line
        for fault in check_version(version) if version is not None else ():
            yield fault._replace(where=f"{where}:{number}")


def _sizes(lines: Sequence[tuple[int, bytes]], where: str) -> Iterator[Fault]:
    """Records with more items than any article has."""
    for number, line in lines:
        try:
            record = msgspec.json.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        lists = [record.get(name) for name in _LISTS] if isinstance(record, dict) else []
        items = sum(len(items) for items in lists if isinstance(items, list))
        if items > MAX_ITEMS:
            problem = f"{items:,} items; an article has at most {MAX_ITEMS:,}"
            yield Fault(f"{where}:{number}", "$", problem, "predict what is in the article")


def _copies(result: Result, where: str) -> Iterator[Fault]:
    fix = "submit what a system says of the texts"
    told, right = copied(result.counts)
    if right >= _FEWEST and right > _MOST * told:
        yield Fault(
            *(where, "$"),
            f"in {right} of the {told} articles with {_TELLING} arguments or more every mention, "
            "chain, trigger and argument is that of gold: this is gold, or was made from it",
            f"{fix}; up to {_MOST:.0%} of such articles may be right throughout",
        )
    if names := perfect(result):
        problem = f"not one error in {', '.join(names)}: this is gold, or was made from it"
        yield Fault(where, "$", problem, fix)


def perfect(result: Result) -> list[str]:
    """The hard fields of many items in which everything is right."""
    fields = {n: field for n, field in result.scores.fields.items() if n in _HARD}
    return [name for name, field in fields.items() if field.gold >= _MANY and field.f1 == 1]


def copied(rows: Sequence[DocumentCounts]) -> tuple[int, int]:
    """How many articles tell anything of copying, and how many of them are right throughout."""
    fields = [row.fields for row in rows if all(name in row.fields for name in COPIED)]
    telling = [f for f in fields if f["events@arg-c"].gold >= _TELLING]
    right = sum(
        all(f[name].tp_pred == f[name].pred and f[name].tp_gold == f[name].gold for name in COPIED)
        for f in telling
    )
    return len(telling), right
