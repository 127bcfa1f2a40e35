"""Tag columns: a token a line, a blank line between sentences, the article's text alongside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from goldfield.corpus.formats.base import Draft, Log
from goldfield.corpus.formats.chunks import Place, align, decode_chunks
from goldfield.schema.records import Article

__all__ = ["Document", "Token", "build", "documents", "parse"]

_ID = re.compile(r"#\s*(?:newdoc\s+)?id\s*=\s*(\S+)\s*|#begin document \((.+?)\).*")
_START = re.compile(r"-DOCSTART-.*|#\s*newdoc\s*")
_COMMENT = re.compile(r"# ?\w[\w. -]*=.*|#\s*newpar\s*|#end document.*")
_TAGGED = re.compile(r"\t(?:O|[BIESLU]-\S+)$")  # a tweet may have the word "#a=b"
_MISALIGNED = 10


class Token(NamedTuple):
    """One line of the file."""

    line: int
    text: str
    tag: str


@dataclass
class Document:
    """The sentences of one document; `marked` if a line of the file says that it begins."""

    where: str
    id: str | None = None
    marked: bool = False
    sentences: list[list[Token]] = field(default_factory=lambda: [[]])

    @property
    def started(self) -> bool:
        """Whether it has a token."""
        return any(self.sentences)


def parse(text: str, name: str, log: Log) -> list[Draft]:
    """One draft a document. ``# id = X`` or ``-DOCSTART-`` begins one."""
    return [
        Draft(document.where, document.id, None, None, document.sentences)
        for document in documents(text.split("\n"), name, log)
    ]


def documents(lines: Iterable[str], name: str, log: Log) -> list[Document]:
    """The documents of a file that have a token or an id; lines that are neither are faults."""
    found = [Document(f"{name}:1")]
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip(" \t\r")
        where, now = f"{name}:{number}", found[-1]
        named = _ID.fullmatch(line)
        id = (named[1] or named[2]) if named else None
        if id is not None and id == now.id:
            continue  # some files say it again before each sentence
        if id is not None or _START.fullmatch(line):
            if now.started or (id and now.id):
                found.append(Document(where, id, marked=True))
            else:
                now.where, now.id, now.marked = where, id or now.id, True
        elif not line.strip():
            now.sentences.append([])
        elif not _is_comment(line) and (token := _token(line, number, where, log)):
            now.sentences[-1].append(token)
    return [document for document in found if document.started or document.id]


def _is_comment(line: str) -> bool:
    return bool(_COMMENT.fullmatch(line)) and not _TAGGED.search(line)


def _token(line: str, number: int, where: str, log: Log) -> Token | None:
    columns = line.split("\t") if "\t" in line else re.split(" +", line.strip(" "))
    column = log.options.column
    index = column - 1 if column > 0 else len(columns) + column
    if not 0 < index < len(columns) or not columns[0].strip(" "):
        problem = f"{len(columns)} columns, of which none is the tag of a token"
        fix = "write the token first and its tag in the last column, or give --column"
        log.fault(where, "$", problem, fix)
        return None
    return Token(number, columns[0].strip(" "), columns[index].strip())


def build(draft: Draft, article: Article, log: Log) -> dict[str, Any]:
    """A flat list of names, in code points of the article's text."""
    name = draft.where.rpartition(":")[0]
    places = _places(draft, article, log, name)
    entities = []
    for sentence in draft.body:
        chunks, wrong = decode_chunks([token.tag for token in sentence])
        for index in wrong:
            problem = f"the tag {sentence[index].tag!r} is neither O nor XX-LABEL"
            log.fault(
                f"{name}:{sentence[index].line}", "$", problem, "write IOB2 tags: B-PER, I-PER, O"
            )
        for chunk in chunks:
            first, last = sentence[chunk.first], sentence[chunk.last]
            type_ = log.labels.type_of(chunk.label, f"{name}:{first.line}")
            if type_ and first.line in places and last.line in places:
                start, end = places[first.line][0], places[last.line][1]
                entities.append({"start": start, "end": end, "type": type_})
    return {"layers": ["entities"], "entities": entities}


def _places(draft: Draft, article: Article, log: Log, name: str) -> dict[int, Place]:
    """The place of each token by its line; those that do not fit the text are faults."""
    places: dict[int, Place] = {}
    missed = 0
    tokens = [token for sentence in draft.body for token in sentence]
    pairs = zip(tokens, align(article.text, (token.text.strip() for token in tokens)), strict=True)
    for token, (place, sought) in pairs:
        if place is not None:
            places[token.line] = place
            continue
        missed += 1
        if missed > _MISALIGNED:
            break
        there = article.text[sought : sought + 20]
        problem = f"the token {token.text!r} is not at offset {sought} of {article.id!r}: {there!r}"
        fix = "tokenise the article's own text, whole and in order, and keep the tokens as written"
        log.fault(f"{name}:{token.line}", "$", problem, fix)
    if not missed and tokens and article.text[places[tokens[-1].line][1] :].strip():
        log.told["tokens end before the text does"] += 1
    return places
