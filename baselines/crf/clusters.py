"""Mentions as entities: names that are written alike, and pronouns with the last of their type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from goldfield.schema.text import fold

__all__ = ["Mention", "entities_of"]


class Mention(NamedTuple):
    """A tagged mention: half-open place, kind (NAM, NOM or PRO) and entity type."""

    start: int
    end: int
    kind: str
    type: str
    surface: str
    confidence: float


def entities_of(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    """Entities of one article, in the order of their first mention.

    A name joins the entity of its type that was called the same, a person also one of the same
    last name; a pronoun joins what was mentioned last of its type; a nominal stands alone.
    """
    clusters: list[list[Mention]] = []
    called: dict[tuple[str, str], list[Mention]] = {}
    last: dict[str, list[Mention]] = {}
    for mention in sorted(mentions):
        names = _names(mention) if mention.kind == "NAM" else []
        known = [called[name] for name in names if name in called]
        if mention.kind == "PRO" and mention.type in last:
            known = [last[mention.type]]
        cluster: list[Mention] = known[0] if known else []
        if not known:
            clusters.append(cluster)
        cluster.append(mention)
        last[mention.type] = cluster
        for name in names:
            called.setdefault(name, cluster)
    return [_entity(f"e{number}", cluster) for number, cluster in enumerate(clusters, start=1)]


def _names(mention: Mention) -> list[tuple[str, str]]:
    """By what the entity of a name is found again."""
    name = fold(mention.surface).casefold()
    names = [name, name.rpartition(" ")[2]] if mention.type == "PER" else [name]
    return [(mention.type, called) for called in names]


def _entity(id: str, cluster: list[Mention]) -> dict[str, Any]:
    names = [mention.surface for mention in cluster if mention.kind == "NAM"]
    return {
        "id": id,
        "type": cluster[0].type,
        "name": max(names, key=len, default=None),
        "mentions": [
            {"start": m.start, "end": m.end, "kind": m.kind, "confidence": m.confidence}
            for m in cluster
        ],
    }
