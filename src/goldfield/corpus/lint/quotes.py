"""Quotes: marks, extent, type and nesting (Q1-Q17)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.text import (
    Marks,
    inside,
    line_at,
    occurrences,
    overlaps,
    quote_marks,
    sentence_at,
    span_of,
    word_before,
)
from goldfield.corpus.lint.views import (
    attributed,
    is_title_case,
    name_places,
    no_annotation,
    place,
    quoted_places,
)
from goldfield.schema.labels import QuoteType
from goldfield.schema.records import Article, Quote, Span

__all__ = [
    "content_extent", "cue_in_content", "nesting", "quote_type", "quoted_extent",
    "quoted_outside", "uncovered_marks", "unmarked_cue",
]  # fmt: skip

_OPENING, _CLOSING = "“\"‘'«", "”\"’'»"
_SPEECH = re.compile(
    r"\b(?:said|says|told|tells|wrote|posted|added|called|asked|warned|announced|replied|read|reading"
    r"|shouted|chanted|tweeted|according to|described)\b"
)


def uncovered_marks(article: Article) -> Iterator[Finding]:
    """Quote marks that no quote covers and that hold no name, title or term (Q3, Q14)."""
    text, quoted = article.text, quoted_places(article)
    closed = [*no_annotation(article)]
    for marks in quote_marks(text):
        covered = overlaps(marks.start, marks.end, quoted)
        if marks.depth or covered or overlaps(marks.start, marks.end, closed):
            continue
        if not _is_term(article, marks):
            span = span_of(text, marks.start, marks.end)
            span = span if span.text.strip() else span_of(text, marks.start - 1, marks.end)
            problem = f"no quote covers the marks around {_short(span.text)}"
            fix = "annotate the quote, or the name if it is one, unless they are scare quotes (Q3)"
            yield Finding("$.quotes", span, problem, fix)


def _is_term(article: Article, marks: Marks) -> bool:
    """Whether words in marks are a name, or a short term that nobody is said to have uttered."""
    text, words = article.text, article.text[marks.start : marks.end].strip(" ,.")
    start = marks.start + article.text[marks.start : marks.end].find(words)
    if inside(start, start + len(words), name_places(article)):
        return True
    number = len(words.split())
    if words[:1].isupper() and is_title_case(words):
        return False  # a nickname or a title is a name
    term = word_before(text, marks.start - 1).lower() in LEXICON.term_words
    return number <= (6 if term else 3) and (term or not _spoken(article, marks))


def _spoken(article: Article, marks: Marks) -> bool:
    """Whether words in marks are part of ascribed words, or a verb of speech is left for them."""
    if inside(marks.start, marks.end, attributed(article)):
        return True
    cues = [place(quote.cue) for quote in article.quotes if quote.cue]
    found = _SPEECH.finditer(article.text, *sentence_at(article.text, marks.start))
    outside = [m for m in found if not marks.start <= m.start() < marks.end]
    return any(not overlaps(*match.span(), cues) for match in outside)


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else f"{words[:40]}...{words[-15:]}")


def quoted_extent(article: Article) -> Iterator[Finding]:
    """A `quoted` that does not fill a pair of marks from one to the other (Q14, Q14a)."""
    text = article.text
    for i, quote in enumerate(article.quotes):
        for j, span in enumerate(quote.quoted):
            opened = text[max(0, span.start - 1) : span.start] in tuple(_OPENING)
            closed = text[span.end : span.end + 1] in tuple(_CLOSING)
            unclosed = span.end == line_at(text, span.start)[1]
            if opened and (closed or unclosed):
                continue
            problem = f"{_short(span.text)} does not run from mark to mark"
            fix = "take all the text inside the marks, with the comma or period inside"
            yield Finding(f"$.quotes[{i}].quoted[{j}]", span, problem, fix)


def quoted_outside(article: Article) -> Iterator[Finding]:
    """A `quoted` that is no part of the content (Q13, Q14)."""
    for i, quote in enumerate(article.quotes):
        content = [place(span) for span in quote.content]
        for j, span in enumerate(quote.quoted):
            if not inside(*place(span), content):
                problem = f"the quoted words {_short(span.text)} are not in the content"
                fix = "correct the content: all ascribed words belong to it"
                yield Finding(f"$.quotes[{i}].quoted[{j}]", span, problem, fix)


def quote_type(article: Article) -> Iterator[Finding]:
    """A type that is not that of the spans (Q6)."""
    for i, quote in enumerate(article.quotes):
        wanted = _type(quote)
        if quote.type != wanted:
            problem = f"the quote is {quote.type}, but by its spans {wanted}"
            fix = "correct the type, or the spans"
            yield Finding(f"$.quotes[{i}].type", quote.content[0], problem, fix, quote.type)


def _type(quote: Quote) -> QuoteType:
    if not quote.quoted:
        return "indirect"
    same = {place(s) for s in quote.content} == {place(s) for s in quote.quoted}
    return "direct" if same else "mixed"


def content_extent(article: Article) -> Iterator[Finding]:
    """A content that begins or ends where no clause does (Q13, Q13a)."""
    text = article.text
    for i, quote in enumerate(article.quotes):
        borders = {place(span) for span in (quote.cue, quote.source.span) if span}
        for j, span in enumerate(quote.content):
            if span in quote.quoted:
                continue
            for problem in _edges(text, span, {at for border in borders for at in border}):
                whole = f"the content {_short(span.text)} {problem}"
                fix = "take the whole clause, without `that` and final period"
                yield Finding(f"$.quotes[{i}].content[{j}]", span, whole, fix)


def _edges(text: str, span: Span, borders: set[int]) -> Iterator[str]:
    """What is odd at the edges of ascribed words that are not all in marks."""
    after = text[span.end : span.end + 24]
    if re.match(r"that (?!(?:as|is|was|will|would|can|could|has|had|to|of) )", span.text):
        yield "begins with `that`"
    if span.text.endswith(".") and span.text[-2:-1] not in ".”" and after[:1] in ("\n", " ", ""):
        yield "ends with the period of the sentence"
    first, inner, last = span.text[:1], span.text[1:-1], span.text[-1:]
    if first in _OPENING and last in _CLOSING and first not in inner:
        yield "has the outer quote marks in it"
    goes_on = re.match(r"[ -](\w+)", after)
    stops = goes_on is None or goes_on[1].lower() in LEXICON.after_clause or span.end + 1 in borders
    if span.text.count("“") != span.text.count("”"):
        yield "holds one half of a pair of marks"
    elif not stops and not after.startswith(" “") and not _cue_near(after):
        yield f"stops before {after.strip()[:20]!r}"


def _cue_near(after: str) -> bool:
    return re.search(rf"\b(?:{'|'.join(LEXICON.speech)})\b", after) is not None


def cue_in_content(article: Article) -> Iterator[Finding]:
    """A cue or a speaker inside the words that it ascribes (Q13, Q13b)."""
    for i, quote in enumerate(article.quotes):
        content = [place(span) for span in quote.content]
        for name, span in (("cue", quote.cue), ("source.span", quote.source.span)):
            if span is not None and overlaps(*place(span), content):
                problem = f"the {name} {span.text!r} stands inside the content"
                fix = f"correct the {name}, or split the content around it"
                yield Finding(f"$.quotes[{i}].{name}", span, problem, fix)


def nesting(article: Article) -> Iterator[Finding]:
    """A parent that does not contain its quote, or a quote within another without parent (Q16)."""
    by_id = {quote.id: quote for quote in article.quotes}
    for i, quote in enumerate(article.quotes):
        parent = by_id.get(quote.parent or "")
        if parent is not None and not _contains(parent, quote):
            problem = f"the parent does not contain {_short(quote.content[0].text)}"
            fix = "correct the parent, or one of the contents"
            yield Finding(f"$.quotes[{i}].parent", quote.content[0], problem, fix)
        outer = [q for q in article.quotes if q is not quote and _contains(q, quote)]
        outer = [q for q in outer if not _contains(quote, q)]
        if parent is None and outer and quote.parent is None:
            problem = (
                f"{_short(quote.content[0].text)} lies within another quote, but has no parent"
            )
            fix = "set parent (Q17)"
            yield Finding(f"$.quotes[{i}].parent", quote.content[0], problem, fix)


def _contains(outer: Quote, inner: Quote) -> bool:
    places = [place(span) for span in outer.content]
    return all(inside(*place(span), places) for span in inner.content)


def unmarked_cue(article: Article) -> Iterator[Finding]:
    """`said`, `says` or `according to` in the body that is the cue of no quote (Q2)."""
    text = article.text
    cues = [place(quote.cue) for quote in article.quotes if quote.cue]
    taken = [*cues, *no_annotation(article)]
    taken += [place for place in attributed(article) if _has_marks(text, *place)]
    for verb in LEXICON.speech:
        for surface in (verb, verb.capitalize()):
            for start, end in occurrences(text, surface):
                if overlaps(start, end, taken) or _NO_CLAUSE.match(text, end):
                    continue
                problem = f"{surface!r} ascribes words, but is the cue of no quote"
                fix = "annotate the quote, unless no clause follows (Q1)"
                yield Finding("$.quotes", span_of(text, start, end), problem, fix)


_NO_CLAUSE = re.compile(r" (?:so|nothing|little|much|more|yes|no|the (?:reverse|same|opposite))\b")


def _has_marks(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in tuple(_OPENING) and text[end : end + 1] in tuple(
        _CLOSING
    )
