"""GUM as its makers publish it: CoNLL-U with an ``Entity`` column, and XML with dates.

Zeldes 2017, The GUM corpus, Language Resources and Evaluation 51(3). Read are the text, mentions
with their heads and clusters, and ``date`` elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.formats.base import lines_of
from goldfield.errors import DataError, Fault
from goldfield.schema.labels import EntityType

__all__ = [
    "TYPES",
    "GumDate",
    "GumDocument",
    "GumMention",
    "Place",
    "read_gum",
    "read_gum_file",
]

Place = tuple[int, int]

TYPES: dict[str, EntityType] = {"person": "PER", "organization": "ORG", "place": "LOC"}
"""GUM's entity types that have a counterpart; a place is of any of GPE, LOC and FAC."""

_NEWDOC = re.compile(r"# newdoc id = (\S+)\s*")
_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
_BRACKET = re.compile(r"\((?P<open>[^()]+)(?P<alone>\))?|(?<![^()])(?P<close>[^()]+)\)")
_DATE = re.compile(r"<date\b([^>]*)>")
_WHEN = re.compile(r'\bwhen="([^"]*)"')
_COLUMNS = 10
_FIELDS = 6  # of an opening bracket: cluster, type, status, salience, centering, minimal span


class GumMention(NamedTuple):
    """A mention in one piece: cluster, GUM's entity type, extent, and that of its head.

    `part_of_speech` is the universal tag of the last token of the head.
    """

    cluster: str
    type: str
    place: Place
    head: Place
    part_of_speech: str


class GumDate(NamedTuple):
    """A ``date`` element; `when` is None where it gives bounds instead."""

    place: Place
    when: str | None


class GumDocument(NamedTuple):
    """One document; places are in code points of `text`, paragraphs are a blank line apart."""

    id: str
    text: str
    mentions: list[GumMention]
    dates: list[GumDate]


class _Token(NamedTuple):
    place: Place
    part_of_speech: str
    entity: str
    line: int


class _Row(NamedTuple):
    """A line that is not blank; a comment has no columns."""

    line: int
    text: str
    columns: list[str]


def read_gum(conllu: Path, xml: Path | None = None) -> GumDocument:
    """Read a document from its two files; without the second it has no dates.

    Raises:
        DataError: a file cannot be read; lines that are no token; else brackets, and tokens of
            the two files, that do not fit.
    """
    return _read(conllu.stem, _rows(conllu), conllu, xml)


def read_gum_file(conllu: Path) -> list[GumDocument]:
    """Read all the documents of a file, without dates; one that does not say so is one.

    Raises:
        DataError: as `read_gum`, with the faults of every document.
    """
    rows: dict[str, list[_Row]] = {}
    id = conllu.stem
    for row in _rows(conllu):
        if named := _NEWDOC.fullmatch(row.text):
            id = named[1]
        rows.setdefault(id, []).append(row)
    found: list[GumDocument] = []
    faults: list[Fault] = []
    for id, own in rows.items():
        if not any(row.columns for row in own):
            continue  # what stands above the first document
        try:
            found.append(_read(id, own, conllu))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    return found


def _read(id: str, rows: Sequence[_Row], conllu: Path, xml: Path | None = None) -> GumDocument:
    text, tokens = _read_tokens(rows)
    mentions, faults = _read_mentions(tokens, conllu)
    dates: list[GumDate] = []
    try:
        dates = _read_dates(xml, [token.place for token in tokens]) if xml else []
    except DataError as error:
        faults += error.faults
    if faults:
        raise DataError(faults)
    return GumDocument(id, text, mentions, dates)


def _rows(path: Path) -> list[_Row]:
    rows: list[_Row] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines_of(path), start=1):
        columns = [] if line.startswith("#") else line.split("\t")
        if line and len(columns) not in (0, _COLUMNS):
            problem = f"{len(columns)} columns; a token has {_COLUMNS}"
            faults.append(Fault(f"{path}:{number}", "$", problem, "give CoNLL-U"))
        elif line:
            rows.append(_Row(number, line, columns))
    if faults:
        raise DataError(faults)
    return rows


def _read_tokens(rows: Iterable[_Row]) -> tuple[str, list[_Token]]:
    text, gap, inside = "", "", ("", "")
    tokens: list[_Token] = []
    for line, comment, columns in rows:
        if not columns:
            gap = "\n\n" if comment.startswith("# newpar") and text else gap
            continue
        number, form, misc = columns[0], columns[1], columns[-1]
        if "." in number:  # an empty node: nothing of the text
            continue
        after = "" if "SpaceAfter=No" in misc else " "
        if "-" in number:  # 2-3 spells the two tokens that follow once more, as one word
            inside = number.split("-")[1], after
            continue
        start = len(text) + len(gap)
        text += gap + form
        named = _ENTITY.search(misc)
        tokens.append(_Token((start, len(text)), columns[3], named[1] if named else "", line))
        gap = after
        if inside[0]:
            gap, inside = (inside[1], ("", "")) if number == inside[0] else ("", inside)
    return text, tokens


class _Opened(NamedTuple):
    fields: list[str]
    first: int


def _read_mentions(tokens: Sequence[_Token], path: Path) -> tuple[list[GumMention], list[Fault]]:
    """Mentions by start; those in several pieces (``[1/2]``) are left out."""
    opened: list[_Opened] = []
    found: list[GumMention] = []
    faults: list[Fault] = []
    for index, token in enumerate(tokens):
        for bracket in _BRACKET.finditer(token.entity):
            if bracket["open"]:
                opened.append(_Opened(bracket["open"].split("-"), index))
            cluster = bracket["close"] or (opened[-1].fields[0] if bracket["alone"] else None)
            if cluster is None:
                continue
            own = [at for at, one in enumerate(opened) if one.fields[0] == cluster]
            if not own:
                faults.append(_unpaired(path, token, f"{cluster}) closes what is not open"))
                continue
            fields, first = opened.pop(own[-1])
            if "[" not in cluster and len(fields) >= _FIELDS:
                found.append(_mention(fields, tokens[first : index + 1]))
    for fields, first in opened:
        faults.append(_unpaired(path, tokens[first], f"({fields[0]} is never closed"))
    return sorted(found, key=lambda mention: mention.place), faults


def _unpaired(path: Path, token: _Token, problem: str) -> Fault:
    return Fault(f"{path}:{token.line}", "$", problem, "give the file as published")


def _mention(fields: Sequence[str], tokens: Sequence[_Token]) -> GumMention:
    whole = tokens[0].place[0], tokens[-1].place[1]
    numbers = [int(number) for number in fields[5].split(",") if number.isdigit()]
    head = [tokens[number - 1] for number in numbers if 0 < number <= len(tokens)] or tokens
    place = head[0].place[0], head[-1].place[1]
    return GumMention(fields[0], fields[1], whole, place, head[-1].part_of_speech)


def _read_dates(path: Path, places: Sequence[Place]) -> list[GumDate]:
    found: list[GumDate] = []
    opened: list[tuple[str | None, int]] = []
    at = 0
    for line in lines_of(path):
        if date := _DATE.fullmatch(line):
            when = _WHEN.search(date[1])
            opened.append((when[1] if when else None, at))
        elif line == "</date>" and opened:
            value, first = opened.pop()
            if first < at <= len(places):
                found.append(GumDate((places[first][0], places[at - 1][1]), value))
        elif line and not line.startswith("<"):
            at += 1
    if at != len(places):
        problem = f"{at} tokens, {len(places)} in the CoNLL-U file"
        raise DataError([Fault(str(path), "$", problem, "give two files of one document")])
    return sorted(found)
