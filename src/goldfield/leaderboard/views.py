"""What the pages of a board show, made ready for their templates: words and numbers, no markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from goldfield.leaderboard.ranking import HEADLINE, SHOWN, Ranked
from goldfield.leaderboard.shapes import FLOOR, Entry, Field, Leaderboard
from goldfield.reporting.tables import Table, interval, rate, ratio

__all__ = [
    "Cell", "Column", "agreed", "cells_of", "columns_of", "cost_of", "entry_table",
    "field_table", "history_table", "label_table", "needed_line", "pair_table", "said",
    "score_rows", "speed_of",
]  # fmt: skip


class Column(NamedTuple):
    """A field of the main table: its name in two parts, and whether entries are ranked by it."""

    measure: str
    field: str
    mode: str
    ranked: bool


class Cell(NamedTuple):
    """An entry in a field; `value` is what is sorted by, empty if it does not predict it."""

    f1: str
    ends: str
    group: int | None
    value: str
    first: str


def columns_of(board: Leaderboard) -> list[Column]:
    """The headline and the fields, in the order of the suite."""
    return [Column(f.measure, *_parted(f.measure), f.ranked) for f in board.fields] or [
        Column(name, *_parted(name), False) for e in board.entries[:1] for name in e.fields
    ]


def _parted(measure: str) -> tuple[str, str]:
    if measure == HEADLINE:
        return "mean", "all fields"
    field, at, mode = measure.partition("@")
    return field.replace("_", " "), at + mode


def cells_of(board: Leaderboard, entry: Entry) -> list[Cell]:
    """The cells of an entry, one a column."""
    return [_cell(board, entry, column.measure) for column in columns_of(board)]


def _cell(board: Leaderboard, entry: Entry, measure: str) -> Cell:
    found = Field(None, None, entry.headline, entry.headline_ci) if measure == HEADLINE else (
        entry.fields.get(measure, Field(None, None, None, None))
    )  # fmt: skip
    if found.f1 is None:
        return Cell("-", "", None, "", "")
    ranked = next((f for f in board.fields if f.measure == measure), None)
    here = next((s for s in ranked.standings if s.entry == entry.name), None) if ranked else None
    first = f"{here.first:.0%}" if here else ""
    ends = _short(interval(found.ci, "–")) if found.ci else ""
    return Cell(
        _short(ratio(found.f1)), ends, here.group if here else None, f"{found.f1:.6f}", first
    )


def _short(text: str) -> str:
    """Without the zeros before the point, so that a row of many fields fits."""
    return re.sub(r"\b0(?=\.)", "", text)


def said(measure: str) -> str:
    """How pages call a field."""
    return "mean of all fields" if measure == HEADLINE else measure


def field_table(board: Leaderboard) -> Table:
    """What the articles can tell of each field, with what it is to be read against."""
    heads = (
        *("field", "leading group", "articles with it", "smallest difference that shows"),
        *("ranked", "articles needed", "self-agreement", "floor"),
    )
    rows = [
        (
            said(f.measure),
            ", ".join(s.entry for s in f.standings if s.group == 1) or "-",
            str(f.documents),
            ratio(f.detectable),
            "yes" if f.ranked else "no",
            "-" if f.needed is None or f.ranked else str(f.needed),
            ratio(agreed(board, f.measure)),
            ratio(_floor(board, f.measure)),
        )
        for f in board.fields
    ]
    return Table("Fields: what these articles can tell", heads, rows, left=2)


def agreed(board: Leaderboard, measure: str) -> float | None:
    """F1 of two passes of the annotator, or the mean of all fields."""
    if board.ceiling is None:
        return None
    known = [f1 for f1 in board.ceiling.f1.values() if f1 is not None]
    return sum(known) / len(known) if measure == HEADLINE else board.ceiling.f1.get(measure)


def _floor(board: Leaderboard, measure: str) -> float | None:
    """The best that a floor reaches."""
    floors = [entry for entry in board.entries if FLOOR in entry.flags]
    told = [_f1(entry, measure) for entry in floors]
    return max((f1 for f1 in told if f1 is not None), default=None)


def _f1(entry: Entry, measure: str) -> float | None:
    if measure == HEADLINE:
        return entry.headline
    return entry.fields[measure].f1 if measure in entry.fields else None


def entry_table(board: Leaderboard) -> Table:
    """What is said of each system, by those who submitted it."""
    heads = (
        *("entry", "family of model", "made from", "submitted", "speed"),
        *("articles/s", "of this system", "cost of 1,000 articles"),
    )
    rows = [
        (
            entry.name,
            entry.card.model_family,
            "; ".join(entry.card.training_data) or "nothing",
            entry.submitted,
            *reversed(speed_of(entry)),
            str(entry.of_system),
            cost_of(entry),
        )
        for entry in board.entries
    ]
    return Table("Entries: what they are made of, and what they cost", heads, rows, left=5)


def speed_of(entry: Entry) -> tuple[str, str]:
    """Articles a second, and who says so."""
    if entry.rate is None:
        return "-", "not told"
    busy = ", on a busy machine" if entry.rate.busy else ""
    return rate(entry.rate.articles_per_second), f"{entry.rate.how}{busy}"


def cost_of(entry: Entry) -> str:
    """The cost that is told."""
    if entry.cost is None:
        return "-"
    return f"{entry.cost.per_1000_articles:g} {entry.cost.currency}"


def history_table(board: Leaderboard) -> Table:
    """The headline of each entry, release by release; the last column is this one."""
    heads = ["entry"]
    heads += [f"{past.release} (goldfield {past.goldfield})" for past in board.history]
    heads.append(f"{board.release} (goldfield {board.goldfield})")
    now: Mapping[str, float | None] = {e.name: e.headline for e in board.entries}
    columns = [*(past.headlines for past in board.history), now]
    names = list(dict.fromkeys([*now, *(name for column in columns for name in column)]))
    rows = [(name, *(ratio(column.get(name)) for column in columns)) for name in names]
    return Table("Mean of all fields by release", tuple(heads), rows)


def score_rows(board: Leaderboard, entry: Entry) -> Iterable[dict[str, Any]]:
    """One row a field of an entry's own page."""
    for ranked in board.fields:
        if ranked.measure == HEADLINE or ranked.measure not in entry.fields:
            continue
        field = entry.fields[ranked.measure]
        yield {
            "measure": ranked.measure,
            "cell": _cell(board, entry, ranked.measure),
            "precision": ratio(field.precision),
            "recall": ratio(field.recall),
            "f1": field.f1,
            "told": ratio(field.f1),
            "ends": interval(field.ci, "–"),
            "ci": field.ci,
            "agreed": ratio(agreed(board, ranked.measure)),
            "ranked": ranked.ranked,
        }


