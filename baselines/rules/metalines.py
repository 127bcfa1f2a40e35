"""Metadata lines: slugs, labels before a title, and lines in parts that marks set apart."""

from __future__ import annotations

import re
from typing import NamedTuple

from .document import Document
from .extents import finite
from .knowledge import known, place
from .lexicon import alternation, words
from .sentences import Stretch
from .shapes import HEADS
from .timecontext import Context
from .timepatterns import PATTERNS, ZONE
from .timeresolve import RESOLVERS

__all__ = [
    "Parts",
    "date_at",
    "date_in",
    "is_body",
    "is_desk",
    "is_slug",
    "language",
    "read_parts",
    "tables",
]

_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*",
                      re.IGNORECASE)  # fmt: skip
_DIGIT = re.compile(r"(?<![\w/.-])\d|\b[A-Za-z]{3,9}\b(?=\.?\s*\d)|" + _WEEKDAY.pattern, re.I)
_CLOCK = re.compile(
    rf"(?:\bat\s+|T)?\b\d{{1,2}}[:.]\d\d(?::\d\d)?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?(?:\s*\(?{ZONE}\)?)?"
    r"|\b\d{1,2}\s*[ap]\.?m\b\.?|\b\d{4}\s*(?:GMT|UTC)",
    re.IGNORECASE,
)
_PART = re.compile(r"\s+[|•·/—–]\s+|\s*\|\s*|;\s+")
_WRITER = re.compile(r"\b(?i:by)\s+(?:[^\W\d_a-z][\w'’-]*\.?\s?){1,5}")
_LABELS = {
    key: re.compile(rf"\b{alternation(words('header', key))}\b\s*(?:[:–—-]\s*)?", re.IGNORECASE)
    for key in ("date_labels", "update_labels")
}
_UPDATE = re.compile(rf"\b{alternation(words('header', 'update_labels'))}\b", re.IGNORECASE)
_SLUG = re.compile(r"[^a-z\n]*[^\W\d_a-z][^a-z\n]*")
_CLOCK_AFTER = re.compile(rf"[\s,]*(?:{_CLOCK.pattern})", re.IGNORECASE)
_MARKS = tuple(",•·|/–—->:;")
_GAP = re.compile(r"\S(?:\s{3,}|\t\s*|\s*\|\s*)(?=\S)")
_DESKS = ("desk", "newsdesk", "newsroom", "newswire")
_LONGEST, _SHORT, _FEW = 110, 60, 8
_CODE = 4


class Parts(NamedTuple):
    """What a metadata line states; `updated` says that its date is no publication date."""

    date: tuple[str, Stretch] | None
    updated: bool
    place: Stretch | None
    body: Stretch | None


def date_at(doc: Document, start: int) -> tuple[str, Stretch] | None:
    """A full date that begins here, with its value."""
    for name in ("iso", "dmy", "mdy", "slash"):
        match = PATTERNS[name].match(doc.text, start)
        reading = RESOLVERS[name](match, Context(doc, None, [])) if match else None
        if match and reading and reading.value:
            return reading.value, Stretch(*match.span())
    return None


def date_in(doc: Document, start: int, end: int) -> tuple[str, Stretch] | None:
    """The first full date of a stretch; a weekday before it belongs to it."""
    for match in _DIGIT.finditer(doc.text, start, end):
        weekday = _WEEKDAY.match(doc.text, match.start(), end)
        found = date_at(doc, match.start())
        if found is None and weekday is not None:
            found = date_at(doc, weekday.end())
            found = found and (found[0], Stretch(match.start(), found[1].end))
        if found is not None and found[1].end <= end:
            return found
    return None


def is_slug(text: str) -> bool:
    """Keywords that name a file: capitals joined by a slash or a hyphen, or one lone word."""
    if len(text) > _LONGEST:
        return False
    words_of = text.split()
    joined = re.search(r"[^\W\d_][/_][^\W\d_]", text) or (
        len(words_of) < 4 and re.search(r"[^\W\d_]-[^\W\d_]", text)
    )
    if _SLUG.fullmatch(text) and joined:
        return True
    lone = len(words_of) == 1 or (len(words_of) < 4 and text.isupper())
    return lone and text.replace(" ", "").replace("&", "").isalpha()


def is_desk(text: str, first: bool) -> bool:
    """Whether a line names nothing but who publishes: in capitals at the top, or a desk."""
    final = text.rsplit(maxsplit=1)[-1].lower()
    if len(text) > _SHORT or not final.isalpha():
        return False
    body = first and text.isupper() and " " in text and HEADS.get(final) == "ORG"
    return body or final in _DESKS


def _is_table(text: str) -> bool:
    """A row of a table: cells apart by wide gaps or bars, most of them numbers or short."""
    cells = _GAP.split(text) if len(text) < 3 * _LONGEST else []
    return len(cells) > 2 and all(len(cell) < 40 for cell in cells)


