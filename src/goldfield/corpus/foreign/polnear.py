"""PolNeAR: attributions in political news, in brat, each file by one annotator of several.

Newell, Margolin and Ruths 2018, An Attribution Relations Corpus for Political News, LREC:
github.com/networkdynamics/PolNeAR. An attribution is an event with one Source (or none), one Cue
and one Content, each perhaps in fragments. Each file becomes a record ``DOCUMENT@ANNOTATOR``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import Content, id_of, imported_article, provenance_of
from goldfield.corpus.foreign.cleaning import Cleaned, clean
from goldfield.corpus.foreign.quoting import (
    marked_places,
    quote_of,
    source_of,
    spans_of,
    whole_words,
)
from goldfield.corpus.foreign.reading import files_in, read_document
from goldfield.corpus.foreign.standoff import Standoff, read_standoff
from goldfield.corpus.foreign.standoff_rows import Event, Mark
from goldfield.schema.records import Article, Quote, Span

__all__ = ["polnear_files", "polnear_split", "read_polnear"]

_SPLITS = {"train": "train", "dev": "validation", "test": "test"}
_EVENTS = ("Attribution", "Attribution-no-source")
_CONTENT = ("Content", "Content2")
_EXTRA = ("relations", "attributes", "normalisations", "notes", "equivalences")


def polnear_files(folder: Path) -> list[Path]:
    """The annotation files of a folder: PolNeAR's own, its `data`, a part of it, or any folder."""
    layouts = ("data/*/attributions", "*/attributions", "attributions", ".")
    return files_in(folder, *(f"{layout}/*.ann" for layout in layouts))


def polnear_split(path: Path) -> str:
    """The part of the corpus that a file is in; what served quality control is `other`."""
    folders = path.resolve().parts[-3:-1]
    return next((split for name, split in _SPLITS.items() if name in folders), "other")


def read_polnear(paths: Iterable[Path], account: Account) -> Iterator[Article]:
    """The records of annotation files, one by one, with layers `quotes` and `speakers`."""
    told: Counter[str] = Counter()
    for table in paths:
        text, id = _text_and_id(table)
        if text is None:
            account.found["document"] += 1
            account.skip(str(table), "document", "", "its text is not published with it")
            continue
        document = read_document(account, table, partial(read_standoff, table, text))
        if document is not None:
            yield _Reading(table, document, account, told).article(id)
    account.notes += [f"{what}: {count:,}" for what, count in sorted(told.items()) if count]


def _text_and_id(table: Path) -> tuple[Path | None, str]:
    """The text that a file is about, and the id of its record: `NAME_1a2b` is about `NAME`.

    Where a whole part of the corpus has no texts, there is none; else a missing one is a fault.
    """
    name, _, annotator = table.stem.rpartition("_")
    texts = table.parent.parent / "text"
    for stem, id in ((table.stem, table.stem), (name, f"{name}@{annotator}")):
        for folder in (texts, table.parent):
            if (path := folder / f"{stem}.txt").is_file():
                return path, id_of(id)
    alone = table.parent.name == "attributions" and not texts.is_dir()
    return None if alone else texts / f"{name}.txt", id_of(table.stem)


class _Reading:
    """The annotations of one file as a record; the account gets the others."""

    def __init__(
        self, table: Path, document: Standoff, account: Account, told: Counter[str]
    ) -> None:
        self._table, self._document, self._account, self._told = table, document, account, told
        self._text: Cleaned = clean(document.text)
        self._marks = {mark.id: mark for mark in document.marks}
        self._quoted = marked_places(self._text.text)

    def article(self, id: str) -> Article:
        quotes = [quote for event in self._document.events if (quote := self._quote(event))]
        self._skip_others()
        content = Content(layers=["quotes", "speakers"], quotes=quotes)
        provenance = provenance_of(f"PolNeAR, {self._table.name}")
        return imported_article(id, self._text.text, content, provenance)

    def _quote(self, event: Event) -> Quote | None:
        where = f"{self._table}:{event.line}"
        if event.type not in _EVENTS:
            self._account.found["quote"] += 1
            self._account.skip(where, "quote", event.type, "no attribution")
            return None
        sources = self._spans(event, "Source")
        self._account.found["quote"] += 1
        self._account.found["speaker"] += bool(sources)
        places = {(span.start, span.end) for role in _CONTENT for span in self._spans(event, role)}
        source = source_of(self._first("source", sources))
        quote = quote_of(event.id, self._text.text, sorted(places), self._quoted, source)
        if not quote.content:
            self._account.skip(where, "quote", event.type, "no words are ascribed")
            self._account.skip_all(where, "speaker", bool(sources), "its quote has no words")
            return None
        quote.cue = self._first("cue", self._spans(event, "Cue"))
        return quote

    def _spans(self, event: Event, role: str) -> list[Span]:
        """The fragments of a role, in whole words."""
        text = self._text.text
        marks = [
            self._marks[id] for name, id in event.arguments if name == role and id in self._marks
        ]
        places = [self._text.place(*fragment) for mark in marks for fragment in mark.fragments]
        whole = [whole_words(text, place) for place in places if place]
        cut = sum(one != other for one, other in zip(filter(None, places), whole, strict=True))
        self._told["places that cut a word, and were widened to it"] += cut
        return spans_of(text, whole)

    def _first(self, what: str, spans: list[Span]) -> Span | None:
        """The first fragment: a record has one place for it."""
        self._told[f"fragments of a {what} that were left out, since its first is its place"] += (
            len(spans[1:])
        )
        return spans[0] if spans else None

    def _skip_others(self) -> None:
        """Account for what is no part of an attribution."""
        used = {id for event in self._document.events for _, id in event.arguments}
        used |= {event.trigger for event in self._document.events}
        for mark in self._document.marks:
            if mark.id not in used:
                self._skip(mark, "mark", "in no attribution")
        for name in _EXTRA:
            for row in getattr(self._document, name):
                self._skip(row, name[:-1], "no such thing in a record")

    def _skip(self, row: Mark, kind: str, reason: str) -> None:
        self._account.found[kind] += 1
        self._account.skip(f"{self._table}:{row.line}", kind, row.type, reason)
