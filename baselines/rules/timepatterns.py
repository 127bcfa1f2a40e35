"""Patterns of time expressions, indexed by the words that can begin them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set

from .lexicon import alternation, mapping, words
from .numbers import CARDINAL, NUMBER_WORDS

__all__ = ["FIRST_WORDS", "PATTERNS", "ZONE"]

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
_SPAN = "hour|day|week|month|year|decade"
_PART = rf"(?P<part>{alternation(_DAYPARTS)})\b"
_SEASON = rf"(?P<season>{alternation(_SEASONS)})\b"
_ABOUT = (
    r"(?:(?:about|around|almost|nearly|over|(?:no\s+)?(?:more|less|fewer|later)\s+than|at\s+least"
    r"|at\s+most|up\s+to|as\s+long\s+as|well\s+over|just\s+(?:over|under)|some|roughly)\s+)?"
)
_COUNT = (
    rf"(?P<count>(?!(?:19|20)\d\d\ day)\d+(?:\.\d+)?|{CARDINAL}"
    r"|half\ an?|several|a\ few|few|many|an?|a\ couple\ of)"
)
ZONE = alternation(words("times", "zones"))
_CLOCK = (
    r"(?P<clock>(?:[01]?\d|2[0-3])(?:[:.][0-5]\d){0,2}\ ?(?P<half>[ap]m\b|[ap]\.m\b\.?)"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)"
    r"|(?:[01]\d|2[0-3])[0-5]\d(?=(?:[–-]\d{4})?\ (?:GMT|UTC))"
    rf"|{alternation(words('times', 'clock_words'))}\b)"
    rf"(?:\ (?:local\ time|(?-i:{ZONE}))\b)?"
)
_STAGE = r"(?:(?:early|earlier|late|later|mid)[ -](?:in\ )?)?"
_WEEKDAY_LEAD = rf"(?:(?:{alternation(_WEEKDAYS)})\b\.?,?\s+)?"

_SOURCES: dict[str, str] = {
    "iso": r"(?P<year>(?:19|20)\d\d)[-/](?P<month>\d\d)[-/](?P<day>\d\d)(?!\d)",
    "slash": r"(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)"
    r"(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])",
    "dmy": rf"{_WEEKDAY_LEAD}{_DAY}(?:(?:\s+of)?\s+|-(?=[^\W\d]+-)){_MONTH}(?:,?\s+|-){_YEAR}",
    "mdy": rf"{_WEEKDAY_LEAD}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    "dm": rf"{_WEEKDAY_LEAD}(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}",
    "md": rf"{_WEEKDAY_LEAD}{_MONTH}\s+{_DAY}",
    "day_range": rf"{_DAY}(?=\s?(?:–|-|to|and|until)\s?\d\d?(?:st|nd|rd|th)?\s+{_MONTH}"
    rf"(?:,?\s+{_YEAR})?)",
    "edge": r"(?:the\s+)?(?:very\s+)?(?:start|beginning|end|middle|turn|close)\s+of\s+"
    r"(?P<which>the|this|last|next)\s+(?P<span>day|week|month|year|quarter|decade|century)\b",
    "next_part": rf"the\s+(?P<which>next|following|previous|same)\s+{_PART}",
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
    "today": r"(?P<word>today|yesterday|tomorrow|tonight|overnight)\b"
    rf"(?!['’]s\s+(?:world|society))(?:\s+{_PART})?",
    "this_part": rf"(?P<which>this|last|earlier\s+this|late\s+last)\s+{_PART}",
    "weekday": r"(?:(?:early|late|earlier|later)\s+(?:on\s+)?)?"
    r"(?:(?P<which>last|next|this|this\s+coming|coming|this\s+past|past)\s+)?"
    rf"{_WEEKDAY}(?:\s+{_PART})?",
    "relative": r"(?:(?:early|earlier|late|later|mid)[ -])?(?:the\s+)?"
    r"(?P<which>last|next|this|that|past|previous|current|coming|following|same)\s+"
    r"(?P<span>day|week|weekend|month|year|quarter|decade|century)\b(?!['’]?-)",
    "weekend": r"the\s+weekend\b",
    "weekdays": rf"(?P<weekday>{alternation(d for d in _WEEKDAYS if len(d) > 5)})s\b",
    "the_part": r"the\s+(?P<part>morning|afternoon|evening|night)\b(?!\s+(?:of|before|after)\b)",
    "per": r"(?P<article>an?\s+)?(?P<unit>day|week|month|year)\b",
    "ago": rf"(?:just\s+)?{_ABOUT}{_COUNT}\s+{_UNIT}s?\s+"
    r"(?:ago|earlier|before(?!\s+\w)|later|from\s+now|afterwards)\b",
    "mixed": rf"{_ABOUT}(?P<first>\d+|{CARDINAL}|an?)\s+(?:and\s+a\s+half\s+(?P<unit>{_SPAN})s?\b"
    rf"|(?P<unit_too>{_SPAN})s?\s+and\s+(?:a\s+half\b|(?P<second>\d+|{CARDINAL})\s+"
    rf"(?P<more>{_SPAN})s?\b))",
    "whole": r"the\s+(?P<unit>day|week|month|year)\b(?!['’])",
    "nth": rf"an?\s+(?P<ordinal>{alternation(_ORDINALS)}|\d+(?:st|nd|rd|th))\s+"
    r"(?:straight\s+|consecutive\s+|successive\s+)?(?P<unit>day|night)\b",
    "holiday": rf"(?P<feast>{alternation(words('times', 'holidays'))})\b(?:,?\s+{_YEAR})?",
    "last_n": r"(?:the\s+)?(?P<which>last|past|next|coming|previous|following|first)\s+"
    rf"{_COUNT}\s+{_UNIT}s?\b",
    "duration": rf"{_ABOUT}{_COUNT}[\s-](?:(?:full|long|whole|consecutive|straight)\s+)?"
    rf"{_UNIT}s?\b(?P<aged>(?=[- ]olds?\b))?",
    "long": r"(?P<bare>seconds|minutes|hours|days|weeks|months|years|decades|centuries)\b",
    "clock": rf"(?:(?:about|around|nearly|almost|at\s+least|just)\s+)?{_CLOCK}",
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

_CLOCK_WORDS = set(words("times", "clock_words"))
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
    "no",
    "fewer",
    "up",
    "as",
    "well",
    "just",
}


def _first(phrases: Iterable[str]) -> set[str]:
    return {re.split(r"[\s'’]", phrase)[0].lower() for phrase in phrases}


_BEGINNINGS: dict[str, Set[str]] = {
    "iso": {"0"},
    "slash": {"0"},
    "dmy": {"0", *_WEEKDAYS},
    "mdy": {*_MONTHS, *_WEEKDAYS},
    "dm": {"0", "the", *_WEEKDAYS},
    "md": {*_MONTHS, *_WEEKDAYS},
    "day_range": {"0"},
    "edge": {"the", "start", "beginning", "end", "middle"},
    "next_part": {"the"},
    "month_year": {*_MONTHS, *_LEADS},
    "month": {*_MONTHS, *_LEADS, "last", "next", "this"},
    "year": {"0", *_LEADS},
    "decade": {"0", "the", *_LEADS},
    "century": {"0", "the", *_LEADS, *_ORDINALS},
    "season": {*_SEASONS, *_LEADS, "last", "next", "this", "the"},
    "quarter": {"the", "first", "second", "third", "fourth", "q1", "q2", "q3", "q4"},
    "today": {"today", "yesterday", "tomorrow", "tonight", "overnight"},
    "this_part": {"this", "last", "earlier", "late"},
    "weekday": {*_WEEKDAYS, *_LEADS, "last", "next", "this", "coming", "past"},
    "relative": {
        *_LEADS,
        "the",
        "last",
        "next",
        "this",
        "that",
        "past",
        "previous",
        "current",
        "following",
    },
    "weekend": {"the"},
    "weekdays": {f"{day}s" for day in _WEEKDAYS},
    "the_part": {"the"},
    "per": {"day", "week", "month", "year", "a", "an"},
    "ago": _COUNTS | _APPROXIMATE | {"just"},
    "mixed": _COUNTS | _APPROXIMATE,
    "whole": {"the"},
    "nth": {"a", "an"},
    "holiday": _first(words("times", "holidays")),
    "last_n": {"the", "last", "past", "next"},
    "duration": _COUNTS | _APPROXIMATE,
    "long": {"seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades"},
    "clock": {"0", *_CLOCK_WORDS, *_APPROXIMATE},
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
