"""Hostile documents for peers that see words only: tags of every scheme, spans of texts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from oracles.documents import Document, Mark, make_documents
from oracles.structures import make_taggings
from parity.common import Record, as_spans

__all__ = ["LABELS", "Records", "make_spans", "make_tags"]

LABELS = ("-PER", "PER", "PER", "ORG", "ORG-", "A-B", "_", "0", "-", None, "")
"""What tags are labelled with; None stands for a tag without a dash."""

ODD = ("", "_", "-PER", "PER-", "0", "A-B")


class Records(NamedTuple):
    """Gold and predicted records of one kind."""

    golds: list[Record]
    preds: list[Record]


def make_tags(scheme: str, number: int, labels: Sequence[str | None] = LABELS) -> Records:
    """A third well formed, a third of any tags of the scheme, a third of those with odd labels."""
    third = number // 3
    legal = make_taggings(71, scheme, number - 2 * third, legal=True)
    free = make_taggings(72, scheme, 2 * third, legal=False)
    chance = random.Random(73)
    odd = [[_odd(chance, side, labels) for side in tagging] for tagging in free[:third]]
    pairs = [*legal, *free[third:], *odd, [["O"], ["O"]], [[], []]]
    return Records([{"tags": gold} for gold, _ in pairs], [{"tags": pred} for _, pred in pairs])


def _odd(chance: random.Random, tags: list[str], labels: Sequence[str | None]) -> list[str]:
    """The tags with other labels; a neighbour often has the same."""
    found: list[str] = []
    label = chance.choice(labels)
    for tag in tags:
        if chance.random() < 0.5:
            label = chance.choice(labels)
        found.append(tag if tag == "O" else tag[0] if label is None else f"{tag[0]}-{label}")
    return found


def make_spans(number: int, labels: Sequence[str] = ODD) -> Records:
    """Spans of texts that nest, cross, repeat and cut words; some blanks are other blanks.

    A tenth of them have one of the labels.
    """
    chance = random.Random(74)
    found = Records([], [])
    for document in make_documents(75, number):
        text = "".join(chance.choice(" \n") if c == " " else c for c in document.text)
        text = text.replace("\n", "\n ", 1) if chance.random() < 0.1 else text
        for records, marks in zip(found, (document.gold, document.pred), strict=True):
            moved = [_moved(chance, document, mark, labels) for mark in marks]
            records.append({"text": text, **as_spans(moved)})
    return found


def _moved(chance: random.Random, document: Document, mark: Mark, labels: Sequence[str]) -> Mark:
    """A mark, now and then a character off."""
    start, end, label = mark
    label = chance.choice(labels) if chance.random() < 0.1 else label
    start += chance.random() < 0.2 and end - start > 1
    end += chance.random() < 0.2 and end < len(document.text)
    return start, end, label
