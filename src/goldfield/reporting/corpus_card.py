"""The figures of the corpus's own pages: each stands between markers and is made by a command."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.agreement import agreement_of
from goldfield.corpus.anchor.measuring import kept_counts
from goldfield.corpus.ceiling import FILE, measure_ceilings
from goldfield.corpus.loading import load_splits, release_name
from goldfield.corpus.passes import Passes, pass_folders, read_passes
from goldfield.corpus.stats import corpus_stats
from goldfield.release import root
from goldfield.reporting.agreement import agreement_page
from goldfield.reporting.anchor import anchor_page
from goldfield.reporting.pages import fill
from goldfield.reporting.stats import stats_table
from goldfield.reporting.tables import render
from goldfield.schema.records import Article
from goldfield.schema.writing import to_json
from goldfield.scoring.suites import load_suite

__all__ = ["PAGES", "Released", "card_parts", "filled_pages", "read_released"]

PAGES = ("corpus/README.md", "corpus/DATASHEET.md", "eval/anchor/README.md")


class Released(NamedTuple):
    """The articles of each split, the passes that are kept of them, and the ids without any."""

    splits: dict[str, list[Article]]
    passes: list[Passes]
    without: list[str]


def read_released() -> Released:
    """What the pages are made from; passes of articles that are not released are left out.

    Raises:
        DataError: with every fault of the records and sheets.
    """
    splits, folders = load_splits(), pass_folders()
    ids = [article.id for articles in splits.values() for article in articles]
    kept = read_passes(folders, [id for id in ids if id in folders])
    return Released(splits, kept, [id for id in ids if id not in folders])


def card_parts(released: Released) -> dict[str, str]:
    """The parts that a page may have, as Markdown."""
    stats = corpus_stats(released.splits)
    agreement = agreement_of(released.passes, load_suite("core"), released.without)
    told = "Release " + release_name() + ", by `goldfield corpus {}`:\n\n"
    return {
        "stats": told.format("stats")
        + _table(render(stats_table(stats, labels=False), "markdown")),
        "labels": told.format("stats") + _table(render(stats_table(stats), "markdown")),
        "agreement": told.format("agreement --split all")
        + agreement_page(agreement, "markdown", per_article=False),
        "anchor": "By `goldfield corpus anchor`:\n\n" + anchor_page(kept_counts(), "markdown"),
    }


def _table(text: str) -> str:
    """A table without its title."""
    return text[text.index("|") :]


def filled_pages() -> dict[Path, str]:
    """Each page of the corpus folder as it should be, and the figures kept beside the gold.

    Raises:
        DataError: as `read_released` and `fill` do.
    """
    released = read_released()
    parts = card_parts(released)
    pages = [root() / name for name in PAGES]
    filled = {path: fill(path.read_text("utf-8"), parts, str(path)) for path in pages}
    ceilings = measure_ceilings(released.splits, released.passes)
    return filled | {root() / "corpus" / FILE: to_json(ceilings)}
