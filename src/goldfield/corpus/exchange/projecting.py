"""What tools that are not made for whole articles can hold of one, and what they drop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from goldfield.corpus.exchange.graph import Graph, Region, Relation

__all__ = ["dropped_of", "named_spans", "outermost"]


def dropped_of(
    graph: Graph, regions: Iterable[Region], relations: Iterable[Relation], *, attributes: bool
) -> Counter[str]:
    """What is lost of a graph by keeping only some of it, counted by what it is.

    Args:
        graph: all of it.
        regions: those that are kept.
        relations: those that are kept.
        attributes: whether kept regions lose their attributes.
    """
    kept, lines = {region.id for region in regions}, set(relations)
    lost: Counter[str] = Counter()
    for region in graph.regions:
        if region.id not in kept:
            lost[f"regions {region.kind}"] += 1
        elif attributes:
            lost["attributes of regions"] += len(region.attributes)
    for relation in graph.relations:
        if relation not in lines:
            lost[f"relations {relation.label}"] += 1
    lost["document fields"] += len(graph.fields)
    lost["items with what no tool shows"] += len(graph.side.get("exact", ()))
    lost["events without a trigger"] += len(graph.side.get("unplaced", ()))
    lost["provenance, layers and versions"] += bool(graph.side.get("article"))
    return +lost


def named_spans(graph: Graph) -> list[Region]:
    """The named mentions: what a recogniser of names is trained on and asked for."""
    return [
        region
        for region in graph.regions
        if region.kind == "mention" and region.attributes.get("kind") == "NAM"
    ]


def outermost(regions: Sequence[Region]) -> list[Region]:
    """Regions of which no two overlap, in the order of the text; the longest are kept."""
    found: list[Region] = []
    for region in sorted(regions, key=lambda one: (one.start - one.end, one.start)):
        if all(region.end <= other.start or other.end <= region.start for other in found):
            found.append(region)
    return sorted(found, key=lambda one: one.start)
