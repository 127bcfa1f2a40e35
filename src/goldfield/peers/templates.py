"""Templates as a peer reads them: in the order of the file, with mentions as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from goldfield.peers.ladder import Pair
from goldfield.scoring.generic.strings import Step
from goldfield.scoring.outcome import Item
from goldfield.scoring.suites import Suite

__all__ = ["Entity", "Template", "Templates", "template_items", "templates_of"]


class Entity(NamedTuple):
    """A filler of a role: its mentions as they are written."""

    role: str
    mentions: tuple[str, ...]


class Template(NamedTuple):
    """A type and its entities; `written` is all of the template in the order of the file."""

    type: str
    entities: tuple[Entity, ...]
    written: tuple[tuple[str, Any], ...]


class Templates(NamedTuple):
    """The templates of a record, and what goldfield's suite says of strings and of types."""

    rows: tuple[Template, ...] = ()
    steps: tuple[Step, ...] = ()
    alternatives: str | None = None


def templates_of(record: Any, suite: Suite) -> Templates:
    """The templates of a generic record."""
    rows = tuple(_template(row) for row in record.templates)
    return Templates(rows, tuple(suite.normalise or ()), suite.alternatives)


def _template(row: Mapping[str, Any]) -> Template:
    roles = [(role, entities) for role, entities in row.items() if role != "type"]
    told = tuple(Entity(role, tuple(names)) for role, entities in roles for names in entities)
    return Template(row["type"], told, tuple(row.items()))


def template_items(pair: Pair) -> tuple[Sequence[Item], Sequence[Item]]:
    """Every entity of every template, labelled with its type and role."""
    return list(_items(pair.gold)), list(_items(pair.pred))


def _items(side: Templates) -> Iterator[Item]:
    for row in side.rows:
        for entity in row.entities:
            yield Item(f"{row.type}.{entity.role}", entity.mentions[0])
