"""Gold from tag columns: the tokens as text, the chunks as names, and nothing else.

Tokens are a blank apart, sentences a line. Each chunk is an entity of its own with one mention,
so `entities@strict` is the F1 of chunks that the evaluation script of CoNLL counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import (
    LONGEST_ID,
    Content,
    imported_article,
    named_split,
    provenance_of,
    title_of,
)
from goldfield.corpus.foreign.cleaning import clean
from goldfield.corpus.formats.base import Log, Options, lines_of
from goldfield.corpus.formats.chunks import Chunk, decode_chunks
from goldfield.corpus.formats.conll import Document, Token, documents
from goldfield.corpus.formats.labels import (
    Label,
    closest_labels,
    known_labels,
    load_labels,
    table_notes,
)
from goldfield.errors import DataError, Fault
from goldfield.schema.labels import EntityType
from goldfield.schema.records import Article, Entity, Mention, Span

__all__ = ["conll_files", "conll_split", "read_conll_gold"]

_SUFFIXES = {
    ".conll", ".iob", ".iob1", ".iob2", ".bio", ".bioes", ".bilou", ".txt", ".tsv",
    ".train", ".valid", ".dev", ".test", ".testa", ".testb", ".annotated",
}  # fmt: skip
_NO_DATA = ("readme", "license", "licence")
_LONGEST_STEM = 100


def conll_files(folder: Path) -> list[Path]:
    """The files of a folder that look like tag columns, by name."""
    return sorted(
        path
        for path in folder.glob("[!.]*")
        if path.suffix.lower() in _SUFFIXES and path.stem.lower() not in _NO_DATA
    )


def conll_split(path: Path) -> str:
    """The split that a word of a file's name means, else its name."""
    return named_split(path.name) or title_of(path)


class _Document(NamedTuple):
    """One article to be: an id, where it begins, and its sentences with their chunks."""

    id: str
    where: str
    sentences: list[list[Token]]
    chunks: list[list[Chunk]]


class _Seen:
    """How often each string was seen, and where first."""

    def __init__(self) -> None:
        self.first: dict[str, str] = {}
        self.times: Counter[str] = Counter()

    def add(self, text: str, where: str) -> None:
        self.first.setdefault(text, where)
        self.times[text] += 1

    def fault(self, text: str, problem: str, fix: str) -> Fault:
        often = self.times[text]
        told = "once" if often == 1 else f"{often} times, first here"
        return Fault(self.first[text], "$", f"{problem} ({told})", fix)


def read_conll_gold(
    paths: Sequence[Path], account: Account, labels: str | None = None, column: int = -1
) -> Iterator[Article]:
    """Read files with a token a line, its tag in a column, and a blank line after each sentence.

    Tags may be IOB1, IOB2, BIOES or BILOU. Documents begin at ``-DOCSTART-``, ``# id = X`` or
    ``# newdoc``; in a file without any of these, each sentence is a document. All files are read
    before the first record, as their labels decide on the table.

    Args:
        paths: the files of one split.
        account: gets every chunk, and the notes on the table.
        labels: a table of labels, see `load_labels`; by default the known one that has them all.
        column: where the tag is, from 1; negative from the end.

    Raises:
        DataError: with every line that cannot be read, and every label that the table lacks.
    """
    faults: list[Fault] = []
    read: list[_Document] = []
    seen = _Seen()
    for path in paths:
        log = Log(Options(column=column))
        try:
            read += _read(path, log, seen)
        except DataError as error:
            faults += error.faults
        faults += log.faults
    name = labels or closest_labels(seen.first)
    table = load_labels(name)
    fix = f"give --labels another table ({', '.join(known_labels())}) or a TOML file that has it"
    for label in seen.first:
        if label not in table:
            faults.append(seen.fault(label, f"the label {label!r} is not in table {name!r}", fix))
    faults += _bad_ids(read)
    if faults:
        raise DataError(faults)
    source = ", ".join(path.name for path in paths)
    account.notes += table_notes(name, table, seen.times)
    yield from (_article(document, table, source, account) for document in read)


