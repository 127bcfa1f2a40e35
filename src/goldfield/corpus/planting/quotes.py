"""Errors of quotes: a wrong speaker, a quote that was missed or cut."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from goldfield.corpus.planting.target import Place, Target, hull, place
from goldfield.schema.records import Article, Entity, Quote, Span
from goldfield.schema.text import cuts_word

__all__ = [
    "change_extent", "change_speaker", "extent_targets", "read_extent", "read_speaker",
    "speaker_targets",
]  # fmt: skip

_SPEAKERS = ("PER", "ORG", "GPE", "GROUP")


def speaker_targets(article: Article) -> Iterator[Target]:
    """Quotes whose speaker is known."""
    for quote in article.quotes:
        if quote.source.entity is not None:
            yield Target(quote.id, hull(quote.content))


def extent_targets(article: Article) -> Iterator[Target]:
    """All quotes."""
    return (Target(quote.id, hull(quote.content)) for quote in article.quotes)


def change_speaker(article: Article, target: Target, chance: Random) -> bool:
    """Ascribe the quote to another who could speak, with name and nearest mention."""
    quote = next((q for q in article.quotes if q.id == target.item), None)
    if quote is None:
        return False
    right = {quote.source.entity, *quote.source.acceptable, quote.addressee}
    others = [e for e in article.entities if e.type in _SPEAKERS and e.id not in right]
    if not others:
        return False
    other = chance.choice(others)
    at = (quote.cue or quote.content[0]).start
    nearest = min(other.mentions, key=lambda mention: abs(mention.start - at))
    quote.source.entity, quote.source.name = other.id, other.name
    if quote.source.span is not None:
        quote.source.span = Span(nearest.start, nearest.end, nearest.text)
    return True


def read_speaker(article: Article, where: Place) -> str:
    """The speaker of the quote there, by the places of the entity."""
    quote = _quote_at(article, where)
    if quote is None:
        return "no quote"
    found: list[Entity] = [e for e in article.entities if e.id == quote.source.entity]
    return found[0].name or min(found[0].mentions, key=place).text if found else "nobody"


def change_extent(article: Article, target: Target, chance: Random) -> bool:
    """Lose the quote, one of its fragments, or the last word of its content."""
    quote = next((q for q in article.quotes if q.id == target.item), None)
    if quote is None:
        return False
    slips = ["cut", "cut"]
    if quote.id not in {q.parent for q in article.quotes}:
        slips.append("lose")
    if len(quote.content) > 1:
        slips.append("part")
    slip = chance.choice(slips)
    if slip == "lose":
        article.quotes = [q for q in article.quotes if q is not quote]
    elif slip == "part":
        lost = quote.content[-1]
        quote.content = quote.content[:-1]
        quote.quoted = [span for span in quote.quoted if not _within(span, lost)]
    else:
        return _cut(article.text, quote)
    return True


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _cut(text: str, quote: Quote) -> bool:
    """Leave out the last word of the content, and of the quoted words that end with it."""
    last = quote.content[-1]
    end = text.rfind(" ", last.start, last.end)
    if end <= last.start or cuts_word(text, end):
        return False
    short = Span(last.start, end, text[last.start : end])
    quote.quoted = [
        Span(s.start, end, text[s.start : end]) if s.start < end < s.end else s
        for s in quote.quoted
        if s.start < end
    ]
    quote.content[-1] = short
    return True


def read_extent(article: Article, where: Place) -> str:
    """The content and the quoted words of the quote there."""
    quote = _quote_at(article, where)
    if quote is None:
        return "no quote"
    parts = [sorted(map(place, spans)) for spans in (quote.content, quote.quoted)]
    return f"content {parts[0]}, quoted {parts[1]}"


def _quote_at(article: Article, where: Place) -> Quote | None:
    """The quote that shares most with the place: over half, or it is another one."""

    def shared(quote: Quote) -> float:
        start, end = hull(quote.content)
        common = min(end, where[1]) - max(start, where[0])
        return common / (max(end, where[1]) - min(start, where[0]))

    best = max(article.quotes, key=shared, default=None)
    return best if best is not None and shared(best) > 0.5 else None
