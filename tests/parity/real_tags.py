"""What peers of tags are given: the tags of a record, or spans written as tags of words."""

from __future__ import annotations

from collections.abc import Sequence

from goldfield.peers.chunks import Tagged
from goldfield.peers.ladder import Pair
from goldfield.scoring.measures.spans import Labelled
from goldfield.tagging.tokens import words

__all__ = ["both_tags"]


def both_tags(pair: Pair) -> tuple[list[str], list[str]]:
    """The tags of both sides, one a word."""
    if isinstance(pair.gold, Tagged):
        return list(pair.gold.tags), list(pair.pred.tags)
    gold, pred = (_written(side, pair.text or "") for side in (pair.gold, pair.pred))
    return gold, pred


def _written(spans: Sequence[Labelled], text: str) -> list[str]:
    """IOB2. A span takes each word that it touches, if all are free; the longest takes first."""
    places = words(text)
    tags = ["O"] * len(places)
    taken = [
        ([i for i, w in enumerate(places) if w.start < span.end and span.start < w.end], span.label)
        for span in spans
    ]
    for inside, label in sorted(taken, key=lambda row: (-len(row[0]), row[0])):
        if all(tags[index] == "O" for index in inside):
            for index in inside:
                tags[index] = f"{'B' if index == inside[0] else 'I'}-{label}"
    return tags
