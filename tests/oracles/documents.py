"""Seeded documents with hostile spans, for tests that count the same thing with another tool.

The same seed gives the same documents on every machine. A document has one of `SHAPES`; its
predictions are its gold spans with some lost, moved, relabelled, split or repeated, and others of
the same shape beside them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from goldfield.schema.text import cuts_word

__all__ = [
    "LABELS", "SHAPES", "Document", "Mark", "disjoint", "distinct", "draw_mark", "draw_text",
    "make_documents", "overlap", "perturbed", "repeated", "touch", "untangled", "without_surplus",
]  # fmt: skip

Mark = tuple[int, int, str]
"""Start, end (half-open, in code points) and label."""

Range = tuple[int, int, str]
"""First and last token, and label."""

LABELS = ("PER", "ORG", "GPE")
SHAPES = (
    "plain", "nested", "touching", "crossing", "copies", "two labels",
    "no gold", "no prediction", "nothing",
)  # fmt: skip
# Astral characters, a ligature, wide letters, quote marks and a sequence with a joiner.
WORDS = (
    "Oslo", "😀", "𝔘nion", "名古屋", "“we", "said”", "l’eau", "Mr.", "ﬁsh", "👩‍🚒", "—", "(x)",
)  # fmt: skip


class Document(NamedTuple):
    """A text with the places of its tokens, and spans of tokens on both sides."""

    shape: str
    text: str
    tokens: tuple[tuple[int, int], ...]
    gold: tuple[Mark, ...]
    pred: tuple[Mark, ...]


def make_documents(seed: int, number: int = 2000) -> list[Document]:
    """As many documents of every shape, in turn."""
    chance = random.Random(seed)
    return [_document(chance, SHAPES[index % len(SHAPES)]) for index in range(number)]


def draw_text(chance: random.Random, least: int = 4) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text of `least` to 9 words, and where they stand; some follow without a blank."""
    text, tokens = "", []
    for _ in range(chance.randint(least, 9)):
        word = chance.choice(WORDS)
        if text and (chance.random() < 0.6 or cuts_word(text + word, len(text))):
            text += " "
        tokens.append((len(text), len(text) + len(word)))
        text += word
    return text, tuple(tokens)


def draw_mark(
    chance: random.Random, tokens: Sequence[tuple[int, int]], labels: Sequence[str] = LABELS
) -> Mark:
    """A span of one to three tokens."""
    first = chance.randrange(len(tokens))
    last = min(len(tokens) - 1, first + chance.choice((0, 0, 1, 2)))
    return tokens[first][0], tokens[last][1], chance.choice(labels)


def _document(chance: random.Random, shape: str) -> Document:
    text, tokens = draw_text(chance)
    golds = _ranges(chance, len(tokens), shape)
    preds = [near for item in golds for near in _near(chance, item, len(tokens))]
    preds += _ranges(chance, len(tokens), shape)[: chance.randint(0, 2)]
    if shape == "copies":
        preds += chance.choices(preds, k=2) if preds else []
    chance.shuffle(golds)
    chance.shuffle(preds)
    gold = tuple(_mark(tokens, item) for item in golds[:5])
    pred = tuple(_mark(tokens, item) for item in preds[:5])
    has_gold, has_pred = (
        shape not in ("no gold", "nothing"),
        shape not in ("no prediction", "nothing"),
    )
    return Document(shape, text, tokens, gold if has_gold else (), pred if has_pred else ())


def _mark(tokens: Sequence[tuple[int, int]], item: Range) -> Mark:
    return tokens[item[0]][0], tokens[item[1]][1], item[2]


def _ranges(chance: random.Random, size: int, shape: str) -> list[Range]:
    """Spans of tokens that lie to each other as the shape says."""

    def label() -> str:
        return chance.choice(LABELS)

    free = [_range(chance, size) for _ in range(chance.randint(1, 4))]
    if shape == "nested":
        outer = (0, size - 1, label())
        inner = (1, size - 2, label())
        return [outer, inner, *free[:2]]
    if shape == "touching":
        cuts = sorted({0, size, *(chance.randrange(1, size) for _ in range(3))})
        return [(a, b - 1, label()) for a, b in pairwise(cuts)]
    if shape == "crossing":
        return [(at, min(size - 1, at + 2), label()) for at in range(0, size - 1, 2)]
    if shape == "copies":
        return [*free, chance.choice(free)]
    if shape == "two labels":
        return [*free, *((first, last, label()) for first, last, _ in free[:2])]
    return free


