"""`goldfield count`: the counts of each article, streamed, and the ratios of their sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import Form, FormOption, SuiteOption, counted, say, tell
from goldfield.reporting.tables import Table, render
from goldfield.schema.writing import to_json, to_line, writing
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.fast.files import count_files
from goldfield.scoring.scorer import DocumentCounts
from goldfield.scoring.suites import load_suite

__all__ = ["count"]


def count(
    gold: Annotated[Path, typer.Argument(help="Gold JSONL.")],
    pred: Annotated[Path, typer.Argument(help="Predictions JSONL.")],
    out: Annotated[Path, typer.Option(help="Where the rows go, as JSONL.")],
    suite: SuiteOption = "core",
    form: FormOption = Form.table,
) -> None:
    """Count without verdicts and intervals: quick, streamed, for files of any size."""
    kept: dict[str, list[Counts]] = {}
    with writing(out) as stream:
        documents = 0
        for row in _noting(count_files(gold, pred, load_suite(suite)), kept):
            stream.write(to_line(row))
            documents += 1
    sums = {name: total(counts) for name, counts in kept.items()}
    tell(f"{counted(documents, 'row')} in {out}")
    if form is Form.json:
        say(to_json({"documents": documents, "fields": sums}))
    else:
        say(render(_table(sums, pred.stem, documents), form.value))


def _noting(
    rows: Iterable[DocumentCounts], kept: dict[str, list[Counts]]
) -> Iterator[DocumentCounts]:
    for row in rows:
        for name, counts in row.fields.items():
            kept.setdefault(name, []).append(counts)
        yield row


def _table(sums: dict[str, Counts], name: str, documents: int) -> Table:
    rows = [
        (
            field,
            *("-" if x is None else f"{x:.3f}" for x in (c.precision, c.recall, c.f1)),
            *(f"{x:g}" for x in (c.tp_pred, c.pred, c.tp_gold, c.gold)),
        )
        for field, c in sums.items()
    ]
    heads = ("field", "P", "R", "F1", "tp_pred", "pred", "tp_gold", "gold")
    return Table(f"{name} on {counted(documents, 'article')}", heads, rows)
