"""Names that the head of an article tells: its place, country, agency, writers and publisher."""

from __future__ import annotations

import re

from .document import Document
from .evidence import key_of
from .header import Header
from .names import Name
from .sentences import Stretch

__all__ = ["told", "with_head"]

_COUNTRY = re.compile(r",\s+(?P<name>[^\W\d_][^,()\d]+?)(?=,|\s*\(|$)")
_AND = re.compile(r"\s+in\s+(?P<place>[^,&]+?)(?=,|\s+and\s|$)|,?\s+and\s+|,\s+|\s+&\s+")


def _stretches(doc: Document, header: Header) -> list[tuple[Stretch, str]]:
    """Every name of the head with its type."""
    found: list[tuple[Stretch, str]] = []
    dateline = header.dateline
    if dateline is not None:
        found.append((dateline.place, "GPE"))
        rest = doc.text[dateline.place.end : dateline.span.end]
        country = _COUNTRY.match(rest)
        dated = dateline.date.start - dateline.place.end if dateline.date else len(rest) + 1
        if country and country.end() <= dated:
            found.append((_shifted(country.span("name"), dateline.place.end), "GPE"))
        at = rest.find(dateline.agency) if dateline.agency else -1
        if dateline.agency and at >= 0:
            span = (at, at + len(dateline.agency))
            found.append((_shifted(span, dateline.place.end), "ORG"))
    if header.publisher is not None:
        found.append((header.publisher, "ORG"))
    return found + _writers(doc, header)


def _shifted(span: tuple[int, int], by: int) -> Stretch:
    return Stretch(span[0] + by, span[1] + by)


def _writers(doc: Document, header: Header) -> list[tuple[Stretch, str]]:
    """The persons of a byline, and the places from where they write."""
    if header.byline is None:
        return []
    found: list[tuple[Stretch, str]] = []
    start, end = header.byline
    for joint in [*_AND.finditer(doc.text, start, end), None]:
        stop = joint.start() if joint else end
        if start < stop:
            found.append((Stretch(start, stop), "PER"))
        if joint and joint["place"]:
            found.append((Stretch(*joint.span("place")), "GPE"))
        start = joint.end() if joint else end
    return found


def told(doc: Document, header: Header) -> dict[str, str]:
    """What the head tells of a name, by its key."""
    return {key_of(doc.text[s.start : s.end]): kind for s, kind in _stretches(doc, header)}


def with_head(doc: Document, header: Header, names: list[Name]) -> list[Name]:
    """The names, with those of the head added where none was found."""
    added = []
    for stretch, kind in _stretches(doc, header):
        over = [n for n in names if n.start < stretch.end and stretch.start < n.end]
        if not any(n.entry is not None for n in over):
            names = [n for n in names if n not in over]
            added.append(Name(*stretch, kind))
    return sorted([*names, *added], key=lambda name: name.start)
