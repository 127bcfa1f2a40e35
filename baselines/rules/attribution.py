"""What the reading of quotes passes around: units of text and attributions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from .clusters import Mention
from .document import Document
from .quotemarks import Quoted
from .sentences import Stretch

__all__ = ["Attribution", "Unit", "ordered", "units"]


@dataclass(slots=True)
class Attribution:
    """One quote; `entity` is the number of the speaker's cluster, `parent` an index."""

    content: list[Stretch]
    quoted: list[Quoted]
    cue: Stretch | None = None
    source: Mention | None = None
    entity: int | None = None
    addressee: int | None = None
    parent: int | None = None
    paragraph: int = 0
    index: int = -1

    @property
    def type(self) -> str:
        """Direct if content and marks coincide, mixed if there are marks at all."""
        if not self.quoted:
            return "indirect"
        inner = [(q.start, q.end) for q in self.quoted]
        return "direct" if inner == [(s.start, s.end) for s in self.content] else "mixed"


@dataclass(slots=True)
class Unit:
    """A sentence together with the sentences inside its quote marks."""

    start: int
    end: int
    paragraph: int
    quoted: list[Quoted] = field(default_factory=list)

    def outside(self, offset: int) -> bool:
        """Whether the offset lies outside all quote marks."""
        at = bisect_right(self.quoted, offset, key=lambda q: q.outer.start) - 1
        return at < 0 or self.quoted[at].outer.end <= offset


def ordered(found: list[Attribution]) -> list[Attribution]:
    """Sorted by content; parents follow their children to the new places."""
    order = sorted(range(len(found)), key=lambda i: (found[i].content[0].start, found[i].index))
    places = {found[i].index: place for place, i in enumerate(order)}
    for attribution in found:
        if attribution.parent is not None:
            attribution.parent = places.get(attribution.parent)
    return [found[i] for i in order]


def units(doc: Document, quoted: list[Quoted]) -> list[Unit]:
    """Sentences of the text, put together where a boundary lies within quote marks."""
    found: list[Unit] = []
    starts = [q.outer.start for q in quoted]
    paragraph = 0
    for sentence in doc.sentences:
        while sentence.start >= doc.paragraphs[paragraph].end:
            paragraph += 1
        low = bisect_left(starts, sentence.start)
        inside = low > 0 and quoted[low - 1].outer.end > sentence.start
        mine = [q for q in quoted[low : bisect_left(starts, sentence.end)]]
        joins = found and found[-1].paragraph == paragraph
        if joins and (inside or _continues(doc, found[-1], sentence)):
            found[-1].end = sentence.end
            found[-1].quoted.extend(mine)
        else:
            found.append(Unit(sentence.start, sentence.end, paragraph, mine))
    return found


def _continues(doc: Document, unit: Unit, sentence: Stretch) -> bool:
    """``“Why?” Volt asked.``: a quote that ends in a question or a shout does not end the unit."""
    last = unit.quoted[-1] if unit.quoted else None
    if last is None or last.outer.end != unit.end or doc.text[last.end - 1] not in "?!":
        return False
    return sentence.end - sentence.start < 120 and doc.text[sentence.start] not in "\"“‘'"
