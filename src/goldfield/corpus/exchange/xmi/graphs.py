"""From the annotations of a CAS to a graph: layers to regions, links to relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from goldfield.corpus.exchange.graph import (
    ATTRIBUTES,
    RELATIONS,
    TYPES,
    Region,
    Relation,
)
from goldfield.corpus.exchange.safe_xml import Offsets
from goldfield.corpus.exchange.units import UNIT_NAMES, Claim, CountedIn, prove_unit
from goldfield.corpus.exchange.xmi.types import ID, LABEL, LAYERS, RELATED, Structure
from goldfield.errors import Fault, did_you_mean

__all__ = ["Maker", "told"]

_Place = Callable[[int], int | None]


def told(structure: Structure, feature: str) -> str | None:
    """A feature as text; None if the structure has no such feature, or no value of it."""
    value = getattr(structure, feature, None)
    return None if value is None else str(value)


class Maker:
    """Collects regions, then relations, and what is wrong with either.

    Args:
        structures: those that the CAS indexes.
        where: the file.
    """

    def __init__(self, structures: Iterable[Structure], where: str) -> None:
        kept = (one for one in structures if one.type.name in LAYERS)
        self.structures = sorted(kept, key=lambda one: int(one.xmiID))
        self.where = where
        self.faults: list[Fault] = []
        self.regions: list[Region] = []
        self.relations: list[Relation] = []
        self.skipped: list[tuple[str, str, str]] = []
        self._id_of = self._ids()

    def _fault(self, structure: Structure, problem: str, fix: str) -> None:
        self.faults.append(Fault(f"{self.where}#{structure.xmiID}", "$", problem, fix))

    def _ids(self) -> dict[int, str]:
        """Ids by structure: those that were given; one that is copied stays with the first."""
        given = {one.xmiID: told(one, ID) for one in self.structures}
        first = {id: number for number, id in reversed(given.items()) if id}
        ids: dict[int, str] = {number: id for id, number in first.items()}
        taken = set(first)
        for number in given:
            if number not in ids:
                id = f"x{number}"
                while id in taken:
                    id += "x"
                ids[number] = id
                taken.add(id)
        return ids

    def claims(self, offsets: Offsets, surfaces: Mapping[str, str]) -> list[Claim]:
        """What the file says of each place; where it says nothing, an empty one and a fault."""
        claims = []
        for one in self.structures:
            try:
                start, end = map(int, offsets[str(one.xmiID)])
            except (KeyError, ValueError):
                self._fault(one, "begin or end is missing, or no number", "mark it again")
                start = end = 0
            claims.append(Claim(start, end, surfaces.get(self._id_of[one.xmiID])))
        return claims

    def make(self, places: Sequence[tuple[int, int] | None]) -> None:
        """Fill the lists, with the places of the structures; without all of them nothing."""
        if self.faults:
            return
        for one, place in zip(self.structures, places, strict=True):
            if place is None:
                self._fault(one, "a place that holds nothing but blanks", "remove it")
            else:
                self._region(one, *place)
        for one in self.structures:
            for link in getattr(getattr(one, RELATED, None), "elements", None) or ():
                self._link(one, told(link, "role"), getattr(link, "target", None))

    def _region(self, one: Structure, start: int, end: int) -> None:
        kind = LAYERS[one.type.name]
        label = (told(one, LABEL) or "") if kind in TYPES else ""
        if kind in TYPES and label not in TYPES[kind]:
            problem = f"a {kind} is labelled {label!r}{did_you_mean(label, TYPES[kind])}"
            self._fault(one, problem, f"use one of {', '.join(TYPES[kind])}")
        values = {name: told(one, name) for name in ATTRIBUTES.get(kind, ())}
        attributes = {name: value for name, value in values.items() if value is not None}
        self.regions.append(Region(self._id_of[one.xmiID], kind, label, start, end, attributes))

    def _link(self, one: Structure, role: str | None, target: Structure) -> None:
        id = self._id_of.get(getattr(target, "xmiID", 0))
        if target is None:
            self.skipped.append(("link", role or "", "it leads nowhere"))
        elif role is None or role not in RELATIONS:
            problem = f"no relation is called {role!r}{did_you_mean(role or '', RELATIONS)}"
            self._fault(one, problem, f"use one of {', '.join(RELATIONS)}")
        elif id is None:
            self._fault(one, f"{role!r} leads to what is on no layer of goldfield", "remove it")
        else:
            self.relations.append(Relation(role, self._id_of[one.xmiID], id))

    def prove(self, text: str, claims: Sequence[Claim], units: Sequence[CountedIn]) -> _Place:
        """The function from offsets of the file to code points, as the surfaces prove it.

        A region whose surface is where no unit has it was moved, and proves nothing. XMI's own
        unit comes first; without any surface no other is tried. Where none fits there are faults.
        """
        units = sorted(units, key=lambda unit: unit != "utf-16")
        if not any(claim.surface for claim in claims):
            units = units[:1]
        if proved := prove_unit(text, claims, units) or prove_unit(
            text, [_still(text, claim, units) for claim in claims], units
        ):
            return proved[1]
        listed = " or ".join(UNIT_NAMES[unit] for unit in units)
        for one, claim in zip(self.structures, claims, strict=True):
            if prove_unit(text, [claim._replace(surface=None)], units) is None:
                problem = f"[{claim.start}, {claim.end}) is empty or outside the text"
                self._fault(one, problem, f"offsets count {listed}")
        if not self.faults:
            problem = f"surfaces prove that offsets do not count {listed} throughout"
            self.faults.append(Fault(self.where, "$", problem, "let the unit be found"))
        return lambda _: None


def _still(text: str, claim: Claim, units: Sequence[CountedIn]) -> Claim:
    """A claim without its surface if no unit has that there."""
    return claim if prove_unit(text, [claim], units) else claim._replace(surface=None)
