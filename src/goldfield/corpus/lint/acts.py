"""Acts of speech, which are quote and event at once: the two must agree (Q2, V3, Q4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.text import overlaps
from goldfield.corpus.lint.views import attributed, place
from goldfield.schema.records import Article, Event, Quote, Span
from goldfield.schema.text import fold

__all__ = ["same_words", "speaker_not_actor", "topic_without_quote"]

_ACTS = ("REQUEST", "ADVISE", "ACCUSE", "REJECT", "THREATEN", "AGREE", "CONCEDE", "SUPPORT")
_CLAUSE = re.compile(r"(?:not )?to [a-z“]|[a-z]+ing\b")


def speaker_not_actor(article: Article) -> Iterator[Finding]:
    """A word that is cue and trigger, with another speaker than actor (Q2, R1)."""
    for i, event, quote in _both(article):
        right = {quote.source.entity, *quote.source.acceptable}
        actors = {a.ref for a in event.arguments if a.role == "actor"}
        actors |= {ref for a in event.arguments if a.role == "actor" for ref in a.acceptable}
        if quote.source.entity is None or right & actors or quote.cue is None:
            continue
        problem = f"the speaker of the cue {quote.cue.text!r} is no actor of its {event.type}"
        fix = "correct the speaker or the arguments"
        said = sorted(argument.role for argument in event.arguments)
        yield Finding(f"$.events[{i}]", quote.cue, problem, fix, ", ".join(said))


def _both(article: Article) -> Iterator[tuple[int, Event, Quote]]:
    """Events of speech with the quote whose cue is one of their triggers."""
    for i, event in enumerate(article.events):
        triggers = {place(span) for span in event.triggers}
        for quote in article.quotes:
            if event.type in _ACTS and quote.cue and place(quote.cue) in triggers:
                yield i, event, quote


def topic_without_quote(article: Article) -> Iterator[Finding]:
    """A clause as topic of an act of speech that no quote has as its content (Q1, Q2)."""
    contents = attributed(article)
    for i, event in enumerate(article.events):
        for j, argument in enumerate(event.arguments):
            span = argument.span
            topic = argument.role == "topic" and argument.ref is None and event.type in _ACTS[:5]
            if not topic or span is None or not _CLAUSE.match(span.text):
                continue
            if not overlaps(*place(span), contents):
                problem = f"the topic {span.text[:60]!r} of {event.type} is the content of no quote"
                fix = "annotate the quote: an act with a clause is an attribution too"
                yield Finding(f"$.events[{i}].arguments[{j}]", span, problem, fix)


def same_words(article: Article) -> Iterator[Finding]:
    """The same words in marks, ascribed to two sources (Q4, Q18)."""
    quoted = [(i, q, span) for i, q in enumerate(article.quotes) for span in q.quoted]
    for i, quote, span in quoted:
        for _, other, longer in quoted:
            if other is quote or not _repeats(span, longer):
                continue
            sources = (quote.source, other.source)
            right = [{source.entity, *source.acceptable} for source in sources]
            if all(source.entity for source in sources) and not right[0] & right[1]:
                problem = f"{span.text[:60]!r} is ascribed to another source elsewhere"
                fix = "give both the same source, unless the text has two"
                saw = " / ".join(source.name or "null" for source in sources)
                yield Finding(f"$.quotes[{i}].source", span, problem, fix, saw)


def _repeats(span: Span, other: Span) -> bool:
    """Whether some words stand once more in another place; of equal words the earlier repeats."""
    words, longer = (fold(s.text).casefold().strip(" .,") for s in (span, other))
    apart = span.end <= other.start or other.end <= span.start
    first = len(words) < len(longer) or span.start < other.start
    return apart and first and len(words.split()) >= 3 and words in longer
