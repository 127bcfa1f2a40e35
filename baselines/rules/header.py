"""The head of an article: date, headline, deck, byline, publisher and dateline."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from .bylines import labelled_writer, signed_in, unlabelled_writer, unnamed_writer, whole_line
from .dateline import Dateline, bare_dateline, dated_place, match_dateline
from .document import Document
from .lexicon import alternation, words
from .metalines import date_in, is_desk, is_slug, language, read_parts, tables
from .sentences import Stretch
from .titles import is_broken, without_labels

__all__ = ["Header", "read_header"]

_LINES = 12
_HEADLINE_MAX = 220
_DECK_MAX = 320
_TITLE_MAX = 90
_HEADS = 3  # a slug, the title and the deck
_END = 5
_CREDIT_MAX = 160


def _label(key: str, mark: str) -> re.Pattern[str]:
    return re.compile(rf"{alternation(words('header', key))}{mark}", re.IGNORECASE)


_DATE_LABEL = _label("date_labels", r"(?:\s*[:–-]\s*|\s+)")
_TAIL = _label("tail_labels", r"\b")
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
_CLOCK = re.compile(
    r"[\s,|·•@-]*(?:T|at\s+)?(?:\d{1,2}[:.]\d\d(?::\d\d)?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?)?"
    r"\s*(?:Z|\(?[A-Z]{2,4}\)?(?=[\s|).]|$)|[+-]\d\d:?\d\d)?\s*", re.IGNORECASE
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
    filed: Stretch | None = None
    lang: str | None = None
    apparatus: list[Stretch] = dataclasses.field(default_factory=list)


def read_header(doc: Document) -> Header:
    """Read the first lines one by one until the running text begins."""
    header = Header(lang=language(doc))
    plain: list[Stretch] = []
    placed = False
    for line in doc.paragraphs[:_LINES]:
        told = any(doc.text[stretch.end - 1] == "." for stretch in plain)
        filed = None if header.dateline or told else dated_place(doc.text, line)
        if filed is not None:
            placed = not plain
            header.dateline = filed
            header.apparatus.append(line)
            continue
        if _metadata(doc, header, line, first=not plain):
            header.apparatus.append(line)
            continue
        slug = not plain and is_slug(doc.text[line.start : line.end])
        dateline = None if header.dateline or slug else match_dateline(doc.text, line)
        if dateline is not None:
            header.dateline = dateline
            header.apparatus.append(dateline.span)
            if dateline.rest < line.end:
                break
            continue
        if (header.dateline is not None and not placed) or not _heading(doc, plain, line):
            break
        plain.append(line)
    plain = _without_slugs(doc, header, plain)
    _assign(doc, header, plain)
    _tail(doc, header)
    if header.dateline is None and header.filed is not None:
        header.dateline = bare_dateline(doc.text, header.filed)
    header.apparatus += tables(doc)
    for part in (header.headline, header.deck):
        header.apparatus = [_before(stretch, part) for stretch in header.apparatus]
    return header


def _before(stretch: Stretch, part: Stretch | None) -> Stretch:
    """A metadata line without the headline or deck that shares it."""
    if part is not None and stretch.start <= part.start < stretch.end:
        return Stretch(stretch.start, part.start)
    return stretch


def _heading(doc: Document, plain: list[Stretch], line: Stretch) -> bool:
    """Whether a plain line may still be a headline or a deck."""
    length = line.end - line.start
    last = line.end == doc.paragraphs[-1].end
    untitled = all(is_slug(doc.text[stretch.start : stretch.end]) for stretch in plain)
    told = doc.text[line.end - 1] == "." and untitled and _runs_on(doc, line)
    most = _DECK_MAX if plain else _HEADLINE_MAX
    return not told and not last and len(plain) < _HEADS and length <= most


def _runs_on(doc: Document, line: Stretch) -> bool:
    """Whether a line with a period at its end is a paragraph: long, or of several sentences."""
    sentence = doc.sentences[doc.sentence_at(line.start)]
    return line.end - line.start > _TITLE_MAX or sentence.end < line.end


def _metadata(doc: Document, header: Header, line: Stretch, first: bool) -> bool:
    """Take what a line of metadata states; False if the line is text."""
    text = doc.text
    if _take_parts(doc, header, line) or _take_date(doc, header, line, first):
        return True
    for pattern, field in ((_TITLE, "headline"), (_DECK, "deck")):
        label = pattern.match(text, line.start, line.end)
        if label and label.end() < line.end and getattr(header, field) is None:
            setattr(header, field, Stretch(label.end(), line.end))
            return True
    writer = labelled_writer(text, line) or (None if first else unlabelled_writer(text, line))
    header.byline = header.byline or writer
    unnamed = writer is not None or (not first and unnamed_writer(text, line))
    return unnamed or _take_name(text, header, line) or _take_desk(text, header, line, first)


def _take_desk(text: str, header: Header, line: Stretch, first: bool) -> bool:
    """A body in capitals above the lines of the head, and the desk below it."""
    more = text[line.end : line.end + 2] not in ("", "\n\n")
    if not more or not is_desk(text[line.start : line.end], first):
        return False
    if header.publisher is None and first:
        bar = text.find(" – ", line.start, line.end)
        header.publisher = Stretch(line.start, bar if bar > 0 else line.end)
    return True


def _take_name(text: str, header: Header, line: Stretch) -> bool:
    """An agency alone on the line, or a publisher with its label."""
    short = line.end - line.start < 80
    agency = _AGENCY.fullmatch(text, line.start, line.end) if short else None
    named = agency or (_PUBLISHER.match(text, line.start, line.end) if short else None)
    if named:
        header.publisher = header.publisher or Stretch(*named.span("name"))
    return named is not None


def _take_parts(doc: Document, header: Header, line: Stretch) -> bool:
    """A line of metadata in parts: date, place and publisher, each where it is the first."""
    parts = read_parts(doc, line)
    if parts is None:
        return False
    header.byline = header.byline or signed_in(doc.text, line)
    if parts.date is not None and not parts.updated:
        header.published = header.published or parts.date
    header.publisher = header.publisher or parts.body
    if parts.place is not None and header.dateline is None:
        header.filed = header.filed or parts.place
    return True


def _take_date(doc: Document, header: Header, line: Stretch, first: bool) -> bool:
    """A date alone on its line, or glued before the headline by a label or in ISO form."""
    text = doc.text
    update = _UPDATE_LABEL.match(text, line.start, line.end)
    label = update or _DATE_LABEL.match(text, line.start, line.end)
    start = label.end() if label else line.start
    dated = date_in(doc, start, line.end)
    if dated is None or dated[1].start > start:
        return False
    value, span = dated
    clock = _CLOCK.match(text, span.end, line.end)
    rest = clock.end() if clock else span.end
    if rest < line.end and not (
        label
        or (
            text[span.start : span.end].isascii()
            and not any(char.isalpha() for char in text[span.start : span.end])
        )
    ):
        return False
    if rest < line.end and not first:
        if label and text[rest] == ".":  # a notice behind the date
            header.published = header.published or (None if update else (value, span))
        return label is not None and text[rest] == "."
    if not update:
        header.published = header.published or (value, span)
    if rest < line.end:
        rest = next((at for at in range(span.end, line.end) if text[at] not in " \t:|,–—-"), rest)
        header.headline = Stretch(max(rest, span.end), line.end)
    return True


def _without_slugs(doc: Document, header: Header, plain: list[Stretch]) -> list[Stretch]:
    """Without file names and section labels, which are metadata, before the title."""
    while plain and is_slug(doc.text[plain[0].start : plain[0].end]):
        header.apparatus.append(plain[0])
        plain = plain[1:]
    return plain


def _assign(doc: Document, header: Header, plain: list[Stretch]) -> None:
    """Name the plain lines before the body: headline first, then the deck."""
    for line in plain:
        title = header.headline
        if title is None and not header.deck:
            header.headline = without_labels(doc.text, line)
        elif title and not header.deck and is_broken(doc, title, line):
            header.headline = Stretch(title.start, line.end)
        elif header.deck is None and _is_deck(doc, header, line):
            header.deck = line


def _is_deck(doc: Document, header: Header, line: Stretch) -> bool:
    """A second line is a deck if a dateline follows the heads, or if it is no sentence."""
    if header.dateline is not None and header.dateline.span.start > line.end:
        return True
    return doc.text[line.end - 1] not in '.!?"”’' and line.end - line.start < 200


def _tail(doc: Document, header: Header) -> None:
    """Date, byline and publisher in the last lines, and credits, contacts and notices."""
    for line in doc.paragraphs[max(1, len(doc.paragraphs) - _END) :]:
        if line.end - line.start >= _CREDIT_MAX or line in header.apparatus:
            continue
        named = _PUBLISHER.match(doc.text, line.start, line.end)
        taken = _take_parts(doc, header, line)
        if named and not taken:
            header.publisher = header.publisher or Stretch(*named.span("name"))
        label = _TAIL.match(doc.text, line.start, line.end)
        signed = whole_line(doc.text, line)
        header.byline = header.byline or (None if label else signed)
        bracket = doc.text[line.start] == "(" and doc.text[line.end - 1] == ")"
        if taken or named or label or signed or bracket:
            header.apparatus.append(line)
