"""The SGML of Reuters-21578, a document at a time; see ``lewis.dtd`` of the distribution.

It is no XML: there is no root, a byte is not UTF-8, control characters of the wire are written as
references, and only `<` and `&` are escaped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from goldfield.errors import DataError, Fault

__all__ = ["LISTS", "ReutersDocument", "documents_of", "element_of"]

LISTS = ("TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES", "COMPANIES")

_BEGIN, _END = "<REUTERS", "</REUTERS>"
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|apos|#[0-9]{1,7});")
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BETWEEN = ("<!DOCTYPE", "\x1a")  # and the mark that ended files of DOS
_LONGEST = 2**24


class ReutersDocument(NamedTuple):
    """One document: where it begins, its attributes, and what is between its tags."""

    where: str
    attributes: dict[str, str]
    content: str


def documents_of(path: Path) -> Iterator[ReutersDocument | Fault]:
    """The documents of a file one by one, and a fault for each part of it that is none.

    Raises:
        DataError: the file cannot be read.
    """
    begun, lines, size, seen, strayed = 0, list[str](), 0, False, False
    for number, line in _lines(path):
        opens = line.lstrip().startswith(_BEGIN)
        if lines and (opens or size > _LONGEST):
            yield _fault(path, begun, "the document is never closed")
            lines, size = [], 0
        if opens:
            begun = number
        if opens or lines:
            lines.append(line)
            size += len(line)
        elif line.strip() and not line.startswith(_BETWEEN) and not strayed:
            strayed = True
            yield _fault(path, number, f"{line.strip()[:40]!r} is in no document")
        if lines and _END in line:
            seen = True
            yield _document(f"{path}:{begun}", "".join(lines))
            lines, size = [], 0
    if lines:
        yield _fault(path, begun, "the document is never closed")
    elif not seen and not strayed:
        yield _fault(path, 1, "the file has no document")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file; one that is not UTF-8 is in the code page of Windows, or in Latin-1."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                yield number, _decoded(raw).removeprefix("\ufeff" if number == 1 else "")
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise DataError([Fault(str(path), "$", problem, "check the name")]) from error


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _document(where: str, content: str) -> ReutersDocument:
    tag, _, rest = content.partition(">")
    attributes = re.findall(r'(?<![A-Z])([A-Z]+)="([^"]*)"', tag)
    return ReutersDocument(where, dict(attributes), rest.partition(_END)[0])


def _fault(path: Path, line: int, problem: str) -> Fault:
    return Fault(f"{path}:{line}", "$", problem, "give the files as published")


def element_of(content: str, tag: str) -> str | None:
    """The text of the first element of a tag, without control characters; None if there is none."""
    begin = re.search(rf"<{tag}(?: [^<>]*)?>", content)
    end = content.find(f"</{tag}>", begin.end()) if begin else -1
    if begin is None or end < 0:
        return None
    text = _REFERENCE.sub(lambda found: html.unescape(found[0]), content[begin.end() : end])
    return _CONTROL.sub("", text)
