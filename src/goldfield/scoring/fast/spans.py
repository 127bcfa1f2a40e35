"""Plain span records of two files in the same order, counted as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.schema.lines import read_lines
from goldfield.schema.loose import Offset
from goldfield.scoring.fast.keys import Key
from goldfield.scoring.fast.pairing import count_rest
from goldfield.scoring.fast.predictions import Unusual
from goldfield.scoring.measures.spans import Labelled, align_spans, read_modes
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.scorer import DocumentCounts, row_of
from goldfield.scoring.suites import Suite

__all__ = ["stream_spans"]


class _Span(Struct, frozen=True, gc=False):
    """A span is its own key: a set of them is compared without a call for each."""

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
        yield row_of(record.id, _count(record.spans, answer.spans, modes))


def _decode(line: bytes | None) -> _Record:
    try:
        return _decoder.decode(line or b"")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Unusual from None


def _count(golds: list[_Span], preds: list[_Span], modes: Mapping[str, str]) -> dict[str, Outcome]:
    total = _tally(golds)
    wanted, given = set(golds), set(preds)
    apart = wanted ^ given
    missed, spurious = _keys(apart & wanted), _keys(apart & given)
    # A prediction that is not spurious equals one of gold, which has been looked at.
    if any([start >= end for start, end, _ in spurious]):
        raise Unusual
    if len(wanted) == len(golds) and len(given) == len(preds):
        return {name: count_rest(total, missed, spurious, mode) for name, mode in modes.items()}
    sides = ([Labelled(*key, "") for key in _keys(side)] for side in (golds, preds))
    outcomes = read_modes(align_spans(*sides), modes.values())
    return {name: outcomes[mode] for name, mode in modes.items()}


def _tally(spans: Iterable[_Span]) -> dict[str, int]:
    """How many spans each label has; refuses empty spans."""
    found: dict[str, int] = {}
    for span in spans:
        if span.start >= span.end:
            raise Unusual
        label = span.label
        found[label] = found.get(label, 0) + 1
    return found


def _keys(spans: Iterable[_Span]) -> list[Key]:
    return [(span.start, span.end, span.label) for span in spans]
