"""`goldfield corpus agreement`: how far the kept annotation passes agree."""

from __future__ import annotations

from typing import Annotated

import typer

from goldfield.cli.console import Form, FormOption, SuiteOption, say
from goldfield.corpus.agreement import agreement_of
from goldfield.corpus.loading import load_articles
from goldfield.corpus.passes import pass_folders, read_passes
from goldfield.errors import UsageError
from goldfield.reporting.agreement import agreement_page
from goldfield.schema.writing import to_json
from goldfield.scoring.suites import suite_of_articles

__all__ = ["agreement"]


def agreement(
    split: Annotated[
        str | None, typer.Option(help="Only articles of this split; default: all with passes.")
    ] = None,
    article: Annotated[
        list[str] | None, typer.Option(help="Only this article; may be given several times.")
    ] = None,
    suite: SuiteOption = "core",
    corpus: Annotated[
        str | None, typer.Option(help="Folder with passes/ in it; default: the released corpus.")
    ] = None,
    form: FormOption = Form.table,
) -> None:
    """Agreement of the annotation passes with each other and with adjudicated gold.

    F1 of each measure by the scorer itself, Krippendorff's alpha of each set of labels, and the
    number of events, for each round of passes. Passes are read as they were made.
    """
    if split and article:
        raise UsageError("give --split or --article, not both")
    chosen = suite_of_articles(suite)
    folders = pass_folders(corpus)
    ids = article or list(folders)
    if split:
        ids = [gold.id for gold in load_articles(corpus, split)]
    without = [id for id in ids if split and id not in folders]
    passes = read_passes(folders, [id for id in ids if id not in without])
    found = agreement_of(passes, chosen, without)
    say(to_json(found) if form is Form.json else agreement_page(found, form.value))
