"""What the regions and relations of a graph say, as the plain data of a record's items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goldfield.corpus.exchange.graph import JOINS, Graph, Kind, Region, Relation
from goldfield.errors import Fault

__all__ = ["ITEM_LISTS", "META_KINDS", "Item", "items_of"]

ITEM_LISTS: Mapping[Kind, str] = {
    "mention": "entities",
    "time": "times",
    "quantity": "quantities",
    "quote": "quotes",
    "trigger": "events",
}
"""The list of a record that the items of each kind of region make."""

META_KINDS: tuple[Kind, ...] = ("headline", "deck", "byline", "publisher")
_LINE = ("city", "country", "date", "agency")

Item = dict[str, Any]


def items_of(graph: Graph) -> tuple[dict[str, Item], list[Fault]]:
    """What regions and relations say: items by list and id, as plain data, and ``meta``."""
    reader = _Reader(graph)
    items = {"meta": reader.meta()}
    for group in reader.groups:
        item = _READERS[group[0].kind](reader, group)
        key = f"{ITEM_LISTS[group[0].kind]}/{item['id']}"
        if key in items:
            problem = f"what is left of {item['id']!r} has several types"
            fix = "join it again, or delete it"
            reader.faults.append(Fault(graph.where, group[0].id, problem, fix))
        items[key] = item
    return items, reader.faults


class _Reader:
    """A graph, indexed: groups of joined regions, and the relations that leave each region."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.faults: list[Fault] = []
        self.regions = {region.id: region for region in graph.regions}
        self.leaving: dict[str, list[Relation]] = {}
        for relation in graph.relations:
            self.leaving.setdefault(relation.source, []).append(relation)
        self._lost = self._beheaded()
        self.groups = self._groups()
        self.item_of = {region.id: self.id_of(group) for group in self.groups for region in group}

    def _groups(self) -> list[list[Region]]:
        """Regions that make an item each, in order; parts are joined in either direction."""
        root = {id: id for id in self.regions}

        def find(id: str) -> str:
            while root[id] != id:
                root[id] = root[root[id]]
                id = root[id]
            return id

        for label, source, target in self.graph.relations:
            kind = self.regions[source].kind
            if label == JOINS.get(kind) and self.regions[target].kind == kind:
                root[find(source)] = find(target)
        for parts in self._orphans():
            for part in parts[1:]:
                root[find(part)] = find(parts[0])
        groups: dict[str, list[Region]] = {}
        for region in self.graph.regions:
            if region.kind in ITEM_LISTS:
                groups.setdefault(find(region.id), []).append(region)
        return list(groups.values())

    def _beheaded(self) -> dict[str, tuple[str, Mapping[str, str]]]:
        """Id and attributes of items whose first region is gone, by their other regions."""
        return {
            part: (id, told)
            for id, (parts, told) in self.graph.side.get("groups", {}).items()
            if id not in self.regions
            for part in parts
        }

    def _orphans(self) -> Iterator[list[str]]:
        """What is left of each item whose first region is gone: it is one item still."""
        for id, (parts, _) in self.graph.side.get("groups", {}).items():
            if id not in self.regions:
                left = [part for part in parts if part in self.regions]
                labels = {self.regions[part].label for part in left}
                if left and len(labels) == 1:
                    yield left

    def id_of(self, group: Sequence[Region]) -> str:
        """The id of the item that a group makes: that of its first region."""
        first = group[0].id
        return self._lost.get(first, (first, {}))[0]

    def told(self, group: Sequence[Region], name: str) -> str | None:
        """An attribute of an item: of the first of its regions that has it."""
        found = (region.attributes[name] for region in group if name in region.attributes)
        return next(found, self._lost.get(group[0].id, ("", {}))[1].get(name))

    def span(self, region: Region) -> Item:
        return {"start": region.start, "end": region.end, "text": self.graph.surface(region)}

    def targets(self, group: Sequence[Region], label: str) -> list[Region]:
        """The regions that a relation leads to from any region of a group."""
        return [
            self.regions[relation.target]
            for region in group
            for relation in self.leaving.get(region.id, ())
            if relation.label == label
        ]

    def target(self, group: Sequence[Region], label: str) -> Region | None:
        """The only one; several are a fault."""
        found = self.targets(group, label)
        if len(found) > 1:
            problem = f"{len(found)} relations {label!r} leave it, and only one may"
            self.faults.append(Fault(self.graph.where, group[0].id, problem, "keep the right one"))
        return found[0] if found else None

    def ref(self, region: Region | None) -> str | None:
        """The id of the item that a region is part of, or that it refers to."""
        if region is None:
            return None
        return self.item_of.get(region.id) or self.ref(self.target([region], "refers"))

    def meta(self) -> Item:
        of = {region.kind: region for region in self.graph.regions}
        fields = self.graph.fields
        dated = of.get("date_published")
        date: Item | None = None
        if "date_published" in fields:
            span = self.span(dated) if dated else None
            date = {"value": fields["date_published"], "span": span, "acceptable": []}
        elif dated:
            problem = "a place of the publication date without its value"
            fix = "fill in date_published of the document"
            self.faults.append(Fault(self.graph.where, dated.id, problem, fix))
        line = of.get("dateline")
        return {
            "date_published": date,
            "headline": None,
            "deck": None,
            "dateline": self._dateline(line) if line else None,
            **{kind: self.span(of[kind]) if kind in of else None for kind in META_KINDS},
            "lang": fields.get("lang"),
        }

    def _dateline(self, line: Region) -> Item:
        place = self.target([line], "part")
        return {
            "span": self.span(line),
            "place": self.span(place) if place else None,
            **{name: line.attributes.get(name) for name in _LINE},
        }


