"""Mentions of another corpus, in clusters, as entities of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.projection import lookup
from goldfield.corpus.formats.labels import Label
from goldfield.schema.labels import EntityType, MentionKind
from goldfield.schema.records import Entity, Mention, Span

__all__ = ["Clustered", "ForeignMention", "cluster_entities", "retyped_note"]


class ForeignMention(NamedTuple):
    """A mention that has a place: its id and type are theirs, its kind is ours."""

    where: str
    id: str
    label: str
    span: Span
    kind: MentionKind


class Clustered(NamedTuple):
    """Entities by their first mention.

    Attributes:
        entity_of: the entity of each mention that was kept, by the mention's id.
        retyped: how many mentions had another type than their entity has now.
    """

    entities: list[Entity]
    entity_of: dict[str, str]
    retyped: int


class _Typed(NamedTuple):
    type: EntityType
    mention: ForeignMention


def cluster_entities(
    where: str,
    clusters: Iterable[Sequence[ForeignMention]],
    types: Mapping[str, Label],
    account: Account,
    reasons: Mapping[str, str] = {},
) -> Clustered:
    """Make an entity of each cluster, and count it.

    Mentions without a type of ours are skipped, so are those at a place that is taken. An entity
    has the type that most of its mentions have; of two as common, that of the earlier mention.

    Args:
        where: the document.
        clusters: of mentions that are counted already.
        types: their types to ours.
        account: gets what is skipped.
        reasons: why a type has none of ours, where there is more to say.
    """
    taken: set[tuple[int, int]] = set()
    kept: list[list[_Typed]] = []
    for cluster in clusters:
        account.found["entity"] += 1
        rows: list[_Typed] = []
        for mention in cluster:
            place = mention.span.start, mention.span.end
            type_ = lookup(types, mention.label)
            if type_ and place not in taken:
                taken.add(place)
                rows.append(_Typed(type_, mention))
                continue
            reason = reasons.get(mention.label, "no entity type of ours")
            reason = "another mention has its place" if type_ else reason
            account.skip(mention.where, "mention", mention.label, reason)
        if rows:
            kept.append(sorted(rows, key=lambda row: row.mention.span.start))
        else:
            label = cluster[0].label if cluster else ""
            account.skip(where, "entity", label, "none of its mentions is kept")
    kept.sort(key=lambda rows: (rows[0].mention.span.start, rows[0].mention.span.end))
    entities = [_entity(f"e{number}", rows) for number, rows in enumerate(kept, start=1)]
    pairs = [(entity, row) for entity, rows in zip(entities, kept, strict=True) for row in rows]
    retyped = sum(row.type != entity.type for entity, row in pairs)
    return Clustered(entities, {row.mention.id: entity.id for entity, row in pairs}, retyped)


def retyped_note(count: int) -> list[str]:
    """The note on mentions that had another type than their entity, if there are any."""
    return [f"the type of the entity stands for that of {count:,} mentions"] if count else []


def _entity(id: str, rows: Sequence[_Typed]) -> Entity:
    names = [row.mention.span.text for row in rows if row.mention.kind == "NAM"]
    return Entity(
        id=id,
        type=Counter(row.type for row in rows).most_common(1)[0][0],
        name=names[0] if names else None,
        wikidata=None,
        mentions=[
            Mention(*_fields(row.mention.span), row.mention.kind, None, False) for row in rows
        ],
    )


def _fields(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.text
