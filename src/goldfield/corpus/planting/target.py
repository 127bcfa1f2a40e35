"""Where an error goes, and the parts that every kind of error has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from goldfield.schema.records import Article, Span

__all__ = ["Kind", "Place", "Target", "hull", "place"]

Place = tuple[int, int]


class Target(NamedTuple):
    """One annotation that an error can be put into.

    Attributes:
        item: id of the entity, time, quantity, quote or event.
        where: the words by which the annotation is found again, whatever the ids are then.
    """

    item: str
    where: Place


class Kind(NamedTuple):
    """A kind of error.

    Attributes:
        name: in kebab-case.
        targets: the annotations of an article that it can befall.
        change: puts the error into an article, in place; False if it cannot.
        read: what an article says where the error was put. Restored is what reads as before.
    """

    name: str
    targets: Callable[[Article], Iterator[Target]]
    change: Callable[[Article, Target, Random], bool]
    read: Callable[[Article, Place], str]


def place(span: Span) -> Place:
    """Where a span lies."""
    return span.start, span.end


def hull(spans: list[Span]) -> Place:
    """From the first to the last character of some spans."""
    return min(span.start for span in spans), max(span.end for span in spans)
