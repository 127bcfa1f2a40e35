"""Articles from gold files and from sheets alike, and sheets from articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.drafting import canary_line
from goldfield.corpus.exchange.names import file_name
from goldfield.corpus.folder import corpus_of
from goldfield.corpus.sheet import Sheet, decompile, read_sheet
from goldfield.errors import DataError, Fault
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Article
from goldfield.schema.writing import write_text

__all__ = ["Given", "canary_head", "read_files", "write_sheets"]

_SHEETS = (".yaml", ".yml")


class Given(NamedTuple):
    """Articles, and of those that were written as sheets the file and its lines, by id."""

    articles: list[Article]
    sheets: dict[str, tuple[Path, Sheet]]

    def where(self, id: str, path: str) -> str:
        """``file:line`` of a JSONPath in an article that was a sheet, else the article's id."""
        if id not in self.sheets:
            return id
        file, sheet = self.sheets[id]
        return f"{file}:{sheet.line_of(path)}"


def read_files(files: Sequence[Path]) -> Given:
    """The articles of JSONL files, then those of sheets.

    Raises:
        DataError: with every fault of every file; an article given twice is one.
    """
    given, faults = Given([], {}), list[Fault]()
    try:
        given.articles.extend(read_articles([f for f in files if f.suffix not in _SHEETS]))
    except DataError as error:
        faults += error.faults
    seen = {article.id for article in given.articles}
    for file in (file for file in files if file.suffix in _SHEETS):
        try:
            sheet = read_sheet(file)
        except DataError as error:
            faults += error.faults
            continue
        id = sheet.article.id
        if id in seen:
            problem = f"the id {id!r} is taken by another file"
            fix = "give each article an id of its own, and one pass of it at a time"
            faults.append(Fault(str(file), "$.id", problem, fix))
        seen.add(id)
        given.articles.append(sheet.article)
        given.sheets[id] = (file, sheet)
    if faults:
        raise DataError(faults)
    return given


def canary_head(paths: Iterable[Path]) -> str:
    """The comment that opens sheets made of these data files, if their corpus has a canary."""
    canaries = (folder.canary for folder in map(corpus_of, paths) if folder)
    return next((f"{canary_line(canary)}\n" for canary in canaries if canary), "")


def write_sheets(folder: Path, articles: Sequence[Article], head: str = "") -> None:
    """Write each article as a sheet and its text, named for its id; `head` is lines of comment."""
    for article in articles:
        stem = file_name(article.id)
        write_text(folder / f"{stem}.txt", article.text)
        write_text(folder / f"{stem}.yaml", head + decompile(article, f"{stem}.txt"))
