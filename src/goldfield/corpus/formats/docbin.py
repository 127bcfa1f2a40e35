"""spaCy's DocBin: the documents of a ``.spacy`` file with their text, entities and span groups."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from itertools import repeat
from typing import TYPE_CHECKING, Any

from goldfield.corpus.formats.base import Draft, Log
from goldfield.errors import MissingExtra

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, SpanGroup

__all__ = ["parse"]

_SMALL, _RATIO = 1 << 20, 200  # bytes; zlib packs zeros a thousand to one, and texts ten to one


def parse(raw: bytes, name: str, log: Log) -> list[Draft]:
    """One draft a document, in the shape that `spans.build` reads.

    A DocBin has no ids: its documents are joined to articles by their text, or in stated order.
    Span groups are read if nobody has looked for entities in any document of the file.

    Raises:
        MissingExtra: spaCy is not installed.
    """
    try:
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab
    except ImportError as error:
        raise MissingExtra("spacy", "baselines") from error
    if _unpacks_to_more(raw, most := _SMALL + _RATIO * len(raw)):
        problem = f"it unpacks to over {most:,} bytes, as no texts do"
        log.fault(name, "$", problem, "write the file with DocBin.to_disk")
        return []
    try:
        docs = list(DocBin().from_bytes(raw).get_docs(Vocab()))
        return _drafts(docs, name, log)
    except Exception as error:  # spaCy and its decoders raise anything on bytes of another kind
        problem = f"no DocBin: {' '.join(str(error).split())[:100] or type(error).__name__}"
        log.fault(name, "$", problem, "write the file with DocBin.to_disk")
        return []


def _unpacks_to_more(raw: bytes, most: int) -> bool:
    """Whether what is packed is larger; bytes that are not packed are not."""
    try:
        return len(zlib.decompressobj().decompress(raw, most + 1)) > most
    except zlib.error:
        return False


def _drafts(docs: list[Doc], name: str, log: Log) -> list[Draft]:
    named = any(doc.has_annotation("ENT_IOB") for doc in docs)
    bodies = [_entities(doc) if named else _groups(doc) for doc in docs]
    if named and (left := sum(len(group) for doc in docs for group in doc.spans.values())):
        log.told["spans in groups are left out beside entities"] += left
    pairs = zip(docs, bodies, strict=True)
    return [
        Draft(f"{name}:{number}", None, None, doc.text, body)
        for number, (doc, body) in enumerate(pairs, start=1)
    ]


def _entities(doc: Doc) -> dict[str, Any]:
    return {"ents": list(_spans(doc.ents, repeat(None)))}


def _groups(doc: Doc) -> dict[str, Any]:
    return {"spans": {key: _scored(group) for key, group in doc.spans.items()}}


def _scored(group: SpanGroup) -> list[dict[str, Any]]:
    """The spans of a group; span categorisers leave a score for each."""
    scores = group.attrs.get("scores")
    if scores is None or len(scores) != len(group):
        return list(_spans(group, repeat(None)))
    return list(_spans(group, (float(score) for score in scores.ravel())))


def _spans(spans: Iterable[Span], scores: Iterable[float | None]) -> Iterable[dict[str, Any]]:
    for span, score in zip(spans, scores, strict=False):
        yield {"start": span.start_char, "end": span.end_char, "label": span.label_, "score": score}
