"""LitBank's quotations: a sentence a line, tokens a blank apart, quotes and speakers in a table.

Sims and Bamman 2020, Measuring Information Propagation in Literary Social Networks, EMNLP.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.formats.base import lines_of
from goldfield.errors import DataError, Fault

__all__ = ["LitbankDocument", "LitbankQuote", "read_litbank", "token_places"]

Place = tuple[int, int]

_QUOTE, _ATTRIBUTION = "QUOTE", "ATTRIB"


class LitbankQuote(NamedTuple):
    """A quotation with its marks, in code points of the text, and the id of its speaker."""

    place: Place
    speaker: str | None


class LitbankDocument(NamedTuple):
    """One excerpt."""

    id: str
    text: str
    quotes: list[LitbankQuote]


def read_litbank(table: Path) -> LitbankDocument:
    """Read an excerpt from ``NAME.ann`` with ``NAME.txt`` beside it.

    Raises:
        DataError: a file cannot be read, or with every row that is none, or that points outside
            the text.
    """
    text = "\n".join(lines_of(table.with_suffix(".txt")))
    tokens = token_places(text)
    places: dict[str, Place] = {}
    speakers: dict[str, str] = {}
    rows: dict[str, int] = {}
    faults: list[Fault] = []
    for number, line in enumerate(lines_of(table), start=1):
        columns = line.split("\t")
        try:
            if columns[0] == _QUOTE:
                first, last = (int(columns[2]), int(columns[3])), (int(columns[4]), int(columns[5]))
                place = tokens[first][0], tokens[last][1]
                if columns[1] in places or text[slice(*place)].split() != columns[6].split():
                    raise ValueError(line)
                places[columns[1]] = place
            elif columns[0] == _ATTRIBUTION:
                if not columns[2].strip():
                    raise ValueError(line)
                speakers[columns[1]], rows[columns[1]] = columns[2], number
            elif line.strip():
                raise ValueError(line)
        except (IndexError, ValueError, KeyError):
            fix = "give the table and the text as published, side by side"
            faults.append(Fault(f"{table}:{number}", "$", "no row of this text's quotes", fix))
    for id in [id for id in speakers if id not in places]:
        problem = f"the speaker of a quote {id!r} that is not there"
        faults.append(Fault(f"{table}:{rows[id]}", "$", problem, "give the table as published"))
    if faults:
        raise DataError(faults)
    quotes = [LitbankQuote(place, speakers.get(id)) for id, place in places.items()]
    return LitbankDocument(table.stem, text, sorted(quotes, key=lambda quote: quote.place))


def token_places(text: str) -> dict[tuple[int, int], Place]:
    """The place of each token by its sentence and its place there, both from 0."""
    found: dict[tuple[int, int], Place] = {}
    start = 0
    for sentence, line in enumerate(text.split("\n")):
        at = start
        for number, token in enumerate(line.split(" ")):
            found[sentence, number] = at, at + len(token)
            at += len(token) + 1
        start += len(line) + 1
    return found
