"""The head of an article: date, headline, deck, byline, publisher and dateline."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from .dateline import Dateline, match_dateline
from .document import Document
from .lexicon import alternation, mapping, words
from .sentences import Stretch
from .timecontext import Context
from .timepatterns import PATTERNS
from .timeresolve import RESOLVERS
from .timevalues import iso_day

__all__ = ["Header", "filing_date", "read_header"]

MONTHS = mapping("times", "months")
_LINES = 12
_HEADLINE_MAX = 220
_DECK_MAX = 320


def _label(key: str, mark: str) -> re.Pattern[str]:
    return re.compile(rf"{alternation(words('header', key))}{mark}", re.IGNORECASE)


_DATE_LABEL = _label("date_labels", r"(?:\s*[:–-]\s*|\s+)")
_UPDATE_LABEL = _label("update_labels", r"(?:\s*[:–-]\s*|\s+)")
_TITLE = _label("title_labels", r"\s*:\s+")
_DECK = _label("deck_labels", r"\s*:\s+")
_PUBLISHER = re.compile(
    rf"(?:{alternation(words('header', 'publisher_labels'))}\s*:\s+"
    r"|(?:©|\(c\)|copyright)\s+(?:\d{4}\s+)?)"
    r"(?P<name>[^\n|]{2,60}?)\s*(?:$|[|,.]|\d{4})",
    re.IGNORECASE,
)
_AGENCY = re.compile(rf"\(?(?P<name>{alternation(words('header', 'agencies'))})\)?")
_NAME = r"[^\W\d_a-z][^\W\d_]*(?:['’.-]{1,2}[^\W\d_]+)*\.?"
_PERSON = rf"{_NAME}(?:\ (?:{_NAME}|de|da|van|von|der|bin|al)){{1,4}}"
_BYLINE = re.compile(
    rf"(?:(?i:by|written\ by|story\ by|report\ by|reported\ by|reporting\ by)\s+|"
    rf"(?i:author|authors|byline|by|from)\s*:\s+)"
    rf"(?P<name>{_PERSON}(?:(?:,\ |\ and\ |,\ and\ |\ &\ ){_PERSON}){{0,4}})"
    r"(?=$|,|\s*[|/–—-]|\s+(?:in|for|at|of|with)\b|\s*\()"
)
_CLOCK = re.compile(
    r"[\s,|·•@-]*(?:T|at\s+)?(?:\d{1,2}[:.]\d\d(?::\d\d)?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?)?"
    r"\s*(?:Z|\(?[A-Z]{2,4}\)?(?=[\s|)]|$)|[+-]\d\d:?\d\d)?\s*", re.IGNORECASE
)  # fmt: skip


@dataclass(slots=True)
class Header:
    """What the head of the article states; `body` is where the running text begins."""

    published: tuple[str, Stretch] | None = None
    headline: Stretch | None = None
    deck: Stretch | None = None
    byline: Stretch | None = None
    publisher: Stretch | None = None
    dateline: Dateline | None = None
    lang: str | None = None
    apparatus: list[Stretch] = dataclasses.field(default_factory=list)


def read_header(doc: Document) -> Header:
    """Read the first lines one by one until the running text begins."""
    header = Header(lang=_language(doc))
    plain: list[Stretch] = []
    for line in doc.paragraphs[:_LINES]:
        if _metadata(doc, header, line, first=not plain):
            header.apparatus.append(line)
            continue
        dateline = match_dateline(doc.text, line) if header.dateline is None else None
        if dateline is not None:
            header.dateline = dateline
            header.apparatus.append(dateline.span)
            if dateline.rest < line.end:
                break
            continue
        if header.dateline is not None or not _heading(doc, plain, line):
            break
        plain.append(line)
    _assign(doc, header, plain)
    _tail(doc, header)
    for part in (header.headline, header.deck):
        header.apparatus = [_before(stretch, part) for stretch in header.apparatus]
    return header


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
    return None


def _before(stretch: Stretch, part: Stretch | None) -> Stretch:
    """A metadata line without the headline or deck that shares it."""
    if part is not None and stretch.start <= part.start < stretch.end:
        return Stretch(stretch.start, part.start)
    return stretch


def _heading(doc: Document, plain: list[Stretch], line: Stretch) -> bool:
    """Whether a plain line may still be a headline or a deck."""
    length = line.end - line.start
    last = line.end == doc.paragraphs[-1].end
    return len(plain) < 2 and length <= (_DECK_MAX if plain else _HEADLINE_MAX) and not last


def _metadata(doc: Document, header: Header, line: Stretch, first: bool) -> bool:
    """Take what a line of metadata states; False if the line is text."""
    text = doc.text
    if _take_date(doc, header, line, first):
        return True
    for pattern, field in ((_TITLE, "headline"), (_DECK, "deck")):
        label = pattern.match(text, line.start, line.end)
        if label and label.end() < line.end and getattr(header, field) is None:
            setattr(header, field, Stretch(label.end(), line.end))
            return True
    return _take_name(text, header, line)


def _take_name(text: str, header: Header, line: Stretch) -> bool:
    byline = _BYLINE.match(text, line.start, min(line.end, line.start + 200))
    if byline and line.end - line.start < 160 and text[line.end - 1] not in "!?":
        header.byline = header.byline or Stretch(*byline.span("name"))
        return True
    short = line.end - line.start < 80
    agency = _AGENCY.fullmatch(text, line.start, line.end) if short else None
    named = agency or (_PUBLISHER.match(text, line.start, line.end) if short else None)
    if named:
        header.publisher = header.publisher or Stretch(*named.span("name"))
    return named is not None


def _take_date(doc: Document, header: Header, line: Stretch, first: bool) -> bool:
    """A date alone on its line, or glued before the headline by a label or in ISO form."""
    text = doc.text
    update = _UPDATE_LABEL.match(text, line.start, line.end)
    label = update or _DATE_LABEL.match(text, line.start, line.end)
    start = label.end() if label else line.start
    dated = date_at(doc, start)
    if dated is None:
        return False
    value, span = dated
    clock = _CLOCK.match(text, span.end, line.end)
    rest = clock.end() if clock else span.end
    if rest < line.end and not (label or "-" in text[span.start : span.end]):
        return False
    if rest < line.end and not first:
        return False
    if not update:
        header.published = header.published or (value, span)
    if rest < line.end:
        rest = next((at for at in range(span.end, line.end) if text[at] not in " \t:|,–—-"), rest)
        header.headline = Stretch(max(rest, span.end), line.end)
    return True


def date_at(doc: Document, start: int) -> tuple[str, Stretch] | None:
    """A full date that begins here, with its value."""
    for name in ("iso", "dmy", "mdy", "slash"):
        match = PATTERNS[name].match(doc.text, start)
        reading = RESOLVERS[name](match, Context(doc, None, [])) if match else None
        if match and reading and reading.value:
            return reading.value, Stretch(*match.span())
    return None


def _assign(doc: Document, header: Header, plain: list[Stretch]) -> None:
    """Name the plain lines before the body: headline first, then the deck."""
    for line in plain:
        if header.headline is None and not header.deck:
            header.headline = line
        elif header.deck is None and _is_deck(doc, header, line):
            header.deck = line


def _is_deck(doc: Document, header: Header, line: Stretch) -> bool:
    """A second line is a deck if a dateline follows the heads, or if it is no sentence."""
    if header.dateline is not None and header.dateline.span.start > line.end:
        return True
    return doc.text[line.end - 1] not in '.!?"”’' and line.end - line.start < 200


def _tail(doc: Document, header: Header) -> None:
    """Publisher and date in the last lines, as web copy has them."""
    for line in doc.paragraphs[max(1, len(doc.paragraphs) - 3) :]:
        if line.end - line.start >= 80 or line in header.apparatus:
            continue
        dated = _DATE_LABEL.match(doc.text, line.start, line.end) is not None
        named = _PUBLISHER.match(doc.text, line.start, line.end)
        if dated and header.published is None and _take_date(doc, header, line, first=False):
            header.apparatus.append(line)
        elif named:
            header.publisher = header.publisher or Stretch(*named.span("name"))
            header.apparatus.append(line)


def _language(doc: Document) -> str | None:
    """``en`` if function words of English outnumber those of its neighbours."""
    sample = [token.lower for token in doc.tokens[:400]]
    english = sum(word in words("header", "english") for word in sample)
    other = sum(word in words("header", "other") for word in sample)
    return "en" if english > other and english * 20 >= len(sample) else None
