"""Errors of entities: a name that was missed, a wrong type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from goldfield.corpus.planting.target import Place, Target, place
from goldfield.schema.labels import EntityType
from goldfield.schema.records import Article, Entity
from goldfield.schema.walk import clearest_first, referred_ids

__all__ = ["change_type", "lose_name", "name_targets", "read_name", "read_type", "type_targets"]

# What a tired annotator takes one type for.
_CONFUSED: Mapping[EntityType, tuple[EntityType, ...]] = {
    "PER": ("GROUP", "ORG"), "ORG": ("GROUP", "FAC", "GPE"), "GPE": ("LOC", "ORG"),
    "LOC": ("GPE", "FAC"), "FAC": ("LOC", "ORG"), "GROUP": ("ORG", "PER"), "NORP": ("GPE", "MISC"),
    "DOC": ("MISC", "ORG"), "EVT": ("MISC", "DOC"), "MISC": ("ORG", "DOC"),
}  # fmt: skip


def name_targets(article: Article) -> Iterator[Target]:
    """Names that no speaker and no argument stands on, since nobody would miss those."""
    used = {place(q.source.span) for q in article.quotes if q.source.span}
    used |= {place(a.span) for event in article.events for a in event.arguments if a.span}
    referred = referred_ids(article)
    for entity in article.entities:
        if len(entity.mentions) == 1 and entity.id in referred:
            continue
        for mention in entity.mentions:
            if mention.kind == "NAM" and place(mention) not in used:
                yield Target(entity.id, place(mention))


def lose_name(article: Article, target: Target, chance: Random) -> bool:
    """Remove the mention, and the entity if that was its only one."""
    for entity in article.entities:
        if entity.id == target.item:
            entity.mentions = [m for m in entity.mentions if place(m) != target.where]
    article.entities = [entity for entity in article.entities if entity.mentions]
    return True


def read_name(article: Article, where: Place) -> str:
    """Whether a name is marked there, and of which type."""
    found = _entity_at(article, where)
    return f"NAM {found.type}" if found else "no mention"


def type_targets(article: Article) -> Iterator[Target]:
    """All entities."""
    for entity in article.entities:
        yield Target(entity.id, place(min(entity.mentions, key=clearest_first)))


def change_type(article: Article, target: Target, chance: Random) -> bool:
    """Give the entity a type that is often taken for its own."""
    for entity in article.entities:
        if entity.id == target.item:
            entity.type = chance.choice(_CONFUSED[entity.type])
            return True
    return False


def read_type(article: Article, where: Place) -> str:
    """The type of the entity that is mentioned there."""
    found = _entity_at(article, where)
    return found.type if found else "no mention"


def _entity_at(article: Article, where: Place) -> Entity | None:
    return next((e for e in article.entities if where in {place(m) for m in e.mentions}), None)
