"""Reading a CAS that `xmi` wrote, also after people edited it in INCEpTION."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from goldfield.corpus.exchange.contract import Reading, read_each
from goldfield.corpus.exchange.graph import FIELDS, Graph
from goldfield.corpus.exchange.safe_xml import check_xml
from goldfield.corpus.exchange.texts import kept_text
from goldfield.corpus.exchange.xmi.graphs import Maker, told
from goldfield.corpus.exchange.xmi.types import ARTICLE, METADATA, TypeSystem, cassis, type_system
from goldfield.corpus.foreign.base import id_of
from goldfield.errors import DataError, Fault

__all__ = ["read"]

_FIX = "give the file as the tool exported it, with its TypeSystem.xml"
_Skip = tuple[str, str, str]


class _Travelled(msgspec.Struct):
    """What travels as JSON in the annotation of the document."""

    id: str = ""
    surfaces: dict[str, str] = {}
    side: dict[str, Any] | None = None


def read(path: Path, reading: Reading) -> Iterator[Graph]:
    """The articles of a folder, or of one ``.xmi`` file, with the ``TypeSystem.xml`` beside it.

    Without that file the types are ours. A document that `xmi` did not write needs none of our
    ids and no annotation of the document. Annotations of other types are skipped and told.

    Raises:
        MissingExtra: dkpro-cassis is not installed.
    """
    account = reading.account
    files = sorted(path.glob("[!.]*.xmi")) if path.is_dir() else [path]
    if not files:
        account.fault(str(path), "document", "no file of it ends in .xmi", "unpack the export")
        return
    try:
        types = _types(files[0].with_name("TypeSystem.xml"))
    except DataError as error:
        account.faults += error.faults
        return
    yield from read_each(files, lambda file: _graph(file, types, reading), account)


def _graph(file: Path, types: TypeSystem, reading: Reading) -> Graph:
    where, raw = str(file), _bytes(file)
    offsets = check_xml(raw, where)
    cas, unknown = _loaded(raw, types, file)
    structures = cas.select_all_fs()
    of = {one.type.name: one for one in structures}
    travelled = _travelled(told(of.get(ARTICLE), "side"), where)
    surfaces, side = travelled.surfaces, travelled.side or {}
    maker = Maker(structures, where)
    if cas.sofa_string is None:
        raise DataError([Fault(where, "$", "it has no text", _FIX)])
    claims = maker.claims(offsets, surfaces)
    place = maker.prove(cas.sofa_string, claims, reading.units)
    text, kept = kept_text(cas.sofa_string, side, where)
    maker.make([kept(place(one.start) or 0, place(one.end) or 0) for one in claims])
    if maker.faults:
        raise DataError(maker.faults)
    for kind, label, reason in [*unknown, *maker.skipped]:
        reading.account.found[kind] += 1
        reading.account.skip(where, kind, label, reason)
    id = travelled.id or id_of(told(of.get(METADATA), "documentId") or file.stem)
    fields = {name: value for name in FIELDS if (value := told(of.get(ARTICLE), name))}
    return Graph(id, text, maker.regions, maker.relations, fields, side, where)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise DataError([Fault(str(file), "$", problem, "check the name")]) from error


def _loaded(raw: bytes, types: TypeSystem, file: Path) -> tuple[Any, list[_Skip]]:
    """The CAS, and annotations of types that its type system does not have."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            cas = cassis().load_cas_from_xmi(BytesIO(raw), typesystem=types, lenient=True)
        except Exception as error:  # cassis has no errors of its own: a damaged file raises any
            raise _damaged(file, error) from error
    told = sorted(str(one.message) for one in caught if "offset" not in str(one.message))
    return cas, [("annotation", "", message) for message in told]


def _types(file: Path) -> TypeSystem:
    if not file.exists():
        return type_system()
    raw = _bytes(file)
    check_xml(raw, str(file))
    try:
        return cassis().load_typesystem(BytesIO(raw))
    except Exception as error:  # as above
        raise _damaged(file, error) from error


def _damaged(file: Path, error: Exception) -> DataError:
    problem = f"no CAS that cassis can read: {type(error).__name__}: {str(error)[:80]}"
    return DataError([Fault(str(file), "$", problem, _FIX)])


def _travelled(told: str | None, where: str) -> _Travelled:
    """What the annotation of the document holds, if there is one."""
    if told is None:
        return _Travelled()
    try:
        return msgspec.json.decode(told, type=_Travelled)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        problem, fix = f"no side data of goldfield: {error}", "give them as they were, or none"
        raise DataError([Fault(where, "$", problem, fix)]) from error
