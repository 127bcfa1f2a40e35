"""GUM as its makers publish it: CoNLL-U with an ``Entity`` column, and XML with dates.

Zeldes 2017, The GUM corpus, Language Resources and Evaluation 51(3). Read are the text, mentions
with their heads and clusters, and ``date`` elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.errors import DataError, Fault

__all__ = ["GumDate", "GumDocument", "GumMention", "Place", "read_gum"]

Place = tuple[int, int]

_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
_BRACKET = re.compile(r"\((?P<open>[^()]+)(?P<alone>\))?|(?P<close>[^()]+)\)")
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


def read_gum(conllu: Path, xml: Path | None = None) -> GumDocument:
    """Read a document from its two files; without the second it has no dates.

    Raises:
        DataError: a line that is no token, or brackets or tokens of the two that do not fit.
    """
    text, tokens = _read_tokens(conllu)
    places = [token.place for token in tokens]
    dates = _read_dates(xml, places) if xml else []
    return GumDocument(conllu.stem, text, _read_mentions(tokens, str(conllu)), dates)


def _read_tokens(path: Path) -> tuple[str, list[_Token]]:
    text, gap, inside = "", "", ("", "")
    tokens: list[_Token] = []
    for line, columns in _rows(path):
        if columns is None:
            gap = "\n\n" if line.startswith("# newpar") and text else gap
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
        tokens.append(_Token((start, len(text)), columns[3], named[1] if named else ""))
        gap = after
        if inside[0]:
            gap, inside = (inside[1], ("", "")) if number == inside[0] else ("", inside)
    return text, tokens


def _rows(path: Path) -> Iterator[tuple[str, list[str] | None]]:
    """Each line that is not blank, with its columns if it is a token."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        columns = line.split("\t")
        if line.startswith("#"):
            yield line, None
        elif len(columns) == _COLUMNS:
            yield line, columns
        elif line:
            problem = f"{len(columns)} columns; a token has {_COLUMNS}"
            raise DataError([Fault(f"{path}:{number}", "$", problem, "give CoNLL-U")])


def _read_mentions(tokens: Sequence[_Token], where: str) -> list[GumMention]:
    """Mentions by start; those in several pieces (``[1/2]``) are left out."""
    opened: list[tuple[list[str], int]] = []
    found: list[GumMention] = []
    for index, token in enumerate(tokens):
        for bracket in _BRACKET.finditer(token.entity):
            if bracket["open"]:
                opened.append((bracket["open"].split("-"), index))
            cluster = bracket["close"] or (opened[-1][0][0] if bracket["alone"] else None)
            if cluster is None:
                continue
            at = next((i for i in reversed(range(len(opened))) if opened[i][0][0] == cluster), None)
            if at is None:
                fix = "give the file as published"
                raise DataError([Fault(where, "$", f"{cluster}) closes what is not open", fix)])
            fields, first = opened.pop(at)
            if "[" not in cluster and len(fields) >= _FIELDS:
                found.append(_mention(fields, tokens[first : index + 1]))
    return sorted(found, key=lambda mention: mention.place)


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
    for line in path.read_text("utf-8").split("\n"):
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
