"""UIMA CAS as XMI, for INCEpTION and everything on UIMA: ``NAME.xmi``, and the types once.

A region is an annotation of the layer of its kind (see `xmi_types`), a relation a link with its
label as the role. The text is the sofa. An annotation of the document holds its fields and, as
JSON, `Graph.side` with the surfaces, by which offsets are proved: XMI counts UTF-16 code units, but
not every program that writes it knew that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from goldfield.corpus.exchange.graph import TYPES, Graph
from goldfield.corpus.exchange.names import file_name
from goldfield.corpus.exchange.xmi.types import (
    ARTICLE,
    ID,
    LABEL,
    LAYERS,
    METADATA,
    RELATED,
    Structure,
    TypeSystem,
    cassis,
    layers_json,
    type_system,
)
from goldfield.errors import DataError, Fault

__all__ = ["write"]

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(graphs: Iterable[Graph]) -> Iterator[tuple[str, bytes]]:
    """``TypeSystem.xml``, ``layers.json`` for INCEpTION, and a file for each article.

    Raises:
        DataError: articles hold characters that XML 1.0 cannot; none is written then.
        MissingExtra: dkpro-cassis is not installed.
    """
    types = type_system()
    graphs = list(graphs)
    if faults := [fault for graph in graphs for fault in _unwritable(graph)]:
        raise DataError(faults)
    yield "TypeSystem.xml", types.to_xml().encode()
    yield "layers.json", layers_json().encode()
    for graph in graphs:
        yield f"{file_name(graph.id)}.xmi", _cas(graph, types).to_xmi().encode()


def _unwritable(graph: Graph) -> Iterator[Fault]:
    told = {f"field {name}": value for name, value in graph.fields.items()}
    for region in graph.regions:
        told |= {f"region {region.id!r}": region.id}
        told |= {f"{region.id!r} {name}": value for name, value in region.attributes.items()}
    for place, value in {"text": graph.text, "id": graph.id, **told}.items():
        if found := _NOT_XML.search(value):
            at = f"U+{ord(found[0]):04X} at {found.start()}"
            fix = "export to another tool, or take it out of the article"
            yield Fault(graph.id, place, f"holds {at}, which XML cannot", fix)


def _cas(graph: Graph, types: TypeSystem) -> Any:
    layer_of = {kind: layer for layer, kind in LAYERS.items()}
    cas = cassis().Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = graph.text, "text/plain"
    metadata = types.get_type(METADATA)
    cas.add(metadata(begin=0, end=len(graph.text), documentId=graph.id, documentTitle=graph.id))
    cas.add(types.get_type(ARTICLE)(**graph.fields, side=_side(graph)))
    made: dict[str, Structure] = {}
    for region in graph.regions:
        label = {LABEL: region.type} if region.kind in TYPES else {}
        layer = types.get_type(layer_of[region.kind])
        made[region.id] = layer(
            begin=region.start, end=region.end, **{ID: region.id}, **label, **region.attributes
        )
        cas.add(made[region.id])
    _relate(graph, types, made)
    return cas


def _side(graph: Graph) -> str:
    surfaces = {region.id: graph.surface(region) for region in graph.regions}
    return json.dumps({"id": graph.id, "surfaces": surfaces, "side": dict(graph.side) or None})


def _relate(graph: Graph, types: TypeSystem, made: dict[str, Structure]) -> None:
    array = types.get_type("uima.cas.FSArray")
    links: dict[str, list[Structure]] = {}
    for label, source, target in graph.relations:
        link = types.get_type(f"{made[source].type.name}{RELATED.title()}Link")
        links.setdefault(source, []).append(link(role=label, target=made[target]))
    for source, elements in links.items():
        made[source][RELATED] = array(elements=elements)
