"""`goldfield score` and `goldfield convert`: files against files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import asdict

from goldfield.cli.console import (
    Form,
    FormOption,
    MultiverseOption,
    counted,
    layers_of,
    say,
    tell,
)
from goldfield.cli.reporting import ReportOption, write_reports
from goldfield.comparison import System
from goldfield.comparison.multiverse import Multiverse, multiverse
from goldfield.comparison.tables import multiverse_text
from goldfield.corpus.formats import FORMATS, Options, known_labels, load_labels
from goldfield.corpus.formats import convert as convert_file
from goldfield.errors import DataError, UsageError
from goldfield.evaluation import Run
from goldfield.peers.catalogue import PEERS, find_peer
from goldfield.peers.ladder import Peer
from goldfield.peers.pages import scores_page, why_page
from goldfield.peers.report import explain_peer, score_as
from goldfield.peers.subjects import Subjects, read_subjects
from goldfield.prediction_files import score_file
from goldfield.reporting.card import bounds_table, card
from goldfield.reporting.runs import check_place
from goldfield.reporting.tables import render
from goldfield.schema.records import Article
from goldfield.schema.writing import to_json, write_lines
from goldfield.scoring.tasks import read_gold

__all__ = ["convert", "score"]

_PEERS = ", ".join(PEERS)


class Unit(StrEnum):
    """What offsets count."""

    codepoint = "codepoint"
    utf16 = "utf-16"
    utf8 = "utf-8"


class Join(StrEnum):
    """How a record finds its article."""

    id = "id"
    order = "order"


GoldArgument = Annotated[Path, typer.Argument(help="Gold JSONL.")]
PredArgument = Annotated[Path, typer.Argument(help="Predictions JSONL; - is standard input.")]


def score(
    gold: GoldArgument,
    pred: PredArgument,
    suite: Annotated[
        str | None, typer.Option(help="Suite name or PATH.toml; default: core.")
    ] = None,
    form: FormOption = Form.table,
    out: Annotated[Path | None, typer.Option(help="Also keep a run folder here.")] = None,
    name: Annotated[str | None, typer.Option(help="How to call the predictions.")] = None,
    errors: Annotated[int, typer.Option(min=0, help="Kinds of error shown a measure.")] = 1,
    bounds: Annotated[bool, typer.Option(help="Ambiguous strings read at worst and best.")] = False,
    report: ReportOption = False,
    as_: Annotated[
        str | None, typer.Option("--as", metavar="PEER", help=f"Count as {_PEERS}.")
    ] = None,
    why: Annotated[
        str | None,
        typer.Option(metavar="PEER", help="Why that peer's numbers differ, item by item."),
    ] = None,
    multi: MultiverseOption = False,
) -> None:
    """Score any predictions against gold."""
    if as_ is not None or why is not None:
        if out is not None or report or bounds or multi or (as_ and why):
            raise UsageError("--as and --why stand alone: each prints one peer's numbers")
        peer = find_peer(as_ or why or "")
        subjects = read_subjects(peer, gold, pred, suite)
        _print_peer(peer, subjects, form, why=why is not None, examples=errors)
        return
    suite = suite or "core"
    if out is not None:
        check_place(out)
    elif report:
        raise UsageError("--report writes into a run folder: name one with --out")
    title = name or pred.stem
    scored = score_file(gold, pred, suite, title, bounds=bounds)
    run = scored.run
    for note in scored.task.notes:
        tell(f"note: {note}")
    if run.scores.documents and len(run.scores.missing) == run.scores.documents:
        tell(f"note: {pred} holds no prediction at all, so every article counts as an empty one")
    if out is not None:
        tell(f"kept in {scored.save(out)}")
    found = multiverse([System(title, (run.result,))]) if multi else None
    _print(run, form, errors, found)
    if bounds and form is not Form.json:
        say(render(bounds_table(title, run.scores), form.value))
    if out is not None and report:
        golds = [gold for gold in scored.task.golds.values() if isinstance(gold, Article)]
        write_reports([out], golds)


def _print_peer(peer: Peer, subjects: Subjects, form: Form, *, why: bool, examples: int) -> None:
    if why:
        report = explain_peer(peer, subjects)
        say(to_json(report) if form is Form.json else why_page(peer, report, form.value, examples))
    else:
        scores = score_as(peer, subjects)
        say(to_json(scores) if form is Form.json else scores_page(peer, scores, form.value))


def _print(run: Run, form: Form, errors: int, found: Multiverse | None) -> None:
    if form is Form.json:
        more = {} if found is None else {"multiverse": found}
        say(to_json({**asdict(run.scores), **more}))
        return
    shown = 0 if run.manifest.split == "test" else errors
    say(card(run.entry, run.texts, shown, form.value))
    if shown < errors and form is Form.table:
        tell("note: errors on split test are not shown, so that no system is made by them")
    if found is not None and form is Form.csv:
        tell("note: CSV has the scores alone; conventions are in the other formats")
    elif found is not None:
        say(multiverse_text(found, form.value))


def convert(
    file: Annotated[Path, typer.Argument(help="Output of another tool; - is standard input.")],
    from_: Annotated[str, typer.Option("--from", help=f"One of: {', '.join(FORMATS)}.")],
    articles: Annotated[Path, typer.Option(help="Gold JSONL: the articles it is about.")],
    out: Annotated[Path, typer.Option(help="Where predictions go, as JSONL.")],
    labels: Annotated[
        str | None, typer.Option(help=f"{', '.join(known_labels())}, or FILE.toml.")
    ] = None,
    offsets: Annotated[
        Unit, typer.Option(help="What the offsets of the file count.")
    ] = Unit.codepoint,
    join: Annotated[Join, typer.Option(help="How records find their article.")] = Join.id,
    layers: Annotated[str | None, typer.Option(help="What the tool was asked for, a,b,c.")] = None,
    column: Annotated[int, typer.Option(help="iob, conll: the tag's column, from 1.")] = -1,
) -> None:
    """Turn other tools' output into predictions; all that is dropped or doubtful is told."""
    options = Options(
        join=join.value,
        offsets=offsets.value,
        labels=None if labels is None else load_labels(labels),
        column=column,
        layers=layers_of(layers),
    )
    converted = convert_file(file, from_, read_gold([articles]), options)
    for note in converted.notes:
        tell(f"note: {note}")
    if converted.faults:
        raise DataError(converted.faults)
    write_lines(out, converted.records)
    tell(f"{counted(len(converted.records), 'prediction')} in {out}")
