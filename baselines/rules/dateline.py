"""Datelines in the styles of news agencies, alone on a line or before the first sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from .knowledge import Entry, country_code, place
from .lexicon import alternation, mapping, words
from .sentences import Stretch

__all__ = ["Dateline", "bare_dateline", "dated_place", "match_dateline"]

_WORD = r"(?:[^\W\d_]|['’.])"
_CAPS = rf"(?:[A-ZÀ-ÖØ-Þ]{_WORD}{{1,24}}(?:[ -][A-ZÀ-ÖØ-Þ]{_WORD}{{1,24}}){{0,4}})"
_MONTHS = alternation(mapping("times", "months"))
_DAYS = alternation(mapping("times", "weekdays"))
_DATE = rf"(?:(?:{_DAYS}),?\ )?(?:{_MONTHS}\.?\ \d{{1,2}}|\d{{1,2}}\ {_MONTHS}\.?)(?:,?\ \d{{4}})?"
_HEAD = re.compile(
    rf"(?:(?i:aboard|on\ board)\ (?:(?i:the)\ )?)?(?!(?i:{_DAYS}|{_MONTHS})\b)"
    rf"(?P<city>{_CAPS}(?:/{_CAPS})?)"
    rf"(?:\ \((?P<inside>[^()\n]{{2,40}})\)"
    rf"|,\ (?P<after>(?!(?i:{_MONTHS})\b)[A-ZÀ-Þ](?:{_WORD}|\ (?=[A-Z]|of\ )){{1,30}}))?"
    rf"(?:,?\ (?P<date>(?i:{_DATE})))?"
    r"(?:,?\ (?:\((?P<agency>[^()\n]{2,40})\)|/(?P<wire>[^/\n]{2,30})/))?"
)
_DASH = re.compile(r"\s*(?:[—–]|--?)\s+|\s*[—–]\s*|:\s+(?=[A-Z\"“])")


_CLOCK = re.compile(r",?\ \d{1,2}[:.]\d\d(?:\ ?[ap]\.?m\.?)?(?:\ [A-Z]{2,4})?")
_SENTENCE = 40
_TOWNS = ("city", "capital")


class Dateline(NamedTuple):
    """A dateline's parts; `rest` is where the text after it begins."""

    span: Stretch
    place: Stretch
    city: str | None
    country: str | None
    date: Stretch | None
    agency: str | None
    rest: int


def match_dateline(text: str, line: Stretch) -> Dateline | None:
    """The dateline that the line is or begins with, if there is enough evidence for one."""
    head = _HEAD.match(text, line.start, min(line.end, line.start + 160))
    if head is None:
        return None
    dash = _DASH.match(text, head.end(), line.end)
    inside, agency = _inside(head)
    country = country_code(inside or "") or country_code(head["after"] or "")
    entry = place(_first_place(head))
    known = entry is not None
    made = _made(head, entry, country, agency)
    if head.end() == line.end or (dash is not None and dash.end() == line.end):
        return made._replace(rest=line.end) if _alone(head, made, known) else None
    if dash is not None:
        told = text[line.end - 1] in '.”"' and line.end - dash.end() > _SENTENCE
        return made._replace(rest=dash.end()) if _before_dash(head, made, known, told) else None
    filed = agency is not None and agency in words("header", "agencies")
    return made if filed and (known or _in_capitals(head)) else None


def dated_place(text: str, line: Stretch) -> Dateline | None:
    """A line that is nothing but a place with a full date, and perhaps the time of day."""
    head = _HEAD.match(text, line.start, min(line.end, line.start + 160))
    if head is None or not head["date"] or not head["date"][-4:].isdigit():
        return None
    entry = place(_first_place(head))
    clock = _CLOCK.match(text, head.end(), line.end)
    end = clock.end() if clock else head.end()
    placed = _in_capitals(head) or (entry is not None and entry.type == "GPE")
    single = " " not in head["city"] or head["after"]  # of two words it may be a person
    if end < line.end or not (placed or single):
        return None
    inside, agency = _inside(head)
    country = country_code(inside or "") or country_code(head["after"] or "")
    made = _made(head, entry, country, agency)
    return made._replace(span=Stretch(made.span.start, line.end), rest=line.end)


def bare_dateline(text: str, span: Stretch) -> Dateline:
    """A place that stands alone in a line of metadata."""
    entry = place(text[span.start : span.end])
    usual = entry.name if entry else text[span.start : span.end]
    city = None if entry is not None and entry.kind not in _TOWNS else usual
    return Dateline(span, span, city, entry.country if entry else None, None, None, span.end)


def _in_capitals(head: re.Match[str]) -> bool:
    return head["city"].upper() == head["city"]


def _marked(head: re.Match[str], made: Dateline) -> bool:
    """Whether a country, an agency or a date stands beside the place."""
    beside = head["after"] or head["inside"]
    return bool(made.agency or head["date"] or (beside and made.country))


def _alone(head: re.Match[str], made: Dateline, known: bool) -> bool:
    """On a line of its own a place must be known or in capitals, and something must confirm it."""
    capitals = _in_capitals(head)
    return (capitals and known) or ((capitals or known) and _marked(head, made))


def _before_dash(head: re.Match[str], made: Dateline, known: bool, told: bool) -> bool:
    """Before a dash a place in capitals needs no proof where a sentence follows."""
    marked = _marked(head, made)
    beside = bool(head["after"] or head["inside"])
    capitals = _in_capitals(head) and head["city"].lower() not in words("header", "kickers")
    return (
        (capitals and (known or marked or told))
        or (known and marked)
        or ((beside or marked) and told)
    )


def _inside(head: re.Match[str]) -> tuple[str | None, str | None]:
    """What the brackets hold: a country, or else an agency."""
    inside, agency = head["inside"], head["agency"] or head["wire"]
    if inside and (country_code(inside) or place(inside)):
        return inside, agency
    return None, agency or inside


def _first_place(head: re.Match[str]) -> str:
    return str(head["city"]).partition("/")[0]


def _made(
    head: re.Match[str], known: Entry | None, country: str | None, agency: str | None
) -> Dateline:
    """The parts; a stray colon or comma at the end is no part."""
    written = _first_place(head)
    start = head.start("city")
    usual = known.name if known else written.title() if written.isupper() else written
    away = start > head.start() or (known is not None and known.kind not in _TOWNS)
    city = None if away else usual
    return Dateline(
        Stretch(head.start(), head.start() + len(head[0].rstrip(" ,:"))),
        Stretch(start, start + len(written)),
        city,
        country or (known.country if known else None),
        Stretch(*head.span("date")) if head["date"] else None,
        agency,
        head.end(),
    )
