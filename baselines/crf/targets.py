"""What is tagged: the spans of each layer in a gold record, each kind by a tagger of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from goldfield.schema.labels import Layer
from goldfield.schema.records import Article
from goldfield.tagging.bilou import LabelledSpan

__all__ = ["TARGETS", "Target", "targets_of"]


class Target(NamedTuple):
    """One tagger: its name, the layer it needs, and what it has to find."""

    name: str
    layer: Layer
    spans: Callable[[Article], Iterable[LabelledSpan]]


def _mentions(article: Article, kinds: str) -> Iterable[LabelledSpan]:
    return (
        LabelledSpan(mention.start, mention.end, f"{mention.kind}:{entity.type}")
        for entity in article.entities
        for mention in entity.mentions
        if mention.kind in kinds
    )


# Nominal mentions overlap with the names and pronouns inside them; these two do not overlap.
TARGETS = (
    Target("names", "entities", lambda article: _mentions(article, "NAM PRO")),
    Target("nominals", "entities", lambda article: _mentions(article, "NOM")),
    Target(
        "times",
        "times",
        lambda article: (LabelledSpan(t.span.start, t.span.end, t.type) for t in article.times),
    ),
    Target(
        "quantities",
        "quantities",
        lambda article: (
            LabelledSpan(q.span.start, q.span.end, "quantity") for q in article.quantities
        ),
    ),
    Target(
        "events",
        "events",
        lambda article: (
            LabelledSpan(trigger.start, trigger.end, event.type)
            for event in article.events
            for trigger in event.triggers
        ),
    ),
)


def targets_of(layers: Iterable[Layer]) -> list[Target]:
    """The taggers that these layers need."""
    wanted = set(layers)
    return [target for target in TARGETS if target.layer in wanted]
