"""Gold as the options of a command choose it."""

from __future__ import annotations

from pathlib import Path

from goldfield.cli.console import tell
from goldfield.corpus.formats.gold import format_of
from goldfield.corpus.loading import Layout
from goldfield.evaluation import Gold, load_gold

__all__ = ["chosen_gold", "suite_for"]


def chosen_gold(corpus: str | Path | None, split: str | None, layout: Layout) -> Gold:
    """The gold of `--corpus`, `--split`, `--format`, `--labels` and `--column`; notes are told.

    Raises:
        DataError: with every fault of every file.
        UsageError: there is no such corpus, split or format.
    """
    gold = load_gold(corpus, split, layout)
    for note in gold.notes:
        tell(f"note: {note}")
    return gold


def suite_for(suite: str | None, layout: Layout) -> str:
    """The suite of `--suite`, else the one for gold of that format."""
    return suite or format_of(layout).suite
