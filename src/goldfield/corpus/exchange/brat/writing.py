r"""brat: ``NAME.txt``, ``NAME.ann``, ``NAME.goldfield.json``, and a config made from the labels.

Format: brat.nlplab.org/standoff.html (v1.3). A trigger is an event (E) whose arguments are its
roles; any other region is a text-bound annotation (T). The pieces of a quote are fragments of one
T where brat allows it (in the order of the text, with text in between), else several that
``continues`` joins. A region is cut into fragments at line breaks, as a line of brat holds none.

Coreference is an equivalence (``*``), not binary relations: brat draws it as a chain, adds to it
with one arc, and asks for no direction, which coreference does not have. Attributes with closed
values are attributes (A), all others share the note that brat shows and edits (``#``), see `notes`.
The side file holds what is not there: document fields, ids of regions, and `Graph.side`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from goldfield.corpus.exchange.brat.config import TOOLS_CONF, annotation_conf, visual_conf
from goldfield.corpus.exchange.brat.reading import BREAKS, SIDE_ENDING
from goldfield.corpus.exchange.graph import ATTRIBUTES, JOINS, Graph, Region
from goldfield.corpus.exchange.names import file_name
from goldfield.corpus.exchange.notes import to_note
from goldfield.errors import DataError, Fault

__all__ = ["write"]


def write(graphs: Iterable[Graph]) -> Iterator[tuple[str, bytes]]:
    """The three files of the configuration, then three for each article.

    Raises:
        DataError: a region begins or ends with a line break, which brat cannot show.
    """
    yield "annotation.conf", annotation_conf().encode()
    yield "visual.conf", visual_conf().encode()
    yield "tools.conf", TOOLS_CONF.encode()
    for graph in graphs:
        writer = _Writer(graph)
        name = file_name(graph.id)
        lines = "".join(f"{line}\n" for line in writer.lines())
        yield f"{name}.txt", graph.text.encode()
        yield f"{name}.ann", lines.encode()
        yield f"{name}{SIDE_ENDING}", _json(writer.side())


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False) + "\n").encode()


class _Writer:
    """The annotations of a graph: which regions each one holds, and what it is called."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.held: dict[str, list[Region]] = {}
        self.name_of: dict[str, str] = {}
        self.trigger_of: dict[str, str] = {}
        for number, regions in enumerate(_annotations(graph), start=1):
            name = f"T{number}"
            if regions[0].kind == "trigger":
                event = f"E{len(self.trigger_of) + 1}"
                self.trigger_of[event], name = name, event
            self.held[name] = regions
            self.name_of |= {region.id: name for region in regions}

    def side(self) -> dict[str, Any]:
        graph = self.graph
        names = {
            name: [[region.id, region.start, region.end] for region in regions]
            for name, regions in self.held.items()
        }
        fields, side = dict(graph.fields), dict(graph.side) or None
        return {"id": graph.id, "fields": fields, "regions": names, "side": side}

    def lines(self) -> Iterator[str]:
        for name, regions in self.held.items():
            yield self._mark(self.trigger_of.get(name, name), regions)
            if name in self.trigger_of:
                yield self._event(name, regions[0])
        yield from self._relations()
        yield from self._equivalences()
        yield from self._attributes()
        yield from self._notes()

    def _mark(self, name: str, regions: list[Region]) -> str:
        places = [place for region in regions for place in _fragments(self.graph, region)]
        told = ";".join(f"{start} {end}" for start, end in places)
        surface = " ".join(self.graph.text[start:end] for start, end in places)
        return f"{name}\t{regions[0].label} {told}\t{surface}"

    def _event(self, name: str, region: Region) -> str:
        seen: dict[str, int] = {}
        arguments = ""
        for label, source, target in self.graph.relations:
            if source == region.id and label not in JOINS.values():
                seen[label] = seen.get(label, 0) + 1
                suffix = seen[label] if seen[label] > 1 else ""
                arguments += f" {label}{suffix}:{self.name_of[target]}"
        return f"{name}\t{region.label}:{self.trigger_of[name]}{arguments}"

    def _relations(self) -> Iterator[str]:
        number = 0
        for label, source, target in self.graph.relations:
            one, other = self.name_of[source], self.name_of[target]
            inside = label == "continues" and one == other
            if one not in self.trigger_of and label != "coref" and not inside:
                number += 1
                yield f"R{number}\t{label} Arg1:{one} Arg2:{other}"

    def _equivalences(self) -> Iterator[str]:
        groups: dict[str, list[str]] = {}
        for label, source, target in self.graph.relations:
            if label == "coref":
                groups.setdefault(target, [target]).append(source)
        for group in groups.values():
            yield f"*\tcoref {' '.join(self.name_of[id] for id in group)}"

    def _attributes(self) -> Iterator[str]:
        number = 0
        for name, region, told in self._told():
            for attribute, value in told.items():
                if values := ATTRIBUTES[region.kind][attribute]:
                    number += 1
                    given = "" if values == ("true",) else f" {value}"
                    yield f"A{number}\t{attribute} {name}{given}"

    def _notes(self) -> Iterator[str]:
        number = 0
        for name, region, told in self._told():
            known = ATTRIBUTES.get(region.kind, {})
            noted = {key: value for key, value in told.items() if known[key] is None}
            if region.kind in self.graph.fields:
                noted[region.kind] = self.graph.fields[region.kind]
            if noted:
                number += 1
                yield f"#{number}\tAnnotatorNotes {name}\t{to_note(noted)}"

    def _told(self) -> Iterator[tuple[str, Region, dict[str, str]]]:
        """Each annotation with its first region and the attributes of all."""
        for name, regions in self.held.items():
            told = [pair for region in regions[::-1] for pair in region.attributes.items()]
            yield name, regions[0], dict(told)


def _annotations(graph: Graph) -> Iterator[list[Region]]:
    """The regions, those together that one annotation can hold."""
    regions = {region.id: region for region in graph.regions}
    pieces: dict[str, list[Region]] = {}
    for label, source, target in graph.relations:
        if label == "continues":
            pieces.setdefault(target, [regions[target]]).append(regions[source])
    together = {id: group for id, group in pieces.items() if _apart(graph.text, group)}
    inner = {region.id for group in together.values() for region in group[1:]}
    for region in graph.regions:
        if region.id not in inner:
            yield together.get(region.id, [region])


def _apart(text: str, group: list[Region]) -> bool:
    """Whether regions follow each other with more than line breaks in between."""
    return all(
        one.end < other.start and not re.fullmatch(BREAKS, text[one.end : other.start])
        for one, other in pairwise(group)
    )


def _fragments(graph: Graph, region: Region) -> list[tuple[int, int]]:
    """The places of a region without its line breaks."""
    surface = graph.surface(region)
    found = [match.span() for match in re.finditer(f"(?:(?!{BREAKS}).)+", surface, re.DOTALL)]
    if not found or found[0][0] or found[-1][1] != len(surface):
        problem = "begins or ends with a line break, which brat cannot show"
        raise DataError([Fault(graph.id, region.id, problem, "leave blanks out at its edges")])
    return [(region.start + start, region.start + end) for start, end in found]
