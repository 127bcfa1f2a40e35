"""A sheet and its text make a gold record, or one report of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from goldfield.corpus.sheet.building import Builder
from goldfield.corpus.sheet.parsing import Mapping, Placed, Scalar, parse_sheet
from goldfield.corpus.sheet.shapes import article_shape, heal
from goldfield.errors import DataError, Fault
from goldfield.schema.checking import check_article, check_version
from goldfield.schema.explaining import explain
from goldfield.schema.labels import LAYERS
from goldfield.schema.lines import MAX_LINE
from goldfield.schema.records import Article
from goldfield.schema.text import decode_source, sha256_of

__all__ = ["compile_sheet"]


def compile_sheet(path: Path) -> Article:
    """The gold record that a sheet and the text beside it describe.

    Raises:
        DataError: with every fault of the sheet, each at its ``file:line``.
    """
    path = Path(path)
    try:
        raw = _read(path)
    except (OSError, ValueError) as error:
        raise DataError([_unreadable(path, error)]) from None
    root, faults = parse_sheet(raw)
    if root is not None and not (foreign := _foreign(root)):
        article, found = _compile(root, path.parent)
        faults = [*faults, *found]
        if not faults:
            return article
    elif root is not None:
        faults = foreign  # the rest of a sheet of another schema means nothing here
    raise DataError([_place(path, fault) for fault in sorted(faults, key=lambda f: f.line)])


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise ValueError("not a file")
    if path.stat().st_size > MAX_LINE:
        raise ValueError(f"over {MAX_LINE // 1024 // 1024} MiB")
    return path.read_bytes()


def _unreadable(path: Path, error: Exception) -> Fault:
    reason = getattr(error, "strerror", None) or str(error)
    return Fault(str(path), "$", f"cannot be read: {reason}", "check the name of the sheet")


def _place(path: Path, fault: Placed) -> Fault:
    return Fault(f"{path}:{fault.line}", fault.path, fault.problem, fault.fix)


def _foreign(root: Mapping) -> list[Placed]:
    line, node = root.entries.get("schema_version", (1, None))
    if not isinstance(node, Scalar) or node.is_null:
        return []
    return [Placed(line, f.path, f.problem, f.fix) for f in check_version(node.value)]


def _compile(root: Mapping, folder: Path) -> tuple[Article, list[Placed]]:
    """The record and its faults; with faults, the record is only what could be made of it."""
    text, faults = _text_of(root, folder)
    builder = Builder(text)
    value = builder.struct(_without_specials(root), article_shape(), "$")
    value |= _specials(root, builder, text)
    faults += builder.faults
    typing = [] if text is None else explain(msgspec.json.encode(value), Article)
    if text is None:
        typing = explain(msgspec.json.encode(value | {"text": ""}), Article)
    article = msgspec.convert(heal(value, article_shape()), Article)
    spoilt = builder.unlocated | {fault.path for fault in typing}
    checked = _check(article, text, spoilt)
    faults += [Placed(builder.line_of(f.path), f.path, f.problem, f.fix) for f in [*typing, *checked]]
    return article, faults
