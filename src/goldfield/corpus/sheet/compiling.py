"""A sheet and its text make a gold record, or one report of everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path
from typing import NamedTuple

import msgspec

from goldfield.corpus.sheet.building import Builder
from goldfield.corpus.sheet.parsing import Items, Mapping, Placed, Scalar, is_null, parse_sheet
from goldfield.corpus.sheet.shapes import article_shape, heal
from goldfield.errors import DataError, Fault
from goldfield.schema.checking import check_article
from goldfield.schema.explaining import explain
from goldfield.schema.labels import LAYERS
from goldfield.schema.lines import MAX_LINE
from goldfield.schema.records import SCHEMA_VERSION, Article
from goldfield.schema.text import decode_source, sha256_of
from goldfield.schema.versions import check_version

__all__ = ["Sheet", "compile_sheet", "read_sheet"]


class Sheet(NamedTuple):
    """A compiled sheet: the record, and the line of the sheet for each path of the record."""

    article: Article
    line_of: Callable[[str], int]


def compile_sheet(path: Path) -> Article:
    """The gold record that a sheet and the text it names describe.

    Raises:
        DataError: with every fault of the sheet, each at its ``file:line``.
    """
    return read_sheet(path).article


def read_sheet(path: Path) -> Sheet:
    """As `compile_sheet`, with the lines on which the values were written."""
    path = Path(path)
    try:
        raw = _read(path)
    except (OSError, ValueError) as error:
        fault = Fault(str(path), "$", f"cannot be read: {_reason(error)}", "check the name")
        raise DataError([fault]) from None
    root, faults = parse_sheet(raw)
    sheet = None
    if root is not None:
        sheet, found = _compile(root, path.parent)
        faults = [*faults, *found]
    if sheet is None or faults:
        ordered = sorted(faults, key=lambda fault: fault.line)
        raise DataError([Fault(f"{path}:{fault.line}", *fault[1:]) for fault in ordered])
    return sheet


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise ValueError("not a file")
    if path.stat().st_size > MAX_LINE:
        raise ValueError(f"over {MAX_LINE // 1024 // 1024} MiB")
    return path.read_bytes()


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _compile(root: Mapping, folder: Path) -> tuple[Sheet | None, list[Placed]]:
    """The record, as far as it could be made, and all faults."""
    line, version = _version(root)
    if foreign := check_version(version):  # the rest of another schema's sheet means nothing here
        return None, [Placed(line, *fault[1:]) for fault in foreign]
    text, faults = _read_text(root, folder)
    builder = Builder(text, version)
    faults += _write_out(root, builder.text)
    value = builder.struct(root, article_shape(), "$")
    typing = explain(msgspec.json.encode(value), Article)
    article = msgspec.convert(heal(value, article_shape()), Article)
    spoilt = builder.spoilt | {fault.path for fault in typing}
    for fault in [*typing, *_check(article, spoilt)]:
        faults.append(Placed(builder.line_of(fault.path), *fault[1:]))
    return Sheet(article, builder.line_of), [*faults, *builder.faults]


def _version(root: Mapping) -> tuple[int, str]:
    """The schema version that a sheet states, with its line; if it states none, the newest."""
    line, node = root.entries.get("schema_version", (1, None))
    if isinstance(node, Scalar) and not is_null(node):
        return line, node.value
    return line, SCHEMA_VERSION


def _read_text(root: Mapping, folder: Path) -> tuple[str | None, list[Placed]]:
    """The article that the sheet names, and what is wrong with it or with its hash."""
    line, node = root.entries.get("text", (root.line, None))
    if not isinstance(node, Scalar) or is_null(node):
        fix = "add `text: article.txt`, a path relative to the sheet"
        return None, [Placed(line, "$.text", "the key 'text' names no file", fix)]
    try:
        text = decode_source(_read(_within(folder, node.value)))
    except (OSError, ValueError) as error:
        problem = f"the text {node.value[:80]!r} cannot be read: {_reason(error)}"
        return None, [Placed(line, "$.text", problem, "give a path relative to the sheet")]
    line, given = root.entries.get("text_sha256", (line, None))
    if is_null(given) or (isinstance(given, Scalar) and given.value == sha256_of(text)):
        return text, []
    fix = f"restore the text, or if it is the one you mean write {sha256_of(text)}"
    return text, [Placed(line, "$.text_sha256", "this is not the hash of the text", fix)]


def _within(folder: Path, named: str) -> Path:
    """The file that a sheet names: what a stranger's sheet points to may be published.

    Raises:
        ValueError: it is neither in the folder of the sheet nor in `seeds` beside or above it.
    """
    folder, path = folder.resolve(), (folder / named).resolve()
    homes = (folder, *(above / "seeds" for above in (folder, *folder.parents)))
    if not any(path.is_relative_to(home) for home in homes):
        raise ValueError("it is neither in the folder of the sheet nor in a folder seeds above it")
    return path


def _write_out(root: Mapping, text: str) -> list[Placed]:
    """Put the text, its hash and the names of all layers where the sheet only alludes to them."""
    for name, value in (("text", text), ("text_sha256", sha256_of(text))):
        line, _ = root.entries.get(name, (root.line, None))
        root.entries[name] = (line, Scalar(value, False, line))
    line, node = root.entries.get("layers", (root.line, None))
    missing = is_null(node)
    if missing or (isinstance(node, Scalar) and node.value == "all"):
        everything = Items(line, [Scalar(layer, False, line) for layer in LAYERS])
        root.entries["layers"] = (line, everything)
    fix = "add `layers: all`, or a list of those that are annotated"
    return [Placed(line, "$", "the key 'layers' is missing", fix)] if missing else []


def _check(article: Article, spoilt: Set[str]) -> list[Fault]:
    """Faults beyond types, without those that come from a value that was replaced."""
    if spoilt and not article.text.strip():
        return []  # no span can stand for the missing ones
    holders = {path.rpartition(".")[0] for path in spoilt}
    return [
        fault
        for fault in check_article(article)
        if fault.path not in holders and not any(_is_in(fault.path, path) for path in spoilt)
    ]


def _is_in(path: str, whole: str) -> bool:
    return path == whole or path.startswith((f"{whole}.", f"{whole}["))
