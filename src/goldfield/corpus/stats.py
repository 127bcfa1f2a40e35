"""Counts of what a corpus holds, layer by layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from goldfield.schema.labels import LAYERS
from goldfield.schema.records import Article

__all__ = ["CorpusStats", "corpus_stats"]


class CorpusStats(Struct, frozen=True):
    """What `goldfield corpus stats` prints.

    `layers` counts the articles that are annotated with each layer, `items` the annotations,
    `labels` the annotations of each label of each kind of item.
    """

    articles: int
    characters: int
    layers: dict[str, int]
    items: dict[str, int]
    labels: dict[str, dict[str, int]]


def corpus_stats(articles: Iterable[Article]) -> CorpusStats:
    """Counts over gold articles; characters are code points."""
    articles = list(articles)
    labels = {name: _counted(articles, read) for name, read in _LABELS.items()}
    layers = Counter(layer for article in articles for layer in article.layers)
    return CorpusStats(
        articles=len(articles),
        characters=sum(len(article.text) for article in articles),
        layers={layer: layers[layer] for layer in LAYERS},
        items={name: sum(counts.values()) for name, counts in labels.items()},
        labels=labels,
    )


def _counted(
    articles: Sequence[Article], read: Callable[[Article], Iterable[str | None]]
) -> dict[str, int]:
    counts = Counter(label or "null" for article in articles for label in read(article))
    return {label: counts[label] for label in sorted(counts)}


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
    "anomalies": lambda a: [anomaly.type for anomaly in a.anomalies],
}
