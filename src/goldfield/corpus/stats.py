"""Counts of what a corpus holds, layer by layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

import numpy as np
from msgspec import Struct

from goldfield.schema.labels import LAYERS, Layer
from goldfield.schema.records import Article, Entity

__all__ = ["CorpusStats", "Dates", "LayerStats", "Quartiles", "SplitStats", "corpus_stats"]


class LayerStats(Struct, frozen=True):
    """Articles that are annotated with a layer, and those of them that have nothing in it.

    `empty_share` is `empty` of `annotated`, null if no article is annotated.
    """

    annotated: int
    empty: int
    empty_share: float | None


class Quartiles(Struct, frozen=True):
    """Least, quartiles and most, interpolated between articles where they fall between two."""

    least: float
    lower: float
    median: float
    upper: float
    most: float


class Dates(Struct, frozen=True):
    """First and last publication date that the texts state, null if none does."""

    first: str | None
    last: str | None
    unstated: int


class SplitStats(Struct, frozen=True):
    """One split, or all of them together.

    `lengths` are characters (code points) an article; `layers` say how much is annotated and how
    much of that is empty; `items` count annotations and `labels` those of each label; the other
    counters are of articles, by what their provenance or document fields say.
    """

    articles: int
    characters: int
    lengths: Quartiles | None
    dates: Dates
    layers: dict[str, LayerStats]
    items: dict[str, int]
    labels: dict[str, dict[str, int]]
    about: dict[str, dict[str, int]]


class CorpusStats(Struct, frozen=True):
    """What `goldfield corpus stats --format json` prints."""

    splits: dict[str, SplitStats]
    total: SplitStats


def corpus_stats(splits: Mapping[str, Sequence[Article]]) -> CorpusStats:
    """Counts over gold articles, per split and in total."""
    together = list(chain.from_iterable(splits.values()))
    return CorpusStats({name: _split(rows) for name, rows in splits.items()}, _split(together))


def _split(articles: Sequence[Article]) -> SplitStats:
    labels = {name: _counted(articles, read) for name, read in _LABELS.items()}
    return SplitStats(
        articles=len(articles),
        characters=sum(len(article.text) for article in articles),
        lengths=_quartiles([len(article.text) for article in articles]),
        dates=_dates(articles),
        layers={layer: _layer(articles, layer) for layer in LAYERS},
        items={name: sum(counts.values()) for name, counts in labels.items()},
        labels=labels,
        about={name: _counted(articles, read) for name, read in _ABOUT.items()},
    )


def _quartiles(numbers: Sequence[int]) -> Quartiles | None:
    return Quartiles(*np.percentile(numbers, [0, 25, 50, 75, 100]).tolist()) if numbers else None


def _dates(articles: Sequence[Article]) -> Dates:
    stated = sorted(a.meta.date_published.value for a in articles if a.meta.date_published)
    unstated = len(articles) - len(stated)
    return Dates(stated[0], stated[-1], unstated) if stated else Dates(None, None, unstated)


def _layer(articles: Sequence[Article], layer: Layer) -> LayerStats:
    annotated = [article for article in articles if layer in article.layers]
    empty = sum(not _holds(article, layer) for article in annotated)
    share = empty / len(annotated) if annotated else None
    return LayerStats(len(annotated), empty, share)


def _holds(article: Article, layer: Layer) -> bool:
    """True if there is anything in a layer; coreference needs an entity with two mentions."""
    if layer in article.meta.__struct_fields__:
        return getattr(article.meta, layer) is not None
    return any(_HELD[layer](article))


def _counted(
    articles: Sequence[Article], read: Callable[[Article], Iterable[str | None]]
) -> dict[str, int]:
    counts = Counter(label or "null" for article in articles for label in read(article))
    return {label: counts[label] for label in sorted(counts)}


def _coreferent(entity: Entity) -> bool:
    return len(entity.mentions) > 1


_HELD: dict[Layer, Callable[[Article], Iterable[object]]] = {
    "entities": lambda a: a.entities,
    "coref": lambda a: map(_coreferent, a.entities),
    "times": lambda a: a.times,
    "quantities": lambda a: a.quantities,
    "quotes": lambda a: a.quotes,
    "speakers": lambda a: a.quotes,
    "events": lambda a: a.events,
    "arguments": lambda a: chain.from_iterable(event.arguments for event in a.events),
    "factuality": lambda a: [event.factuality for event in a.events],
}
_LABELS: dict[str, Callable[[Article], Iterable[str | None]]] = {
    "entities": lambda a: [entity.type for entity in a.entities],
    "mentions": lambda a: [mention.kind for entity in a.entities for mention in entity.mentions],
    "names": lambda a: [e.type for e in a.entities for m in e.mentions if m.kind == "NAM"],
    "times": lambda a: [time.type for time in a.times],
    "quantities": lambda a: [quantity.comparator for quantity in a.quantities],
    "quotes": lambda a: [quote.type for quote in a.quotes],
    "speakers": lambda a: [quote.source.status for quote in a.quotes],
    "events": lambda a: [event.type for event in a.events],
    "triggers": lambda a: [event.type for event in a.events for _ in event.triggers],
    "arguments": lambda a: [arg.role for event in a.events for arg in event.arguments],
    "factuality": lambda a: [event.factuality for event in a.events],
    "event status": lambda a: [event.status for event in a.events],
    "anomalies": lambda a: [anomaly.type for anomaly in a.anomalies],
}
_ABOUT: dict[str, Callable[[Article], Iterable[str | None]]] = {
    "provenance": lambda a: [a.provenance.kind],
    "licence of the text": lambda a: [a.provenance.licence],
    "written by": lambda a: [a.provenance.written_by],
    "annotated by": lambda a: [a.provenance.annotated_by],
    "pre-annotated by": lambda a: [a.provenance.pre_annotated_by or "nobody"],
    "passes": lambda a: [str(a.provenance.passes)],
    "status": lambda a: [a.provenance.status],
    "language": lambda a: [a.meta.lang],
}
