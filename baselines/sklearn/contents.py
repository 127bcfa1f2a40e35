"""Ascribed words: stretches between quote marks, clause borders and the words that ascribe."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from .document import Document, Found
from .features import kind, shape
from .segments import Segmenter

__all__ = ["CONTENTS", "marked"]

_PAIRS = {"“": "”", "‘": "’", '"': '"', "``": "''"}
_OPEN, _CLOSE = frozenset(_PAIRS), frozenset(_PAIRS.values())
_ENDS = frozenset(".!?")
_STARTERS = frozenset(("that", "of", "whether", "if", ",", ":", "to", "for", "–", "—"))
_STOPPERS = frozenset((",", ";", ":", "–", "—", "-", "(", "but", "and", "while", "when", "after", "as", "because"))
_MOST = 24  # starts considered in one sentence
_REACH = 6  # ends considered for one start
_LEAST = -1.6  # log-probability


def marked(doc: Document) -> list[range]:
    """What stands between each outer pair of quote marks of a line, without the marks."""
    found: list[range] = []
    for line in doc.lines:
        start, closer = line.start, ""
        for index in line:
            text = doc.tokens[index].text
            if not closer and text in _PAIRS and not _apostrophe(doc, index):
                start, closer = index + 1, _PAIRS[text]
            elif closer and text == closer and not _apostrophe(doc, index):
                found += [range(start, index)] if index > start else []
                closer = ""
    return found


def _apostrophe(doc: Document, index: int) -> bool:
    """Whether a mark joins two letters."""
    if doc.tokens[index].text != "’" or index + 1 >= len(doc.tokens) or doc.gap(index + 1):
        return False
    return doc.tokens[index + 1].text[0].isalpha()


def _candidates(doc: Document) -> list[range]:
    found = {(part.start, part.stop): None for part in marked(doc)}
    cues = {one.last for one in doc.layers.get("cues", [])}
    for sentence in doc.sentences:
        ends = _stops(doc, sentence)
        for start in islice(_starts(doc, sentence, cues), _MOST):
            low = bisect_left(ends, start + 2)
            found.update({(start, end): None for end in ends[low : low + _REACH]})
    return [range(*part) for part in sorted(found)]


def _starts(doc: Document, sentence: range, cues: set[int]) -> Iterator[int]:
    for index in sentence:
        before = doc.at(index - 1)
        opens = index == sentence.start or index in cues or doc.lower[index] == "to"
        if opens or before in _STARTERS or before in _OPEN or before in _CLOSE:
            if doc.lower[index] not in _STOPPERS and doc.lower[index] not in _CLOSE:
                yield index
        elif index == sentence.start + 1 and before in ("•", "-", "–"):
            yield index


def _stops(doc: Document, sentence: range) -> list[int]:
    ends = [
        index
        for index in sentence
        if doc.lower[index] in _STOPPERS or doc.lower[index] in _CLOSE
    ]
    last = sentence.stop
    while last > sentence.start and (doc.lower[last - 1] in _ENDS or doc.lower[last - 1] in _CLOSE):
        last -= 1
    return sorted({*ends, last, sentence.stop})


def _describe(doc: Document, part: range) -> list[str]:
    first, last = part.start, part.stop
    sentence = doc.sentences[doc.sentence_of[first]]
    ends = doc.sentences[doc.sentence_of[last - 1]]
    inside = [doc.lower[index] for index in part]
    quoted = _quoted(doc, part)
    opens = doc.at(first - 1) in _OPEN
    closes = doc.at(last) in _CLOSE
    edges = f"{opens}{closes}"
    left, right = _cue(doc, range(sentence.start, first), last=True), _cue(doc, range(last, ends.stop), last=False)
    within = _cue(doc, part, last=True)
    start, stop = first == sentence.start, last >= ends.stop - 1
    size = min(len(part).bit_length(), 6)
    cue = left[0] or right[0] or "none"
    told = [
        f"edges={edges} {quoted}", f"size={size}", f"edges,size={edges} {size} {quoted}",
        f"left={left}", f"right={right}", f"within={within[0]} {edges}",
        f"cues={left[1]} {right[1]} {bool(within[0])} {edges} {start} {stop}",
        f"left,start={left[1]} {doc.at(first - 1)}", f"right,stop={right[1]} {doc.at(last)}",
        f"before={doc.at(first - 1)} {edges}", f"after={doc.at(last)} {edges}",
        f"before2={doc.at(first - 2)} {doc.at(first - 1)}", f"after2={doc.at(last)} {doc.at(last + 1)}",
        f"first={inside[0]} {opens}", f"last={inside[-1]} {closes}",
        f"ends={start} {stop} {edges}", f"cue={cue} {edges}",
        f"cue,start={left[0]} {doc.at(first - 1)}", f"cue,stop={right[0]} {doc.at(last)}",
        f"sentences={min(doc.sentence_of[last - 1] - doc.sentence_of[first], 3)} {edges}",
        f"line={min(doc.line_of[first], 3)} {edges}", f"shape={shape(doc.tokens[first].text)} {start} {edges}",
        f"stop={stop} {right[1]} {left[1]} {doc.at(last)}",
        f"near={_neighbour(doc, sentence, first, -1)} {_neighbour(doc, ends, last, 1)} {edges} {bool(left[0] or right[0])}",
        f"commas={min(inside.count(','), 3)} {edges} {stop}",
    ]  # fmt: skip
    told += [f"k={kind(inside[0])} {left[1]}"]
    return told


def _quoted(doc: Document, part: range) -> str:
    """Whether marks stand within."""
    return "marks" if _has_mark(doc, part) else ""


def _has_mark(doc: Document, part: range) -> bool:
    return any(doc.lower[index] in _OPEN or doc.lower[index] == "”" for index in part)



def _cue(doc: Document, where: range, *, last: bool) -> tuple[str, str]:
    """The nearest word that ascribes in a stretch, and how far it is from its inner end."""
    chosen = doc.near("cues", where.start, where.stop)
    if not chosen:
        return "", ""
    one = chosen[-1 if last else 0]
    apart = where.stop - one.last if last else one.first - where.start
    return doc.lower[one.first], f"{min(apart, 6)}"


def _neighbour(doc: Document, sentence: range, edge: int, step: int) -> str:
    """Whether the next sentence of the line on one side has a word that ascribes."""
    other = sentence.start - 1 if step < 0 else sentence.stop
    if not 0 <= other < len(doc.tokens) or doc.line_of[other] != doc.line_of[sentence.start]:
        return "edge"
    there = doc.sentences[doc.sentence_of[other]]
    return "cue" if _cue(doc, there, last=True)[0] else "plain"


def _pick(scored: Sequence[Found]) -> list[Found]:
    """The likeliest that share no token."""
    picked: list[Found] = []
    taken: set[int] = set()
    for one in scored:
        if one.confidence >= _LEAST and taken.isdisjoint(range(one.first, one.last)):
            picked.append(one)
            taken.update(range(one.first, one.last))
    return picked


CONTENTS = Segmenter("contents", _candidates, _describe, _pick)
