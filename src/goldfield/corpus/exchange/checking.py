"""What can be wrong with a graph that a tool or a hand has written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from goldfield.corpus.exchange.graph import (
    ATTRIBUTES,
    FIELDS,
    RELATIONS,
    TYPES,
    Graph,
    Kind,
    Region,
    Relation,
)
from goldfield.errors import Fault, did_you_mean
from goldfield.schema.records import Event

__all__ = ["check_graph", "unattached"]


_ONCE: tuple[Kind, ...] = (
    "headline", "deck", "byline", "publisher", "date_published", "dateline",
)  # fmt: skip
_OF_ANOTHER: tuple[Kind, ...] = ("head", "dateline_place", "speaker", "cue", "quoted", "argument")
_Index = Annotated[int, Meta(ge=0, lt=2**31)]


class _Side(Struct):
    """Side data as `to_graph` makes it. All of it may be absent; files are not to be trusted."""

    article: dict[str, Any] = {}
    order: list[str] = []
    lines: list[tuple[str, str, str]] = []
    groups: dict[str, tuple[list[str], dict[str, str]]] = {}
    unplaced: list[tuple[_Index, Event]] = []
    exact: dict[str, tuple[str, dict[str, Any]]] = {}


def check_graph(graph: Graph) -> list[Fault]:
    """All faults of a graph: doubled ids, places outside the text, labels, lines to nowhere."""
    found = [*_check_side(graph), *_check_regions(graph), *_check_relations(graph)]
    found += _check_once(graph)
    found += [
        ("$", f"no document field is called {name!r}", f"use one of {', '.join(FIELDS)}")
        for name in graph.fields
        if name not in FIELDS
    ]
    return [Fault(graph.where, path, problem, fix) for path, problem, fix in found]


_Problem = tuple[str, str, str]


def _check_side(graph: Graph) -> Iterator[_Problem]:
    try:
        msgspec.convert(graph.side, _Side)
    except msgspec.ValidationError as error:
        yield "$", f"goldfield's own data is damaged: {error}", "leave it as it was exported"


def _check_regions(graph: Graph) -> Iterator[_Problem]:
    seen: set[str] = set()
    for region in graph.regions:
        if region.id in seen:
            yield region.id, "two regions have this id", "give each an id of its own"
        seen.add(region.id)
        if not 0 <= region.start < region.end <= len(graph.text):
            place = f"[{region.start}, {region.end})"
            fix = f"the text has {len(graph.text)} code points"
            yield region.id, f"{place} is empty, reversed or outside the text", fix
        if region.type not in TYPES.get(region.kind, ("",)):
            fix = f"use one of {', '.join(TYPES.get(region.kind, ()))}"
            yield region.id, f"{region.type!r} is no type of a {region.kind}", fix
        yield from _check_attributes(region)


def _check_once(graph: Graph) -> Iterator[_Problem]:
    counts = Counter(region.kind for region in graph.regions)
    for kind in _ONCE:
        if counts[kind] > 1:
            problem = f"{counts[kind]} regions are {kind}, and a document has one"
            yield "$", problem, "delete the others"


def unattached(graph: Graph) -> list[Region]:
    """Regions that are of use only to another one, and to which none leads: a cue of no quote."""
    led_to = {relation.target for relation in graph.relations}
    return [r for r in graph.regions if r.kind in _OF_ANOTHER and r.id not in led_to]


def _check_attributes(region: Region) -> Iterator[_Problem]:
    known = ATTRIBUTES.get(region.kind, {})
    for name, value in region.attributes.items():
        if name not in known:
            problem = f"a {region.kind} has no attribute {name!r}{did_you_mean(name, known)}"
            yield region.id, problem, f"it has {', '.join(known) or 'none'}"
        elif (values := known[name]) is not None and value not in values:
            problem = f"{name} is {value!r}{did_you_mean(value, values)}"
            yield region.id, problem, f"use one of {', '.join(values)}"


def _check_relations(graph: Graph) -> Iterator[_Problem]:
    regions = {region.id: region for region in graph.regions}
    for relation in graph.relations:
        label, source, target = relation
        path = f"{source} -> {target}"
        if label not in RELATIONS:
            problem = f"no relation is called {label!r}{did_you_mean(label, RELATIONS)}"
            yield path, problem, f"use one of {', '.join(RELATIONS)}"
        elif source not in regions or target not in regions:
            missing = source if source not in regions else target
            yield path, f"{label!r} has an end that is no region ({missing!r})", "remove it"
        else:
            yield from _check_ends(relation, regions[source], regions[target])


def _check_ends(relation: Relation, source: Region, target: Region) -> Iterator[_Problem]:
    label, path = relation.label, f"{relation.source} -> {relation.target}"
    sources, targets = RELATIONS[label]
    if source.kind not in sources or target.kind not in targets:
        problem = f"{label!r} leads from {source.kind} to {target.kind}"
        fix = f"it leads from {' or '.join(sources)} to {' or '.join(targets)}"
        yield path, problem, fix
    elif label in ("coref", "continues") and source.label != target.label:
        problem = f"{label!r} joins {source.label} and {target.label}"
        yield path, problem, "what is one item has one type: change it on all its regions"
