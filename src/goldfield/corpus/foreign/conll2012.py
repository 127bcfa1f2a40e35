"""Coreference columns of CoNLL-2012 as generic records: ``{"id", "text", "clusters"}``.

Pradhan et al. 2012, CoNLL-2012 Shared Task: Modeling Multilingual Unrestricted Coreference in
OntoNotes. A token a line, columns apart by tabs or blanks. The fourth is the word; in files of
fewer than five columns it is the one before the last. The last one has the brackets of clusters,
``(12``, ``12)`` and ``(12)``, with ``|`` between them; a closing one ends the span of its cluster
that was opened last. Each part of a document is a text of its own. Parses, senses, speakers and
predicates are not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import id_of, named_split, title_of
from goldfield.corpus.foreign.tokens import Item, Tokens, join_tokens, locate
from goldfield.errors import DataError, Fault

__all__ = ["conll2012_files", "conll2012_split", "read_conll2012"]

_BEGIN, _END = "#begin document", "#end document"
_BRACKET = re.compile(r"(?P<open>\()?(?P<cluster>[^()|]+)(?P<close>\))?")
_SUFFIXES = (".conll", ".key", ".v4_gold_conll", ".gold_conll")
_NO_CLUSTER = ("", "-", "_", "*")
_LAST = re.compile(r"-|[\d()|]+")
# Of a row with all columns the places of the word and of the names; how many columns rows have.
_WORD, _NAMES, _FEWEST, _FULL = 3, 10, 2, 12

_FIX = "give the file as published"


class _Row(NamedTuple):
    where: str
    word: str
    names: str
    clusters: str


class _Part(NamedTuple):
    """One part of a document: its sentences, and what is wrong with its lines."""

    where: str
    id: str
    sentences: list[list[_Row]]
    faults: list[tuple[str, str]]


class _Mention(NamedTuple):
    where: str
    cluster: str
    first: int
    end: int


def conll2012_files(folder: Path) -> list[Path]:
    """The files below a folder that have coreference columns by their endings, by name.

    Where gold files lie beside automatic ones (``_auto_conll``), only gold is read.
    """
    found = [path for path in folder.rglob("[!.]*") if path.suffix.lower() in _SUFFIXES]
    return sorted(path for path in found if path.is_file())


def conll2012_split(path: Path) -> str:
    """The split that a word of a file's name means, or the folder above ``data``; else its name."""
    above = [
        part for part, next_ in zip(path.parts, path.parts[1:], strict=False) if next_ == "data"
    ]
    splits = [split for part in reversed(above) if (split := named_split(part))]
    return named_split(path.name) or next(iter(splits), title_of(path))


def read_conll2012(paths: Sequence[Path], account: Account) -> Iterator[dict[str, Any]]:
    """The parts of documents in files, one by one; offsets count characters of ``text``.

    The id is the document's name with its part, as in ``bc/cctv/00/cctv_0000_0``.

    Raises:
        DataError: a file cannot be read, or has a token in no document.
    """
    for path in paths:
        for part in _parts(path):
            account.found["document"] += 1
            if part.faults:
                where, problem = part.faults[0]
                account.fault(where, "document", problem, _FIX)
            else:
                yield _record(part, account)


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    number = 0
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                text = line.decode("utf-8").removeprefix("\ufeff" if number == 1 else "")
                yield f"{path}:{number}", text.rstrip("\r\n")
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} of the line is not UTF-8 (0x{error.object[error.start]:02x})"
        raise DataError(
            [Fault(f"{path}:{number}", "$", problem, "save the file as UTF-8")]
        ) from error
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise DataError([Fault(str(path), "$", problem, "check the name")]) from error


def _parts(path: Path) -> Iterator[_Part]:
    part: _Part | None = None
    for where, line in _lines(path):
        if line.startswith(_BEGIN):
            if part:
                yield _cut(part)
            part = _Part(where, _id(line.removeprefix(_BEGIN)), [[]], [])
        elif part is None and line.strip() and not line.startswith("#"):
            raise DataError([Fault(where, "$", "a token before any #begin document", _FIX)])
        elif part and line.startswith(_END):
            yield part
            part = None
        elif part and not line.startswith("#"):
            _add(part, where, line)
    if part:
        yield _cut(part)