def _range(chance: random.Random, size: int) -> Range:
    first = chance.randrange(size)
    return first, min(size - 1, first + chance.choice((0, 0, 1, 2))), chance.choice(LABELS)


def _near(chance: random.Random, item: Range, size: int) -> list[Range]:
    """What a fallible tagger makes of one gold span."""
    first, last, label = item
    what = chance.choices(
        ("keep", "label", "start", "end", "lose", "split", "again"), (8, 3, 2, 2, 2, 1, 1)
    )[0]
    other = chance.choice(LABELS)
    if what == "split" and first == last:
        what = "keep"
    return {
        "keep": [item],
        "label": [(first, last, other)],
        "start": [(max(0, first - 1), last, label)],
        "end": [(first, min(size - 1, last + 1), label)],
        "lose": [],
        "split": [(first, first, label), (first + 1, last, other)],
        "again": [item, item],
    }[what]


# ---- how marks lie to each other, and documents with a difficulty taken out -------------------


def overlap(one: Mark, two: Mark) -> bool:
    """Whether two marks share a character."""
    return one[0] < two[1] and two[0] < one[1]


def touch(one: Mark, two: Mark) -> bool:
    """Whether one ends where the other begins."""
    return one[1] == two[0] or two[1] == one[0]


def repeated(marks: Iterable[Mark]) -> int:
    """How many marks are copies of another."""
    return sum(number - 1 for number in Counter(marks).values())


def distinct(document: Document) -> Document:
    """The document with each mark once a side."""
    gold, pred = dict.fromkeys(document.gold), dict.fromkeys(document.pred)
    return document._replace(gold=tuple(gold), pred=tuple(pred))


def without_surplus(document: Document) -> Document:
    """The document without the copies that goldfield pairs with nothing.

    Of equal marks as many stay as the other side has, and at least one.
    """
    gold, pred = Counter(document.gold), Counter(document.pred)
    kept_gold, kept_pred = _most(document.gold, pred), _most(document.pred, gold)
    return document._replace(gold=kept_gold, pred=kept_pred)


def _most(marks: Sequence[Mark], other: Counter[Mark]) -> tuple[Mark, ...]:
    seen: Counter[Mark] = Counter()
    kept = []
    for mark in marks:
        seen[mark] += 1
        if seen[mark] <= max(1, other[mark]):
            kept.append(mark)
    return tuple(kept)


def disjoint(document: Document) -> Document:
    """The document without the marks that overlap an earlier one of their own side."""
    return document._replace(gold=_apart(document.gold), pred=_apart(document.pred))


def _apart(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    kept: list[Mark] = []
    for mark in marks:
        if not any(overlap(mark, other) for other in kept):
            kept.append(mark)
    return tuple(kept)


def untangled(document: Document) -> Document:
    """The document with marks left out until none has a choice of partners.

    No two marks of a side overlap, and each overlaps at most one of the other side, which
    overlaps no other: there is one way to pair them.
    """
    gold, meeting = _apart(document.gold), Counter[Mark]()
    pred: list[Mark] = []
    for mark in _apart(document.pred):
        met = [other for other in gold if overlap(mark, other)]
        if len(met) <= 1 and not any(meeting[other] for other in met):
            pred.append(mark)
            meeting.update(met)
    return document._replace(gold=gold, pred=tuple(pred))


def perturbed(chance: random.Random, marks: Sequence[Mark], others: Sequence[Mark]) -> list[Mark]:
    """Some of the marks, some relabelled or replaced by one of the others."""
    kept = [mark for mark in marks if chance.random() < 0.85]
    return [chance.choice(others) if others and chance.random() < 0.2 else mark for mark in kept]
