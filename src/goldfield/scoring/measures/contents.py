"""What a quote ascribes, as places of the text, and how far two quotes share it."""

from __future__ import annotations

from typing import NamedTuple

from goldfield.schema.records import Quote
from goldfield.scoring.outcome import Item

__all__ = [
    "Content", "Overlap", "content_of", "named_quote", "overlap", "places_of", "shown_quote",
    "unfound",
]  # fmt: skip

Places = tuple[tuple[int, int], ...]


class Content(NamedTuple):
    """Places of the content, and its characters, found in the text or not."""

    places: Places
    size: int


class Overlap(NamedTuple):
    """What two contents share; `matched` if at least half of the characters of their union."""

    same: bool
    matched: bool
    shared: int


def content_of(quote: Quote) -> Content:
    """The content; a surface that is not in the text counts with its length."""
    places = places_of(quote)
    size = sum(end - start for start, end in places) + sum(map(len, unfound(quote)))
    return Content(places, size)


def places_of(quote: Quote) -> Places:
    """The places of the content, in order; those that overlap or touch are one.

    So however a prediction cuts it up, the same characters are the same content.
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in quote.content):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def unfound(quote: Quote) -> list[str]:
    """The pieces of content that are not in the text."""
    return sorted(span.text for span in quote.content if span.start < 0)


def overlap(gold: Content, pred: Content) -> Overlap:
    """How far two contents agree."""
    shared = sum(
        max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in gold.places for b in pred.places
    )
    same = shared > 0 and gold.places == pred.places
    return Overlap(same, same or 0 < gold.size + pred.size <= 3 * shared, shared)


def shown_quote(quote: Quote) -> Item:
    """A quote as verdicts show it: its content in one line, and from where to where it goes."""
    spans = sorted(quote.content, key=lambda span: (span.start, span.end, span.text))
    text = " ... ".join(span.text for span in spans)
    if not spans:
        return Item(quote.type, text)
    return Item(quote.type, text, spans[0].start, max(span.end for span in spans))


def named_quote(quote: Quote) -> Item:
    """A quote with its speaker in front, as speaker verdicts show it."""
    source = quote.source
    speaker = source.span.text if source.span else source.name or source.entity or "nobody"
    shown = shown_quote(quote)
    return Item(quote.type, f"{speaker}: {shown.text}", shown.start, shown.end)
