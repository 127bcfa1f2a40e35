"""Ids within one gold record: each is given once, and each reference leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec

from goldfield.errors import Fault, did_you_mean
from goldfield.schema.records import Article, Span

__all__ = ["check_references", "without_ids"]

_LISTS = ("entities", "times", "quantities", "quotes", "events", "anomalies")
_REFERRING = ("id", "anchor", "of", "entity", "addressee", "parent", "ref", "acceptable")


def check_references(article: Article) -> Iterator[Fault]:
    """Faults of ids and references: duplicate, dangling, of the wrong kind, or in a circle."""
    yield from _check_unique(article)
    entities = {entity.id for entity in article.entities}
    times = {time.id for time in article.times}
    quotes = {quote.id for quote in article.quotes}
    anything = entities | times | {quantity.id for quantity in article.quantities}
    anything |= {event.id for event in article.events}
    for path, reference, known, kind in _references(article, entities, times, quotes, anything):
        if reference is not None and reference not in known:
            problem = f"points to {kind} {reference!r}, which this article does not have"
            fix = f"add it, or point to another{did_you_mean(reference, known)}"
            yield Fault("", path, problem, fix)
    yield from _check_parents(article)
    yield from _check_same_span(article)


def without_ids(article: Article) -> Any:
    """The record as plain data, with each id replaced by the place of its item in its list.

    Two annotators choose other ids for the same items; nothing is meant by them.
    """
    names = {
        item.id: f"{name}[{index}]"
        for name in _LISTS
        for index, item in enumerate(getattr(article, name))
    }
    plain = msgspec.to_builtins(article)
    return {key: _renamed(plain[key], names, "") if key in _LISTS else plain[key] for key in plain}


def _renamed(value: Any, names: Mapping[str, str], key: str) -> Any:
    if isinstance(value, dict):
        return {name: _renamed(inner, names, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names, key) for inner in value]
    return names.get(value, value) if key in _REFERRING and isinstance(value, str) else value


_Reference = tuple[str, str | None, Collection[str], str]


def _references(
    article: Article, entities: set[str], times: set[str], quotes: set[str], anything: set[str]
) -> Iterator[_Reference]:
    for i, time in enumerate(article.times):
        yield f"$.times[{i}].anchor", time.anchor, times | {"DCT"}, "time"
    for i, quantity in enumerate(article.quantities):
        yield f"$.quantities[{i}].of", quantity.of, entities, "entity"
    for i, quote in enumerate(article.quotes):
        yield f"$.quotes[{i}].source.entity", quote.source.entity, entities, "entity"
        yield f"$.quotes[{i}].addressee", quote.addressee, entities, "entity"
        yield f"$.quotes[{i}].parent", quote.parent, quotes, "quote"
        for j, other in enumerate(quote.source.acceptable):
            yield f"$.quotes[{i}].source.acceptable[{j}]", other, entities, "entity"
    for i, event in enumerate(article.events):
        for j, argument in enumerate(event.arguments):
            path = f"$.events[{i}].arguments[{j}]"
            yield f"{path}.ref", argument.ref, anything, "id"
            for k, other in enumerate(argument.acceptable):
                yield f"{path}.acceptable[{k}]", other, anything, "id"


def _check_unique(article: Article) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name in _LISTS:
        for index, item in enumerate(getattr(article, name)):
            path = f"$.{name}[{index}].id"
            if item.id in seen:
                problem = f"the id {item.id!r} is given to {seen[item.id]} already"
                yield Fault("", path, problem, "give each item an id of its own")
            seen.setdefault(item.id, path)


def _check_parents(article: Article) -> Iterator[Fault]:
    parents = {quote.id: quote.parent for quote in article.quotes}
    for index, quote in enumerate(article.quotes):
        ancestor, steps = quote.parent, 0
        while ancestor is not None and ancestor != quote.id and steps <= len(parents):
            ancestor, steps = parents.get(ancestor), steps + 1
        if ancestor == quote.id:
            problem = f"the quote {quote.id!r} contains itself"
            yield Fault("", f"$.quotes[{index}].parent", problem, "let parents end in null")


def _check_same_span(article: Article) -> Iterator[Fault]:
    mentions = [
        (f"$.entities[{i}].mentions[{j}]", mention)
        for i, entity in enumerate(article.entities)
        for j, mention in enumerate(entity.mentions)
    ]
    times: list[tuple[str, Span]] = [
        (f"$.times[{i}].span", t.span) for i, t in enumerate(article.times)
    ]
    numbers: list[tuple[str, Span]] = [
        (f"$.quantities[{i}].span", quantity.span) for i, quantity in enumerate(article.quantities)
    ]
    for spans in (mentions, times, numbers):
        counted = Counter((span.start, span.end) for _, span in spans)
        for path, span in spans:
            if counted[span.start, span.end] > 1:
                problem = f"{span.text[:40]!r} at [{span.start}, {span.end}) is annotated twice"
                yield Fault("", path, problem, "keep one of the two")
