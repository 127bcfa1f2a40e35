"""Prodigy's JSONL for `spans.manual`: every region as a span, for its recipes to load.

Prodigy adds tokens and hashes itself. Its relations need tokens, so they are dropped, and so are
attributes; nothing is read back (`goldfield convert --from spans` reads names).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from goldfield.corpus.exchange.graph import Graph
from goldfield.corpus.exchange.projecting import dropped_of
from goldfield.schema.text import sha256_of
from goldfield.schema.writing import to_line

__all__ = ["drops", "write"]


def write(graphs: Iterable[Graph]) -> Iterator[tuple[str, bytes]]:
    """One file of tasks."""
    yield "prodigy.jsonl", b"".join(to_line(_task(graph)) for graph in graphs)


def _task(graph: Graph) -> dict[str, object]:
    return {
        "text": graph.text,
        "spans": [{"start": r.start, "end": r.end, "label": r.label} for r in graph.regions],
        "meta": {"id": graph.id, "text_sha256": sha256_of(graph.text)},
    }


def drops(graph: Graph) -> Counter[str]:
    """Relations, attributes, document fields, and all that no tool shows."""
    return dropped_of(graph, graph.regions, (), attributes=True)
