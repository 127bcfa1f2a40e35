"""Finding and loading gold: the released corpus, or anybody's folder or file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from goldfield.corpus.folder import CorpusFolder
from goldfield.corpus.foreign.base import ReadGold, named_split, title_of
from goldfield.corpus.foreign.catalogue import Corpus, format_of, read_gold
from goldfield.errors import UnknownName, UsageError
from goldfield.release import root
from goldfield.schema.records import Article
from goldfield.scoring.tasks import gold_hash

__all__ = [
    "Corpus",
    "Place",
    "Selection",
    "corpus_at",
    "known_as",
    "load_articles",
    "load_splits",
    "read_selection",
    "release_name",
    "select",
    "splits",
]

Place = str | Path | Corpus | None
"""Where gold is: a file or folder of goldfield's own records, a `Corpus`, or the release."""

_FOREIGN = {".conll": "conll", ".iob": "conll", ".bio": "conll", ".conllu": "gum"}


class Selection(NamedTuple):
    """Gold files chosen by a user, with the name under which results speak of them."""

    name: str
    split: str
    paths: tuple[Path, ...]
    corpus: Corpus = Corpus()


def corpus_at(place: Place) -> Corpus:
    """The corpus at a place."""
    return place if isinstance(place, Corpus) else Corpus(place)


def splits(corpus: Place = None) -> dict[str, tuple[Path, ...]]:
    """The files of each split of a corpus folder, by the split's name.

    In goldfield's own format a split is a file and has its name; elsewhere `train`, `validation`
    and `test` are what the corpus calls by these or other names. A corpus in one file has none.
    """
    corpus = corpus_at(corpus)
    format = format_of(corpus)
    found: dict[str, list[Path]] = {}
    for path in format.files(_path(corpus)):
        found.setdefault(format.split_of(path), []).append(path)
    return {split: tuple(paths) for split, paths in found.items()}


def select(corpus: Place = None, split: str | None = None) -> Selection:
    """Choose gold files.

    Args:
        corpus: a file, a folder, a `Corpus` that says how to read them, or None for the released
            one.
        split: a split's name or `all`; by default `test` if there is one, else `example`, else
            the only split.

    Raises:
        UnknownName: there is no such split or format.
        UsageError: there is no such corpus, or it has several splits and none of these names.
    """
    corpus = corpus_at(corpus)
    format, path = format_of(corpus), _path(corpus)
    if path.is_file():
        if corpus.format == "goldfield" and path.suffix in _FOREIGN:
            raise UsageError(f"{path} is no JSONL; add --format {_FOREIGN[path.suffix]}")
        split = split or _split_of_file(path, corpus)
        return Selection(title_of(path), split, (path,), corpus)
    if not path.exists():
        raise UsageError(f"no file or folder: {path}")
    known = splits(corpus)
    if not known:
        raise UsageError(f"nothing to read in {path}; {_to_give(path, format.about)}")
    name = release_name() if corpus.path is None else path.resolve().name
    chosen = _choose(known, split, corpus)
    files = known.values() if chosen == "all" else [known[chosen]]
    return Selection(name, chosen, tuple(path for paths in files for path in paths), corpus)


def _to_give(path: Path, about: str) -> str:
    """What to do about a folder that holds no gold: build it if it has sheets alone."""
    if CorpusFolder(path).articles():
        return f"its sheets are compiled by: goldfield corpus build --corpus {path}"
    return f"give a file or folder: {about}"


def _path(corpus: Corpus) -> Path:
    return root() / "corpus" if corpus.path is None else Path(corpus.path)


def _split_of_file(path: Path, corpus: Corpus) -> str:
    """What a file of another corpus is by its name, as far as that matters; else `all` there is."""
    found = format_of(corpus).split_of(path)
    foreign = corpus.format != "goldfield"
    return found if foreign and found in ("train", "validation", "test") else "all"


def _choose(known: Collection[str], split: str | None, corpus: Corpus) -> str:
    chosen = split or next((s for s in ("test", "example") if s in known), None)
    if chosen is None:
        chosen = next(iter(known)) if len(known) == 1 else ""
    if chosen not in known and corpus.format != "goldfield":
        chosen = named_split(chosen) or chosen
    if chosen not in (*known, "all"):
        raise UnknownName("split", chosen, [*known, "all"])
    return chosen


def read_selection(selection: Selection) -> ReadGold:
    """The gold articles of a selection.

    Raises:
        DataError: with every fault of every file.
    """
    return read_gold(selection.paths, selection.corpus)


def load_articles(corpus: Place = None, split: str | None = None) -> list[Article]:
    """The gold articles that `select` chooses.

    Raises:
        DataError: with every fault of every file.
    """
    return read_selection(select(corpus, split)).articles


def load_splits(corpus: Place = None, split: str | None = "all") -> dict[str, list[Article]]:
    """The gold articles of each split of a selection, by the split's name.

    Raises:
        DataError: with every fault of every file.
    """
    chosen = select(corpus, split)
    split_of = format_of(chosen.corpus).split_of
    by_split: dict[str, list[Path]] = {}
    for path in chosen.paths:
        by_split.setdefault(split_of(path), []).append(path)
    return {
        name: read_selection(chosen._replace(paths=tuple(paths))).articles
        for name, paths in by_split.items()
    }


class _File(Struct):
    path: str
    sha256: str
    articles: int


class _Listed(Struct):
    files: list[_File] = []


def known_as(selection: Selection, golds: Mapping[str, Any]) -> Selection:
    """The selection by the name of the release, if its gold is a split of that, by its hash.

    Args:
        selection: where gold was read from.
        golds: its records by id.
    """
    path = root() / "corpus" / "MANIFEST.json"
    if not golds or not path.is_file():
        return selection
    listed = msgspec.json.decode(path.read_bytes(), type=_Listed).files
    alike = [file for file in listed if file.articles == len(golds)]
    digest = gold_hash(golds) if alike else ""
    for file in alike:
        if file.sha256.startswith(digest):
            return selection._replace(name=release_name(), split=Path(file.path).stem)
    return selection


def release_name() -> str:
    """The name of the corpus release, such as 1.0."""
    return (root() / "corpus" / "RELEASE").read_text("utf-8").strip()
