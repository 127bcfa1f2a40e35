"""LitBank's quotations as gold records: direct speech in fiction, with the character who speaks.

A speaker is the id of a character, such as ``Mrs__Bennet-7``, and no place in the text. Where the
coreference lies beside the quotations, as in a copy of LitBank's repository, it is an entity with
all its mentions; else there is but the name, by which few predictions of places are judged right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import Content, imported_article, provenance_of
from goldfield.corpus.foreign.cleaning import Cleaned, clean
from goldfield.corpus.foreign.litbank import LitbankDocument, read_litbank
from goldfield.corpus.foreign.litbank_coref import (
    Clustered,
    coref_beside,
    entities_of,
    read_clusters,
)
from goldfield.corpus.foreign.litbank_entities import LICENCE, litbank_id
from goldfield.corpus.foreign.projection import Projection, load_projection
from goldfield.corpus.foreign.quoting import source_of
from goldfield.corpus.foreign.reading import files_in, read_document
from goldfield.schema.labels import Layer
from goldfield.schema.records import Article, Entity, Quote, Source, Span

__all__ = ["character_name", "litbank_quote_files", "read_litbank_quotes", "said"]

Coreference = tuple[list[Clustered], Counter[str]]

_CLOSERS = {"“": "”", '"': '"', "‘": "’", "'": "'", "``": "''", "`": "'", "_": "_"}
_DASHES = re.compile(r"(?:-+|[—–])\s*")


def litbank_quote_files(folder: Path) -> list[Path]:
    """The tables of a folder: LitBank's own, its `quotations`, or the tables themselves."""
    return files_in(folder, "quotations/tsv/*.ann", "tsv/*.ann", "*.ann")


def read_litbank_quotes(paths: Iterable[Path], account: Account) -> Iterator[Article]:
    """The excerpts of tables, one by one, with layers `quotes` and `speakers`.

    With coreference beside them there are `entities` and `coref` as well.

    Raises:
        DataError: the table of types is damaged.
    """
    types = load_projection("litbank-entities")
    alone = 0
    for table in paths:
        excerpt = read_document(account, table, partial(_read, table))
        if excerpt is not None:
            yield _Reading(table, *excerpt, account).article(types)
            alone += not excerpt[1]
    if alone:
        account.notes.append(f"excerpts without coreference, whose speakers are names: {alone:,}")


def _read(table: Path) -> tuple[LitbankDocument, Coreference | None]:
    document, beside = read_litbank(table), coref_beside(table)
    return document, read_clusters(beside, document.text) if beside else None


class _Reading:
    """One excerpt as a record; the account gets the rest."""

    def __init__(
        self,
        table: Path,
        document: LitbankDocument,
        coreference: Coreference | None,
        account: Account,
    ) -> None:
        self._table, self._document, self._coreference = table, document, coreference
        self._account, self._text = account, clean(document.text)

    def article(self, types: Projection) -> Article:
        entities = self._entities(types)
        layers: list[Layer] = ["entities", "coref"] if self._coreference else []
        content = Content(
            layers=[*layers, "quotes", "speakers"],
            entities=list(entities.values()),
            quotes=self._quotes(entities),
        )
        provenance = provenance_of(f"LitBank quotations, {self._table.name}", LICENCE)
        return imported_article(litbank_id(self._table), self._text.text, content, provenance)

    def _entities(self, types: Projection) -> dict[str, Entity]:
        if self._coreference is None:
            return {}
        rows, links = self._coreference
        self._account.found["mention"] += len(rows)
        for kind, count in links.items():
            self._account.found[kind] += count
            self._account.skip_all(str(self._table), kind, count, "no such thing in a record")
        return entities_of(rows, self._text, types, self._skip)

    def _skip(self, row: Clustered, reason: str) -> None:
        where = f"{coref_beside(self._table)}:{row.line}"
        self._account.skip(where, "mention", row.type, reason)

    def _quotes(self, entities: Mapping[str, Entity]) -> list[Quote]:
        text, where, quotes = self._text, str(self._table), list[Quote]()
        ids = {quote.speaker for quote in self._document.quotes}
        names = {id: character_name(id, text.text) for id in ids if id}
        for quote in self._document.quotes:
            self._account.found["quote"] += 1
            self._account.found["speaker"] += quote.speaker is not None
            source = source_of(name=names.get(quote.speaker or ""))
            if entity := entities.get(quote.speaker or ""):
                source.entity = entity.id
            if span := said(text, quote.place):
                quotes.append(_quote(f"q{len(quotes) + 1}", span, source))
            else:
                self._account.skip(where, "quote", "", "nothing but marks")
                unsaid = int(quote.speaker is not None)
                self._account.skip_all(where, "speaker", unsaid, "its quote has no words")
        return quotes


def _quote(id: str, span: Span, source: Source) -> Quote:
    return Quote(
        id=id, type="direct", source=source, cue=None, content=[span], quoted=[span],
        addressee=None, parent=None,
    )  # fmt: skip


def said(text: Cleaned, place: tuple[int, int]) -> Span | None:
    """What is inside the marks of a quotation, or after the dash that opens it.

    A mark that opens or closes it alone, because the quote goes on elsewhere, is left out too.
    """
    span = text.span(*place)
    words = span.text if span else ""
    opener = next((mark for mark in _CLOSERS if words.startswith(mark)), "")
    inner = words.removeprefix(opener)
    closers = [_CLOSERS[opener]] if opener else [f" {closer}" for closer in _CLOSERS.values()]
    closer = next((mark for mark in closers if inner.endswith(mark)), "")
    inner = inner.removesuffix(closer)
    if dash := _DASHES.match(words):
        inner = words[dash.end() :]
    if span is None or not inner.strip():
        return None
    start = span.start + words.index(inner) + len(inner) - len(inner.lstrip())
    return Span(start, start + len(inner.strip()), inner.strip())


def character_name(id: str, text: str) -> str:
    """The name in a character's id, spelt as the text spells it if it is there.

    An id has a number at its end, and ``_`` where the name has a blank or a mark.
    """
    name = re.sub(r"-[0-9]+\Z", "", id)
    spelt = re.escape(name).replace("_", r"[\W_]")
    found = re.search(rf"(?<!\w){spelt}(?!\w)", text)
    return " ".join((found[0] if found else name.replace("_", " ")).split()) or id
