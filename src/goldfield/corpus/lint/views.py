"""An article as the rules look at it: mentions with their paths, body and apparatus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.text import Place, line_at, untouchable
from goldfield.schema.labels import MentionKind
from goldfield.schema.records import Article, Entity, Mention, Span

__all__ = [
    "Placed", "apparatus", "attributed", "entities_by_id", "is_title_case", "mentions",
    "name_places", "no_annotation", "place", "quoted_places", "timed_places",
]  # fmt: skip


class Placed(NamedTuple):
    """A mention with its entity and its path."""

    path: str
    entity: Entity
    mention: Mention


_LONGEST_LINE = 120


def place(span: Span) -> Place:
    """Where a span lies."""
    return span.start, span.end


def mentions(article: Article, kind: MentionKind | None = None) -> Iterator[Placed]:
    """Every mention, or those of one kind."""
    for i, entity in enumerate(article.entities):
        for j, mention in enumerate(entity.mentions):
            if kind in (None, mention.kind):
                yield Placed(f"$.entities[{i}].mentions[{j}]", entity, mention)


def entities_by_id(article: Article) -> dict[str, Entity]:
    """The entities of an article by id."""
    return {entity.id: entity for entity in article.entities}


def name_places(article: Article) -> list[Place]:
    """Where names are annotated."""
    return [place(found.mention) for found in mentions(article, "NAM")]


def timed_places(article: Article) -> list[Place]:
    """Where dates, times and quantities are annotated, those of the document fields included."""
    found = [place(time.span) for time in article.times]
    found += [place(quantity.span) for quantity in article.quantities]
    published = article.meta.date_published
    if published and published.span:
        found.append(place(published.span))
    return found


def quoted_places(article: Article) -> list[Place]:
    """The text inside the quote marks of all quotes."""
    return [place(span) for quote in article.quotes for span in quote.quoted]


def attributed(article: Article) -> list[Place]:
    """All words that are ascribed to somebody."""
    return [place(span) for quote in article.quotes for span in quote.content]


def apparatus(article: Article) -> list[Place]:
    """Dateline, byline, publisher, metadata lines and tables, without headline and deck (G5)."""
    text, meta = article.text, article.meta
    stated = meta.date_published.span if meta.date_published else None
    spans = [span for span in (meta.byline, meta.publisher, stated) if span]
    found = [place(span) for span in spans]
    lines = {line_at(text, span.start) for span in spans}
    for match in re.finditer(r"[^\n]+", text):
        row = len(re.findall(r"\S(?: {2,}|\t)(?=\S)", match[0])) > 1  # of a table
        if row or match[0].lstrip().lower().startswith(LEXICON.apparatus):
            lines.add(match.span())
    # A long line is a paragraph, whatever it begins with or holds.
    lines = {(low, high) for low, high in lines if high - low <= _LONGEST_LINE}
    titles = [place(span) for span in (meta.headline, meta.deck) if span]
    found += [part for line in lines for part in _without(line, titles)]
    if meta.dateline:
        found.append(place(meta.dateline.span))
    return sorted(found)


def _without(line: Place, titles: list[Place]) -> list[Place]:
    """A line without the titles in it, such as a headline into which metadata leaked (A5)."""
    cuts = sorted(title for title in titles if title[0] < line[1] and line[0] < title[1])
    edges = [line[0], *(edge for cut in cuts for edge in cut), line[1]]
    return [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]


def no_annotation(article: Article) -> list[Place]:
    """Where no time, quantity, quote, event, NOM or PRO is annotated (G5, G6)."""
    return [*apparatus(article), *untouchable(article.text)]


def is_title_case(title: str) -> bool:
    """Whether the words of a title have capitals that prove nothing (M19)."""
    long = [word for word in re.findall(r"[^\W\d_]+", title) if len(word) > 3]
    capitals = [word for word in long if word[0].isupper()]
    return len(capitals) * 3 > len(long) * 2
