"""Ascribed words: stretches between quote marks, clause borders and the words that ascribe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .document import Document, Found
from .features import kind, shape
from .segments import Segmenter

__all__ = ["CONTENTS", "marked"]

_OPEN, _CLOSE, _EITHER = frozenset("“‘"), frozenset("”’"), frozenset('"')
_ENDS = frozenset(".!?")
_STARTERS = frozenset(("that", "of", "whether", "if", ",", ":", "to", "for"))
_STOPPERS = frozenset((",", ";", ":", "–", "—", "-", "(", "but", "and", "while", "when", "after", "as"))
_REACH = 16  # ends considered for one start
_LEAST = -1.39  # log-probability


def marked(doc: Document) -> list[range]:
    """What stands between each pair of quote marks of a line, without the marks."""
    found: list[range] = []
    for line in doc.lines:
        start: int | None = None
        for index in line:
            text = doc.tokens[index].text
            if text in _EITHER or text in _OPEN or (text in _CLOSE and start is not None):
                opens = text in _OPEN or (text in _EITHER and start is None)
                if opens and start is None:
                    start = index + 1
                elif not opens and start is not None and not _apostrophe(doc, index):
                    if index > start:
                        found.append(range(start, index))
                    start = None
    return found


def _apostrophe(doc: Document, index: int) -> bool:
    joined = index + 1 < len(doc.tokens) and not doc.gap(index + 1)
    return doc.tokens[index].text == "’" and joined and doc.tokens[index + 1].text[0].isalpha()


def _candidates(doc: Document) -> list[range]:
    found = {(part.start, part.stop): None for part in marked(doc)}
    cues = {one.last for one in doc.layers.get("cues", [])}
    for sentence in doc.sentences:
        ends = _stops(doc, sentence)
        for start in _starts(doc, sentence, cues):
            reach = [end for end in ends if end > start + 1][:_REACH]
            found.update({(start, end): None for end in reach})
    return [range(*part) for part in sorted(found)]


def _starts(doc: Document, sentence: range, cues: set[int]) -> Iterator[int]:
    for index in sentence:
        before = doc.at(index - 1)
        if index == sentence.start or index in cues or before in _STARTERS or before in _OPEN or before in _EITHER or before in _CLOSE:
            if doc.lower[index] not in _STOPPERS and doc.lower[index] not in _CLOSE:
                yield index
        elif index == sentence.start + 1 and before in ("•", "-", "–"):
            yield index


def _stops(doc: Document, sentence: range) -> list[int]:
    ends = [
        index
        for index in sentence
        if doc.lower[index] in _STOPPERS or doc.lower[index] in _CLOSE or doc.lower[index] in _EITHER
    ]
    last = sentence.stop
    while last > sentence.start and (doc.lower[last - 1] in _ENDS or doc.lower[last - 1] in _CLOSE or doc.lower[last - 1] in _EITHER):
        last -= 1
    return sorted({*ends, last, sentence.stop})


def _describe(doc: Document, part: range) -> list[str]:
    first, last = part.start, part.stop
    sentence = doc.sentences[doc.sentence_of[first]]
    ends = doc.sentences[doc.sentence_of[last - 1]]
    inside = [doc.lower[index] for index in part]
    quoted = _quoted(doc, part)
    opens = doc.at(first - 1) in _OPEN or doc.at(first - 1) in _EITHER
    closes = doc.at(last) in _CLOSE or doc.at(last) in _EITHER
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
    has = any(doc.lower[i] in _OPEN or doc.lower[i] in _EITHER or doc.lower[i] == "”" for i in part)
    return "marks" if has else ""


def _cue(doc: Document, where: range, *, last: bool) -> tuple[str, str]:
    """The nearest word that ascribes in a stretch, and how far it is from its inner end."""
    chosen = [one for one in doc.layers.get("cues", []) if where.start <= one.first < where.stop]
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
    for one in scored:
        if one.confidence >= _LEAST and all(
            one.last <= other.first or other.last <= one.first for other in picked
        ):
            picked.append(one)
    return picked


CONTENTS = Segmenter("contents", _candidates, _describe, _pick)