def read_parts(doc: Document, line: Stretch) -> Parts | None:
    """What a line states if it has a date and beside it nothing but metadata; else None."""
    if line.end - line.start > _LONGEST:
        return None
    found = date_in(doc, line.start, line.end)
    if found is None:
        return None
    cuts = [line.start]
    for match in _PART.finditer(doc.text, line.start, line.end):
        cuts += [match.start(), match.end()]
    cuts.append(line.end)
    pieces = [Stretch(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b]
    parts = Parts(None, False, None, None)
    for piece in pieces:
        read = _read_part(doc, piece, parts)
        if read is None:
            return _set_apart(doc, line, found)
        parts = read
    return parts


def _set_apart(doc: Document, line: Stretch, found: tuple[str, Stretch]) -> Parts | None:
    """A few words without a verb, with the date set apart by a mark at their start or end."""
    before = doc.text[line.start : found[1].start]
    clock = _CLOCK_AFTER.match(doc.text, found[1].end, line.end)
    after = doc.text[clock.end() if clock else found[1].end : line.end].strip()
    rest = f"{before} {after}".split()
    at_end = not after and before.rstrip()[-1:] in _MARKS and before != ""
    at_start = not before and after.lstrip()[:1] in _MARKS and after != ""
    beside = doc.between(line.start, found[1].start) + doc.between(found[1].end, line.end)
    plain = len(rest) <= _FEW and not any(finite(t) or place(t.text) for t in beside)
    if not plain or not (at_end or at_start) or doc.text[line.end - 1] in ".!?":
        return None
    updated = _UPDATE.search(before) is not None
    return Parts(None if updated else found, updated, None, None)


def _read_part(doc: Document, piece: Stretch, parts: Parts) -> Parts | None:
    """One part: a date with label and clock, a place, or a body; None if it is text."""
    text = doc.text[piece.start : piece.end]
    found = date_in(doc, piece.start, piece.end)
    if found is not None:
        before = Stretch(piece.start, found[1].start)
        for side in (before, Stretch(found[1].end, piece.end)):
            aside = _beside_date(doc, side, parts)
            if aside is None:
                return None
            parts = aside
        updated = _UPDATE.search(doc.text, *before) is not None
        if parts.date is None or parts.updated:
            return parts._replace(date=found, updated=updated)
        return parts
    if _bare(text) and (len(text) < _CODE or place(text) is None):
        return parts
    return _place_or_body(text, piece, parts)


def _place_or_body(text: str, piece: Stretch, parts: Parts) -> Parts | None:
    """A part without a date; None if it is too long for a name."""
    if not text[0].isupper() or len(text.split()) > 5 or text[-1] in ".!?":
        return None
    entry = place(text)
    if entry is not None and entry.type == "GPE":
        return parts._replace(place=parts.place or piece)
    return parts._replace(body=parts.body or piece) if is_body(text) else parts


def _beside_date(doc: Document, side: Stretch, parts: Parts) -> Parts | None:
    """What stands before or after a date: labels, a writer, the publisher."""
    text = doc.text[side.start : side.end]
    writer = _WRITER.search(text)
    if writer is not None:
        text = text[: writer.start()] + text[writer.end() :]
    if _bare(text):
        return parts
    name = text.strip(" ,.-")
    at = side.start + text.find(name)
    if writer is None and name[:1].isupper() and len(name.split()) < 5 and is_body(name):
        return parts._replace(body=parts.body or Stretch(at, at + len(name)))
    return None


def is_body(text: str) -> bool:
    """Whether a part names a publisher: a known body, or a name that ends as one does."""
    entry = known(text)
    if entry is not None:
        return entry.type == "ORG"
    final = text.rsplit(maxsplit=1)[-1].lower()
    return HEADS.get(final) == "ORG" or final in words("header", "desks") or (
        text in words("header", "agencies"))  # fmt: skip


def _bare(text: str) -> bool:
    """Whether nothing but labels, clock times, codes and marks is left."""
    for pattern in (*_LABELS.values(), _CLOCK, _WEEKDAY):
        text = pattern.sub(" ", text)
    text = re.sub(rf"\b(?:at|on|and|local time|{ZONE})\b", " ", text)
    return not any(char.islower() for char in text)


def tables(doc: Document) -> list[Stretch]:
    """Rows of tables, and the short lines beside them that are no sentences."""
    found: list[Stretch] = []
    lines = doc.paragraphs
    rows = [_is_table(doc.text[line.start : line.end]) for line in lines]
    for at, line in enumerate(lines):
        beside = any(rows[max(0, at - 1) : at + 2])
        text = doc.text[line.start : line.end]
        if rows[at] or (beside and len(text) < 90 and text[-1] not in '.?!:”"'):
            found.append(line)
    return found


def language(doc: Document) -> str | None:
    """``en`` if function words of English outnumber those of its neighbours."""
    sample = [token.lower for token in doc.tokens[:400]]
    english = sum(word in words("header", "english") for word in sample)
    other = sum(word in words("header", "other") for word in sample)
    return "en" if english > other and english * 20 >= len(sample) else None
