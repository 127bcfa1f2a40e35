"""Reading gold: JSONL in, records out, every fault of the whole file in one report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from goldfield.errors import DataError, Fault
from goldfield.schema.checking import check_article, check_usable
from goldfield.schema.explaining import explain, parse_json
from goldfield.schema.lines import MAX_LINE, Source, name_of, read_lines
from goldfield.schema.records import Article
from goldfield.schema.versions import check_version

__all__ = ["find_faults", "read_articles", "too_long"]

_decoder = msgspec.json.Decoder(Article)
_Found = tuple[Article | None, list[Fault]]


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
    return _stream(sources, lambda line: _read(line, check))


def _stream(sources: Iterable[Source], read: Callable[[bytes], _Found]) -> Iterator[Article]:
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for source in sources:
        for where, line in _placed_lines(source, faults):
            article, found = read(line)
            if article and not found and article.id in seen:
                problem = f"the article id {article.id!r} stands at {seen[article.id]} already"
                found = [Fault("", "$.id", problem, "give each article an id of its own")]
            faults.extend(fault._replace(where=where) for fault in found)
            if article and not found:
                seen[article.id] = where
                yield article
    if faults:
        raise DataError(faults)


def _placed_lines(source: Source, faults: list[Fault]) -> Iterator[tuple[str, bytes]]:
    """The lines of a source that can be read, each with where it stands."""
    try:
        for number, line in read_lines(source):
            where = f"{name_of(source)}:{number}"
            if line is None:
                faults.append(too_long(where))
            else:
                yield where, line
    except DataError as error:
        faults.extend(error.faults)


def _read(line: bytes, check: Callable[[Article], list[Fault]]) -> _Found:
    try:
        article = _decoder.decode(line)
        return article, check(article)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return None, _explain(line, error)


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


def find_faults(
    paths: Iterable[str | Path], check: Callable[[Article], list[Fault]] = check_article
) -> tuple[int, list[Fault]]:
    """Validate gold files thoroughly: (records read without a fault, all faults).

    Beyond `read_articles` this parses every line a second time, to find what a fast JSON parser
    lets pass: keys given twice, and whole numbers beyond 64 bits where a float is wanted.
    """
    good, faults = 0, []
    try:
        for _ in _stream(paths, lambda line: _read_thoroughly(line, check)):
            good += 1
    except DataError as error:
        faults = error.faults
    return good, faults


def _read_thoroughly(line: bytes, check: Callable[[Article], list[Fault]]) -> _Found:
    article, faults = _read(line, check)
    return article, faults if article is None else [*explain(line, Article), *faults]
