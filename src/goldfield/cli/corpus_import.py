"""`goldfield corpus import`: gold of other corpora as goldfield records."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import ColumnOption, LabelsOption, counted, say, tell
from goldfield.corpus.foreign.account import Account, Skipped
from goldfield.corpus.foreign.catalogue import GOLD_FORMATS, stream
from goldfield.corpus.loading import Corpus, select
from goldfield.errors import DataError, UnknownName
from goldfield.schema.writing import to_line, writing

__all__ = ["import_gold"]

_FOREIGN = [name for name in GOLD_FORMATS if name != "goldfield"]
_LISTED = "; ".join(f"{name}: {GOLD_FORMATS[name].about}" for name in _FOREIGN)


def import_gold(
    corpus: Annotated[Path, typer.Argument(help="File or folder, as its makers publish it.")],
    out: Annotated[Path, typer.Option(help="JSONL that gets the records.")],
    format: Annotated[str, typer.Option("--format", "--from", help=f"What it is. {_LISTED}.")],
    split: Annotated[str, typer.Option(help="Of a folder: only this split.")] = "all",
    labels: LabelsOption = None,
    column: ColumnOption = -1,
    skipped: Annotated[
        Path | None, typer.Option(help="JSONL that gets every skipped item, with its reason.")
    ] = None,
    lossy: Annotated[
        bool, typer.Option("--allow-lossy", help="Leave out what is damaged, and import the rest.")
    ] = False,
) -> None:
    """Gold that people made, as records: to score extractors on, or for `corpus transfer`.

    Records are written as they are read. Every item of the corpus is accounted for: kept, or
    skipped for a reason that is told. Damage ends with status 1, and nothing is written.
    """
    if format not in _FOREIGN:
        raise UnknownName("corpus format", format, _FOREIGN)
    selection = select(Corpus(corpus, format, labels, column), split)
    with ExitStack() as files:
        listed = files.enter_context(writing(skipped)) if skipped else None
        stream_out = files.enter_context(writing(out))
        account = Account(_lister(listed.write) if listed else lambda _: None)
        written = 0
        for record in stream(selection.paths, selection.corpus, account):
            stream_out.write(to_line(record))
            written += 1
        if account.faults and not lossy:
            raise DataError(account.faults)
    say(report(account))
    kind = "record" if GOLD_FORMATS[format].generic else "article"
    tell(f"{counted(written, kind)} in {out}")
    if account.unexplained():
        raise typer.Exit(1)


def _lister(write: Callable[[bytes], int]) -> Callable[[Skipped], object]:
    return lambda skipped: write(to_line(skipped._asdict()))


def report(account: Account) -> str:
    """What was found, kept and skipped, and why, as lines."""
    lines = [f"note: {note}\n" for note in account.notes]
    totals = account.totals()
    for kind, (found, kept, skipped) in totals.items():
        lines.append(f"{kind}: {found:,} found, {kept:,} kept, {skipped:,} skipped\n")
    lines += [f"  {reason}\n" for reason in account.reasons()]
    for kind, count in account.unexplained().items():
        lines.append(f"UNEXPLAINED: {count:,} of {kind}; this is a mistake of the reader\n")
    return "".join(lines)
