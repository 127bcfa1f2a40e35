"""Texts without gold, from the files people have."""

from __future__ import annotations

from glob import glob
from pathlib import Path
from typing import Any

import msgspec

from goldfield.errors import DataError, Fault, UsageError
from goldfield.schema.explaining import parse_json
from goldfield.schema.lines import read_lines
from goldfield.schema.reading import too_long
from goldfield.schema.text import decode_source

__all__ = ["read_documents"]


def read_documents(
    pattern: str, text_key: str = "text", id_key: str = "id"
) -> list[tuple[str, str]]:
    """Pairs of id and text, from JSONL files or from text files (whose id is the file's stem).

    Args:
        pattern: a path or a glob.
        text_key: the member of a JSON object that holds the text.
        id_key: the member that holds the id.

    Raises:
        UsageError: nothing matches.
        DataError: with every fault of every file.
    """
    paths = sorted(glob(pattern, recursive=True)) or ([pattern] if Path(pattern).exists() else [])
    if not paths:
        raise UsageError(f"no file matches {pattern}")
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for path in paths:
        if path.endswith((".jsonl", ".json", ".ndjson")):
            _read_jsonl(path, (text_key, id_key), found, faults)
        else:
            _read_text(Path(path), found, faults)
    if faults:
        raise DataError(faults)
    return list(found.items())


def _read_text(path: Path, found: dict[str, str], faults: list[Fault]) -> None:
    try:
        text = decode_source(path.read_bytes())
    except ValueError as error:
        fix = "save it as UTF-8 in normal form C, without a byte order mark"
        faults.append(Fault(str(path), "$", str(error), fix))
        return
    _file(path.stem, text, str(path), found, faults)


def _read_jsonl(
    path: str, keys: tuple[str, str], found: dict[str, str], faults: list[Fault]
) -> None:
    for number, line in read_lines(path):
        where = f"{path}:{number}"
        if line is None:
            faults.append(too_long(where))
            continue
        record, unreadable = _decode(line)
        faults.extend(fault._replace(where=where) for fault in unreadable)
        if unreadable:
            continue
        text, id = (record.get(key) if isinstance(record, dict) else None for key in keys)
        if not isinstance(text, str) or not isinstance(id, str | int):
            problem = f"no text under {keys[0]!r} or no id under {keys[1]!r}"
            faults.append(Fault(where, "$", problem, "name the keys with --text and --id"))
            continue
        _file(str(id), text, where, found, faults)


def _decode(line: bytes) -> tuple[Any, list[Fault]]:
    try:
        return msgspec.json.decode(line), []
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return None, parse_json(line)[1] or [Fault("", "$", str(error), "write valid JSON")]


def _file(id: str, text: str, where: str, found: dict[str, str], faults: list[Fault]) -> None:
    if id in found:
        fault = Fault(
            where, "$", f"the id {id!r} is given twice", "give each text an id of its own"
        )
        faults.append(fault)
    found[id] = text
