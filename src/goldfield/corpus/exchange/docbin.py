"""spaCy's DocBin: names as entities, and every kind of region as a span group.

`doc.ents` has the names (the longest where they nest), `doc.spans` a group each for mentions,
times, quantities, quotes, triggers and so on, each span with its label and the region's id. Tokens
are those of the blank English pipeline. A span that no tokens match is left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from goldfield.corpus.exchange.graph import KINDS, Graph, Region
from goldfield.corpus.exchange.projecting import dropped_of, named_spans, outermost
from goldfield.errors import MissingExtra

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

__all__ = ["drops", "write"]


def write(graphs: Iterable[Graph]) -> Iterator[tuple[str, bytes]]:
    """One file; the id of each article is in `doc.user_data["id"]`.

    Raises:
        MissingExtra: spaCy is not installed.
    """
    nlp = _pipeline()
    from spacy.tokens import DocBin

    docs = (_doc(nlp, graph) for graph in graphs)
    yield "articles.spacy", DocBin(store_user_data=True, docs=docs).to_bytes()


def drops(graph: Graph) -> Counter[str]:
    """Spans that are not of whole tokens, relations, attributes, and all that no tool shows."""
    doc = _pipeline().make_doc(graph.text)
    kept = [region for region in graph.regions if _span(doc, region) is not None]
    return dropped_of(graph, kept, (), attributes=True)


@cache
def _pipeline() -> Language:
    """Made once: `drops` is asked for each article."""
    try:
        import spacy
    except ImportError as error:
        raise MissingExtra("spacy", "baselines") from error
    return spacy.blank("en")


def _doc(nlp: Language, graph: Graph) -> Doc:
    doc = nlp.make_doc(graph.text)
    doc.user_data["id"] = graph.id
    doc.ents = tuple(_spans(doc, outermost(named_spans(graph))))
    for kind in KINDS:
        of_kind = (region for region in graph.regions if region.kind == kind)
        if spans := list(_spans(doc, of_kind)):
            doc.spans[kind] = spans
    return doc


def _spans(doc: Doc, regions: Iterable[Region]) -> Iterator[Span]:
    for region in regions:
        if span := _span(doc, region):
            yield span


def _span(doc: Doc, region: Region) -> Span | None:
    return doc.char_span(region.start, region.end, label=region.label, span_id=region.id)
