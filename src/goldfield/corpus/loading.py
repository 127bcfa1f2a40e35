"""Finding and loading gold: the released corpus, or anybody's folder or file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from goldfield.errors import UnknownName, UsageError
from goldfield.release import root
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Article

__all__ = ["Selection", "load_articles", "load_splits", "release_name", "select", "splits"]


class Selection(NamedTuple):
    """Gold files chosen by a user, with the name under which results speak of them."""

    name: str
    split: str
    paths: tuple[Path, ...]


def splits(corpus: str | Path | None = None) -> dict[str, Path]:
    """The splits of a corpus folder, by name: one JSONL file each."""
    folder = root() / "corpus" if corpus is None else Path(corpus)
    folder = folder / "data" if (folder / "data").is_dir() else folder
    return {path.stem: path for path in sorted(folder.glob("*.jsonl"))}


def select(corpus: str | Path | None = None, split: str | None = None) -> Selection:
    """Choose gold files.

    Args:
        corpus: a JSONL file, a folder with one JSONL file a split, or None for the released corpus.
        split: a split's name or `all`; by default `test` if there is one, else `example`, else
            the only split.

    Raises:
        UnknownName: there is no such split.
        UsageError: there is no such corpus, or it has several splits and none of these names.
    """
    if corpus is not None and Path(corpus).is_file():
        return Selection(Path(corpus).stem, split or "all", (Path(corpus),))
    known = splits(corpus)
    if not known:
        raise UsageError(f"no *.jsonl in {corpus}; give a gold file or a folder of splits")
    name = release_name() if corpus is None else Path(corpus).resolve().name
    if split == "all":
        return Selection(name, "all", tuple(known.values()))
    chosen = split or next((s for s in ("test", "example") if s in known), None)
    if chosen is None:
        chosen = next(iter(known)) if len(known) == 1 else ""
    if chosen not in known:
        raise UnknownName("split", chosen, [*known, "all"])
    return Selection(name, chosen, (known[chosen],))


def load_articles(corpus: str | Path | None = None, split: str | None = None) -> list[Article]:
    """The gold articles of a selection, see `select`.

    Raises:
        DataError: with every fault of every file.
    """
    return list(read_articles(select(corpus, split).paths))


def load_splits(
    corpus: str | Path | None = None, split: str | None = "all"
) -> dict[str, list[Article]]:
    """The gold articles of each split of a selection, by the name of its file.

    Raises:
        DataError: with every fault of every file.
    """
    return {path.stem: list(read_articles([path])) for path in select(corpus, split).paths}


def release_name() -> str:
    """The name of the corpus release, such as 1.0."""
    return (root() / "corpus" / "RELEASE").read_text("utf-8").strip()
