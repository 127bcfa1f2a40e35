"""Plain span records of two files in the same order, counted as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.schema.lines import read_lines
from goldfield.schema.loose import Offset
from goldfield.scoring.fast.keys import Key
from goldfield.scoring.fast.pairing import count_spans
from goldfield.scoring.fast.predictions import Unusual
from goldfield.scoring.measures.spans import Labelled, align_spans, read_mode
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.scorer import DocumentCounts, row_of
from goldfield.scoring.suites import Suite

__all__ = ["stream_spans"]


class _Span(Struct, gc=False):
    start: Offset
    end: Offset
    label: str


class _Record(Struct, gc=False):
    id: str
    spans: list[_Span]


_decoder = msgspec.json.Decoder(_Record)


def stream_spans(gold: Path, pred: Path, suite: Suite, given: set[str]) -> Iterator[DocumentCounts]:
    """The rows of suites about spans, as long as nothing is wrong and the files go in step.

    Raises:
        Unusual: the reader of whole files has to look at it.
    """
    modes = {name: name.partition("@")[2] for name in suite.measures}
    for one, other in zip_longest(read_lines(gold), read_lines(pred)):
        if one is None or other is None:
            raise Unusual
        record, answer = _decode(one[1]), _decode(other[1])
        if record.id != answer.id or record.id in given:
            raise Unusual
        golds, preds = _keys(record), _keys(answer)
        yield row_of(record.id, {name: _count(golds, preds, mode) for name, mode in modes.items()})


def _decode(line: bytes | None) -> _Record:
    try:
        return _decoder.decode(line or b"")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Unusual from None


def _keys(record: _Record) -> list[Key]:
    keys = [(span.start, span.end, span.label) for span in record.spans]
    if any([start >= end for start, end, _ in keys]):
        raise Unusual
    return keys


def _count(golds: list[Key], preds: list[Key], mode: str) -> Outcome:
    quick = count_spans(golds, preds, mode)
    if quick:
        return quick
    sides = ([Labelled(*key, "") for key in keys] for keys in (golds, preds))
    return read_mode(align_spans(*sides), mode)
