"""What parent and worker process say to each other: one JSON value a line, nothing pickled.

The parent sends a `Job`, the worker answers with a `Greeting`. Then, for each `Request`, the
worker sends one `Row` a document, each as soon as it is there; or, if it is to take the time,
one `Stage` after another as a sign of life, and a `goldfield.running.timing.Timing` at last. The
worker reads a whole line before it writes, and the parent waits for all rows before it sends the
next: so neither can block the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from goldfield.running.answering import Document, Result
from goldfield.running.contract import Usage
from goldfield.running.loading import Description

__all__ = [
    "Greeting",
    "Job",
    "Request",
    "Row",
    "Stage",
    "encode_row",
    "read_greeting",
    "read_job",
    "read_request",
    "read_row",
    "result_of",
    "row_of",
]


class Job(msgspec.Struct):
    """The first line to a worker.

    Attributes:
        spec: canonical spelling of the extractor.
    """

    spec: str


class Greeting(msgspec.Struct):
    """The first line from a worker: the extractor's description, or why it did not load."""

    extractor: Description | None = None
    error: str | None = None


class Request(msgspec.Struct, omit_defaults=True):
    """What a worker is to do next.

    Attributes:
        documents: pairs of id and text.
        budget: seconds that timing the extractor on them may take; None asks for their answers.
    """

    documents: Sequence[Document]
    budget: float | None = None


Stage: TypeAlias = Literal["tried", "ready", "round"]
"""How far a measurement is: one more article tried out, rounds about to begin, one more done."""


class Row(msgspec.Struct, omit_defaults=True):
    """What became of one document; its prediction is null if there is an error.

    `usage` is what the extractor has spent since it was made; None if it does not say.
    """

    id: str
    error: str | None
    seconds: float | None
    prediction: msgspec.Raw
    usage: Usage | None = None


read_job = msgspec.json.Decoder(Job).decode
read_greeting = msgspec.json.Decoder(Greeting).decode
read_request = msgspec.json.Decoder(Request).decode
read_row = msgspec.json.Decoder(Row).decode

_encode = msgspec.json.Encoder().encode


def encode_row(result: Result, usage: Usage | None = None) -> bytes:
    """The line that carries a result."""
    return _encode(row_of(result, usage)) + b"\n"


def row_of(result: Result, usage: Usage | None = None) -> Row:
    """The row that carries a result."""
    raw = msgspec.Raw(result.prediction or b"null")
    return Row(result.id, result.error, result.seconds, raw, usage)


def result_of(row: Row) -> Result:
    """The result that a row carries."""
    prediction = bytes(row.prediction) if row.error is None else None
    return Result(row.id, prediction, row.error, row.seconds)
