"""LitBank's quotations as gold records: direct speech in fiction, with the character who speaks.

A speaker is the id of a character, such as ``Mrs__Bennet-7``, and no place in the text; so speakers
are judged by name (``quotes@speaker-name``, or ``quotes@speaker`` of predictions that give names).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import Content, imported_article, provenance_of
from goldfield.corpus.foreign.cleaning import Cleaned, clean
from goldfield.corpus.foreign.litbank import LitbankDocument, read_litbank
from goldfield.corpus.foreign.litbank_entities import LICENCE, litbank_id
from goldfield.corpus.foreign.quoting import source_of
from goldfield.corpus.foreign.reading import files_in, read_document
from goldfield.schema.records import Article, Quote, Span

__all__ = ["character_name", "litbank_quote_files", "read_litbank_quotes", "said"]

_CLOSERS = {"“": "”", '"': '"', "‘": "’", "'": "'", "``": "''", "`": "'", "_": "_"}
_DASHES = re.compile(r"(?:-+|[—–])\s*")


def litbank_quote_files(folder: Path) -> list[Path]:
    """The tables of a folder: LitBank's own, its `quotations`, or the tables themselves."""
    return files_in(folder, "quotations/tsv/*.ann", "tsv/*.ann", "*.ann")


def read_litbank_quotes(paths: Iterable[Path], account: Account) -> Iterator[Article]:
    """The excerpts of tables, one by one, with layers `quotes` and `speakers`."""
    for table in paths:
        document = read_document(account, table, partial(read_litbank, table))
        if document is not None:
            yield _article(table, document, account)


def _article(table: Path, document: LitbankDocument, account: Account) -> Article:
    text = clean(document.text)
    quotes: list[Quote] = []
    ids = {quote.speaker for quote in document.quotes}
    names = {id: character_name(id, text.text) for id in ids if id}
    for quote in document.quotes:
        account.found["quote"] += 1
        account.found["speaker"] += quote.speaker is not None
        name = names.get(quote.speaker or "")
        if span := said(text, quote.place):
            quotes.append(_quote(f"q{len(quotes) + 1}", span, name))
        else:
            account.skip(str(table), "quote", "", "nothing but marks")
            account.skip_all(str(table), "speaker", int(name is not None), "its quote has no words")
    content = Content(layers=["quotes", "speakers"], quotes=quotes)
    source = f"LitBank quotations, {table.name}"
    return imported_article(litbank_id(table), text.text, content, provenance_of(source, LICENCE))


def _quote(id: str, span: Span, name: str | None) -> Quote:
    return Quote(
        id=id, type="direct", source=source_of(name=name), cue=None, content=[span],
        quoted=[span], addressee=None, parent=None,
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