def _cut(part: _Part) -> _Part:
    part.faults.append(
        (part.where, "the document has no #end document; the file may have been cut")
    )
    return part


def _id(named: str) -> str:
    """The id of ``(bc/cctv/00/cctv_0000); part 000``, its part as a number."""
    name, _, rest = named.strip().removeprefix("(").rpartition(")")
    words = (rest if name else named).replace(";", " ").split()
    name = name or (words.pop(0) if words else "")
    numbered = len(words) == 2 and words[0] == "part"
    return id_of(f"{name}_{words[1].lstrip('0') or '0'}" if numbered else name)


def _add(part: _Part, where: str, line: str) -> None:
    columns = line.split("\t") if "\t" in line else line.split()
    if len(columns) > _FEWEST and not columns[-1].strip() and _LAST.fullmatch(columns[-2].strip()):
        columns.pop()  # a tab at the end of the line
    if not line.strip():
        part.sentences.append([])
    elif len(columns) < _FEWEST:
        part.faults.append((where, "a line without a column of clusters"))
    elif len(columns) > _WORD + 1 and not columns[_WORD - 1].strip().isdigit():
        part.faults.append((where, "the third column of five or more is no number of a word"))
    else:
        word = columns[_WORD] if len(columns) > _WORD + 1 else columns[-2]
        names = columns[_NAMES] if len(columns) >= _FULL else ""
        part.sentences[-1].append(_Row(where, word.strip(), names, columns[-1].strip()))


def _record(part: _Part, account: Account) -> dict[str, Any]:
    sentences = [sentence for sentence in part.sentences if sentence]
    rows = [row for sentence in sentences for row in sentence]
    for row in rows:
        for label in re.findall(r"\(([^()*\s]+)", row.names):
            account.found["name"] += 1
            account.skip(row.where, "name", label, "records of coreference have no names")
    tokens = join_tokens([row.word for row in sentence] for sentence in sentences)
    clusters = _clusters(_mentions(rows, account), tokens, account)
    return {"id": part.id, "text": tokens.text.text, "clusters": clusters}


def _mentions(rows: Sequence[_Row], account: Account) -> Iterator[_Mention]:
    """Every mention whose brackets fit, as they are closed."""
    opened: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for index, row in enumerate(rows):
        for piece in row.clusters.split("|") if row.clusters not in _NO_CLUSTER else ():
            bracket = _BRACKET.fullmatch(piece)
            opens, closes = bracket and bracket["open"], bracket and bracket["close"]
            account.found["mention"] += not (closes and not opens)
            if not bracket or not (opens or closes):
                account.fault(row.where, "mention", f"{piece!r} is no bracket of a cluster", _FIX)
                continue
            cluster = bracket["cluster"].strip()
            if opens:
                opened[cluster].append((row.where, index))
            if closes and opened[cluster]:
                where, first = opened[cluster].pop()
                yield _Mention(where, cluster, first, index + 1)
            elif closes:
                account.found["mention"] += 1
                account.fault(row.where, "mention", f"{piece!r} closes what is not open", _FIX)
    for cluster, left in opened.items():
        for where, _ in left:
            account.fault(where, "mention", f"'({cluster}' is never closed", _FIX)


def _clusters(
    mentions: Iterator[_Mention], tokens: Tokens, account: Account
) -> list[list[tuple[int, int]]]:
    """The clusters by their first mention; a place belongs to the first cluster that has it."""
    clusters: dict[str, list[tuple[int, int]]] = {}
    starts: dict[str, str] = {}
    taken: dict[tuple[int, int], str] = {}
    for where, cluster, first, end in sorted(mentions, key=lambda one: (one.first, -one.end)):
        starts.setdefault(cluster, where)
        found = clusters.setdefault(cluster, [])
        span = locate(tokens, first, end, Item(where, "mention"), account)
        if span and (span.start, span.end) in taken:
            owner = "its own" if taken[span.start, span.end] == cluster else "another"
            account.skip(where, "mention", "", f"{owner} cluster has its place already")
        elif span:
            taken[span.start, span.end] = cluster
            found.append((span.start, span.end))
    account.found["cluster"] += len(clusters)
    for cluster in (cluster for cluster, found in clusters.items() if not found):
        account.skip(starts[cluster], "cluster", "", "none of its mentions is kept")
    return [found for found in clusters.values() if found]
