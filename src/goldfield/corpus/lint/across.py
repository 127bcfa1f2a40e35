"""What articles say differently of one thing (E1, E21, D11, N5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from goldfield.corpus.lint.finding import Finding
from goldfield.schema.records import Article, Entity, Span
from goldfield.schema.text import fold

__all__ = ["city_country", "name_item", "name_type_across", "unit_spelling"]

Found = Iterator[tuple[Article, Finding]]


class _Use(NamedTuple):
    """One place where a value is given to a key, such as a type to a name."""

    article: Article
    path: str
    span: Span | None
    value: str


def name_type_across(articles: Sequence[Article]) -> Found:
    """One name with two types (E1)."""
    uses = _entities(articles, lambda entity: entity.type)
    yield from _differing(uses, "type", "correct one of the two, unless two things have the name")


def name_item(articles: Sequence[Article]) -> Found:
    """One name and type with two Wikidata items (E21)."""
    uses = _entities(articles, lambda entity: entity.wikidata)
    yield from _differing(uses, "wikidata", "open both items; null promises nothing")


def _entities(
    articles: Sequence[Article], read: Callable[[Entity], str | None]
) -> dict[str, list[_Use]]:
    uses: dict[str, list[_Use]] = defaultdict(list)
    for article in articles:
        for i, entity in enumerate(article.entities):
            names = [m for m in entity.mentions if m.kind == "NAM"]
            value = read(entity)
            if entity.name and names and value:
                use = _Use(article, f"$.entities[{i}]", names[0], value)
                uses[fold(entity.name).casefold()].append(use)
    return uses


def city_country(articles: Sequence[Article]) -> Found:
    """One city of datelines in two countries (D11)."""
    uses: dict[str, list[_Use]] = defaultdict(list)
    for article in articles:
        line = article.meta.dateline
        if line and line.city and line.country:
            use = _Use(article, "$.meta.dateline.country", line.span, line.country)
            uses[fold(line.city).casefold()].append(use)
    yield from _differing(uses, "country", "look both up")


def unit_spelling(articles: Sequence[Article]) -> Found:
    """One unit in two spellings (N5)."""
    uses: dict[str, list[_Use]] = defaultdict(list)
    for article in articles:
        for i, quantity in enumerate(article.quantities):
            if quantity.unit:
                use = _Use(article, f"$.quantities[{i}].unit", quantity.span, quantity.unit)
                uses[quantity.unit.strip("[]_.").casefold()].append(use)
    yield from _differing(uses, "unit", "spell it in one way")


def _order(use: _Use) -> tuple[str, int, int, str]:
    """By place, so that the order of items does not matter."""
    start, end = (use.span.start, use.span.end) if use.span else (0, 0)
    return use.article.id, start, end, use.value


def _differing(uses: dict[str, list[_Use]], what: str, fix: str) -> Found:
    """Each use whose value is not that of the first article that has the key."""
    for key, found in uses.items():
        found.sort(key=_order)
        first = found[0]
        told = {(first.article.id, first.value)}
        for use in found[1:]:
            mark = (use.article.id, use.value)
            if use.value == first.value or mark in told:
                continue
            told.add(mark)
            problem = f"{what} of {key!r} is {use.value} here, {first.value} in {first.article.id}"
            saw = f"{use.value}, {first.value} in {first.article.id}"
            yield use.article, Finding(use.path, use.span, problem, fix, saw)