def pair_table(board: Leaderboard, entry: Entry) -> Table:
    """An entry against each other one, field by field, as seen from it."""
    rows = []
    for pair in board.pairs:
        if entry.name in (pair.a, pair.b):
            sign = 1 if pair.b == entry.name else -1
            ends = sorted(sign * end for end in pair.ci) if pair.ci else None
            told = f"{ends[0]:+.3f} to {ends[1]:+.3f}" if ends else "-"
            other = pair.a if sign == 1 else pair.b
            difference = f"{sign * pair.difference:+.3f}"
            rows.append((said(pair.measure), other, difference, told, f"{pair.p:.3g}"))
    heads = ("field", "less that of", "difference in F1", "95 % interval", "p")
    return Table("Paired by article", heads, rows, left=2)


def needed_line(ranked: Ranked, documents: int) -> str:
    """Why a field has no ranks, on so many articles."""
    if ranked.detectable is None:
        return f"{said(ranked.measure)}: no two entries tell how much it varies"
    few = ranked.documents < documents
    these = f"these {documents} articles" + (f" ({ranked.documents} have any)" if few else "")
    would = "no number" if ranked.needed is None else f"{ranked.needed:,} such articles"
    return (
        f"{said(ranked.measure)}: {these} show differences of "
        f"{100 * ranked.detectable:.0f} points; {would} would show {100 * SHOWN:.0f}"
    )


def label_table(entry: Entry) -> Table:
    """The labels that enough articles speak of, with intervals, field by field."""
    rows = [
        (name, label or "(none)", *map(ratio, (f.precision, f.recall, f.f1)), interval(f.ci, "–"))
        for name, labels in entry.labels.items()
        for label, f in labels.items()
    ]
    return Table("Scores by label", ("field", "label", "P", "R", "F1", "95 % interval"), rows, 2)
