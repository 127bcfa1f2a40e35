"""From the annotations of brat to a graph: names to regions, lines to relations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from goldfield.corpus.exchange.graph import (
    ATTRIBUTES,
    FIELDS,
    JOINS,
    LABELS,
    RELATIONS,
    Region,
    Relation,
)
from goldfield.corpus.exchange.notes import from_note
from goldfield.corpus.foreign.standoff import Standoff
from goldfield.corpus.foreign.standoff_rows import Event, Mark
from goldfield.errors import Fault, did_you_mean

__all__ = ["BREAKS", "GraphMaker", "Held", "Place"]

BREAKS = "[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+"
"""What ends a line for any program that reads brat's files."""

Place = tuple[int, int]
Held = tuple[str, int, int]
"""A region that an annotation held when it was exported: its id, and its place."""


class Skip(NamedTuple):
    """An annotation that is left out."""

    line: int
    kind: str
    label: str
    reason: str


class GraphMaker:
    """Collects the regions and relations of a standoff file, and what is wrong with it.

    Args:
        standoff: its places are those of `text`.
        text: the text of the article.
        where: the annotation file.
        held: what each annotation held; a place that none of its own touches is a new region.
    """

    def __init__(
        self, standoff: Standoff, text: str, where: str, held: Mapping[str, Sequence[Held]]
    ) -> None:
        self.standoff, self.text, self.where, self.held = standoff, text, where, held
        self.regions: list[Region] = []
        self.relations: list[Relation] = []
        self.fields: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.skipped: list[Skip] = []
        self._taken = {id for regions in held.values() for id, _, _ in regions}
        self._first: dict[str, int] = {}  # of an annotation: the index of its first region

    def make(self) -> None:
        """Fill the lists."""
        marks = {mark.id: mark for mark in self.standoff.marks}
        triggers = {event.trigger for event in self.standoff.events}
        for mark in self.standoff.marks:
            if mark.id not in triggers:
                self._mark(mark.id, mark)
        for event in self.standoff.events:
            self._event(event, marks.get(event.trigger))
        self._arguments()
        self._relations()
        self._equivalences()
        self._attributes()
        self._notes()
        for link in self.standoff.normalisations:
            self._skip(link.line, "link", link.resource, "links to resources are not kept")

    def _fault(self, line: int, problem: str, fix: str) -> None:
        self.faults.append(Fault(f"{self.where}:{line}", "$", problem, fix))

    def _skip(self, line: int, kind: str, label: str, reason: str) -> None:
        self.skipped.append(Skip(line, kind, label, reason))

    # ---- regions ----

    def _event(self, event: Event, mark: Mark | None) -> None:
        if mark is None:
            problem = f"the trigger {event.trigger} is no place of the text"
            self._fault(event.line, problem, "mark one, or remove the event")
            return
        self._mark(event.id, mark._replace(type=event.type, line=event.line))
        self._first.setdefault(mark.id, self._first.get(event.id, 0))

    def _mark(self, name: str, mark: Mark) -> None:
        """The regions of an annotation: one, or the pieces of a quote."""
        if mark.type not in LABELS:
            problem = f"no label is called {mark.type!r}{did_you_mean(mark.type, LABELS)}"
            self._fault(mark.line, problem, "use one of annotation.conf")
            return
        kind, type = LABELS[mark.type]
        places = self._pieces(mark.fragments)
        if len(places) > 1 and JOINS.get(kind) != "continues":
            problem, fix = f"{mark.type} in pieces; only quotes may be", "mark one stretch of text"
            self._fault(mark.line, problem, fix)
            return
        self._first[name] = len(self.regions)
        for id, place in zip(self._ids(name, places), places, strict=True):
            self.regions.append(Region(id, kind, type, *place, {}))
            if self.regions[self._first[name]].id != id:
                self.relations.append(Relation("continues", id, self._region(name).id))

    def _pieces(self, fragments: Iterable[Place]) -> list[Place]:
        """Fragments, those as one that only a line break cuts."""
        pieces: list[Place] = []
        for start, end in fragments:
            if pieces and re.fullmatch(BREAKS, self.text[pieces[-1][1] : start]):
                pieces[-1] = (pieces[-1][0], end)
            else:
                pieces.append((start, end))
        return pieces

    def _ids(self, name: str, places: Sequence[Place]) -> list[str]:
        """The ids that the regions had, if they are where they were at least in part.

        Brat gives the name of a deleted annotation to the next new one.
        """
        held = self.held.get(name, ())
        touched = any(a < end and start < b for start, end in places for _, a, b in held)
        ids = [id for id, _, _ in held][: len(places)] if touched else []
        while len(ids) < len(places):
            ids.append(self._new_id(name))
        return ids

    def _new_id(self, name: str) -> str:
        id, number = name, 2
        while id in self._taken:
            id, number = f"{name}#{number}", number + 1
        self._taken.add(id)
        return id

    def _region(self, name: str) -> Region:
        return self.regions[self._first[name]]

    # ---- relations ----

    def _relate(self, line: int, label: str, names: Sequence[str]) -> None:
        if label not in RELATIONS:
            problem = f"no relation is called {label!r}{did_you_mean(label, RELATIONS)}"
            self._fault(line, problem, "use one of annotation.conf")
        elif all(name in self._first for name in names):
            source, target = (self._region(name).id for name in names)
            self.relations.append(Relation(label, source, target))
        elif lost := [name for name in names if name[0] not in "TE"]:
            self._fault(line, f"{label!r} leads to {lost[0]}, which is no region", "remove it")

    def _arguments(self) -> None:
        for event in self.standoff.events:
            for role, target in event.arguments:
                self._relate(event.line, role.rstrip("0123456789"), (event.id, target))

    def _relations(self) -> None:
        for relation in self.standoff.relations:
            names = [name for _, name in relation.arguments]
            if len(names) == 2:
                self._relate(relation.line, relation.type, names)
            else:
                self._fault(relation.line, f"a relation of {len(names)} ends", "give it two")

    def _equivalences(self) -> None:
        for row in self.standoff.equivalences:
            for member in row.members[1:]:
                label = "coref" if row.type == "Equiv" else row.type
                self._relate(row.line, label, (member, row.members[0]))

    # ---- attributes ----

    def _tell(self, name: str, attribute: str, value: str) -> None:
        index = self._first[name]
        region = self.regions[index]
        told = {**region.attributes, attribute: value}
        self.regions[index] = region._replace(attributes=told)

    def _attributes(self) -> None:
        known = {name for attributes in ATTRIBUTES.values() for name in attributes}
        for row in self.standoff.attributes:
            if row.type not in known:
                problem = f"no attribute is called {row.type!r}{did_you_mean(row.type, known)}"
                self._fault(row.line, problem, "use one of annotation.conf")
            elif row.target in self._first:
                self._tell(row.target, row.type, row.value or "true")
            elif row.target[0] not in "TE":
                self._fault(row.line, f"an attribute of {row.target}", "give it to a region")

    def _notes(self) -> None:
        for row in self.standoff.notes:
            if row.type != "AnnotatorNotes":
                self._skip(row.line, "note", row.type, "only notes of annotators are read")
                continue
            if row.target not in self._first:
                self._skip(row.line, "note", row.type, "it is on no region")
                continue
            kind = self._region(row.target).kind
            values, words = from_note(row.text)
            for name, value in values.items():
                if name == kind and kind in FIELDS:
                    self.fields[name] = value
                elif name in ATTRIBUTES.get(kind, ()):
                    self._tell(row.target, name, value)
                else:
                    words.append(name)
            if words:
                self._skip(row.line, "note", row.type, "free words are not kept")
