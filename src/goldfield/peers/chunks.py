"""Spans and tags as chunks of words, for peers that compare nothing else.

A stage changes how both sides are read. An item keeps its place in the list through all stages:
one that a stage does not read is None there. Spans are items one by one; the items of tags are the
chunks that any stage finds in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from goldfield.peers.ladder import Counted, Number, Pair, Ratios, Step, Tally, Worth, micro
from goldfield.scoring.generic.iob import Decoding, Scheme, decode_tags
from goldfield.scoring.measures.spans import Labelled
from goldfield.scoring.outcome import Item

__all__ = [
    "Chunk",
    "Chunks",
    "Ending",
    "Stage",
    "Tagged",
    "apart",
    "make_number",
    "once",
    "own_chunks",
    "relabelled",
    "spans",
]

Chunk = tuple[int, int, str]
"""First unit, the one after the last, and label. Units are characters until they are words."""

Chunks = Sequence[Chunk | None]
"""What each item of a side is read as; None where it is not read at all."""


class Tagged(NamedTuple):
    """The tags of one side, with what its suite says of them."""

    tags: tuple[str, ...] = ()
    scheme: Scheme = "IOB2"
    decoding: Decoding = "lenient"
    tokens: tuple[str, ...] | None = None


Side = Tagged | tuple[Labelled, ...]


class Stage(NamedTuple):
    """How a side is read by one rule more.

    Args:
        rule: its name.
        spans: the chunks of spans before it, and the text, to those after it; None changes nothing.
        tags: reads tags; None reads them as before.
    """

    rule: str
    spans: Callable[[Chunks, str], Chunks] | None = None
    tags: Callable[[Tagged], Sequence[Chunk]] | None = None


Ending = tuple[str, Callable[[Sequence[Counted]], Ratios]]
"""A rule about ratios: its name, and how documents become a number by it."""


def make_number(name: str, stages: Sequence[Stage], endings: Sequence[Ending]) -> Number:
    """A number whose items are chunks; its ladder takes the stages, then the endings.

    A predicted chunk is right if gold has its equal; of copies as many as gold has.
    """
    every = tuple(stages)
    tallies = [partial(_tally, taken=every[:size], stages=every) for size in range(len(every) + 1)]
    rules = ["", *(stage.rule for stage in every)]
    steps = [Step(rule, tally, micro) for rule, tally in zip(rules, tallies, strict=True)]
    steps += [Step(rule, tallies[-1], ratios) for rule, ratios in endings]
    return Number(name, "strict", partial(_items, stages=every), tuple(steps))


def _items(pair: Pair, stages: tuple[Stage, ...]) -> tuple[Sequence[Item], Sequence[Item]]:
    tokens = pair.gold.tokens or () if isinstance(pair.gold, Tagged) else ()
    gold, pred = (_shown(side, tokens, stages) for side in (pair.gold, pair.pred))
    return gold, pred


def _shown(side: Side, tokens: tuple[str, ...], stages: tuple[Stage, ...]) -> list[Item]:
    """Predicted tags have the words of gold, since few files say them twice."""
    if not isinstance(side, Tagged):
        return [span.shown() for span in side]
    return [Item(c[2], " ".join(tokens[c[0] : c[1]]), c[0], c[1]) for c in _found(side, stages)]


def _tally(pair: Pair, taken: tuple[Stage, ...], stages: tuple[Stage, ...]) -> Tally:
    gold, pred = (_read(side, pair.text or "", taken, stages) for side in (pair.gold, pair.pred))
    return Tally(_worths(gold, pred), _worths(pred, gold))


def _worths(side: Chunks, other: Chunks) -> tuple[Worth, ...]:
    left = Counter(other)
    found = []
    for chunk in side:
        right = chunk is not None and left[chunk] > 0
        left[chunk] -= right
        found.append(Worth(int(right), int(chunk is not None)))
    return tuple(found)


def _read(side: Side, text: str, taken: tuple[Stage, ...], stages: tuple[Stage, ...]) -> Chunks:
    if isinstance(side, Tagged):
        read = frozenset(_reader(taken)(side))
        return [chunk if chunk in read else None for chunk in _found(side, stages)]
    chunks: Chunks = [span[:3] for span in side]
    for stage in taken:
        chunks = stage.spans(chunks, text) if stage.spans else chunks
    return chunks


def _reader(taken: Sequence[Stage]) -> Callable[[Tagged], Sequence[Chunk]]:
    return next((stage.tags for stage in reversed(taken) if stage.tags), own_chunks)


@lru_cache(maxsize=65536)  # every step asks for the same items
def _found(side: Tagged, stages: tuple[Stage, ...]) -> list[Chunk]:
    readers = [own_chunks, *(stage.tags for stage in stages if stage.tags)]
    return sorted({chunk for reader in readers for chunk in reader(side)})


def own_chunks(side: Tagged) -> list[Chunk]:
    """The chunks as the suite reads them."""
    return [span[:3] for span in decode_tags(side.tags, side.scheme, side.decoding)]


def once(chunks: Chunks, _: str = "") -> list[Chunk | None]:
    """Without all but the first of equal chunks."""
    first = {chunk: index for index, chunk in reversed(list(enumerate(chunks)))}
    return [chunk if first[chunk] == index else None for index, chunk in enumerate(chunks)]


def apart(chunks: Chunks, _: str = "") -> list[Chunk | None]:
    """Without overlaps: the longest is kept, then the first of the text, then of the file."""
    found: list[Chunk | None] = [None] * len(chunks)
    taken: set[int] = set()
    known = [(index, chunk) for index, chunk in enumerate(chunks) if chunk is not None]
    for index, chunk in sorted(known, key=lambda row: (row[1][0] - row[1][1], row[1][0])):
        if taken.isdisjoint(range(chunk[0], chunk[1])):
            taken.update(range(chunk[0], chunk[1]))
            found[index] = chunk
    return found


def relabelled(chunks: Chunks, _: str, name: Callable[[str], str]) -> list[Chunk | None]:
    """With other labels."""
    return [chunk and (chunk[0], chunk[1], name(chunk[2])) for chunk in chunks]


def spans(text: str, *places: tuple[int, int], label: str = "GPE") -> dict[str, object]:
    """A record of spans of one label, as examples of rules have it."""
    found = [{"start": start, "end": end, "label": label} for start, end in places]
    return {"text": text, "spans": found}
