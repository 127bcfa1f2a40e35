"""Fields of the head: headline, deck, dateline, byline, publisher and date, each once at most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .document import Document, Found
from .facts import table, told
from .features import kind, shape
from .segments import Segmenter

__all__ = ["HEADER"]

_TOP, _END = 8, 3  # lines that may hold such fields
_LONG = 22  # tokens of a line that is a paragraph
_EDGES = 14  # places in a line where one may begin or end
_LEAST = -1.8  # log-probability
_BREAKS = frozenset("–—|/:•()[].-,")
_WORDS = frozenset(("by", "from", "in"))
_DATED = frozenset(("month", "weekday", "year", "number"))
_TABLE = table("""
    line
    whole
    size
    rest
    caps
    lower
    kinds
    before
    after
    first
    last
    shape
    end
    place
    place whole
    place kinds whole
    line whole
    whole kinds
    whole size
    line whole size
    whole caps
    whole after
    before kinds
    before lower
    shape kinds starts
    shape after starts
    lower size whole
    whole next_size next_shape
    whole blank_after
    whole blank_before
""")


def _candidates(doc: Document) -> list[range]:
    count = len(doc.lines)
    chosen = [n for n in range(count) if n < _TOP or n >= count - _END]
    return [part for n in chosen for part in _stretches(doc, doc.lines[n])]


def _stretches(doc: Document, line: range) -> Iterator[range]:
    edges = _edges(doc, line)
    for number, start in enumerate(edges[:-1]):
        if doc.lower[start] not in _BREAKS:
            yield from (range(start, end) for end in edges[number + 1 :])


def _edges(doc: Document, line: range) -> list[int]:
    """Line ends, both sides of dashes, bars and the like, and the edges of dates."""
    edges = {line.start}
    for index in line:
        if len(edges) >= _EDGES:
            break
        if doc.lower[index] in _BREAKS or doc.lower[index] in _WORDS:
            edges |= {index, index + 1}
        elif index > line.start and _dated(doc, index) != _dated(doc, index - 1):
            edges.add(index)
    return sorted(edges | {line.stop})


def _dated(doc: Document, index: int) -> bool:
    """Whether a token can be part of a date: a word or number of one, or a mark between two."""
    here, before, after = (kind(doc.at(at)) for at in (index, index - 1, index + 1))
    between = doc.lower[index] in (",", "-", "/", ".")
    return here in _DATED or bool(between and before and after)


def _describe(doc: Document, part: range) -> list[str]:
    line = doc.lines[doc.line_of[part.start]]
    number = doc.line_of[part.start]
    words = [token.text for token in doc.tokens[part.start : part.stop]]
    kinds = sorted({kind(word) for word in doc.lower[part.start : part.stop][:12]} - {""})
    after = doc.lines[number + 1] if number + 1 < len(doc.lines) else range(line.stop, line.stop)
    facts = {
        "line": min(number, _TOP),
        "place": _from_body(doc, number),
        "whole": f"{part.start == line.start}{part.stop == line.stop}",
        "starts": part.start == line.start,
        "size": min(len(words).bit_length(), 6),
        "rest": min((line.stop - part.stop).bit_length(), 5),
        "caps": sum(word.isupper() for word in words) > len(words) / 2,
        "lower": min(sum(word[0].islower() for word in words), 3),
        "kinds": "+".join(kinds),
        "before": doc.at(part.start - 1),
        "after": doc.at(part.stop),
        "first": doc.at(part.start),
        "last": doc.at(part.stop - 1),
        "shape": shape(words[0]),
        "end": shape(words[-1]),
        "next_size": min(len(after).bit_length(), 6),
        "next_shape": shape(doc.tokens[after.start].text) if after else "",
        "blank_after": bool(after) and _blank(doc, after.start),
        "blank_before": bool(number) and _blank(doc, line.start),
    }
    names = {doc.names[index][2:] for index in part[:6]} - {""}
    return [*told(facts, _TABLE), *(f"k={k}" for k in kinds), *(f"g={g}" for g in sorted(names))]


def _blank(doc: Document, index: int) -> bool:
    """Whether a blank line stands before a token."""
    return doc.gap(index).count("\n") > 1


def _from_body(doc: Document, number: int) -> str:
    """How many lines a line stands from the first long one, or that it is one of the last."""
    top = doc.lines[:_TOP]
    body = next((n for n, line in enumerate(top) if len(line) >= _LONG), len(top))
    if number > body:
        return "last" if number >= len(doc.lines) - _END else "later"
    return f"{max(number - body, -4)}"


def _pick(scored: Sequence[Found]) -> list[Found]:
    """The likeliest of each field, if likely enough, that shares no token with a likelier one."""
    picked: list[Found] = []
    for one in scored:
        clear = all(one.last <= other.first or other.last <= one.first for other in picked)
        if one.confidence >= _LEAST and clear and one.label not in {o.label for o in picked}:
            picked.append(one)
    return picked


HEADER = Segmenter("header", _candidates, _describe, _pick)
