"""What a corpus holds, as a table with a column for each split."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from goldfield.corpus.stats import CorpusStats, Quartiles, SplitStats
from goldfield.reporting.tables import Table, number

__all__ = ["stats_table"]

Row = tuple[str, ...]
Read = Callable[[SplitStats], str]


def stats_table(stats: CorpusStats, *, labels: bool = True) -> Table:
    """Splits side by side, then all of them; one split is told once.

    Args:
        stats: what to show.
        labels: a row for each label of each kind of item as well.
    """
    columns = dict(stats.splits)
    if len(columns) != 1:
        columns["total"] = stats.total
    rows = [
        (what, label, *(read(column) for column in columns.values()))
        for what, label, read in _rows(stats.total, labels)
    ]
    return Table("corpus", ("what", "label", *columns), rows, left=2)


def _rows(total: SplitStats, labels: bool) -> Iterator[tuple[str, str, Read]]:
    """Each row with what it reads from a split; labels are those of the total."""
    yield "articles", "", lambda split: str(split.articles)
    yield "characters", "", lambda split: str(split.characters)
    for index, name in enumerate(Quartiles.__struct_fields__):
        yield "" if index else "characters an article", name, _length(name)
    yield "publication date", "first", lambda split: split.dates.first or "-"
    yield "", "last", lambda split: split.dates.last or "-"
    yield "", "not stated", lambda split: str(split.dates.unstated)
    for what, counts in total.about.items():
        for index, label in enumerate(counts):
            yield "" if index else what, label, _about(what, label)
    for index, layer in enumerate(total.layers):
        yield "" if index else "annotated articles (empty)", layer, _layer(layer)
    for what, counts in total.labels.items():
        yield what, "", _items(what)
        for label in counts if labels else ():
            yield "", label, _label(what, label)


def _length(name: str) -> Read:
    return lambda split: number(getattr(split.lengths, name)) if split.lengths else "-"


def _about(what: str, label: str) -> Read:
    return lambda split: str(split.about[what].get(label, 0))


def _layer(layer: str) -> Read:
    def read(split: SplitStats) -> str:
        row = split.layers[layer]
        empty = "-" if row.empty_share is None else f"{row.empty_share:.0%}"
        return f"{row.annotated} ({empty})"

    return read


def _items(what: str) -> Read:
    return lambda split: str(split.items[what])


def _label(what: str, label: str) -> Read:
    return lambda split: str(split.labels[what].get(label, 0))
