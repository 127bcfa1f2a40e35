"""The first line is the headline, the first date is the date of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_DAY = r"(?P<day>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4})"
# Slashes are read day first, as most of the world writes them: 03/04/2022 is the third of April.
_DATES = [
    re.compile(rf"(?<![\w/.-]){form}(?![0-9/])")
    for form in (
        rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})",
        rf"{_DAY} {_MONTH} {_YEAR}",
        rf"{_MONTH} {_DAY}, {_YEAR}",
        rf"{_DAY}/(?P<month>[0-9]{{1,2}})/{_YEAR}",
    )
]
_FIRST_LINE = re.compile(r"\S[^\n]*")

Span = dict[str, Any]


class Extractor:
    layers = ("date_published", "headline")
    version = "1"

    def __call__(self, text: str) -> dict[str, Any]:
        return {
            "layers": self.layers,
            "meta": {
                "date_published": _first_date(text),
                "headline": _headline(text),
                "deck": None,
                "dateline": None,
                "byline": None,
                "publisher": None,
                "lang": None,
            },
            "entities": [],
            "times": [],
            "quantities": [],
            "quotes": [],
            "events": [],
        }


def _headline(text: str) -> Span | None:
    line = _FIRST_LINE.search(text)
    return _span(text, line.start(), line.start() + len(line[0].rstrip())) if line else None


def _first_date(text: str) -> dict[str, Any] | None:
    first = min(_dates(text), key=lambda found: found[0].start(), default=None)
    if first is None:
        return None
    match, day = first
    return {"value": day.isoformat(), "span": _span(text, match.start(), match.end())}


def _dates(text: str) -> Iterator[tuple[re.Match[str], date]]:
    """The first real date in each of the forms."""
    for form in _DATES:
        for match in form.finditer(text):
            if day := _calendar_day(match):
                yield match, day
                break


def _calendar_day(match: re.Match[str]) -> date | None:
    month = match["month"]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:  # 31/02/2022, or month first after all
        return None


def _span(text: str, start: int, end: int) -> Span:
    return {"start": start, "end": end, "text": text[start:end]}
