"""Taking annotation back from a tool: graphs become records again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from goldfield.corpus.exchange.assemble import from_graph
from goldfield.corpus.exchange.checking import unattached
from goldfield.corpus.exchange.contract import Reading, Tool
from goldfield.corpus.exchange.flatten import to_graph
from goldfield.corpus.exchange.graph import Graph, Region
from goldfield.corpus.foreign.base import id_of, provenance_of
from goldfield.errors import Fault, UsageError
from goldfield.schema.checking import check_article
from goldfield.schema.labels import LAYERS, Layer
from goldfield.schema.records import GUIDELINES_VERSION, SCHEMA_VERSION, Article
from goldfield.schema.text import sha256_of
from goldfield.schema.values import annotated_layers, with_needed

__all__ = ["Taken", "take"]


class Taken(NamedTuple):
    """A record that came back, and the one that it was made from, if that is known."""

    article: Article
    before: Article | None


def take(tool: Tool, path: Path, golds: Mapping[str, Article], reading: Reading) -> Iterator[Taken]:
    """The records that a tool's files hold.

    A document is of the gold article with its id, else with its text. Where the file does not
    carry our side data, regions that stand where gold has the same get back what the tool does
    not show.

    Args:
        tool: which one.
        path: a file or folder of it.
        golds: what was given to the tool, by id; may be empty.
        reading: its account gets what is wrong; a document with faults is left out.

    Raises:
        UsageError: nothing is read back from this tool.
    """
    if tool.read is None:
        raise UsageError("nothing is read back from this tool")
    by_text = {article.text_sha256: article for article in golds.values()}
    read: list[tuple[Graph, Taken]] = []
    ids: set[str] = set()
    for graph in tool.read(path, reading):
        before = golds.get(graph.id) or by_text.get(sha256_of(graph.text))
        article, faults = _record(graph, before, path.name)
        if article is not None and article.id in ids:
            problem = f"another document of these is {article.id!r}"
            faults = [Fault(graph.where, "$.id", problem, "keep the right one")]
        if article is None or faults:
            _refuse(graph, faults, reading)
        else:
            ids.add(article.id)
            read.append((graph, Taken(article, before)))
    unsaid = [taken.article for graph, taken in read if not (graph.side or taken.before)]
    layers = _layers(unsaid)
    for article in unsaid:
        article.layers = list(layers)
    drafts = [t.article.id for _, t in read if t.article.provenance.status == "draft"]
    if drafts:
        listed = ", ".join(drafts)
        reading.account.notes.append(f"drafts still: nobody is said to have annotated {listed}")
    for graph, taken in read:
        if faults := check_article(taken.article):
            where = f"{graph.where}: {graph.id}"
            _refuse(graph, [fault._replace(where=where) for fault in faults], reading)
        else:
            _account(graph, reading)
            yield taken


def _account(graph: Graph, reading: Reading) -> None:
    alone = unattached(graph)
    for region in alone:
        reading.account.skip(graph.where, "region", region.label, "no relation leads to it")
    reading.account.kept["region"] += len(graph.regions) - len(alone)


def _record(
    graph: Graph, before: Article | None, source: str
) -> tuple[Article | None, list[Fault]]:
    if before and before.text != graph.text:
        problem = f"its text is not that of {before.id!r}: {_differ(before.text, graph.text)}"
        fix = "annotate the text as it was given; a changed text shifts every offset"
        return None, [Fault(graph.where, "$.text", problem, fix)]
    whole = grafted(graph, to_graph(before)) if before and not graph.side else graph
    return from_graph(whole, _head(graph, source))


def _refuse(graph: Graph, faults: Sequence[Fault], reading: Reading) -> None:
    reading.account.faults += faults
    reading.account.skip_all(graph.where, "region", len(graph.regions), "its document is damaged")


def _layers(articles: Sequence[Article]) -> list[Layer]:
    """The layers that documents without a statement of their own show between them."""
    return with_needed(name for article in articles for name, _ in annotated_layers(article))


def _differ(one: str, other: str) -> str:
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return f"they differ at offset {next((at for at, (a, b) in pairs if a != b), shorter)}"


def grafted(graph: Graph, gold: Graph) -> Graph:
    """A graph with ids, attributes, fields and side data of gold, for what gold has as well.

    A region is gold's that stands at its place under its label; else one of its kind there, as if
    it was relabelled; else the first that overlaps it under its label, as if it was moved.
    """
    free = {region.id: region for region in gold.regions}
    twins: dict[str, Region] = {}
    for near in (_same, _relabelled, _moved):
        for region in graph.regions:
            if region.id not in twins and (twin := near(region, free)):
                twins[region.id] = free.pop(twin.id)
    taken = {region.id for region in gold.regions}
    names = {id: twin.id for id, twin in twins.items()}
    for region in graph.regions:
        if region.id not in names:
            names[region.id] = _fresh(region.id, taken)
            taken.add(names[region.id])
    regions = [
        region._replace(id=names[region.id], attributes={**twin.attributes, **region.attributes})
        for region in graph.regions
        for twin in [twins.get(region.id, region)]
    ]
    relations = [
        line._replace(
            source=names.get(line.source, line.source), target=names.get(line.target, line.target)
        )
        for line in graph.relations
    ]
    fields = {**gold.fields, **graph.fields}
    return graph._replace(regions=regions, relations=relations, fields=fields, side=gold.side)


def _same(region: Region, free: Mapping[str, Region]) -> Region | None:
    wanted = region.label, region.start, region.end
    return next((r for r in free.values() if (r.label, r.start, r.end) == wanted), None)


def _relabelled(region: Region, free: Mapping[str, Region]) -> Region | None:
    wanted = region.kind, region.start, region.end
    return next((r for r in free.values() if (r.kind, r.start, r.end) == wanted), None)


def _moved(region: Region, free: Mapping[str, Region]) -> Region | None:
    near = (r for r in free.values() if r.start < region.end and region.start < r.end)
    return next((r for r in near if r.label == region.label), None)


def _fresh(id: str, taken: set[str]) -> str:
    return next(name for n in count() if (name := f"{id}+{n}" if n else id) not in taken)


def _head(graph: Graph, source: str) -> dict[str, Any]:
    """What a record says of itself where neither side data nor gold does."""
    return {
        "id": id_of(graph.id),
        "layers": list(LAYERS),
        "schema_version": SCHEMA_VERSION,
        "guidelines_version": GUIDELINES_VERSION,
        "anomalies": [],
        "provenance": msgspec.to_builtins(provenance_of(source, annotated_by="unknown")),
    }
