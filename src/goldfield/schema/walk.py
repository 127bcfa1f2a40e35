"""Visiting a record: every span with its path, and every id with what it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from goldfield.schema.records import Annotations, Mention, Span

__all__ = ["all_spans", "clearest_first", "referred_ids", "spans_by_id", "walk_spans"]


def walk_spans(node: object, path: str = "$") -> Iterator[tuple[str, Span]]:
    """Every span in `node` (a record or a part of one) with its JSONPath, in document order."""
    if isinstance(node, Span):
        yield path, node
    if isinstance(node, Struct):
        for name in node.__struct_fields__:
            yield from walk_spans(getattr(node, name), f"{path}.{name}")
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from walk_spans(item, f"{path}[{index}]")


def all_spans(record: Annotations) -> list[Span]:
    """Every span of the layers that are scored, without paths: one plain loop a layer, fast."""
    meta = record.meta
    found: list[Span | None] = [meta.headline, meta.deck, meta.byline, meta.publisher]
    if meta.date_published:
        found.append(meta.date_published.span)
    if meta.dateline:
        found += (meta.dateline.span, meta.dateline.place)
    for entity in record.entities:
        found += entity.mentions
    found += [time.span for time in record.times]
    found += [quantity.span for quantity in record.quantities]
    for quote in record.quotes:
        found += (quote.source.span, quote.cue, *quote.content, *quote.quoted)
    for event in record.events:
        found += event.triggers
        found += [argument.span for argument in event.arguments]
    return [span for span in found if span is not None]


def clearest_first(mention: Mention) -> tuple[bool, int, int]:
    """A sort key: named mentions first, then in the order of the text."""
    return mention.kind != "NAM", mention.start, mention.end


def spans_by_id(record: Annotations) -> dict[str, Sequence[Span]]:
    """The spans that each id stands for, the clearest first.

    An entity gives its named mentions, then the others; an event its triggers.
    """
    found: dict[str, Sequence[Span]] = {}
    for entity in record.entities:
        mentions = sorted(entity.mentions, key=clearest_first)
        found[entity.id] = mentions
    found |= {time.id: [time.span] for time in record.times}
    found |= {quantity.id: [quantity.span] for quantity in record.quantities}
    found |= {event.id: event.triggers for event in record.events}
    return found


def referred_ids(record: Annotations) -> set[str | None]:
    """What quantities, quotes and arguments refer to, alternatives included; None may be in it."""
    found: set[str | None] = {quantity.of for quantity in record.quantities}
    for quote in record.quotes:
        found |= {quote.source.entity, quote.addressee, *quote.source.acceptable}
    for event in record.events:
        for argument in event.arguments:
            found |= {argument.ref, *argument.acceptable}
    return found
