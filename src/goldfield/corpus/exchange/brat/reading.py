"""Reading what `brat` writes, also after people edited it, or drew it by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from goldfield.corpus.exchange.brat.graphs import BREAKS, GraphMaker, Held
from goldfield.corpus.exchange.contract import Reading, read_each
from goldfield.corpus.exchange.graph import Graph
from goldfield.corpus.exchange.texts import kept_text
from goldfield.corpus.exchange.units import UNIT_NAMES, CountedIn
from goldfield.corpus.foreign.base import id_of
from goldfield.corpus.foreign.standoff import Standoff, read_standoff
from goldfield.errors import DataError, Fault
from goldfield.schema.offsets import OffsetMap

__all__ = ["BREAKS", "SIDE_ENDING", "read"]

SIDE_ENDING = ".goldfield.json"


class _SideFile(msgspec.Struct):
    """The side file; `regions` tells of each annotation which ones it held, and where."""

    id: str
    fields: dict[str, str]
    regions: dict[str, list[Held]]
    side: dict[str, Any] | None


def read(path: Path, reading: Reading) -> Iterator[Graph]:
    """The articles of a folder, or of one ``.ann`` file; a side file may be absent.

    Without one, line ends become LF, as in every text that is taken in, and ids are those of brat.
    A text that is not the one in the side file is a fault, as are labels that goldfield does not
    have; free words in notes, and links to resources, are skipped and told.
    """
    account = reading.account
    tables = _tables(path)
    if not tables:
        account.fault(str(path), "document", "no file of it ends in .ann", "name brat's folder")
    yield from read_each(tables, lambda table: _graph(table, reading), account)


def _tables(path: Path) -> list[Path]:
    """The annotation files, by name; those that macOS leaves beside them begin with a dot."""
    if not path.is_dir():
        return [path.with_suffix(".ann")]
    return sorted(path.glob("[!.]*.ann"))


def _graph(table: Path, reading: Reading) -> Graph:
    standoff = read_standoff(table)
    kept = _side_file(table.with_name(f"{table.stem}{SIDE_ENDING}"))
    side = (kept and kept.side) or {}
    _check_counting(standoff, reading.units, str(table))
    standoff, text = _as_kept(standoff, side, str(table))
    maker = GraphMaker(standoff, text, str(table), kept.regions if kept else {})
    maker.make()
    if maker.faults:
        raise DataError(maker.faults)
    for line, kind, label, reason in maker.skipped:
        reading.account.found[kind] += 1
        reading.account.skip(f"{table}:{line}", kind, label, reason)
    return Graph(
        id=kept.id if kept else id_of(table.stem),
        text=text,
        regions=maker.regions,
        relations=maker.relations,
        fields={**(kept.fields if kept else {}), **maker.fields},
        side=side,
        where=str(table),
    )


def _side_file(path: Path) -> _SideFile | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_SideFile)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        fix = "give the side file as it was exported, or remove it"
        raise DataError([Fault(str(path), "$", f"no side file: {error}", fix)]) from error


def _check_counting(standoff: Standoff, units: tuple[CountedIn, ...], where: str) -> None:
    """Refuse offsets that count what they may not; where two units are equal, either will do."""
    counting = standoff.counting
    last = max((end for mark in standoff.marks for _, end in mark.fragments), default=0)
    for unit in units:
        if counting.startswith(UNIT_NAMES[unit]):
            return
        told = standoff.text[:last]
        if unit != "codepoint" and OffsetMap(told, unit).to_unit(last) == last:
            return
    wanted = " or ".join(UNIT_NAMES[unit] for unit in units)
    problem = f"the surfaces prove that offsets count {counting}, not {wanted}"
    raise DataError([Fault(where, "$", problem, "let the unit be found")])


def _as_kept(standoff: Standoff, side: Mapping[str, Any], where: str) -> tuple[Standoff, str]:
    """The standoff with the text as it was exported, or as any text is taken in."""
    text, place = kept_text(standoff.text, side, where)
    marks, faults = [], []
    for mark in standoff.marks:
        places = [place(start, end) for start, end in mark.fragments]
        found = tuple(place for place in places if place)
        marks.append(mark._replace(fragments=found))
        if not found:
            problem = "an annotation of nothing but blanks"
            faults.append(Fault(f"{where}:{mark.line}", "$", problem, "remove it"))
    if faults:
        raise DataError(faults)
    return standoff._replace(marks=marks), text
