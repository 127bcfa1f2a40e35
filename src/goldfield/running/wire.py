"""What parent and worker process say to each other: one JSON value a line, nothing pickled.

The parent sends a `Job`, the worker answers with a `Greeting`. Then, for each line of documents
(``[[id, text], ...]``), the worker sends one `Row` a document, each as soon as it is there; or,
if the job is to take the time, a single `goldfield.running.timing.Timing`. The worker
reads a whole line before it writes, and the parent waits for all rows before it sends the next:
so neither can block the other.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from goldfield.running.answering import Document, Result
from goldfield.running.loading import Description

__all__ = [
    "Greeting",
    "Job",
    "Row",
    "encode_row",
    "read_documents",
    "read_greeting",
    "read_job",
    "read_row",
]


class Job(msgspec.Struct):
    """The first line to a worker.

    Attributes:
        spec: canonical spelling of the extractor.
        task: answer documents, or time the extractor on them.
        budget: seconds that timing may take.
    """

    spec: str
    task: Literal["answer", "time"] = "answer"
    budget: float = 0.0


class Greeting(msgspec.Struct):
    """The first line from a worker: the extractor's description, or why it did not load."""

    extractor: Description | None = None
    error: str | None = None


class Row(msgspec.Struct):
    """What became of one document; its prediction is null if there is an error."""

    id: str
    error: str | None
    seconds: float | None
    prediction: msgspec.Raw


read_job = msgspec.json.Decoder(Job).decode
read_greeting = msgspec.json.Decoder(Greeting).decode
read_documents = msgspec.json.Decoder(list[Document]).decode

_decode_row = msgspec.json.Decoder(Row).decode
_encode = msgspec.json.Encoder().encode


def encode_row(result: Result) -> bytes:
    """The line that carries a result."""
    raw = msgspec.Raw(result.prediction or b"null")
    return _encode(Row(result.id, result.error, result.seconds, raw)) + b"\n"


def read_row(line: bytes) -> Result:
    """The result that a line carries."""
    row = _decode_row(line)
    prediction = bytes(row.prediction) if row.error is None else None
    return Result(row.id, prediction, row.error, row.seconds)
