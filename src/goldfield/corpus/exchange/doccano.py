"""doccano's JSONL for sequence labelling with relations: spans and lines between them.

doccano 1.8 has no attributes of spans and no fields of documents besides free metadata, so both
are dropped. Offsets count code points, unless a project has "count grapheme clusters as one
character" switched on: its exports fit no unit, and are refused.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from goldfield.corpus.exchange.contract import Reading
from goldfield.corpus.exchange.graph import LABELS, Graph, Region, Relation
from goldfield.corpus.exchange.projecting import dropped_of
from goldfield.corpus.exchange.units import Claim, prove_unit
from goldfield.schema.writing import to_line

__all__ = ["drops", "read", "write"]

_FILE = "doccano.jsonl"


def write(graphs: Iterable[Graph]) -> Iterator[tuple[str, bytes]]:
    """One file; the id of the article travels as metadata."""
    yield _FILE, b"".join(to_line(_row(graph, number)) for number, graph in enumerate(graphs, 1))


def _row(graph: Graph, number: int) -> dict[str, Any]:
    numbers = {region.id: index for index, region in enumerate(graph.regions, start=1)}
    return {
        "id": number,
        "text": graph.text,
        "entities": [
            {"id": numbers[r.id], "label": r.label, "start_offset": r.start, "end_offset": r.end}
            for r in graph.regions
        ],
        "relations": [
            {"id": index, "from_id": numbers[source], "to_id": numbers[target], "type": label}
            for index, (label, source, target) in enumerate(graph.relations, start=1)
        ],
        "goldfield_id": graph.id,
    }


def drops(graph: Graph) -> Counter[str]:
    """Attributes, document fields, and all that no tool shows."""
    return dropped_of(graph, graph.regions, graph.relations, attributes=True)


class _Span(Struct):
    id: int | str
    label: str
    start_offset: int
    end_offset: int


class _Line(Struct):
    from_id: int | str
    to_id: int | str
    type: str


class _Document(Struct):
    """A row as doccano writes it; spans are in `label` in projects without relations."""

    id: int | str
    text: str
    entities: list[_Span] = []
    label: list[tuple[int, int, str]] = []
    relations: list[_Line] = []
    goldfield_id: str | None = None


def read(path: Path, reading: Reading) -> Iterator[Graph]:
    """The documents of a file, or of the file in a folder that `write` fills."""
    path = path / _FILE if path.is_dir() else path
    for number, line in enumerate(_lines(path), start=1):
        where = f"{path}:{number}"
        try:
            graph = _graph(msgspec.json.decode(line, type=_Document), reading) if line else None
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            fix = "give doccano's JSONL with goldfield's labels, not of a project of graphemes"
            reading.account.fault(where, "document", str(error), fix)
        else:
            if graph:
                yield graph._replace(where=where)


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().removeprefix(BOM_UTF8).split(b"\n")


def _graph(row: _Document, reading: Reading) -> Graph:
    """The graph of a row; ValueError says what is wrong with it."""
    listed = enumerate(row.label, start=1)
    spans = row.entities or [_Span(n, label, start, end) for n, (start, end, label) in listed]
    claims = [Claim(span.start_offset, span.end_offset, None) for span in spans]
    # Nothing here tells a unit, so that of the tool counts unless another is stated.
    unit = prove_unit(row.text, claims, reading.units[:1])
    if unit is None:
        raise ValueError("an offset is outside the text")
    if unknown := sorted({span.label for span in spans} - set(LABELS)):
        raise ValueError(f"labels that goldfield does not have: {', '.join(unknown)}")
    reading.account.found["region"] += len(spans)
    place = unit[1]
    regions = [
        Region(str(s.id), *LABELS[s.label], place(s.start_offset) or 0, place(s.end_offset) or 0)
        for s in spans
    ]
    lines = [Relation(line.type, str(line.from_id), str(line.to_id)) for line in row.relations]
    return Graph(row.goldfield_id or str(row.id), row.text, regions, lines, {})
