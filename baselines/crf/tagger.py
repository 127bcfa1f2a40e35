"""One linear-chain CRF: trained on tagged sentences, then spans with confidences.

The weights are kept compressed: their library writes the names of all features in full.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from goldfield.errors import MissingExtra
from goldfield.tagging.bilou import OUTSIDE, LabelledSpan, decode, encode
from goldfield.tagging.tokens import Token

__all__ = ["Found", "Tagger", "fit", "items_of", "weights_of"]


class Found(NamedTuple):
    """A span that was found; the confidence is that of its least certain tag, 0 to 1."""

    span: LabelledSpan
    confidence: float


def weights_of(target: str) -> str:
    """The name of the file of a target's weights in a model folder."""
    return f"{target}.crfsuite.gz"


def crfsuite() -> Any:
    """The library.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import pycrfsuite
    except ImportError as error:
        raise MissingExtra("python-crfsuite", "baselines") from error
    return pycrfsuite


def items_of(features: Sequence[Sequence[str]]) -> Any:
    """The features of a sentence as the library keeps them; several taggers may share them."""
    return crfsuite().ItemSequence(features)


def fit(
    sentences: Iterable[tuple[Sequence[Token], Any, Sequence[LabelledSpan]]],
    path: Path,
    parameters: Mapping[str, float],
) -> None:
    """Train on sentences with their items and spans, and write the weights."""
    trainer = crfsuite().Trainer(algorithm="lbfgs", params=dict(parameters), verbose=False)
    for tokens, items, spans in sentences:
        trainer.append(items, encode(tokens, spans))
    plain = path.with_name(f"{path.name}.plain")
    trainer.train(str(plain))
    path.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))  # no clock in the bytes
    plain.unlink()


class Tagger:
    """A trained CRF.

    Args:
        path: the file of its weights.
        outside: a token that is outside of all spans with less than this probability is taken
            for the likeliest part of one. More is found so, and more of it is wrong; 0 for never.
    """

    def __init__(self, path: Path, outside: float = 0.0) -> None:
        self._weights = gzip.decompress(path.read_bytes())  # the tagger reads them where they are
        self._tagger = crfsuite().Tagger()
        self._tagger.open_inmemory(self._weights)
        self._inside = sorted(set(self._tagger.labels()) - {OUTSIDE})
        self._outside = outside

    def find(self, tokens: Sequence[Token], items: Any) -> Iterator[Found]:
        """The spans of a sentence."""
        self._tagger.set(items)
        tags = self._doubted(self._tagger.tag())
        if all(tag == OUTSIDE for tag in tags):
            return
        starts = {token.start: index for index, token in enumerate(tokens)}
        for span in decode(tokens, tags):
            first = starts[span.start]
            certain = []
            for index in range(first, len(tokens)):
                if tokens[index].end > span.end:
                    break
                certain.append(self._tagger.marginal(tags[index], index))
            yield Found(span, round(min(certain), 4))

    def _doubted(self, tags: list[str]) -> list[str]:
        """The likeliest sequence of tags, but for the tokens that may well be in a span."""
        marginal = self._tagger.marginal
        return [
            max(self._inside, key=lambda inside: marginal(inside, at))
            if self._outside and tag == OUTSIDE and marginal(tag, at) < self._outside
            else tag
            for at, tag in enumerate(tags)
        ]
