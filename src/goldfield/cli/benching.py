"""`goldfield bench`: how fast extractors are, and how much faster than they were."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import asdict

from goldfield.cli.console import (
    ColumnOption,
    CorpusOption,
    Form,
    FormatsOption,
    LabelsOption,
    SplitOption,
    TimeoutOption,
    counted,
    finite,
    formats_of,
    limit,
    say,
    specs_or_defaults,
    tell,
)
from goldfield.cli.evaluating import SpecsArgument
from goldfield.cli.gold import chosen_gold
from goldfield.corpus.loading import Corpus
from goldfield.errors import ExtractorError
from goldfield.reporting.benching import bench_page, change_page
from goldfield.running.benches import Bench, Benched, Speed, read_speeds, speeds_of
from goldfield.running.changes import changes
from goldfield.running.runner import TIMEOUT
from goldfield.running.sweeps import BUDGET
from goldfield.running.throughput import measure
from goldfield.schema.writing import to_json, write_text
from goldfield.scoring.tasks import gold_hash

__all__ = ["bench"]


def bench(
    spec: SpecsArgument = None,
    corpus: CorpusOption = None,
    split: SplitOption = None,
    budget: Annotated[
        float,
        typer.Option(
            min=0.0, callback=finite, metavar="SECONDS", help="For the rounds of each extractor."
        ),
    ] = BUDGET,
    timeout: TimeoutOption = TIMEOUT,
    out: Annotated[Path | None, typer.Option(help="JSON file that keeps what is measured.")] = None,
    compare: Annotated[
        Path | None,
        typer.Option(help="An older --out, or --benchmark-json of pytest over eval/benchmarks."),
    ] = None,
    formats: FormatsOption = None,
    labels: LabelsOption = None,
    column: ColumnOption = -1,
) -> None:
    """Measure how fast extractors are: throughput, latency, start, CPU, memory, tokens.

    Only the texts of the corpus are used, and no answer is scored.
    """
    then = read_speeds(compare) if compare else None
    parsed = specs_or_defaults(spec)
    written, form = formats_of(formats)
    gold = chosen_gold(Corpus(corpus, written, labels, column), split)
    golds = {article.id: article for article in gold.articles}
    where = f"{gold.selection.name}/{gold.selection.split}#{gold_hash(golds)}"
    tell(f"{counted(len(golds), 'article')} of {where}, {budget:g} s an extractor")
    documents = [(article.id, article.text) for article in gold.articles]
    done = Bench(corpus=where, articles=len(documents), extractors=[])
    try:
        for one in parsed:
            try:
                timing = measure(one, documents, budget=budget, timeout=limit(timeout))
            except ExtractorError as error:
                if spec:
                    raise
                tell(f"skipped: {error}")
                continue
            done.extractors.append(Benched(str(one), timing))
            tell(f"{one}: measured")
    finally:
        if done.extractors:
            if out:
                write_text(out, to_json(done))
            _print(done, then, form)


def _print(done: Bench, then: list[Speed] | None, form: Form) -> None:
    if form is Form.json:
        found = {} if then is None else {"changes": changes(speeds_of(done), then)}
        say(to_json(asdict(done) | found))
        return
    parts = [bench_page(done, form.value)]
    if then is not None:
        parts.append(change_page(done, then, form.value))
    say("\n".join(parts))
