"""Seeded documents of other shapes than spans: events, coreference clusters, tags of tokens."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from oracles.documents import Mark, draw_mark, draw_text, perturbed
from strategies import bare

__all__ = [
    "Clustering", "Happening", "Story", "Tagging", "as_events", "make_clusterings", "make_stories",
    "make_taggings", "once", "with_arguments",
]  # fmt: skip

TYPES = ("ASSAULT", "DIE")
ROLES = ("actor", "target", "place")
SIDES = ("both", "both", "both", "both", "no gold", "no prediction", "nothing")


class Happening(NamedTuple):
    """An event: its trigger, labelled with the type, and arguments labelled with roles."""

    trigger: Mark
    arguments: tuple[Mark, ...]


class Story(NamedTuple):
    """A text and its events on both sides."""

    text: str
    gold: tuple[Happening, ...]
    pred: tuple[Happening, ...]


def make_stories(seed: int, number: int = 2000, *, wide: bool = False) -> list[Story]:
    """Events that share types, triggers and arguments, some without arguments, some twice.

    Args:
        seed: of the choices.
        number: of documents.
        wide: triggers of several tokens, so that they overlap; else of one.
    """
    chance = random.Random(seed)
    return [_story(chance, SIDES[index % len(SIDES)], wide) for index in range(number)]


def _story(chance: random.Random, side: str, wide: bool) -> Story:
    text, tokens = draw_text(chance)

    def trigger() -> Mark:
        start, end, label = draw_mark(chance, tokens, TYPES)
        return (start, end if wide else next(e for s, e in tokens if s == start), label)

    golds = [_happening(chance, trigger(), tokens) for _ in range(chance.randint(1, 3))]
    preds = [_near(chance, item, trigger, tokens) for item in golds if chance.random() < 0.85]
    preds += [_happening(chance, trigger(), tokens) for _ in range(chance.choice((0, 0, 1)))]
    preds += chance.choices(preds, k=1) if preds and chance.random() < 0.2 else []
    chance.shuffle(preds)
    gold = tuple(golds) if side in ("both", "no prediction") else ()
    return Story(text, gold, tuple(preds) if side in ("both", "no gold") else ())


def _happening(
    chance: random.Random, trigger: Mark, tokens: Sequence[tuple[int, int]]
) -> Happening:
    marks = [draw_mark(chance, tokens, ROLES) for _ in range(chance.choice((0, 1, 2, 3)))]
    marks += marks[:1] if chance.random() < 0.1 else []
    return Happening(trigger, tuple(marks))


def _near(
    chance: random.Random,
    item: Happening,
    trigger: Callable[[], Mark],
    tokens: Sequence[tuple[int, int]],
) -> Happening:
    """The event with another trigger or type now and then, and damaged arguments."""
    start, end, label = item.trigger
    again = chance.random()
    new = trigger() if again < 0.2 else (start, end, TYPES[0] if again < 0.35 else label)
    others = [draw_mark(chance, tokens, ROLES) for _ in range(2)]
    return Happening(new, tuple(perturbed(chance, item.arguments, others)))


def with_arguments(story: Story) -> Story:
    """The story without the events that have no arguments."""
    gold, pred = (
        tuple(item for item in side if item.arguments) for side in (story.gold, story.pred)
    )
    return story._replace(gold=gold, pred=pred)


def once(story: Story) -> Story:
    """The story with each event told once, and each of its arguments."""
    gold, pred = (_once(side) for side in (story.gold, story.pred))
    return story._replace(gold=gold, pred=pred)


def _once(side: Sequence[Happening]) -> tuple[Happening, ...]:
    told = [item._replace(arguments=tuple(dict.fromkeys(item.arguments))) for item in side]
    return tuple({(item.trigger, frozenset(item.arguments)): item for item in told}.values())


def as_events(text: str, items: Sequence[Happening], id: str) -> dict[str, Any]:
    """A record of these events, as gold or prediction."""

    def span(mark: Mark) -> dict[str, Any]:
        return {"start": mark[0], "end": mark[1], "text": text[mark[0] : mark[1]]}

    events: list[dict[str, Any]] = [
        {
            "id": f"v{index}", "type": item.trigger[2], "triggers": [span(item.trigger)],
            "arguments": [
                {"role": mark[2], "span": span(mark), "ref": None, "acceptable": []}
                for mark in item.arguments
            ],
            "factuality": None, "status": None,
        }
        for index, item in enumerate(items)
    ]  # fmt: skip
    return bare(text, events=events) | {"id": id}


# ---- coreference ------------------------------------------------------------------------------

Cluster = tuple[tuple[int, int], ...]


class Clustering(NamedTuple):
    """Two partitions of mentions; each side may have mentions that the other has not."""

    text: str
    gold: tuple[Cluster, ...]
    pred: tuple[Cluster, ...]


def make_clusterings(seed: int, number: int = 2000) -> list[Clustering]:
    """Clusters lost, merged, split, moved; singletons; either side empty now and then."""
    chance = random.Random(seed)
    return [_clustering(chance, SIDES[index % len(SIDES)]) for index in range(number)]


def _clustering(chance: random.Random, side: str) -> Clustering:
    text, tokens = draw_text(chance, least=6)
    known = {draw_mark(chance, tokens)[:2] for _ in range(6)}
    mentions = sorted(known)
    homes = [chance.randrange(4) for _ in mentions]
    moved = [home if chance.random() < 0.7 else chance.randrange(4) for home in homes]
    gold = _grouped(chance, mentions, homes) if side in ("both", "no prediction") else ()
    return Clustering(
        text, gold, _grouped(chance, mentions, moved) if side in ("both", "no gold") else ()
    )


def _grouped(
    chance: random.Random, mentions: Sequence[tuple[int, int]], homes: Sequence[int]
) -> tuple[Cluster, ...]:
    groups: dict[int, list[tuple[int, int]]] = {}
    for mention, home in zip(mentions, homes, strict=True):
        if chance.random() < 0.9:
            groups.setdefault(home, []).append(mention)
    return tuple(tuple(group) for group in groups.values())


# ---- tags -------------------------------------------------------------------------------------


class Tagging(NamedTuple):
    """The tags of one sentence on both sides."""

    gold: list[str]
    pred: list[str]


SCHEMES = {
    "IOB1": "IB", "IOB2": "IB", "IOE1": "IE", "IOE2": "IE", "BIOES": "BIES", "BILOU": "BILU",
}  # fmt: skip


def make_taggings(seed: int, scheme: str, number: int, *, legal: bool) -> list[Tagging]:
    """Sentences of tags such as B-PER.

    Args:
        seed: of the choices.
        scheme: one of `SCHEMES`.
        number: of sentences.
        legal: chunks written as the scheme says; else any of its tags in any order.
    """
    chance = random.Random(seed)
    draw = _written if legal else _free
    sizes = [chance.randint(1, 9) for _ in range(number)]
    golds = [draw(chance, scheme, size) for size in sizes]
    preds = [draw(chance, scheme, size) for size in sizes]
    if not legal:
        cuts = [chance.randint(0, size) for size in sizes]
        preds = [[*g[:at], *p[at:]] for g, p, at in zip(golds, preds, cuts, strict=True)]
    return [Tagging(*pair) for pair in zip(golds, preds, strict=True)]


def _free(chance: random.Random, scheme: str, size: int) -> list[str]:
    tags = [f"{prefix}-{label}" for prefix in SCHEMES[scheme] for label in ("PER", "ORG")]
    return [chance.choice(["O", *tags]) for _ in range(size)]


def _written(chance: random.Random, scheme: str, size: int) -> list[str]:
    """Chunks of one to three tokens, or gaps, in the writing of a scheme."""
    labels: list[str] = []
    chunks: list[tuple[str, int]] = []
    while len(labels) < size:
        length = min(chance.randint(1, 3), size - len(labels))
        chunks.append((chance.choice(("PER", "ORG", "")), length))
        labels += [chunks[-1][0]] * length
    tags: list[str] = []
    for index, (label, length) in enumerate(chunks):
        before = index > 0 and chunks[index - 1][0] == label
        after = index + 1 < len(chunks) and chunks[index + 1][0] == label
        prefixes = _prefixes(scheme, length, before=before, after=after)
        tags += [f"{prefix}-{label}" if label else "O" for prefix in prefixes]
    return tags


def _prefixes(scheme: str, length: int, *, before: bool, after: bool) -> str:
    """The prefixes of a chunk that touches another of its label before or after it."""
    inner = "I" * length
    if scheme == "IOB1":
        return "B" + inner[1:] if before else inner
    if scheme == "IOB2":
        return "B" + inner[1:]
    if scheme == "IOE1":
        return inner[1:] + "E" if after else inner
    if scheme == "IOE2":
        return inner[1:] + "E"
    last, single = ("E", "S") if scheme == "BIOES" else ("L", "U")
    return single if length == 1 else "B" + inner[2:] + last
