"""What a rule of the linter is, what it finds, and what a reader is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from goldfield.schema.labels import Layer
from goldfield.schema.records import Article, Span

__all__ = ["AcrossRule", "Finding", "Rule", "Suspicion"]


class Finding(NamedTuple):
    """One thing that a rule does not trust.

    Attributes:
        path: JSONPath of the annotation, or of the list that lacks one.
        span: the words it is about; None if it is about no place.
        problem: what is suspicious.
        fix: what to do if it is wrong.
        saw: the value that was looked at. A review holds for this value only.
    """

    path: str
    span: Span | None
    problem: str
    fix: str
    saw: str = ""


class Rule(NamedTuple):
    """A check of one article.

    Attributes:
        name: in kebab-case, as reviews name it.
        manual: the rules of the annotation manual it stems from.
        layers: the article must have them all, or the rule is not run (L1).
        check: the pure function.
    """

    name: str
    manual: str
    layers: tuple[Layer, ...]
    check: Callable[[Article], Iterable[Finding]]


class AcrossRule(NamedTuple):
    """A check of all articles together; what it finds belongs to the article it comes with."""

    name: str
    manual: str
    check: Callable[[Sequence[Article]], Iterable[tuple[Article, Finding]]]


class Suspicion(NamedTuple):
    """A finding as it is told.

    Attributes:
        article: id of the article.
        rule: name of the rule.
        manual: the rules of the manual it stems from.
        path: JSONPath in the record.
        at: the words as a sheet spells them, and the value looked at. With article and rule it is
            the key of a review; it does not change when items are reordered or get other ids.
        problem: what is suspicious, with context.
        fix: what to do if it is wrong.
        start: first code point of the words, -1 if there are none.
        end: one past the last.
    """

    article: str
    rule: str
    manual: str
    path: str
    at: str
    problem: str
    fix: str
    start: int
    end: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What a review names."""
        return self.article, self.rule, self.at
