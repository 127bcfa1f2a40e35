"""Ascribed words: stretches between quote marks, clause borders and the words that ascribe."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from .document import Document, Found
from .facts import table, told
from .features import kind, shape
from .segments import Segmenter

__all__ = ["CONTENTS", "OPENERS", "marked"]

_PAIRS = {"“": "”", "‘": "’", '"': '"', "``": "''"}
OPENERS, _CLOSERS = frozenset(_PAIRS), frozenset(_PAIRS.values())
_ENDS = frozenset((*_CLOSERS, ".", "!", "?"))
_STARTERS = frozenset(
    (*OPENERS, *_CLOSERS, "that", "of", "whether", "if", ",", ":", "to", "for", "–", "—")
)
_STOPPERS = frozenset(
    (*_CLOSERS, ",", ";", ":", "–", "—", "-", "(", "but", "and", "while", "when", "after", "as",
     "because")
)  # fmt: skip
_MOST = 24  # starts considered in one sentence
_REACH = 6  # ends considered for one start
_LEAST = -1.6  # log-probability
_TABLE = table("""
    edges marks
    size
    edges size marks
    left left_apart
    right right_apart
    within edges
    left_apart right_apart has_within edges starts stops
    left_apart before
    right_apart after
    before edges
    after edges
    before2 before
    after after2
    first opens
    last closes
    starts stops edges
    cue edges
    left before
    right after
    sentences edges
    line edges
    shape starts edges
    stops right_apart left_apart after
    beside_left beside_right edges has_cue
    commas edges stops
    kind left_apart
""")


def marked(doc: Document) -> list[range]:
    """What stands between each outer pair of quote marks of a line, without the marks."""
    found: list[range] = []
    for line in doc.lines:
        start, closer = line.start, ""
        for index in line:
            text = doc.tokens[index].text
            if not closer and text in _PAIRS:
                start, closer = index + 1, _PAIRS[text]
            elif closer and text == closer and not _joins(doc, index):
                found += [range(start, index)] if index > start else []
                closer = ""
    return found


def _joins(doc: Document, index: int) -> bool:
    """Whether a mark is an apostrophe between two letters."""
    if doc.tokens[index].text != "’" or index + 1 >= len(doc.tokens) or doc.gap(index + 1):
        return False
    return doc.tokens[index + 1].text[0].isalpha()


def _candidates(doc: Document) -> list[range]:
    found = {(part.start, part.stop) for part in marked(doc)}
    cues = {one.last for one in doc.layers.get("cues", [])}
    for sentence in doc.sentences:
        ends = _stops(doc, sentence)
        for start in islice(_starts(doc, sentence, cues), _MOST):
            low = bisect_left(ends, start + 2)
            found.update((start, end) for end in ends[low : low + _REACH])
    return [range(*part) for part in sorted(found)]


def _starts(doc: Document, sentence: range, cues: set[int]) -> Iterator[int]:
    for index in sentence:
        word, before = doc.lower[index], doc.at(index - 1)
        opens = index == sentence.start or index in cues or word == "to" or before in _STARTERS
        bullet = index == sentence.start + 1 and before in ("•", "-", "–")
        if bullet or (opens and word not in _STOPPERS):
            yield index


def _stops(doc: Document, sentence: range) -> list[int]:
    last = sentence.stop
    while last > sentence.start and doc.lower[last - 1] in _ENDS:
        last -= 1
    ends = (index for index in sentence if doc.lower[index] in _STOPPERS)
    return sorted({*ends, last, sentence.stop})


def _describe(doc: Document, part: range) -> list[str]:
    first, last = part.start, part.stop
    begins = doc.sentences[doc.sentence_of[first]]
    ends = doc.sentences[doc.sentence_of[last - 1]]
    left, left_apart = _cue(doc, range(begins.start, first), last=True)
    right, right_apart = _cue(doc, range(last, ends.stop), last=False)
    within, _ = _cue(doc, part, last=True)
    words = doc.lower[first:last]
    opens, closes = doc.at(first - 1) in OPENERS, doc.at(last) in _CLOSERS
    facts = {
        "edges": f"{opens}{closes}",
        "opens": opens,
        "closes": closes,
        "marks": any(word in OPENERS or word == "”" for word in words),
        "size": min(len(words).bit_length(), 6),
        "left": left,
        "left_apart": left_apart,
        "right": right,
        "right_apart": right_apart,
        "within": within,
        "has_within": bool(within),
        "cue": left or right or "none",
        "has_cue": bool(left or right),
        "starts": first == begins.start,
        "stops": last >= ends.stop - 1,
        "before": doc.at(first - 1),
        "before2": doc.at(first - 2),
        "after": doc.at(last),
        "after2": doc.at(last + 1),
        "first": words[0],
        "last": words[-1],
        "kind": kind(words[0]),
        "shape": shape(doc.tokens[first].text),
        "sentences": min(doc.sentence_of[last - 1] - doc.sentence_of[first], 3),
        "line": min(doc.line_of[first], 3),
        "commas": min(words.count(","), 3),
        "beside_left": _beside(doc, begins, begins.start - 1),
        "beside_right": _beside(doc, ends, ends.stop),
    }
    return list(told(facts, _TABLE))


def _cue(doc: Document, where: range, *, last: bool) -> tuple[str, str]:
    """The last or first word that ascribes in a stretch, and how far it is from that end."""
    chosen = doc.near("cues", where.start, where.stop)
    if not chosen:
        return "", ""
    one = chosen[-1 if last else 0]
    apart = where.stop - one.last if last else one.first - where.start
    return doc.lower[one.first], f"{min(apart, 6)}"


def _beside(doc: Document, sentence: range, other: int) -> str:
    """Whether the sentence of the line that holds another token has a word that ascribes."""
    if not 0 <= other < len(doc.tokens) or doc.line_of[other] != doc.line_of[sentence.start]:
        return "edge"
    there = doc.sentences[doc.sentence_of[other]]
    return "cue" if doc.near("cues", there.start, there.stop) else "plain"


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
