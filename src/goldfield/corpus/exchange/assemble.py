"""From a graph to the record that it shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import msgspec

from goldfield.corpus.exchange.checking import check_graph
from goldfield.corpus.exchange.graph import Graph, Region, Relation
from goldfield.corpus.exchange.items import ITEM_LISTS, Item, items_of
from goldfield.errors import Fault
from goldfield.schema.explaining import is_deep
from goldfield.schema.labels import LAYERS
from goldfield.schema.records import Article
from goldfield.schema.text import sha256_of

__all__ = ["digest_of", "from_graph"]


def from_graph(
    graph: Graph, head: Mapping[str, Any] | None = None
) -> tuple[Article | None, list[Fault]]:
    """The record that a graph shows, or what is wrong with the graph.

    An item that reads as it did when the graph was made is as it was then, with all that tools do
    not show. Any other is what the graph says.

    Args:
        graph: its regions and relations may be in any order.
        head: what `side["article"]` holds of our own graphs, for one that has none: id, layers,
            versions and provenance.
    """
    if is_deep(graph.side):
        fix = "give the side data as they were exported, or none"
        return None, [Fault(graph.where, "$", "its side data are nested too deep", fix)]
    if faults := check_graph(graph):
        return None, faults
    graph = _ordered(graph)
    read, faults = items_of(graph)
    if faults:
        return None, faults
    head = graph.side.get("article") or head or {}
    lists = _restored(graph, read)
    record = {
        **head,
        "id": head.get("id", graph.id),
        "text": graph.text,
        "text_sha256": sha256_of(graph.text),
        "layers": head.get("layers") or list(LAYERS),
        **lists,
    }
    try:
        return msgspec.convert(record, Article), []
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at `")
        fix = "correct it in the tool, or in the file"
        return None, [Fault(graph.where, path.rstrip("`") or "$", problem, fix)]


def digest_of(item: Item) -> str:
    """16 hexadecimal digits of an item as plain data."""
    text = json.dumps(item, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _ordered(graph: Graph) -> Graph:
    """Regions and relations in the order that they had; new regions after them, by place."""
    known = {id: index for index, id in enumerate(graph.side.get("order", ()))}
    last = len(known)

    def key(region: Region) -> tuple[int, int, int]:
        at = known.get(region.id, last)
        return at, region.start if at == last else 0, region.end if at == last else 0

    return graph._replace(regions=sorted(graph.regions, key=key), relations=_ordered_lines(graph))


def _ordered_lines(graph: Graph) -> list[Relation]:
    """The relations in the order that they had, of equal ones each in its place; new ones last."""
    places: dict[Relation, list[int]] = {}
    lines = graph.side.get("lines", ())
    for index, line in reversed([*enumerate(lines)]):
        places.setdefault(Relation(*line), []).append(index)
    placed = [(places[one].pop() if places.get(one) else len(lines)) for one in graph.relations]
    ordered = sorted(zip(placed, graph.relations, strict=True), key=lambda pair: pair[0])
    return [relation for _, relation in ordered]


def _restored(graph: Graph, read: Mapping[str, Item]) -> dict[str, Any]:
    """The lists of a record, with what tools do not show of items that nobody touched."""
    exact = graph.side.get("exact", {})
    unplaced = graph.side.get("unplaced", ())
    known = {item["id"] for key, item in read.items() if key != "meta"}
    known |= {event["id"] for _, event in unplaced}
    lists: dict[str, Any] = {name: [] for name in ITEM_LISTS.values()}
    for key, item in read.items():
        digest, original = exact.get(key, ("", item))
        same = digest == digest_of(item) and _referred_in(original) <= known
        chosen = original if same else item
        if key == "meta":
            lists["meta"] = chosen
        else:
            lists[key.partition("/")[0]].append(chosen)
    for index, event in unplaced:
        if _referred_in(event) <= known:
            lists["events"].insert(index, event)
    return lists


def _referred_in(item: Item) -> set[str]:
    """Every id that an item refers to; alternatives are ids in quotes and events only."""
    ids = "source" in item or "triggers" in item
    return _referred(item if ids else {n: v for n, v in item.items() if n in ("anchor", "of")})


def _referred(node: Any, key: str = "") -> set[str]:
    if isinstance(node, dict):
        return {id for name, value in node.items() for id in _referred(value, name)}
    if isinstance(node, list):
        return {id for value in node for id in _referred(value, key)}
    referring = key in ("anchor", "of", "entity", "addressee", "parent", "ref", "acceptable")
    return {node} if referring and isinstance(node, str) and node != "DCT" else set()
