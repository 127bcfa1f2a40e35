"""Running the rules over articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goldfield.corpus.lint.finding import AcrossRule, Finding, Rule, Suspicion
from goldfield.corpus.lint.registry import ACROSS, RULES
from goldfield.corpus.lint.text import span_of
from goldfield.corpus.sheet import surface_at
from goldfield.errors import DataError
from goldfield.schema.records import UNFOUND, Article, Span

__all__ = ["lint", "lint_across", "lint_article"]

_CONTEXT = 24
_LONGEST = 60


def lint(articles: Sequence[Article]) -> list[Suspicion]:
    """All suspicions about valid gold records, article by article in the order of the text."""
    found = [suspicion for article in articles for suspicion in lint_article(article)]
    found += lint_across(articles)
    order = {article.id: index for index, article in enumerate(articles)}
    return sorted(set(found), key=lambda s: (order[s.article], s.start, s.rule, s.path, s.at))


def lint_article(article: Article) -> Iterator[Suspicion]:
    """Suspicions about one article by itself, by the rules whose layers it has."""
    for rule in RULES:
        if set(rule.layers) <= set(article.layers):
            yield from (_tell(article, rule, finding) for finding in rule.check(article))


def lint_across(articles: Sequence[Article]) -> Iterator[Suspicion]:
    """Suspicions about articles that do not agree with each other."""
    for rule in ACROSS:
        yield from (_tell(article, rule, finding) for article, finding in rule.check(articles))


def _tell(article: Article, rule: Rule | AcrossRule, finding: Finding) -> Suspicion:
    span, problem = finding.span, finding.problem
    at = _spelled(article.text, span) if span is not None else ""
    if finding.saw:
        at = f"{at} = {finding.saw}" if at else finding.saw
    if span is not None:
        problem = f"{problem}: {_around(article.text, span)}"
    start, end = (span.start, span.end) if span else (UNFOUND, UNFOUND)
    place = (finding.path, at or finding.path, problem, finding.fix, start, end)
    return Suspicion(article.id, rule.name, rule.manual, *place)


def _spelled(text: str, span: Span) -> str:
    """The words as a sheet spells them; of long ones the beginning, which is as stable."""
    end = span.end
    if end - span.start > _LONGEST:
        end = max(text.rfind(" ", span.start + 1, span.start + _LONGEST), span.start + 1)
    try:
        return surface_at(text, span_of(text, span.start, end))
    except DataError:  # a record whose spans do not fit is not ours to judge
        return span.text[:_LONGEST]


def _around(text: str, span: Span) -> str:
    before = text[max(0, span.start - _CONTEXT) : span.start]
    after = text[span.end : span.end + _CONTEXT]
    inner = text[span.start : span.end]
    inner = inner if len(inner) <= _LONGEST else f"{inner[:30]}...{inner[-20:]}"
    return " ".join(f"...{before}[{inner}]{after}...".split())
