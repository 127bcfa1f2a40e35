"""Document fields against each other and against their words (D1-D15)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.text import overlaps, span_of
from goldfield.corpus.lint.timewords import contradictions
from goldfield.corpus.lint.views import name_places, place
from goldfield.schema.records import Article, Span

__all__ = [
    "byline_extent", "dateline_date", "dateline_parts", "headline_extent", "published_date",
    "unmarked_field",
]  # fmt: skip


def published_date(article: Article) -> Iterator[Finding]:
    """A publication date that its own words contradict (D1, D9)."""
    published = article.meta.date_published
    if published is None or published.span is None:
        return
    for said in contradictions(published.span.text, published.value, None):
        problem = f"date_published is {published.value}, but its words say {said}"
        yield Finding("$.meta.date_published", published.span, problem, _FIX, published.value)
    digits = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", published.span.text)
    if digits and published.value not in (published.span.text, *published.acceptable):
        problem = f"date_published is {published.value}, but the text has {published.span.text}"
        yield Finding("$.meta.date_published", published.span, problem, _FIX, published.value)


_FIX = "correct the value; if the text errs, record the anomaly A4"


def dateline_date(article: Article) -> Iterator[Finding]:
    """A dateline later than the publication, or one that its own words contradict (D11)."""
    line, published = article.meta.dateline, article.meta.date_published
    if line is None or line.date is None:
        return
    for said in contradictions(line.span.text, line.date, None):
        problem = f"dateline.date is {line.date}, but its words say {said}"
        yield Finding("$.meta.dateline.date", line.span, problem, _FIX, line.date)
    length = min(len(line.date), len(published.value)) if published else 0
    if published and line.date[:length] > published.value[:length]:
        problem = f"dateline.date {line.date} is after date_published {published.value}"
        yield Finding("$.meta.dateline.date", line.span, problem, _FIX, line.date)


def dateline_parts(article: Article) -> Iterator[Finding]:
    """Parts of a dateline that its words do not hold, or that they hold and the record lacks."""
    line = article.meta.dateline
    if line is None:
        return
    place, words = line.place, line.span.text
    if place is not None and not line.span.start <= place.start < place.end <= line.span.end:
        problem = f"the place {place.text!r} stands outside the dateline {words!r}"
        yield Finding("$.meta.dateline.place", place, problem, "take the place in the dateline")
    if line.agency is not None and line.agency not in words:
        problem = f"the agency {line.agency!r} is not in the dateline {words!r}"
        fix = "write it as it stands there, or null"
        yield Finding("$.meta.dateline.agency", line.span, problem, fix, line.agency)
    dated = article.meta.date_published is not None or re.search(r"\b\d{4}\b", words)
    if line.date is None and dated and re.search(r"\b\d{1,2}\b", words):
        problem = f"the dateline {words!r} has a number, but date is null"
        yield Finding("$.meta.dateline.date", line.span, problem, "give the date (D11)")
    invented = article.provenance.kind == "composed"
    if line.city is not None and line.country is None and not invented:
        problem = f"the city {line.city!r} has no country"
        fix = "look it up (D11), unless it is disputed"
        yield Finding("$.meta.dateline.country", line.span, problem, fix, line.city)


def headline_extent(article: Article) -> Iterator[Finding]:
    """A headline or deck that leaves out its final mark or the rest of its line (D8)."""
    for name in ("headline", "deck"):
        span: Span | None = getattr(article.meta, name)
        if span is None:
            continue
        rest = article.text[span.end :].partition("\n")[0]
        if rest[:1] in (".", "?", "!", "”", '"', "’") or re.match(r" [a-z]", rest):
            problem = f"the {name} ends before {rest.strip()[:30]!r}"
            fix = "take the whole title with its final mark (D8)"
            yield Finding(f"$.meta.{name}", span, problem, fix)


def byline_extent(article: Article) -> Iterator[Finding]:
    """A byline with `By` in it, or one that stops before a second writer (D5, D14)."""
    byline = article.meta.byline
    if byline is None:
        return
    rest = article.text[byline.end :].partition("\n")[0]
    if byline.text.lower().startswith("by ") or re.match(r" and [A-ZÀ-Þ]", rest):
        problem = f"the byline {byline.text!r} holds `By` or leaves out a writer"
        yield Finding("$.meta.byline", byline, problem, "from the first name to the last")


def unmarked_field(article: Article) -> Iterator[Finding]:
    """A writer, publisher, filing place or agency without a mention (M1, G5)."""
    meta, names = article.meta, name_places(article)
    spans = [("byline", meta.byline), ("publisher", meta.publisher)]
    if meta.dateline:
        spans += [("dateline", span) for span in _dateline_names(article.text, meta.dateline.span)]
    for name, span in spans:
        if span is not None and not overlaps(*place(span), names):
            problem = f"{span.text!r} in the {name} is no mention"
            yield Finding(f"$.meta.{name}", span, problem, "mark the name (M1, G5)")


def _dateline_names(text: str, line: Span) -> Iterator[Span]:
    """Runs of capitalised words in a dateline that are no month, weekday or zone."""
    for match in re.finditer(r"[^\W\d_][\w’'.-]*(?: [^\W\d_][\w’'.-]*)*", line.text):
        words = match[0].split()
        while words and words[0].lower().rstrip(".") in _NO_NAMES:
            words = words[1:]
        name = " ".join(words)
        if name[:1].isupper():
            start = line.start + match.end() - len(name)
            yield span_of(text, start, start + len(name))


_NO_NAMES = LEXICON.plain_capitals | {
    form for word in (*LEXICON.months, *LEXICON.weekdays) for form in (word, word[:3], word[:4])
}
