"""Gold articles with where they were chosen from, as every command takes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.loading import Corpus, Place, Selection, known_as, read_selection, select
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Article

__all__ = ["Gold", "load_gold"]


class Gold(NamedTuple):
    """Gold articles, where they were chosen from, and what is worth telling about the reading."""

    selection: Selection
    articles: list[Article]
    notes: Sequence[str] = ()


def load_gold(corpus: Place | Sequence[Article] = None, split: str | None = None) -> Gold:
    """Gold articles of a file, a folder, a `Corpus`, or memory; a released split is called so.

    Raises:
        DataError: with every fault of every file.
        UnknownName: there is no such split or format.
    """
    if corpus is None or isinstance(corpus, str | Path | Corpus):
        selection = select(corpus, split)
        articles, notes = read_selection(selection)
    else:
        selection, notes = Selection("memory", "all", ()), []
        articles = list(read_articles([corpus]))
    return Gold(known_as(selection, {one.id: one for one in articles}), articles, notes)
