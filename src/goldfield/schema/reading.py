"""Reading gold: JSONL in, records out, every fault of the whole file in one report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from goldfield.errors import DataError, Fault
from goldfield.schema.checking import check_article, check_usable, check_version
from goldfield.schema.explaining import explain, parse_json
from goldfield.schema.lines import MAX_LINE, Source, name_of, read_lines
from goldfield.schema.records import Article

__all__ = ["find_faults", "read_articles", "too_long"]

_decoder = msgspec.json.Decoder(Article)


def read_articles(
    sources: Iterable[Source], check: Callable[[Article], list[Fault]] = check_usable
) -> Iterator[Article]:
    """The gold records of JSONL files (or of memory), in order, streamed.

    Args:
        sources: files or lists of records.
        check: what is looked at beyond the types; by default what would make scores wrong.

    Raises:
        DataError: at the end of the files, with every fault of every line; the good records
            before it have been given by then, so collect them before you act on them.
    """
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for source in sources:
        for number, line in read_lines(source):
            where = f"{name_of(source)}:{number}"
            found = _read(line, check, faults, where)
            if found is None:
                continue
            if found.id in seen:
                problem = f"the article id {found.id!r} stands at {seen[found.id]} already"
                faults.append(Fault(where, "$.id", problem, "give each article an id of its own"))
                continue
            seen[found.id] = where
            yield found
    if faults:
        raise DataError(faults)


def _read(
    line: bytes | None, check: Callable[[Article], list[Fault]], faults: list[Fault], where: str
) -> Article | None:
    if line is None:
        faults.append(too_long(where))
        return None
    try:
        article = _decoder.decode(line)
        found = check(article)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        article, found = None, _explain(line, error)
    faults.extend(fault._replace(where=where) for fault in found)
    return article if not found else None


def _explain(line: bytes, error: Exception) -> list[Fault]:
    value, unreadable = parse_json(line)
    if not unreadable and isinstance(value, dict):
        foreign = check_version(value.get("schema_version")) if "schema_version" in value else []
        if foreign:
            return foreign  # the rest of a record of another schema means nothing here
    found = unreadable or explain(line, Article)
    return found or [Fault("", "$", str(error), "see schema/FIELDS.md")]


def too_long(where: str) -> Fault:
    """The fault of a line over `MAX_LINE` bytes."""
    limit = MAX_LINE // 1024 // 1024
    return Fault(where, "$", f"the line is over {limit} MiB and was not read", "split the record")


def find_faults(paths: Iterable[str | Path]) -> tuple[int, list[Fault]]:
    """Validate gold files thoroughly: (records read without a fault, all faults).

    Beyond `read_articles` this parses every line a second time, to find what a fast JSON parser
    lets pass: keys given twice, and whole numbers beyond 64 bits where a float is wanted.
    """
    paths = list(paths)
    good, faults = 0, []
    try:
        for _ in read_articles(paths, check_article):
            good += 1
    except DataError as error:
        faults = error.faults
    known = {fault[:3] for fault in faults}
    for path in paths:
        for number, line in read_lines(path):
            for fault in explain(line, Article) if line else []:
                placed = fault._replace(where=f"{path}:{number}")
                if placed[:3] not in known:
                    faults.append(placed)
    return good, faults
