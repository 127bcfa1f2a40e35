"""An article as annotation tools see it: labelled stretches of text, and lines between them.

What is a span in a record is a region, what is an id is a relation, what is a scalar is an
attribute. Nothing here knows a tool; each tool's module spells a graph in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

from goldfield.schema.labels import (
    COMPARATORS,
    EntityType,
    EventStatus,
    EventType,
    Factuality,
    MentionKind,
    QuoteType,
    Role,
    SourceStatus,
    TimeType,
)

__all__ = [
    "ATTRIBUTES", "FIELDS", "ITEM_KINDS", "JOINS", "KINDS", "LABELS", "RELATIONS", "TYPES",
    "Graph", "Kind", "Region", "Relation",
]  # fmt: skip

Kind = Literal[
    "headline", "deck", "byline", "publisher", "date_published", "dateline", "dateline_place",
    "mention", "head", "time", "quantity", "quote", "speaker", "cue", "quoted",
    "trigger", "argument",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

TYPES: Mapping[Kind, tuple[str, ...]] = {
    "mention": get_args(EntityType),
    "time": get_args(TimeType),
    "quote": get_args(QuoteType),
    "trigger": get_args(EventType),
}
"""Types of the kinds of regions that have one."""

LABELS: Mapping[str, tuple[Kind, str]] = {
    label: (kind, label if kind in TYPES else "")
    for kind in KINDS
    for label in TYPES.get(kind, (kind,))
}
"""What tools call a region: its type if its kind has types, else its kind. No label is double."""

Values = tuple[str, ...] | None  # None: any text
_YES = ("true",)
ATTRIBUTES: Mapping[Kind, Mapping[str, Values]] = {
    "dateline": dict.fromkeys(("city", "country", "date", "agency")),
    "mention": {"kind": get_args(MentionKind), "subword": _YES, "name": None, "wikidata": None},
    "time": {"value": None, "anchor": ("DCT",), "vague": _YES},
    "quantity": {"value": None, "min": None, "max": None, "comparator": COMPARATORS, "unit": None},
    "quote": {"source": get_args(SourceStatus), "speaker_name": None},
    "trigger": {"factuality": get_args(Factuality), "status": get_args(EventStatus)},
}
"""Attributes of regions, each with its values if they are closed.

Of an item with several regions the first has them, but `kind` and `subword`, which every mention
has for itself.
"""

FIELDS: tuple[str, ...] = ("date_published", "lang")
"""Fields of the whole document that are no place in the text."""

ITEM_KINDS: tuple[Kind, ...] = ("mention", "time", "quantity", "quote", "trigger")
"""Kinds whose regions make the items of a record: entities, times, quantities, quotes, events."""

JOINS: Mapping[Kind, str] = {"mention": "coref", "trigger": "coref", "quote": "continues"}
"""The relation that makes regions of one kind parts of one item."""

_ROLES: tuple[str, ...] = get_args(Role)
_REFERRED: tuple[Kind, ...] = ("mention", "time", "quantity", "trigger")
RELATIONS: Mapping[str, tuple[tuple[Kind, ...], tuple[Kind, ...]]] = {
    "coref": (("mention", "trigger"), ("mention", "trigger")),
    "continues": (("quote",), ("quote",)),
    "head": (("mention",), ("head",)),
    "part": (("dateline",), ("dateline_place",)),
    "speaker": (("quote",), ("mention", "speaker")),
    "cue": (("quote",), ("cue",)),
    "quoted": (("quote",), ("quoted",)),
    "addressee": (("quote",), ("mention",)),
    "parent": (("quote",), ("quote",)),
    "of": (("quantity",), ("mention",)),
    "anchored": (("time",), ("time",)),
    "refers": (("speaker", "argument"), _REFERRED),
    **{role: (("trigger",), (*_REFERRED, "argument")) for role in _ROLES},
}
"""Relations, each with the kinds that it leads from and to."""


class Region(NamedTuple):
    """A labelled stretch of the text, half-open in code points.

    Attributes:
        id: unique in the graph; the first region of an item has the item's id.
        type: one of `TYPES`, or empty.
        attributes: by name, as text; what is null is absent.
    """

    id: str
    kind: Kind
    type: str
    start: int
    end: int
    attributes: Mapping[str, str] = {}

    @property
    def label(self) -> str:
        """What tools call it, see `LABELS`."""
        return self.type or self.kind


class Relation(NamedTuple):
    """A line from one region to another, by their ids."""

    label: str
    source: str
    target: str


class Graph(NamedTuple):
    """One article.

    Attributes:
        where: the file, and place in it, that the graph was read from; for faults.
        id: of the article.
        fields: see `FIELDS`.
        side: what no tool shows, as JSON: it travels beside the regions, and keeps what they
            cannot say of items that nobody touched. Empty if the graph is not of our making.
    """

    id: str
    text: str
    regions: list[Region]
    relations: list[Relation]
    fields: Mapping[str, str]
    side: Mapping[str, Any] = {}
    where: str = ""

    def surface(self, region: Region) -> str:
        """The text that a region covers."""
        return self.text[region.start : region.end]
