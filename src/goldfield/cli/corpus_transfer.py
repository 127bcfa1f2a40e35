"""`goldfield corpus transfer`: does the order of extractors hold on other gold?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import (
    ColumnOption,
    Form,
    FormatsOption,
    GoldSuiteOption,
    LabelsOption,
    SplitOption,
    counted,
    formats_of,
    say,
    specs_or_defaults,
    tell,
)
from goldfield.cli.evaluating import evaluate_one
from goldfield.cli.gold import chosen_gold, suite_for
from goldfield.corpus.gold import load_gold
from goldfield.corpus.loading import Corpus
from goldfield.reporting.transfer import transfer_page
from goldfield.schema.writing import to_json
from goldfield.transfer import transfer as measure

__all__ = ["transfer"]


def transfer(
    gold: Annotated[Path, typer.Argument(help="Other gold: a file or folder people annotated.")],
    spec: Annotated[
        list[str] | None, typer.Argument(help="Extractors, at least two; default: baselines.")
    ] = None,
    split: SplitOption = None,
    suite: GoldSuiteOption = None,
    formats: FormatsOption = None,
    labels: LabelsOption = None,
    column: ColumnOption = -1,
) -> None:
    """The order of extractors on the corpus and on other gold, field by field, side by side.

    Measures that one of the two golds has nothing of are left out; `--split` is of the corpus,
    and all of the other gold is read.
    """
    written, form = formats_of(formats)
    other = Corpus(gold, written, labels, column)
    suite = suite_for(suite, other)
    golds = load_gold(None, split), chosen_gold(other, "all")
    names = [str(one) for one in specs_or_defaults(spec)]
    told = [f"{counted(len(one.articles), 'article')} of {one.selection.name}" for one in golds]
    tell(f"{' and '.join(told)}, suite {suite}")
    found = measure(names, golds, suite, evaluate_one)
    say(to_json(found) if form is Form.json else transfer_page(found, form.value))
