"""What the driver and its workers say to each other: JSON, nothing pickled."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw, Struct

from goldfield.cluster.shards import Keys
from goldfield.errors import Fault
from goldfield.schema.anchoring import Anchor
from goldfield.schema.labels import Layer
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.scorer import Failure
from goldfield.scoring.suites import Suite

__all__ = ["Lost", "Predict", "Predicted", "Score", "Scored", "ScoredDocument", "encode"]


class Predict(Struct, tag=True, frozen=True):
    """Answer the articles of a shard, and write the predictions where `output` says."""

    input: str
    output: str
    keys: Keys
    batch: int


class Predicted(Struct, tag=True, frozen=True):
    """What became of a shard. One with faults has no output.

    Attributes:
        articles: how many were read.
        failures: those that have no prediction, and why.
        read: characters of text.
        written: bytes of predictions.
        faults: the first 100 of what cannot be read.
    """

    articles: int
    failures: list[Failure]
    read: int
    written: int
    faults: list[Fault]


class Score(Struct, tag=True, frozen=True):
    """Answer gold articles, and count by all measures of a suite.

    Attributes:
        golds: the articles, each as in its file; the extractor sees their texts alone.
    """

    golds: list[Raw]
    suite: Suite
    batch: int


class ScoredDocument(Struct, frozen=True):
    """One article, answered and counted.

    Attributes:
        prediction: what the extractor said; null if it failed.
        failure: why it is counted as empty; None if it is not.
        layers: those that the prediction speaks to.
        anchors: how its strings were read.
        outcomes: by measure, of each whose layers the gold article has.
    """

    id: str
    prediction: Raw
    failure: str | None
    layers: list[Layer]
    anchors: list[Anchor]
    outcomes: dict[str, Outcome]


class Scored(Struct, tag=True, frozen=True):
    """What became of a shard of gold articles."""

    documents: list[ScoredDocument]


class Lost(Struct, tag=True, frozen=True):
    """A shard could not be done, and why; another worker may have it."""

    why: str


def encode(message: Any) -> bytes:
    """A message as JSON."""
    return msgspec.json.encode(message)
