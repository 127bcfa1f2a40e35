"""The kept annotation passes of each article: read as they were made, never altered.

A folder ``passes/ID/`` holds the sheets ``a.yaml`` and ``b.yaml`` of the two first passes,
``a2.yaml`` and ``b2.yaml`` of a second round, and so on, and ``adjudicated.yaml``. A ``draft.yaml``
is no pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.folder import open_folder
from goldfield.corpus.sheet import compile_sheet
from goldfield.errors import DataError, Fault, UnknownName, UsageError
from goldfield.schema.records import Article

__all__ = ["ADJUDICATED", "Passes", "pass_folders", "read_passes"]

ADJUDICATED = "adjudicated"
_DRAFT = "draft"
_PASS = re.compile(r"([a-z])([2-9]|[1-9][0-9]+)?")


class Passes(NamedTuple):
    """What one article's folder holds.

    `rounds` are the pairs of passes a and b, by number from 1; `alone` are the names of passes in
    no such pair; `adjudicated` is None until it is written.
    """

    id: str
    rounds: dict[int, tuple[Article, Article]]
    adjudicated: Article | None
    alone: list[str]


def pass_folders(corpus: str | Path | None = None) -> dict[str, Path]:
    """The folder of each article that has passes, by the article's id.

    Args:
        corpus: a folder with ``passes/`` in it; None is the released corpus.

    Raises:
        UsageError: there is no such folder, or goldfield is installed without the texts.
    """
    folder = open_folder(corpus)
    if not folder.passes.is_dir():
        raise UsageError(f"no annotation passes: {folder.passes} is no folder")
    return {id: folder.passes / id for id in folder.articles()}


def read_passes(folders: Mapping[str, Path], ids: Iterable[str]) -> list[Passes]:
    """The passes of articles, compiled.

    Raises:
        UnknownName: an article has no folder.
        DataError: with every fault of every sheet.
    """
    found: list[Passes] = []
    faults: list[Fault] = []
    for id in sorted(set(ids)):
        if id not in folders:
            raise UnknownName("article with passes", id, folders)
        sheets = {path.stem: path for path in sorted(folders[id].glob("*.yaml"))}
        sheets.pop(_DRAFT, None)
        faults += [_stray(path) for name, path in sheets.items() if not _is_known(name)]
        articles = _compile(id, sheets, faults)
        found.append(_sorted(id, articles))
    if faults:
        raise DataError(faults)
    return found


def _is_known(name: str) -> bool:
    return name == ADJUDICATED or _PASS.fullmatch(name) is not None


def _stray(path: Path) -> Fault:
    fix = "call it a.yaml or b.yaml (a2.yaml and b2.yaml in a second round), or move it elsewhere"
    return Fault(str(path), "$", f"{path.name!r} is the name of no pass", fix)


def _compile(id: str, sheets: Mapping[str, Path], faults: list[Fault]) -> dict[str, Article]:
    """The articles of the sheets by name; what is wrong with them goes to `faults`."""
    articles: dict[str, Article] = {}
    for name, path in sheets.items():
        if not _is_known(name):
            continue
        try:
            articles[name] = compile_sheet(path)
        except DataError as error:
            faults += error.faults
            continue
        if articles[name].id != id:
            problem = f"the id is {articles[name].id!r}, the folder is called {id!r}"
            faults.append(Fault(f"{path}:1", "$.id", problem, "let both have one name"))
        first = next(iter(articles.values()))
        if articles[name].text_sha256 != first.text_sha256:
            problem = f"this sheet is about another text than {next(iter(articles))}.yaml"
            faults.append(Fault(f"{path}:1", "$.text", problem, "name one text in all sheets"))
    return articles


def _sorted(id: str, articles: Mapping[str, Article]) -> Passes:
    """Passes put together to rounds."""
    adjudicated = articles.get(ADJUDICATED)
    rounds: dict[int, dict[str, Article]] = {}
    for name, article in articles.items():
        if match := _PASS.fullmatch(name):
            rounds.setdefault(int(match[2] or 1), {})[match[1]] = article
    whole = {n: (half["a"], half["b"]) for n, half in sorted(rounds.items()) if {*"ab"} <= {*half}}
    alone = [
        f"{letter}{n if n > 1 else ''}"
        for n, half in sorted(rounds.items())
        for letter in half
        if n not in whole or letter not in "ab"
    ]
    return Passes(id, whole, adjudicated, alone)
