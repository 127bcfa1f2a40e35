"""Patterns of time expressions, indexed by the words that can begin them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set

from .lexicon import alternation, mapping, words
from .numbers import CARDINAL, NUMBER_WORDS

__all__ = ["FIRST_WORDS", "PATTERNS"]

_MONTHS = mapping("times", "months")
_WEEKDAYS = mapping("times", "weekdays")
_DAYPARTS = mapping("times", "dayparts")
_SEASONS = {*mapping("times", "seasons"), "fall"}
_UNITS = mapping("times", "units")
_ORDINALS = mapping("numbers", "ordinals")

_POINT = r"(?:(?:(?<=\b\w{3})|(?<=\b\w{4}))\.(?=\s*\d|,))?"
_MONTH = rf"(?P<month>{alternation(_MONTHS)})\b{_POINT}"
_WEEKDAY = rf"(?P<weekday>{alternation(_WEEKDAYS)})\b{_POINT}"
_DAY = r"(?P<day>(?:0?[1-9]|[12]\d|3[01]))(?:st|nd|rd|th)?\b(?![.,:]?\d)"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)\b(?!,\d)"
_UNIT = rf"(?P<unit>{alternation(_UNITS)})"
_PART = rf"(?P<part>{alternation(_DAYPARTS)})\b"
_SEASON = rf"(?P<season>{alternation(_SEASONS)})\b"
_ABOUT = (
    r"(?:(?:about|around|almost|nearly|over|more\s+than|less\s+than|at\s+least|some|roughly)\s+)?"
)
_COUNT = (
    rf"(?P<count>(?!(?:19|20)\d\d\ day)\d+(?:\.\d+)?|{CARDINAL}"
    r"|half\ an?|several|a\ few|few|many|an?|a\ couple\ of)"
)
_CLOCK = (
    r"(?P<clock>(?:[01]?\d|2[0-3])(?:[:.][0-5]\d){0,2}\ ?(?P<half>[ap]\.?m\b\.?)"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)|(?:[01]\d|2[0-3])[0-5]\d(?=\ GMT|\ UTC)"
    r"|noon\b|midnight\b)"
    r"(?:\ (?:local\ time|GMT|UTC|BST|CET|EST|EDT|ET|PT|PST|PDT|CST|IST|JST)\b)?"
)
_STAGE = r"(?:(?:early|earlier|late|later|mid)[ -](?:in\ )?)?"
_WEEKDAY_LEAD = rf"(?:(?:{alternation(_WEEKDAYS)})\b\.?,?\s+)?"

_SOURCES: dict[str, str] = {
    "iso": r"(?P<year>\d{4})[-/](?P<month>\d\d)[-/](?P<day>\d\d)(?!\d)",
    "slash": r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)"
    r"(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])",
    "dmy": rf"{_WEEKDAY_LEAD}{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}",
    "mdy": rf"{_WEEKDAY_LEAD}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    "dm": rf"{_WEEKDAY_LEAD}(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}",
    "md": rf"{_WEEKDAY_LEAD}{_MONTH}\s+{_DAY}",
    "month_year": rf"{_STAGE}{_MONTH}(?:\s+of)?,?\s+{_YEAR}",
    "month": rf"{_STAGE}(?:(?P<which>last|next|this)\s+)?{_MONTH}",
    "year": rf"{_STAGE}{_YEAR}(?![-–/]\d)",
    "decade": r"(?:the\s+)?(?:(?:early|late|mid)[ -])?(?P<decade>(?:1[5-9]|20)\d0)s\b",
    "century": rf"(?:the\s+)?(?:(?:early|late|mid)[ -])?(?P<ordinal>\d\d?(?:st|nd|rd|th)|"
    rf"{alternation(_ORDINALS)})[ -]century\b",
    "season": rf"{_STAGE}(?:(?P<which>last|next|this|the|in)\s+)?{_SEASON}"
    rf"(?:(?:\s+of)?\s+{_YEAR})?",
    "quarter": r"(?:(?:the\s+)?(?P<ordinal>first|second|third|fourth)[\s-]quarter"
    r"|Q(?P<digit>[1-4]))\b"
    rf"(?:\s+(?:of\s+)?{_YEAR})?",
    "today": r"(?P<word>today|yesterday|tomorrow|tonight)\b"
    rf"(?!['’]s\s+(?:world|society))(?:\s+{_PART})?",
    "this_part": rf"(?P<which>this|last|earlier\s+this|late\s+last)\s+{_PART}",
    "weekday": r"(?:(?:early|late|earlier|later)\s+(?:on\s+)?)?"
    r"(?:(?P<which>last|next|this|this\s+coming|coming|this\s+past|past)\s+)?"
    rf"{_WEEKDAY}(?:\s+{_PART})?",
    "relative": r"(?:(?:early|earlier|late|later|mid)[ -])?(?:the\s+)?"
    r"(?P<which>last|next|this|past|previous|current|coming|following|same)\s+"
    r"(?P<span>day|week|weekend|month|year|quarter|decade|century)\b(?!['’]?-)",
    "weekend": r"the\s+weekend\b",
    "ago": rf"(?:just\s+)?{_ABOUT}{_COUNT}\s+{_UNIT}s?\s+"
    r"(?:ago|earlier|before(?!\s+\w)|later|from\s+now|afterwards)\b",
    "last_n": r"(?:the\s+)?(?P<which>last|past|next|coming|previous|following|first)\s+"
    rf"{_COUNT}\s+{_UNIT}s?\b",
    "duration": rf"{_ABOUT}{_COUNT}[\s-](?:(?:full|long|whole|consecutive|straight)\s+)?"
    rf"{_UNIT}s?\b(?![- ]olds?\b)",
    "long": r"(?P<bare>seconds|minutes|hours|days|weeks|months|years|decades|centuries)\b",
    "clock": rf"{_CLOCK}",
    "every": rf"(?:every|each)\s+(?:(?P<nth>other|second|{CARDINAL}|\d+)\s+)?"
    rf"(?:(?P<unit>{alternation(_UNITS)})s?\b|{_WEEKDAY}|{_PART}|{_SEASON})",
    "adverb": r"(?P<often>daily|weekly|monthly|yearly|annually|hourly|nightly|annual|biannually)\b",
    "rate": r"(?P<times>once|twice|three\s+times)\s+(?:a|an|each|every|per)\s+"
    r"(?P<unit>day|week|month|year)\b",
    "past": alternation(words("times", "past_ref")) + r"\b",
    "present": alternation(words("times", "present_ref")) + r"\b",
    "future": alternation(words("times", "future_ref")) + r"\b",
}

PATTERNS = {name: re.compile(source, re.IGNORECASE) for name, source in _SOURCES.items()}

_LEADS = {"early", "earlier", "late", "later", "mid"}
_COUNTS = NUMBER_WORDS | {"0", "several", "a", "an", "few", "many"}
_APPROXIMATE = {
    "about",
    "around",
    "almost",
    "nearly",
    "over",
    "more",
    "less",
    "at",
    "some",
    "roughly",
}


def _first(phrases: Iterable[str]) -> set[str]:
    return {phrase.split()[0] for phrase in phrases}


_BEGINNINGS: dict[str, Set[str]] = {
    "iso": {"0"},
    "slash": {"0"},
    "dmy": {"0", *_WEEKDAYS},
    "mdy": {*_MONTHS, *_WEEKDAYS},
    "dm": {"0", "the", *_WEEKDAYS},
    "md": {*_MONTHS, *_WEEKDAYS},
    "month_year": {*_MONTHS, *_LEADS},
    "month": {*_MONTHS, *_LEADS, "last", "next", "this"},
    "year": {"0", *_LEADS},
    "decade": {"0", "the", *_LEADS},
    "century": {"0", "the", *_LEADS, *_ORDINALS},
    "season": {*_SEASONS, *_LEADS, "last", "next", "this", "the"},
    "quarter": {"the", "first", "second", "third", "fourth", "q1", "q2", "q3", "q4"},
    "today": {"today", "yesterday", "tomorrow", "tonight"},
    "this_part": {"this", "last", "earlier", "late"},
    "weekday": {*_WEEKDAYS, *_LEADS, "last", "next", "this", "coming", "past"},
    "relative": {
        *_LEADS,
        "the",
        "last",
        "next",
        "this",
        "past",
        "previous",
        "current",
        "following",
    },
    "weekend": {"the"},
    "ago": _COUNTS | _APPROXIMATE | {"just"},
    "last_n": {"the", "last", "past", "next"},
    "duration": _COUNTS | _APPROXIMATE,
    "long": {"seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades"},
    "clock": {"0", "noon", "midnight"},
    "every": {"every", "each"},
    "adverb": {"daily", "weekly", "monthly", "yearly", "annually", "hourly", "nightly", "annual"},
    "rate": {"once", "twice", "three"},
    "past": _first(words("times", "past_ref")),
    "present": _first(words("times", "present_ref")),
    "future": _first(words("times", "future_ref")),
}


def _by_first_word() -> dict[str, list[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for name, beginnings in _BEGINNINGS.items():
        for word in beginnings:
            index[word].append(name)
    return dict(index)


FIRST_WORDS = _by_first_word()