def _read(path: Path, log: Log, labels: _Seen) -> list[_Document]:
    """The documents of a file; `labels` gets theirs, the log what is wrong with them."""
    found = _documents(path, log)
    if not found and not log.faults:
        log.fault(f"{path}:1", "$", "the file holds no token", "give a token a line with its tag")
    wrong = _Seen()
    stem, digits = re.sub(r"\s", "_", title_of(path))[:_LONGEST_STEM], len(str(len(found)))
    read: list[_Document] = []
    for number, document in enumerate(found, start=1):
        if not document.started:
            log.fault(document.where, "$", "a document without a token", "remove it")
        sentences = [sentence for sentence in document.sentences if sentence]
        chunks = [_chunks(path, sentence, labels, wrong) for sentence in sentences]
        id = document.id or f"{stem}-{number:0{digits}}"
        read.append(_Document(id, document.where, sentences, chunks))
    fix = "write tags such as B-PER, I-PER and O, or name their column with --column"
    log.faults += [
        wrong.fault(tag, f"the tag {tag!r} is neither O nor XX-LABEL", fix) for tag in wrong.first
    ]
    return read


def _documents(path: Path, log: Log) -> list[Document]:
    """The documents that a file marks; if it marks none, each sentence is one."""
    found = documents(lines_of(path), str(path), log)
    if any(document.marked for document in found):
        return found
    return [
        Document(f"{path}:{sentence[0].line}", sentences=[sentence])
        for document in found
        for sentence in document.sentences
        if sentence
    ]


def _chunks(path: Path, sentence: Sequence[Token], labels: _Seen, wrong: _Seen) -> list[Chunk]:
    chunks, odd = decode_chunks([token.tag for token in sentence])
    for index in odd:
        wrong.add(sentence[index].tag, f"{path}:{sentence[index].line}")
    for chunk in chunks:
        labels.add(chunk.label, f"{path}:{sentence[chunk.first].line}")
    return chunks


def _bad_ids(read: Iterable[_Document]) -> list[Fault]:
    first: dict[str, str] = {}
    faults: list[Fault] = []
    for id, where, *_ in read:
        if len(id) > LONGEST_ID:
            problem = f"an id of over {LONGEST_ID} characters"
            faults.append(Fault(where, "$.id", problem, "give it a shorter one"))
        if id in first:
            problem = f"the document {id!r} stands at {first[id]} already"
            faults.append(Fault(where, "$.id", problem, "give each document an id of its own"))
        first.setdefault(id, where)
    return faults


def _article(
    document: _Document, table: Mapping[str, Label], source: str, account: Account
) -> Article:
    lines = [" ".join(token.text for token in sentence) for sentence in document.sentences]
    text = clean("\n".join(lines))
    entities: list[Entity] = []
    start = 0
    for line, sentence, chunks in zip(lines, document.sentences, document.chunks, strict=True):
        # Where each token begins, with the tokens a blank apart; the last is where one more would.
        starts = [*accumulate((len(token.text) + 1 for token in sentence), initial=start)]
        for chunk in chunks:
            account.found["mention"] += 1
            span = text.span(starts[chunk.first], starts[chunk.last + 1] - 1)
            type_ = table[chunk.label]
            if type_ and span:
                entities.append(_entity(f"e{len(entities) + 1}", type_, span))
            else:
                reason = "the table of labels drops it" if span else "it has no visible character"
                account.skip(document.where, "mention", chunk.label, reason)
        start += len(line) + 1
    content = Content(layers=["entities"], entities=entities)
    provenance = provenance_of(source, annotated_by="unknown")
    return imported_article(document.id, text.text, content, provenance)


def _entity(id: str, type_: EntityType, span: Span) -> Entity:
    mention = Mention(span.start, span.end, span.text, "NAM", None, False)
    return Entity(id=id, type=type_, name=span.text, wikidata=None, mentions=[mention])
