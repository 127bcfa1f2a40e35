"""Numbers, dates and times that stand in the text without an annotation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.numerals import NUMBER_WORD
from goldfield.corpus.lint.text import inside, overlaps, sentence_at, span_of, word_before
from goldfield.corpus.lint.views import name_places, no_annotation, timed_places
from goldfield.schema.records import Article

__all__ = ["unmarked_number", "unmarked_time"]

_DIGITS = r"(?<![\w.,:/@#-])[$€£]?\d+(?:[.,]\d+)*(?:%|(?=(?:km|m|kg|bn|kph)?\b))(?![:/]\d|\.\d)"
_NUMBER = re.compile(
    rf"{_DIGITS}|{NUMBER_WORD}(?:[ -](?:and )?{NUMBER_WORD})*"
    r"|\b(?:half|a third|a quarter|two[- ]thirds|three[- ]quarters)(?= (?:of|the|its|their)\b)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"[ -](?:st|nd|rd|th)\b|[ -](?:first|second|third)\b", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d ()-]{8,}\d")

_DAYS, _MONTHS = "|".join(LEXICON.weekdays), "|".join(LEXICON.months)
_UNITS = "second|minute|hour|day|week|month|year|decade"
_TIME = re.compile(
    rf"\b(?:{_DAYS})s?\b"
    rf"|\b(?:{_MONTHS}) \d|\b\d{{1,2}} (?:{_MONTHS})\b"
    rf"|\b(?:in|since|until|by|of|last|next|early|late|mid-)[ ]?(?:{_MONTHS})\b(?! [a-z])"
    r"|\b(?:in|since|until|by|of|from|before|after|between) (?:1[6-9]|20)\d\d\b(?![,.%]?\d)"
    r"|\b(?:1[6-9]|20)\d0s\b|(?<![\d:])\d{1,2}:\d\d(?!\d)|\b\d{1,2} ?[ap]\.?m\b"
    r"|\b(?:yesterday|today|tomorrow|tonight|midnight|noon|dawn|dusk)\b"
    r"|\b(?:last|next|this|past|previous|coming|following) "
    rf"(?:{_UNITS}|weekend|morning|afternoon|evening|night|summer|winter|autumn|spring)s?\b"
    rf"|\b(?:several|a few|many|a couple of|half an?|an?) (?:{_UNITS})s?(?: and a half)?"
    r"(?= (?:ago|earlier|later|before|after)\b|-long\b)|\b(?:daily|annual|annually)\b"
    rf"|\b(?:several|a few) (?:{_UNITS})s\b",
    re.IGNORECASE,
)
_NAMED_MONTH = re.compile("May|March", re.IGNORECASE)
_WORDS_ALONE = [w for words in LEXICON.references.values() for w in words if " " not in w]
_REFERENCE = re.compile(
    rf"\b(?:{'|'.join(w for w in _WORDS_ALONE if w != 'present')}|at present|these days)\b",
    re.IGNORECASE,
)


def unmarked_number(article: Article) -> Iterator[Finding]:
    """A number in the body that is neither a quantity nor part of a time or a name (N1, N7)."""
    text = article.text
    taken = [*name_places(article), *timed_places(article), *no_annotation(article)]
    taken += [match.span() for match in _TIME.finditer(text)]
    taken += [match.span() for match in _PHONE.finditer(text)]
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if overlaps(start, end, taken) or _names_something(text, start, end):
            continue
        if match[0].lower() == "one" and not _counts(text, start, end):
            continue
        problem = f"the number {match[0]!r} is annotated in no layer"
        fix = "annotate the quantity, unless N7 excludes it"
        yield Finding("$.quantities", span_of(text, start, end), problem, fix)


def _names_something(text: str, start: int, end: int) -> bool:
    """Whether a number is an identifier, a score, an ordinal or the number of a list item (N7)."""
    before, after = word_before(text, start), text[end : end + 12]
    if before.lower() in LEXICON.identifiers or _ORDINAL.match(after):
        return True
    if not text[start:end].strip("$€£%").replace(".", "").replace(",", "").isdecimal():
        return False
    low, _ = sentence_at(text, start)
    initial = text[low:start].strip("“\"‘' ") == before
    named = before[:1].isupper() and not before.isupper() and text[start] not in "$€£"
    if named and not (initial and before.lower() in LEXICON.function_words):
        return before.lower() not in LEXICON.function_words
    score = re.match(r"[-–]\d+(?![\d%])(?! ?[a-z])", after) or re.search(
        r"\d[-–]$", text[:start][-2:]
    )
    listed = text[low:start].strip() == "" and re.match(r"[.)] ", after)
    return bool(score or listed)


def _counts(text: str, start: int, end: int) -> bool:
    """Whether `one` counts the noun after it (N7)."""
    after = re.match(r" ([a-z’']+)", text[end : end + 20])
    low, high = sentence_at(text, start)
    if after is None or after[1] in LEXICON.one_after or not inside(start, end, [(low, high)]):
        return False
    return word_before(text, start).lower() not in LEXICON.one_before


def unmarked_time(article: Article) -> Iterator[Finding]:
    """A date, a time of day, a deictic word or a word of T10 that is no time (T1, T10)."""
    text = article.text
    taken = [*name_places(article), *timed_places(article), *no_annotation(article)]
    for pattern, rule in ((_TIME, "T1"), (_REFERENCE, "T10")):
        for match in pattern.finditer(text):
            start, end = match.span()
            if overlaps(start, end, taken) or _is_other(text, match):
                continue
            problem = f"{match[0]!r} looks like a time, but is annotated as none ({rule})"
            fix = "annotate the time, unless T6 excludes it"
            yield Finding("$.times", span_of(text, start, end), problem, fix)


def _is_other(text: str, match: re.Match[str]) -> bool:
    """Whether the words are something else: `as soon as`, `shortly after`, `may 5` of chance."""
    word, before, after = match[0].lower(), text[: match.start()], text[match.end() :]
    if word == "soon" and (
        before.endswith(("as ", "As ", "no ")) or after.startswith(("er", " as"))
    ):
        return True
    if word in ("shortly", "soon") and re.match(" (?:after|before)", after):
        return True
    if word == "daily" and re.search(r"the (?:\w+ )?$", before):  # a newspaper
        return True
    month = _NAMED_MONTH.search(match[0])
    return bool(month and month[0].islower())
