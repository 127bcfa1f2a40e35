"""Gold as the options of a command choose it."""

from __future__ import annotations

from goldfield.cli.console import tell
from goldfield.corpus.foreign.catalogue import format_of
from goldfield.corpus.gold import Gold, load_gold
from goldfield.corpus.loading import Corpus
from goldfield.scoring.suites import suite_of_articles

__all__ = ["chosen_gold", "suite_for"]


def chosen_gold(corpus: Corpus, split: str | None) -> Gold:
    """The gold that `--corpus`, `--format`, `--labels` and `--column` mean; notes are told.

    Raises:
        DataError: with every fault of every file.
        UsageError: there is no such corpus, split or format.
    """
    gold = load_gold(corpus, split)
    for note in gold.notes:
        tell(f"note: {note}")
    return gold


def suite_for(suite: str | None, corpus: Corpus) -> str:
    """The suite of `--suite`, else the one for gold of that format.

    Raises:
        UsageError: there is none, or it is not about articles; that is told before any is read.
    """
    name = suite or format_of(corpus).suite
    suite_of_articles(name)
    return name
