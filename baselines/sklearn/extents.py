"""How far a noun phrase reaches from its head: one classifier a side, over the tokens about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log
from typing import Any, NamedTuple

import numpy as np

from .calibration import calibrated, sure
from .document import Document, Found
from .features import kind, shape
from .folds import Setting, out_of_fold
from .linear import binary, hashed

__all__ = ["Pair", "learn", "spread"]

_LEFT, _RIGHT = 6, 8  # tokens
_SIDES = ("left", "right")


class Pair(NamedTuple):
    """A noun phrase and its head."""

    head: Found
    whole: Found


def spread(weights: dict[str, Any], doc: Document) -> list[Found]:
    """The noun phrase of each head that was found, in their order; labels are the heads'."""
    heads = doc.layers["heads"]
    edges = [_edges(weights[side], doc, heads, side) for side in _SIDES]
    return sure(weights["calibrator"], _joined(heads, edges))


def learn(
    docs: Sequence[Document], gold: Sequence[Sequence[Pair]], setting: Setting
) -> dict[str, Any]:
    """Fit both sides; `docs` get the noun phrases of the heads that were found in them."""
    models, edges = zip(*(_side(docs, gold, setting, side) for side in _SIDES), strict=True)
    spans = [
        _joined(doc.layers["heads"], [found[number] for found in edges])
        for number, doc in enumerate(docs)
    ]
    calibrator = calibrated(spans, [[pair.whole for pair in pairs] for pairs in gold])
    for doc, some in zip(docs, spans, strict=True):
        doc.layers["nominals"] = sure(calibrator, some)
    return {**dict(zip(_SIDES, models, strict=True)), "calibrator": calibrator}


def _side(
    docs: Sequence[Document], gold: Sequence[Sequence[Pair]], setting: Setting, side: str
) -> tuple[Any, list[list[int]]]:
    """The model of one side, and the edges that it gives the heads found in unseen articles."""
    rows, labels = [], []
    for doc, pairs in zip(docs, gold, strict=True):
        asked = [(pair, edge) for pair in pairs for edge in _candidates(doc, pair.head, side)]
        rows.append(hashed(list(_told(doc, pair.head, edge, side)) for pair, edge in asked))
        rights = [(p.whole.first if side == "left" else p.whole.last) == edge for p, edge in asked]
        labels.append(["yes" if right else "no" for right in rights])

    def apply(model: Any, index: int) -> list[int]:
        return _edges(model, docs[index], docs[index].layers["heads"], side)

    return out_of_fold(rows, labels, setting, apply)


def _joined(heads: Sequence[Found], edges: Sequence[Sequence[int]]) -> list[Found]:
    """Heads with their edges; the confidence is the logarithm of the head's."""
    return [
        Found(
            min(first, head.first),
            max(last, head.last),
            head.label,
            log(max(head.confidence, 1e-3)),
        )
        for head, first, last in zip(heads, *edges, strict=True)
    ]


def _edges(model: Any, doc: Document, heads: Sequence[Found], side: str) -> list[int]:
    """For each head the likeliest edge on one side."""
    candidates = [_candidates(doc, head, side) for head in heads]
    told = [
        list(_told(doc, head, edge, side))
        for head, edges in zip(heads, candidates, strict=True)
        for edge in edges
    ]
    chances = binary(model, hashed(told))
    found, at = [], 0
    for edges in candidates:
        found.append(edges[int(np.argmax(chances[at : at + len(edges)]))])
        at += len(edges)
    return found


def _candidates(doc: Document, head: Found, side: str) -> range:
    sentence = doc.sentences[doc.sentence_of[head.first]]
    if side == "left":
        return range(max(sentence.start, head.first - _LEFT), head.first + 1)
    return range(head.last, min(sentence.stop, head.last + _RIGHT) + 1)


def _told(doc: Document, head: Found, edge: int, side: str) -> Iterator[str]:
    """What speaks for an edge: the words on both sides of it, and those between it and the head."""
    between = range(edge, head.first) if side == "left" else range(head.last, edge)
    inner, outer = (edge, edge - 1) if side == "left" else (edge - 1, edge)
    step = -1 if side == "left" else 1
    size = min(len(between), 8)
    yield f"n={size}"
    for name, index in (
        ("in", inner),
        ("out", outer),
        ("out2", outer + step),
        ("in2", inner - step),
    ):
        word = doc.at(index)
        yield f"{name}={word}"
        yield f"{name} n={word} {min(size, 3)}"
        yield f"{name}s={word[-3:]}"
        yield f"{name}k={kind(word)} {shape(doc.written(index))}"
    yield f"edge={doc.at(outer)} {doc.at(inner)}"
    yield f"edge k={kind(doc.at(outer))} {doc.at(inner)}"
    words = [doc.lower[index] for index in between]
    for word in words:
        yield f"has={word}"
    marks = [word for word in words if not word.isalnum()]
    yield f"marks={marks[:4]}"
    yield f"head={doc.lower[head.first]}"
    yield f"head,out={doc.lower[head.first]} {doc.at(outer)}"
    yield f"head s,out={doc.lower[head.first][-1]} {doc.at(outer)}"
    yield f"first,out={words[0] if words else ''} {doc.at(outer)}"