def _entity(of: _Reader, group: Sequence[Region]) -> Item:
    mentions = []
    for region in group:
        head = of.target([region], "head")
        mentions.append(
            of.span(region)
            | {
                "kind": region.attributes.get("kind", "NAM"),
                "head": of.span(head) if head else None,
                "subword": region.attributes.get("subword") == "true",
            }
        )
    return {
        "id": of.id_of(group),
        "type": group[0].type,
        "name": of.told(group, "name"),
        "wikidata": of.told(group, "wikidata"),
        "mentions": mentions,
    }


def _time(of: _Reader, group: Sequence[Region]) -> Item:
    (region,) = group
    told = region.attributes
    return {
        "id": region.id,
        "span": of.span(region),
        "type": region.type,
        "value": told.get("value"),
        "anchor": of.ref(of.target(group, "anchored")) or told.get("anchor"),
        "vague": told.get("vague") == "true",
        "acceptable": [],
    }


def _quantity(of: _Reader, group: Sequence[Region]) -> Item:
    (region,) = group
    told = region.attributes
    numbers: Item = {}
    for name in ("value", "min", "max"):
        try:
            numbers[name] = float(told[name]) if name in told else None
        except ValueError:
            problem = f"{name} is {told[name]!r}, which is no number"
            of.faults.append(Fault(of.graph.where, region.id, problem, "write digits, as 1250.5"))
    return {
        "id": region.id,
        "span": of.span(region),
        **numbers,
        "comparator": told.get("comparator", "exact"),
        "unit": told.get("unit"),
        "of": of.ref(of.target(group, "of")),
        "acceptable": [],
    }


def _quote(of: _Reader, group: Sequence[Region]) -> Item:
    speaker, cue = of.target(group, "speaker"), of.target(group, "cue")
    name = of.told(group, "speaker_name")
    said = "explicit" if speaker or name else "implicit"
    return {
        "id": of.id_of(group),
        "type": group[0].type,
        "source": {
            "entity": of.ref(speaker),
            "span": of.span(speaker) if speaker else None,
            "name": name,
            "status": of.told(group, "source") or said,
            "acceptable": [],
        },
        "cue": of.span(cue) if cue else None,
        "content": [of.span(region) for region in group],
        "quoted": [of.span(region) for region in of.targets(group, "quoted")],
        "addressee": of.ref(of.target(group, "addressee")),
        "parent": of.ref(of.target(group, "parent")),
    }


def _event(of: _Reader, group: Sequence[Region]) -> Item:
    return {
        "id": of.id_of(group),
        "type": group[0].type,
        "triggers": [of.span(region) for region in group],
        "arguments": list(_arguments(of, group)),
        "factuality": of.told(group, "factuality"),
        "status": of.told(group, "status"),
    }


def _arguments(of: _Reader, group: Sequence[Region]) -> Iterator[Item]:
    for region in group:
        for label, _, target in of.leaving.get(region.id, ()):
            if label != "coref":
                place = of.regions[target]
                yield {
                    "role": label,
                    "span": of.span(place),
                    "ref": of.ref(place),
                    "acceptable": [],
                }


_READERS = {
    "mention": _entity,
    "time": _time,
    "quantity": _quantity,
    "quote": _quote,
    "trigger": _event,
}
