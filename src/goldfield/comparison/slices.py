"""Where one system is better than another: on which articles, on which labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise

from msgspec import Struct

from goldfield.comparison.pairs import Difference, compare_pairs
from goldfield.comparison.swaps import SAMPLES
from goldfield.comparison.systems import (
    HEADLINE,
    Design,
    System,
    build_design,
    design_of,
    shared_by,
)
from goldfield.errors import UnknownName
from goldfield.schema.records import Article
from goldfield.scoring.counts import Counts
from goldfield.scoring.scorer import DocumentCounts

__all__ = ["LABEL", "SLICES", "Slice", "slices"]

LABEL = "label"
"""The slices by label, which need no article."""


class Slice(Struct, frozen=True):
    """Two systems in one slice; p is corrected over all slices of the kind.

    `by` is the kind of slice, `value` which one of it; of labels `value` is the label.
    """

    by: str
    value: str
    a: str
    b: str
    difference: Difference


def _events(article: Article) -> list[str]:
    return sorted({event.type for event in article.events or ()}) or ["no event"]


def _provenance(article: Article) -> list[str]:
    return [article.provenance.kind]


def _dates(article: Article) -> list[str]:
    date = article.meta.date_published if article.meta else None
    return [(date.value or "no date")[:4] if date and date.value else "no date"]


_VALUES: dict[str, Callable[[Article], list[str]]] = {
    "event": _events,
    "provenance": _provenance,
    "date": _dates,
}
SLICES = ("event", "length", "provenance", "date", LABEL)
"""Kinds of slices: types of events in gold, thirds by length, origin, year, label."""


def slices(
    systems: Sequence[System],
    by: str,
    articles: Sequence[Article],
    measures: Sequence[str] | None = None,
    samples: int = SAMPLES,
) -> list[Slice]:
    """Compare all pairs of systems on parts of the corpus, or label by label.

    Args:
        systems: two or more that can be compared.
        by: one of `SLICES`.
        articles: gold; not needed for labels.
        measures: those to speak of; by default the headline, or all where a pair has none, and of
            labels all measures that have any.
        samples: of the tests.

    Raises:
        UnknownName: no such kind of slice.
    """
    if by not in SLICES:
        raise UnknownName("kind of slice", by, SLICES)
    designs: list[tuple[str, Design]] = []
    for pair in combinations(systems, 2):
        designs += _by_label(pair, measures) if by == LABEL else _by(by, pair, articles, measures)
    found = compare_pairs([design for _, design in designs], samples)
    return [
        Slice(by, value, one.a, one.b, row)
        for (value, _), one in zip(designs, found, strict=True)
        for row in one.rows
    ]


def _by(
    by: str, pair: Sequence[System], articles: Sequence[Article], measures: Sequence[str] | None
) -> list[tuple[str, Design]]:
    names = shared_by(pair)
    whole = design_of(pair, measures or ([HEADLINE] if HEADLINE in names else names))
    if not whole.views:
        return []
    parts = _thirds(articles) if by == "length" else _parts(articles, _VALUES[by])
    return [(value, whole.only(ids)) for value, ids in parts.items()]


def _parts(
    articles: Sequence[Article], values: Callable[[Article], Iterable[str]]
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for article in articles:
        for value in values(article):
            found.setdefault(value, set()).add(article.id)
    return {value: found[value] for value in sorted(found)}


def _thirds(articles: Sequence[Article]) -> dict[str, set[str]]:
    """The shortest third, the middle, and the longest, by characters; ties by id."""
    ordered = sorted(articles, key=lambda article: (len(article.text), article.id))
    ends = [0, *(round(len(ordered) * part / 3) for part in (1, 2, 3))]
    found: dict[str, set[str]] = {}
    for start, end in pairwise(ends):
        group = ordered[start:end]
        if group:
            name = f"{len(group[0].text)} to {len(group[-1].text)} characters"
            found[name] = found.get(name, set()) | {article.id for article in group}
    return found


def _by_label(pair: Sequence[System], measures: Sequence[str] | None) -> list[tuple[str, Design]]:
    """Each label a design of the measures that have it."""
    wanted = [name for name in shared_by(pair) if measures is None or name in measures]
    rows = [row for system in pair for run in system.runs for row in run.counts]
    labels: dict[str, dict[str, Sequence[str]]] = {}
    for row in rows:
        for name in (name for name in wanted if name in row.labels):
            for label in (label for label in row.labels[name] if label):
                labels.setdefault(label, {})[name] = (name,)
    design_of(pair)  # refuses what cannot be compared
    return [
        (label, build_design(pair, labels[label], _counts_of(label))) for label in sorted(labels)
    ]


def _counts_of(label: str) -> Callable[[DocumentCounts], dict[str, Counts]]:
    return lambda row: {
        name: by_label[label] for name, by_label in row.labels.items() if label in by_label
    }
