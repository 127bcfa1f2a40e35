"""Times: value, type, anchor, `vague` and extent against the words (T1-T13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.text import inside, span_of
from goldfield.corpus.lint.timewords import contradictions, day_of, reference_of
from goldfield.corpus.lint.views import place, quoted_places
from goldfield.schema.records import Article, Time

__all__ = ["time_anchor", "time_extent", "time_type", "time_vague", "time_value"]

_DAYS = "|".join(LEXICON.weekdays)
_DEICTIC = re.compile(
    rf"(?:last |next |this )?(?:{_DAYS}|week|month|year)|today|yesterday|tomorrow|tonight"
)
_ABSOLUTE = re.compile(r"(?<![\d.,])(?:1[5-9]\d\d|20\d\d)(?![\d%])")
_MODIFIER = re.compile(
    r"\b(early|late|mid|last|next|nearly|almost|at least|more than|about|around|every|past)[ -]$"
)
_PREPOSITION = re.compile(
    r"(?:on|in|at(?! least| most)|since|from|by|until|till|during|within|before|after) ",
    re.IGNORECASE,
)


def time_value(article: Article) -> Iterator[Finding]:
    """A value that the words of the span contradict (T9-T11)."""
    known = {time.id: time for time in article.times}
    for i, time in enumerate(article.times):
        if time.value is None:
            continue
        start = _start(article, known, time)
        for said in contradictions(time.span.text, time.value, start):
            problem = f"{time.span.text!r} has the value {time.value}, but says {said}"
            fix = "correct the value, the anchor or the span"
            yield Finding(f"$.times[{i}].value", time.span, problem, fix, time.value)


def _start(article: Article, known: dict[str, Time], time: Time) -> date | None:
    """The day that a time is reckoned from (T12, D10)."""
    if time.anchor == "DCT":
        meta = article.meta
        line = meta.dateline.date if meta.dateline else None
        return day_of(meta.date_published.value if meta.date_published else line)
    anchor = known.get(time.anchor or "")
    return day_of(anchor.value) if anchor else None


def time_type(article: Article) -> Iterator[Finding]:
    """A type that the form of the value does not have (T2)."""
    for i, time in enumerate(article.times):
        wanted = _types(time)
        if time.type not in wanted:
            problem = (
                f"{time.span.text!r} is {time.type}, but its value {time.value} is {wanted[0]}"
            )
            fix = "correct the type or the value"
            saw = f"{time.type} {time.value}"
            yield Finding(f"$.times[{i}].type", time.span, problem, fix, saw)


def _types(time: Time) -> tuple[str, ...]:
    value = time.value or ""
    every = re.match(r"every |daily|annual|each ", time.span.text.lower())
    if every or value.startswith("XXXX"):
        return ("SET",)
    if value.endswith("_REF") or not value:
        return ("DATE", "TIME", "DURATION", "SET")
    if value.startswith("P"):
        return ("DURATION", "SET")
    return ("TIME", "SET") if "T" in value else ("DATE", "SET")


def time_vague(article: Article) -> Iterator[Finding]:
    """`vague` that is not said by the value (T5)."""
    for i, time in enumerate(article.times):
        value = time.value or ""
        unknown = value.startswith("P") and "X" in value and time.type != "SET"
        if value and time.vague != (value.endswith("_REF") or unknown):
            problem = f"vague is {str(time.vague).lower()} with the value {value}"
            fix = "true for a _REF and for a duration with X, else false"
            yield Finding(f"$.times[{i}].vague", time.span, problem, fix, value)


def time_anchor(article: Article) -> Iterator[Finding]:
    """An anchor of an absolute value or a length, or none of a deictic word (T4, T12)."""
    marked = quoted_places(article)
    for i, time in enumerate(article.times):
        words, problem = time.span.text.lower(), ""
        quoted = inside(*place(time.span), marked)
        deictic = _DEICTIC.fullmatch(words) or reference_of(words)
        if (
            time.anchor
            and _ABSOLUTE.search(words)
            and re.fullmatch(r"\d{4}(-\d\d)*", time.value or "")
        ):
            problem = "is absolute, but has an anchor"
        elif time.anchor and time.type == "SET":
            problem = "is a set, but has an anchor"
        elif not time.anchor and time.value and deictic and not quoted:
            problem = "is reckoned from somewhere, but has no anchor"
        elif time.anchor == "DCT" and quoted:
            problem = "stands in quote marks, but is reckoned from the DCT (T13)"
        if problem:
            saw = time.anchor if time.anchor in (None, "DCT") else "time"
            whole = f"{time.span.text!r} {problem}"
            yield Finding(
                f"$.times[{i}].anchor", time.span, whole, "correct the anchor", saw or "null"
            )


def time_extent(article: Article) -> Iterator[Finding]:
    """A preposition in the span, or a modifier or year left out of it (T1, T7, T8)."""
    text = article.text
    for i, time in enumerate(article.times):
        start, end = place(time.span)
        before = _MODIFIER.search(text[max(0, start - 12) : start].lower())
        after = re.match(rf",? \d{{4}}\b|[ ](?:{_DAYS}|ago|GMT|[ap]\.?m)\b", text[end : end + 12])
        path, problem, whole = f"$.times[{i}].span", "", time.span
        if found := _PREPOSITION.match(time.span.text):
            problem = f"the time {time.span.text!r} holds the preposition {found[0].strip()!r}"
        elif before and not (before[1] in ("about", "around") and time.type == "DATE"):
            problem = f"{before[1]!r} stands before the time {time.span.text!r}, outside it"
            whole = span_of(text, start - len(before[0]), end)
        elif after and re.search(r"\d|morning|day|month|week|year", time.span.text):
            problem = f"{after[0].strip()!r} stands after the time {time.span.text!r}, outside it"
            whole = span_of(text, start, end + len(after[0]))
        if problem:
            yield Finding(path, whole, problem, "correct the span")
