"""The board as a static site: pages that load nothing, and data to take along."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from goldfield.corpus.anchor.measuring import kept_counts
from goldfield.errors import UsageError
from goldfield.leaderboard import views
from goldfield.leaderboard.boards import Board
from goldfield.leaderboard.charts import chart_of, key_of
from goldfield.leaderboard.checking import MAX_PREDICTIONS
from goldfield.leaderboard.families import family_line
from goldfield.leaderboard.ranking import HEADLINE, SHOWN
from goldfield.leaderboard.results import RESULTS, rescored
from goldfield.leaderboard.shapes import Entry, Leaderboard, read_leaderboard
from goldfield.leaderboard.submissions import PREDICTIONS, Submission, read_submissions
from goldfield.reporting.anchor import anchor_line
from goldfield.reporting.html import page
from goldfield.reporting.html.charts import draw
from goldfield.reporting.tables import csv_of, ratio
from goldfield.schema.folders import writing_folder
from goldfield.schema.writing import to_json

__all__ = ["site_files", "write_site"]

_SPACE = """\
---
title: {title}
sdk: static
app_file: index.html
colorFrom: yellow
colorTo: gray
pinned: false
license: apache-2.0
short_description: Information extractors on news, field by field
---

The site that `goldfield leaderboard site` makes. It is the same bytes whoever makes it.
"""
_MARK = "index.html"


def write_site(board: Board, out: Path) -> int:
    """Write the site of a board; an older site in its place is replaced as a whole.

    Returns:
        How many files it has.

    Raises:
        UsageError: something else is in its place, or a round has not been scored.
        DataError: with every fault of every submission.
    """
    out = out.resolve()
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / _MARK).is_file())):
        raise UsageError(f"{out} is there and is no site; name another folder")
    files = site_files(board)
    with writing_folder(out) as beside:
        for name, content in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return len(files)


def site_files(board: Board) -> dict[str, bytes]:
    """The files of the site, by their path in it.

    Scores are computed here; only of a round, whose gold may be elsewhere, they are those of
    ``leaderboard.json``.

    Raises:
        UsageError: a round has not been scored.
        DataError: with every fault of every submission.
    """
    found = _found(board)
    submissions = {one.name: one for one in read_submissions(board)}
    files = {
        "README.md": _SPACE.format(title=json.dumps(found.title)),
        "index.html": _index(board, found),
        "data/leaderboard.json": to_json(found),
        "data/leaderboard.csv": _csv(found),
    }
    files |= {f"entries/{e.name}.html": _entry(board, found, e) for e in found.entries}
    taken = [] if board.hidden else found.entries  # nobody's answers to a round are given away
    packed = {f"data/{e.name}.jsonl.gz": _packed(submissions[e.name]) for e in taken}
    return {name: text.encode() for name, text in files.items()} | packed


def _found(board: Board) -> Leaderboard:
    if board.labelled:
        return rescored(board)
    path = board.folder / RESULTS
    if not path.is_file():
        raise UsageError(f"{board.folder} is a round that has not been scored: rescore it first")
    return read_leaderboard(path)


def _packed(submission: Submission) -> bytes:
    return (submission.folder / PREDICTIONS).read_bytes()


def _index(board: Board, found: Leaderboard) -> str:
    chart = draw(chart_of(found)) if found.fields else None
    return page(
        "board.html",
        assets=("board",),
        about=board.about,
        hidden=board.hidden,
        board=found,
        columns=views.columns_of(found),
        rows=[(entry, views.cells_of(found, entry)) for entry in found.entries],
        unranked=[views.needed_line(f, found.documents) for f in found.fields if not f.ranked],
        fields=views.field_table(found),
        entries=views.entry_table(found),
        history=views.history_table(found),
        family=family_line(board),
        chart=chart,
        key=key_of(found),
        anchor=_capital(anchor_line(kept_counts())) if not board.hidden else "",
        shown=f"{100 * SHOWN:.0f}",
        most=f"{MAX_PREDICTIONS // 2**20} MiB",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _entry(board: Board, found: Leaderboard, entry: Entry) -> str:
    return page(
        "board_entry.html",
        assets=("board",),
        about=board.about,
        hidden=board.hidden,
        board=found,
        entry=entry,
        rows=list(views.score_rows(found, entry)),
        mean="none" if entry.headline is None else ratio(entry.headline),
        head=next((c for c in views.cells_of(found, entry)), None),
        labels=views.label_table(entry),
        pairs=views.pair_table(found, entry),
        others=[other.name for other in found.entries if other.name != entry.name],
        speed=views.speed_of(entry),
        cost=views.cost_of(entry),
    )


def _csv(found: Leaderboard) -> str:
    """One row an entry and field, for programs to read."""
    heads = [
        "entry", "system", "version", "field", "rank_group", "precision", "recall", "f1", "f1_low",
        "f1_high", "detectable", "signature",
    ]  # fmt: skip
    return csv_of([heads, *(row for entry in found.entries for row in _rows(found, entry))])


def _rows(found: Leaderboard, entry: Entry) -> Iterator[list[object]]:
    """The rows of one entry: its headline if it has one, then its fields."""
    ranked = {f.measure: f for f in found.fields}
    who = [entry.name, entry.card.system, entry.card.version]
    groups = {
        m: next((s.group for s in f.standings if s.entry == entry.name), "")
        for m, f in ranked.items()
    }
    if entry.headline is not None:
        own = ranked.get(HEADLINE)
        detectable = own.detectable if own else None
        row = [HEADLINE, groups.get(HEADLINE, ""), "", "", entry.headline, "", "", detectable]
        yield [*who, *row, entry.signature]
    for name, field in entry.fields.items():
        ends = field.ci or ("", "")
        numbers = [field.precision, field.recall, field.f1, *ends]
        detectable = ranked[name].detectable if name in ranked else None
        yield [*who, name, groups.get(name, ""), *numbers, detectable, entry.signature]
