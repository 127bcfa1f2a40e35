"""The day of a dateline; a missing year is taken from the text."""

from __future__ import annotations

from datetime import date
from functools import partial

from .document import Document
from .header import Header
from .lexicon import mapping
from .metalines import date_at
from .timepatterns import PATTERNS
from .timevalues import iso_day

__all__ = ["filing_date"]

MONTHS = mapping("times", "months")
_FAR, _DATES = 60, 200


def filing_date(doc: Document, header: Header) -> str | None:
    """The dateline's date; a missing year is that of the latest such day."""
    stated = header.dateline.date if header.dateline else None
    if stated is None:
        return None
    full = date_at(doc, stated.start)
    if full is not None:
        return full[0]
    published = header.published[0] if header.published else None
    for name in ("md", "dm"):
        match = PATTERNS[name].match(doc.text, stated.start)
        if match and published and len(published) == 10:
            year, month = int(published[:4]), MONTHS[match["month"].lower()]
            latest = iso_day(year, month, int(match["day"]))
            return (
                latest
                if latest and latest <= published
                else iso_day(year - 1, month, int(match["day"]))
            )
        if match and published is None:
            return _by_year_told(doc, MONTHS[match["month"].lower()], int(match["day"]))
    return None


def _by_year_told(doc: Document, month: int, day: int) -> str | None:
    """The day in the year of the first full date that the text tells, if it is near."""
    told = next((found for found in map(partial(date_at, doc), _digits(doc)) if found), None)
    if told is None or len(told[0]) != 10:
        return None
    near = iso_day(int(told[0][:4]), month, day)
    days = abs((date.fromisoformat(near) - date.fromisoformat(told[0])).days) if near else _FAR
    return near if days < _FAR else None


def _digits(doc: Document) -> list[int]:
    """Where a full date may begin: at a number or at the name of a month before one."""
    return [
        token.start
        for token, after in zip(doc.tokens, [*doc.tokens[1:], None], strict=False)
        if token.text[0].isdigit() or (token.lower in MONTHS and after is not None)
    ][:_DATES]
