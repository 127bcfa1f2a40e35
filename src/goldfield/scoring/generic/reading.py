"""Reading generic records of any kind: both sides, joined by id, with every fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from goldfield.errors import DataError, Fault, did_you_mean
from goldfield.schema.explaining import MAX_FAULTS, explain
from goldfield.schema.lines import Source, name_of, read_lines
from goldfield.schema.reading import too_long
from goldfield.scoring.generic.kind import RecordKind

if TYPE_CHECKING:
    from goldfield.scoring.suites import Suite

__all__ = ["read_both"]


class _Records(NamedTuple):
    """Records by id, where each one stands, and all faults."""

    by_id: dict[str, Any]
    places: dict[str, str]
    faults: list[Fault]


def read_both(
    kind: RecordKind, suite: Suite, gold: Sequence[Source], pred: Source
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Gold and predicted records by id.

    Raises:
        DataError: with every fault of both sides.
    """
    golds, preds = _read(gold, kind, suite), _read([pred], kind, suite)
    faults = [*golds.faults, *preds.faults]
    if not golds.faults:  # else ids may be missing only because their lines were refused
        faults.extend(_join(golds, preds, kind))
    if faults:
        raise DataError(faults)
    return golds.by_id, preds.by_id


def _read(sources: Sequence[Source], kind: RecordKind, suite: Suite) -> _Records:
    records = _Records({}, {}, [])
    decoder = msgspec.json.Decoder(kind.record)
    for source in sources:
        for number, line in read_lines(source):
            where = f"{name_of(source)}:{number}"
            if line is None:
                records.faults.append(too_long(where))
                continue
            try:
                record = decoder.decode(line)
                told = [*_file(record, where, records), *kind.check(record, suite)]
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                told = explain(line, kind.record)
                told = told or [Fault("", "$", str(error), "write valid JSON")]
            records.faults.extend(fault._replace(where=where) for fault in islice(told, MAX_FAULTS))
    return records


def _file(record: Any, where: str, records: _Records) -> Iterator[Fault]:
    """Put a record under its id, or say why not."""
    id = record.get("id") if isinstance(record, dict) else record.id
    if not isinstance(id, str | int) or isinstance(id, bool):
        yield Fault("", "$.id", "the record has no id", "give it an id, a string or a number")
    elif str(id) in records.by_id:
        yield Fault("", "$.id", f"the id {str(id)!r} is given twice", "keep one record an id")
    else:
        records.by_id[str(id)] = record
        records.places[str(id)] = where


def _join(golds: _Records, preds: _Records, kind: RecordKind) -> Iterator[Fault]:
    for id, pred in preds.by_id.items():
        where = preds.places[id]
        if id in golds.by_id:
            for fault in islice(kind.agree(golds.by_id[id], pred), MAX_FAULTS):
                yield fault._replace(where=where)
        else:
            fix = f"use an id of the gold file{did_you_mean(id, golds.by_id)}"
            yield Fault(where, "$.id", f"no gold record is called {id!r}", fix)
