"""Reuters-21578 as gold records: headlines, datelines and bylines of a newswire of 1987.

Lewis 1997, distribution 1.0. The text of a record is title, author, and dateline with body, a blank
line apart, without the control characters of the wire. The lists of topics, places and names are of
documents, not of places in the text, and have no layer here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import Content, id_of, imported_article, provenance_of
from goldfield.corpus.foreign.cleaning import Cleaned, clean
from goldfield.corpus.foreign.reading import files_in
from goldfield.corpus.foreign.reuters_markup import LISTS, ReutersDocument, documents_of, element_of
from goldfield.errors import Fault
from goldfield.schema.labels import Layer
from goldfield.schema.records import Article, Dateline, Span

__all__ = ["dateline_in", "read_reuters", "reuters_files"]

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH}\s*[0-9]{{1,2}}|[0-9]{{1,2}}\s*{_MONTH})"
_DATELINE = re.compile(
    rf"\s*((\S[^\n]*?)(?:,|[,.]?\s+)\s*{_DATE}(?:,\s+(Reuters?))?)\s*,?\s*-", re.IGNORECASE
)
_LONGEST_LINE = 200
_TAGS = ("TITLE", "AUTHOR", "DATELINE", "BODY")
_PARTS: dict[Layer, str] = {"headline": "title", "dateline": "dateline", "byline": "author"}
_AUTHOR = re.compile(r"\s*by\s+(\S+?(?:\s+\S+?)*?)(?:,?\s+reuters)?\s*", re.IGNORECASE)


class _Parts(NamedTuple):
    """The parts of a document's text as published; what it does not have is empty."""

    title: str
    author: str
    dateline: str
    body: str

    def joined(self) -> tuple[str, int, int]:
        """The text, and where author and dateline begin in it."""
        title, author = self.title.rstrip(), self.author.rstrip()
        head = f"{title}\n\n" if title else ""
        top = f"{head}{author}\n\n" if author else head
        return f"{top}{self.dateline}{self.body}", len(head), len(top)


def reuters_files(folder: Path) -> list[Path]:
    """The SGML files of a folder, or of the folders in it."""
    return files_in(folder, "*.sgm", "*/*.sgm")


def read_reuters(paths: Iterable[Path], account: Account) -> Iterator[Article]:
    """The documents of SGML files, one by one."""
    for path in paths:
        for document in documents_of(path):
            account.found["document"] += 1
            if isinstance(document, Fault):
                account.faults.append(document)
                account.skip(document.where, "document", "", "damaged")
            elif article := _article(document, path, account):
                yield article


def _article(document: ReutersDocument, path: Path, account: Account) -> Article | None:
    where, content = document.where, document.content
    _skip_lists(where, content, account)
    parts = _Parts(*(element_of(content, tag) or "" for tag in _TAGS))
    number = document.attributes.get("NEWID", "").strip()
    if not number:
        account.fault(where, "document", "it has no NEWID")
        return None
    if not "".join(parts).strip():
        account.skip(where, "document", "", "no title or body is marked in it")
        return None
    return imported_article(
        id_of(f"reuters-{number}"),
        clean(parts.joined()[0]).text,
        _content(parts, where, account),
        provenance_of(f"Reuters-21578, {path.name}, NEWID {number}"),
    )


def _skip_lists(where: str, content: str, account: Account) -> None:
    """Account for what a document has beside its text."""
    for name in LISTS:
        for _ in range(content.count("<D>", *_bounds(content, name))):
            account.found["label"] += 1
            account.skip(where, "label", name, "of the document, not of a place in its text")
    for tag in ("DATE", "UNKNOWN", "MKNOTE"):
        for _ in range(content.count(f"<{tag}>")):
            account.found["line"] += 1
            account.skip(where, "line", tag, "it stands outside the text")


def _bounds(content: str, tag: str) -> tuple[int, int]:
    start = content.find(f"<{tag}")
    return (start, max(start, content.find(f"</{tag}>", start))) if start >= 0 else (0, 0)


def _content(parts: _Parts, where: str, account: Account) -> Content:
    """The parts that are marked, as fields; a layer whose part cannot be read is left out."""
    raw, author, dateline = parts.joined()
    text = clean(raw)
    found: dict[str, Span | Dateline | None] = {
        "headline": text.span(0, len(parts.title.rstrip())),
        "dateline": dateline_in(text, dateline, parts.dateline),
        "byline": _byline(text, author, parts.author),
    }
    layers: list[Layer] = []
    for layer, part in _PARTS.items():
        given = bool(getattr(parts, part).strip())
        if given:
            account.found[layer] += 1
        if given and found[layer] is None:
            account.skip(where, layer, "", "its parts cannot be told apart")
        else:
            layers.append(layer)
    return Content(layers=layers, fields=found)


def _byline(text: Cleaned, start: int, author: str) -> Span | None:
    """The writer's name, without `By` and the agency."""
    found = _AUTHOR.fullmatch(author) if len(author) <= _LONGEST_LINE else None
    return text.span(start + found.start(1), start + found.end(1)) if found else None


def dateline_in(text: Cleaned, start: int, dateline: str) -> Dateline | None:
    """The dateline that starts at `start`: words of the place, a day of a month, and a dash.

    The year, and what the place is commonly called, are not in its words, and stay null.
    """
    found = _DATELINE.match(dateline[:_LONGEST_LINE])
    if found is None:
        return None
    span, place = (text.span(start + found.start(n), start + found.end(n)) for n in (1, 2))
    if span is None or place is None:
        return None
    return Dateline(span=span, place=place, city=None, country=None, date=None, agency=found[3])
