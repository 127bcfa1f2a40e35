"""Training: one CRF for each target that the layers of the articles offer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from goldfield.schema.records import Article
from goldfield.tagging.bilou import LabelledSpan
from goldfield.tagging.features import Phrases
from goldfield.tagging.tokens import Token
from goldfield.training import Lesson

from .features import read, sentence_features
from .gazetteer import phrases_of, tables, write_gazetteer
from .settings import Settings, is_tokenised, write_settings
from .tagger import fit as fit_tagger
from .tagger import items_of, weights_of
from .targets import Target, targets_of

__all__ = ["CANDIDATES", "LAYERS", "PACKAGES", "fit"]

LAYERS = ("entities", "coref", "times", "quantities", "events")
# Few features suffice for plain text; noisy text asks for more of them, and for some daring.
CANDIDATES = (
    {"c1": 0.05, "c2": 0.01, "outside": 0.0},
    {"c1": 0.2, "c2": 0.01, "outside": 0.0},
    {"c1": 0.02, "c2": 0.05, "outside": 0.7},
)
PACKAGES = ("python-crfsuite",)
ITERATIONS = 100

_Read = list[tuple[list[Token], Any]]


def fit(lesson: Lesson, out: Path, c1: float, c2: float, outside: float) -> None:
    """Train with the weights of the L1 and the L2 norm; `outside` is kept for the tagger."""
    tokeniser = "pieces" if is_tokenised(lesson.train) else "words"
    known = tables()
    gazetteer = phrases_of(known)
    documents = [_read(article, tokeniser, gazetteer) for article in lesson.train]
    names = []
    for target in targets_of(lesson.layers):
        sentences = list(_sentences(target, lesson.train, documents))
        if any(spans for _, _, spans in sentences):
            parameters = {"c1": c1, "c2": c2, "max_iterations": ITERATIONS}
            fit_tagger(sentences, out / weights_of(target.name), parameters)
            names.append(target.name)
    write_gazetteer(out, known)
    write_settings(out, Settings(tokeniser, outside, names))


def _read(article: Article, tokeniser: str, gazetteer: Phrases) -> _Read:
    document = read(article.text, tokeniser)
    features = map(items_of, sentence_features(document, gazetteer))
    return list(zip(document, features, strict=True))


def _sentences(
    target: Target, articles: Sequence[Article], documents: Sequence[_Read]
) -> Iterator[tuple[list[Token], Any, list[LabelledSpan]]]:
    """Every sentence with the spans in it, both in the order of the text."""
    for article, document in zip(articles, documents, strict=True):
        spans = sorted(target.spans(article))
        first = 0
        for tokens, items in document:
            while first < len(spans) and spans[first].end <= tokens[0].start:
                first += 1
            last = bisect_left(spans, tokens[-1].end, lo=first, key=_start)
            yield tokens, items, spans[first:last]


def _start(span: LabelledSpan) -> int:
    return span.start
