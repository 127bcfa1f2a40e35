"""Putting errors into copies of articles, evenly over the kinds, by chance from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

import msgspec
from msgspec import Struct

from goldfield.corpus.planting import events, names, quotes, values
from goldfield.corpus.planting.target import Kind, Place, Target
from goldfield.schema.checking import check_article
from goldfield.schema.records import Article

__all__ = ["KINDS", "Planted", "Planting", "plant"]

KINDS: tuple[Kind, ...] = (
    Kind("missed-name", names.name_targets, names.lose_name, names.read_name),
    Kind("wrong-entity-type", names.type_targets, names.change_type, names.read_type),
    Kind("wrong-speaker", quotes.speaker_targets, quotes.change_speaker, quotes.read_speaker),
    Kind("wrong-value", values.value_targets, values.change_value, values.read_value),
    Kind("wrong-quote", quotes.extent_targets, quotes.change_extent, quotes.read_extent),
    Kind("wrong-event", events.event_targets, events.change_event, events.read_event),
)


class Planted(Struct, frozen=True, forbid_unknown_fields=True):
    """One planted error: a line of the key.

    `before` and `after` are what the article said and says at `where`; `surface` are the words.
    """

    article: str
    kind: str
    item: str
    where: Place
    surface: str
    before: str
    after: str


class Planting(NamedTuple):
    """Copies of the articles with the errors in them, and the key."""

    articles: list[Article]
    key: list[Planted]


def plant(articles: Sequence[Article], errors: int, seed: int) -> Planting:
    """Put errors into copies of valid articles, at most one into any item.

    The same articles, number and seed give the same errors. Fewer than `errors` are planted if the
    articles do not have room for them.
    """
    chance = Random(seed)
    copies = {article.id: _copy(article) for article in sorted(articles, key=lambda a: a.id)}
    spent: set[tuple[str, str]] = set()
    key: list[Planted] = []
    for index, kind in enumerate(KINDS):
        wanted = errors // len(KINDS) + (index < errors % len(KINDS))
        targets = [(a.id, target) for a in copies.values() for target in kind.targets(a)]
        chance.shuffle(targets)
        for id, target in targets:
            if wanted == 0:
                break
            if (id, target.item) in spent:
                continue
            changed = _try(kind, copies[id], target, chance)
            if changed is not None:
                key.append(_entry(kind, copies[id], changed, target))
                copies[id] = changed
                spent.add((id, target.item))
                wanted -= 1
    return Planting(list(copies.values()), sorted(key, key=lambda p: (p.article, p.where, p.kind)))


def _copy(article: Article) -> Article:
    return msgspec.json.decode(msgspec.json.encode(article), type=Article)


def _try(kind: Kind, article: Article, target: Target, chance: Random) -> Article | None:
    """The article with the error, or None if it would be invalid or say the same."""
    copy = _copy(article)
    if not kind.change(copy, target, chance) or check_article(copy):
        return None
    same = kind.read(copy, target.where) == kind.read(article, target.where)
    return None if same else copy


def _entry(kind: Kind, before: Article, after: Article, target: Target) -> Planted:
    low, high = target.where
    said = (kind.read(article, target.where) for article in (before, after))
    return Planted(before.id, kind.name, *target, before.text[low:high], *said)
