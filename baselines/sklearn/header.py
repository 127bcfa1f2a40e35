"""Fields of the head: headline, deck, dateline, byline, publisher and date, each once at most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .document import Document, Found
from .features import kind, shape
from .segments import Segmenter

__all__ = ["HEADER"]

_TOP, _END = 8, 3  # lines that may hold such fields
_LONG = 22  # tokens of a line that is a paragraph
_EDGES = 14  # places in a line where one may begin or end
_LEAST = -1.8  # log-probability
_BREAKS = frozenset("–—|/:•()[].-,")
_WORDS = frozenset(("by", "from", "in"))


def _candidates(doc: Document) -> list[range]:
    count = len(doc.lines)
    chosen = [n for n in range(count) if n < _TOP or n >= count - _END]
    return [part for n in chosen for part in _stretches(doc, doc.lines[n])]


def _stretches(doc: Document, line: range) -> Iterator[range]:
    edges = _edges(doc, line)
    for number, start in enumerate(edges):
        if doc.tokens[start].text in _BREAKS if start < line.stop else True:
            continue
        yield from (range(start, end) for end in edges[number + 1 :])


def _edges(doc: Document, line: range) -> list[int]:
    """Line ends, both sides of dashes, bars and the like, and the edges of dates."""
    edges = {line.start}
    for index in line:
        if len(edges) >= _EDGES:
            break
        here = doc.lower[index]
        if here in _BREAKS or here in _WORDS:
            edges |= {index, index + 1}
        elif index > line.start and bool(_dated(doc, index)) != bool(_dated(doc, index - 1)):
            edges.add(index)
    return sorted(edges | {line.stop})


def _dated(doc: Document, index: int) -> bool:
    return kind(doc.lower[index]) in ("month", "weekday", "year", "number") or (
        doc.lower[index] in (",", "-", "/", ".") and 0 < index < len(doc.tokens) - 1
        and kind(doc.lower[index - 1]) != "" and kind(doc.lower[index + 1]) != ""
    )


def _describe(doc: Document, part: range) -> list[str]:
    line = doc.lines[doc.line_of[part.start]]
    number = doc.line_of[part.start]
    where = f"{min(number, _TOP)}"
    whole = f"{part.start == line.start}{part.stop == line.stop}"
    kinds = sorted({kind(word) for word in doc.lower[part.start : part.stop][:12]} - {""})
    words = [doc.tokens[index].text for index in part]
    caps = sum(word.isupper() for word in words) > len(words) / 2
    lower = sum(word[0].islower() for word in words)
    size = min(len(words).bit_length(), 6)
    rest = min((line.stop - part.stop).bit_length(), 5)
    names = [doc.names[index][2:] for index in part[:6] if doc.names[index]]
    told = [
        f"where={where}", f"whole={whole}", f"size={size}", f"rest={rest}", f"caps={caps}",
        f"lower={min(lower, 3)}", f"kinds={kinds}", f"before={doc.at(part.start - 1)}",
        f"after={doc.at(part.stop)}", f"first={doc.at(part.start)}",
        f"last={doc.at(part.stop - 1)}", f"shape={shape(words[0])}", f"end={shape(words[-1])}",
        f"place={_from_body(doc, number)}", f"place,whole={_from_body(doc, number)} {whole}",
        f"place,kinds={_from_body(doc, number)} {kinds} {whole}",
    ]  # fmt: skip
    told += [f"g={name}" for name in names] + [f"k={one}" for one in kinds]
    told += [
        f"where,whole={where} {whole}", f"whole,kinds={whole} {kinds}",
        f"whole,size={whole} {size}", f"where,whole,size={where} {whole} {size}",
        f"whole,caps={whole} {caps}", f"whole,after={whole} {doc.at(part.stop)}",
        f"before,kinds={doc.at(part.start - 1)} {kinds}",
        f"before,lower={doc.at(part.start - 1)} {min(lower, 3)}",
        f"caps,kinds={shape(words[0])} {kinds} {part.start == line.start}",
        f"first,after={shape(words[0])} {doc.at(part.stop)} {part.start == line.start}",
        f"lower,size,whole={min(lower, 3)} {size} {whole}",
    ]  # fmt: skip
    if number + 1 < len(doc.lines):
        following = doc.lines[number + 1]
        told.append(f"next={whole} {min(len(following).bit_length(), 6)} {shape(doc.tokens[following.start].text)}")
        told.append(f"blank={whole} {doc.gap(following.start).count(chr(10)) > 1}")
    if number:
        told.append(f"blank before={whole} {doc.gap(line.start).count(chr(10)) > 1}")
    return told


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
