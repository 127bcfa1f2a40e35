"""What a quote ascribes, as places of the text, and how far two quotes share it."""

from __future__ import annotations

from typing import NamedTuple

from goldfield.schema.records import Quote
from goldfield.scoring.outcome import Item

__all__ = [
    "Content", "Overlap", "Places", "Said", "content_of", "named_quote", "overlap", "places_of",
    "said", "shown_quote",
]  # fmt: skip

Places = tuple[tuple[int, int], ...]


class Content(NamedTuple):
    """Places of the content, its pieces that are not in the text, and the characters of both."""

    places: Places
    unfound: tuple[str, ...]
    size: int


class Said(NamedTuple):
    """A quote with its content, and how verdicts show it, without and with its speaker."""

    quote: Quote
    content: Content
    shown: Item
    named: Item


class Overlap(NamedTuple):
    """What two contents share; `matched` if at least half of the characters of their union."""

    same: bool
    matched: bool
    shared: int


def said(quote: Quote) -> Said:
    """What is read off a quote more than once."""
    shown = shown_quote(quote)
    return Said(quote, content_of(quote), shown, _with_speaker(quote, shown))


def content_of(quote: Quote) -> Content:
    """The content; a surface that is not in the text counts with its length."""
    places = places_of(quote)
    unfound = tuple(sorted(span.text for span in quote.content if span.start < 0))
    size = sum([end - start for start, end in places]) + sum(map(len, unfound))
    return Content(places, unfound, size)


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


def overlap(gold: Content, pred: Content) -> Overlap:
    """How far two contents agree."""
    shared = sum(
        [
            max(0, min(end, stop) - max(start, begin))
            for start, end in gold.places
            for begin, stop in pred.places
        ]
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
    return _with_speaker(quote, shown_quote(quote))


def _with_speaker(quote: Quote, shown: Item) -> Item:
    source = quote.source
    speaker = source.span.text if source.span else source.name or source.entity or "nobody"
    return Item(quote.type, f"{speaker}: {shown.text}", shown.start, shown.end)
