"""`goldfield corpus import`: gold of other corpora, and annotation tools' files, as records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from goldfield.cli.console import MOST_FAULTS, ColumnOption, LabelsOption, counted, say, tell
from goldfield.corpus.exchange.contract import Reading
from goldfield.corpus.exchange.difference import changes
from goldfield.corpus.exchange.taking import take
from goldfield.corpus.exchange.tools import TOOLS
from goldfield.corpus.exchange.units import UNIT_NAMES, CountedIn
from goldfield.corpus.foreign.account import Account, Record, Skipped
from goldfield.corpus.foreign.catalogue import GOLD_FORMATS, stream
from goldfield.corpus.loading import Corpus, load_articles, select
from goldfield.errors import DataError, UnknownName, UsageError
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line, writing

__all__ = ["import_gold"]

_CORPORA = {name: row.about for name, row in GOLD_FORMATS.items() if name != "goldfield"}
_TOOLS = {name: tool.about for name, tool in TOOLS.items() if tool.read}
_KNOWN = _CORPORA | _TOOLS
_LISTED = f"{', '.join(_KNOWN)}; `goldfield corpus formats` says more"


def import_gold(
    path: Annotated[Path, typer.Argument(help="File or folder, as it was published or exported.")],
    format: Annotated[str, typer.Option("--format", "--from", help=f"What it is: {_LISTED}.")],
    out: Annotated[Path | None, typer.Option(help="JSONL that gets the records.")] = None,
    split: Annotated[str, typer.Option(help="Of a corpus folder: only this split.")] = "all",
    labels: LabelsOption = None,
    column: ColumnOption = -1,
    gold: Annotated[
        Path | None, typer.Option(help="Of a tool: the gold it was given; changes are shown.")
    ] = None,
    unit: Annotated[
        str, typer.Option("--offset-unit", help=f"Of a tool: auto, {', '.join(UNIT_NAMES)}.")
    ] = "auto",
    skipped: Annotated[
        Path | None, typer.Option(help="JSONL that gets every skipped item, with its reason.")
    ] = None,
    lossy: Annotated[
        bool,
        typer.Option(
            "--allow-lossy",
            help="Leave out documents that are damaged, which are told; conll and gum cannot.",
        ),
    ] = False,
) -> None:
    """Gold that people made, as records: of other corpora, or back from an annotation tool.

    Records are written as they are read. Every item is accounted for: kept, or skipped for a
    reason that is told. Damage ends with status 1, and nothing is written. Without --out nothing
    is written either.
    """
    if format not in _KNOWN:
        raise UnknownName("format", format, _KNOWN)
    _check_paths(path, [one for one in (gold, out, skipped) if one])
    if format in TOOLS and (split != "all" or labels or column != -1):
        raise UsageError(f"--split, --labels and --column are of corpora, not of {format}")
    if format not in TOOLS and (gold or unit != "auto"):
        raise UsageError(f"--gold and --offset-unit are of annotation tools, not of {format}")
    shown: list[str] = []
    with ExitStack() as files:
        listed = files.enter_context(writing(skipped)) if skipped else None
        account = Account(_lister(listed.write) if listed else lambda _: None)
        records: Iterator[Record]
        if format in TOOLS:
            records = _taken(_Given(path, format, unit, gold), account, shown)
        else:
            selection = select(Corpus(path, format, labels, column), split)
            records = stream(selection.paths, selection.corpus, account)
        target = files.enter_context(writing(out)) if out else None
        written = _write(records, target.write if target else lambda _: 0)
        if account.faults and not lossy:
            raise DataError(account.faults)
    for fault in account.faults[:MOST_FAULTS]:
        tell(str(fault))
    say("".join(shown) + report(account))
    generic = format in GOLD_FORMATS and GOLD_FORMATS[format].generic
    number = counted(written, "record" if generic else "article")
    tell(f"{number} in {out}" if out else f"{number} read; nothing is written without --out")
    if account.unexplained():
        raise typer.Exit(1)


class _Given(NamedTuple):
    """A tool's files as the command names them."""

    path: Path
    tool: str
    unit: str
    gold: Path | None


def _check_paths(path: Path, others: list[Path]) -> None:
    """Refuse a path that is not there, and one file for two purposes."""
    if not path.exists():
        raise UsageError(f"no file or folder: {path}")
    places = [one.resolve() for one in (path, *others)]
    for place in places:
        if places.count(place) > 1:
            raise UsageError(f"{place} is named twice; what is read must not be written over")


def _taken(given: _Given, account: Account, shown: list[str]) -> Iterator[Article]:
    """The records of a tool; `shown` gets what an annotator changed."""
    units: Mapping[str, tuple[CountedIn, ...]]
    units = {"auto": tuple(UNIT_NAMES), **{name: (name,) for name in UNIT_NAMES}}
    if given.unit not in units:
        raise UnknownName("unit of offsets", given.unit, units)
    golds = load_articles(given.gold, "all") if given.gold else []
    reading = Reading(account, units[given.unit])
    by_id = {article.id: article for article in golds}
    for article, before in take(TOOLS[given.tool], given.path, dict(by_id), reading):
        by_id.pop(before.id if before else "", None)
        for sign, path, what in changes(before, article) if before else ():
            shown.append(f"{article.id}: {sign} {path}: {what}\n")
        yield article
    if by_id:
        account.notes.append(f"of the gold, and not there: {', '.join(by_id)}")


def _write(records: Iterator[Record], write: Callable[[bytes], int]) -> int:
    written = 0
    for record in records:
        write(to_line(record))
        written += 1
    return written


def _lister(write: Callable[[bytes], int]) -> Callable[[Skipped], object]:
    return lambda skipped: write(to_line(skipped._asdict()))


def report(account: Account) -> str:
    """What was found, kept and skipped, and why, as lines."""
    lines = [f"note: {note}\n" for note in account.notes]
    for kind, (found, kept, skipped) in account.totals().items():
        lines.append(f"{kind}: {found:,} found, {kept:,} kept, {skipped:,} skipped\n")
    lines += [f"  {reason}\n" for reason in account.reasons()]
    for kind, count in account.unexplained().items():
        lines.append(f"UNEXPLAINED: {count:,} of {kind}; this is a mistake of the reader\n")
    return "".join(lines)
