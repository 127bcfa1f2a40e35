"""What parity tests and the page of parity share: asking goldfield, and what a peer answered."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from goldfield.peers.explaining import score_of
from goldfield.peers.ladder import Counted, Number, Pair, Peer, Ratios
from goldfield.peers.subjects import Subjects, read_subjects
from goldfield.scoring.counts import Counts
from goldfield.scoring.suites import Suite, load_suite

__all__ = [
    "Real",
    "Record",
    "Seen",
    "as_spans",
    "checkout",
    "counted_as",
    "read_records",
    "seen_of",
    "suite_of",
    "with_ids",
]

Record = Mapping[str, Any]
"""A gold record or a prediction, without its id."""


class Seen(NamedTuple):
    """What a real package said of some documents; what it does not tell is None."""

    ratios: Ratios
    counts: Counts | None = None
    verdicts: Mapping[str, int] | None = None


Real = Callable[[Sequence[Pair]], dict[str, Seen]]
"""Asks a real package about documents: its answers by the name of the number."""


def read_records(
    peer: Peer, golds: Sequence[Record], preds: Sequence[Record], suite: str | Suite | None = None
) -> Subjects:
    """Records as the peer compares them; they go through the readers of goldfield."""
    return read_subjects(peer, with_ids(golds), with_ids(preds), suite)


def suite_of(options: Mapping[str, str]) -> Suite | None:
    """The suite of tags with other options; without any, the one that fits the records."""
    return msgspec.structs.replace(load_suite("iob"), **options) if options else None


def with_ids(records: Sequence[Record]) -> list[dict[str, Any]]:
    """The records, numbered in their order."""
    return [{"id": f"{index:06}", **record} for index, record in enumerate(records)]


def counted_as(number: Number, pairs: Sequence[Pair]) -> Seen:
    """What goldfield says that the peer says."""
    return seen_of(number, number.counted(pairs))


def seen_of(number: Number, documents: Sequence[Counted], step: int = -1) -> Seen:
    """The same of documents that a step has counted."""
    found = score_of(number, documents, step)
    ratios = Ratios(found.precision, found.recall, found.f1)
    return Seen(ratios, found.counts, found.verdicts)


def checkout(name: str) -> Path | None:
    """Where a package that no registry has lies; such as GOLDFIELD_COVAL says for coval."""
    told = os.environ.get(f"GOLDFIELD_{name.upper()}")
    return Path(told) if told else None


def as_spans(marks: Sequence[tuple[int, int, str]]) -> Record:
    """A generic record of spans."""
    return {"spans": [{"start": a, "end": b, "label": label} for a, b, label in marks]}
