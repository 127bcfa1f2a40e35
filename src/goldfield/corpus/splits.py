"""Which split an article is in: the table ``splits.toml``, and who may be in which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from goldfield.corpus.folder import CorpusFolder
from goldfield.errors import DataError, Fault, UnknownName, did_you_mean
from goldfield.schema.whole_files import parse_toml

__all__ = ["SPLITS", "SplitTable", "check_permitted", "check_split", "read_splits", "table_with"]

SPLITS = ("train", "validation", "test", "example")
_HEAD = (
    "# The split of each article: train, validation, test or example. "
    "`goldfield corpus build` compiles by it.\n"
)


class SplitTable(NamedTuple):
    """The splits by article id, where each line stands, and what is wrong with the file.

    `read` is False if the file is not TOML, so that nothing is known of any article.
    """

    splits: dict[str, str]
    places: dict[str, str]
    faults: list[Fault]
    read: bool = True


def read_splits(folder: CorpusFolder) -> SplitTable:
    """The table of a corpus; empty if the folder has none yet."""
    path = folder.splits
    raw = path.read_bytes() if path.is_file() else b""
    try:
        table = parse_toml(raw, dict[str, object], str(path), 'write lines of ID = "SPLIT"')
    except DataError as error:
        return SplitTable({}, {}, error.faults, read=False)
    lines = _lines(raw.decode("utf-8"))
    places = {id: f"{path}:{lines.get(id, 1)}" for id in table}
    faults = [
        Fault(places[id], f"$.{id}", *problem)
        for id, split in table.items()
        for problem in _check(split)
    ]
    good = {id: split for id, split in table.items() if split in SPLITS}
    return SplitTable(good, places, faults)


def _lines(source: str) -> dict[str, int]:
    """The line of each id that begins one, looked up once for all of them."""
    keys = (line.partition("=")[0].strip().strip("\"'") for line in source.split("\n"))
    return {key: number for number, key in enumerate(keys, start=1)}


def _check(split: object) -> Iterator[tuple[str, str]]:
    if split not in SPLITS:
        problem = "what stands for its split is no string"
        if isinstance(split, str):
            problem = f"{split!r} is no split{did_you_mean(split, SPLITS)}"
        yield problem, f"write one of: {', '.join(SPLITS)}"


def check_split(name: str) -> str:
    """`name`, if it is a split.

    Raises:
        UnknownName: it is not.
    """
    if name not in SPLITS:
        raise UnknownName("split", name, SPLITS)
    return name


def check_permitted(kind: str, licence: str, split: str) -> str | None:
    """Why a text may not be in a split, or None if it may.

    A text that others own, or whose licence is not known, may be shown as an example; what is
    trained on or ranks systems has to be free to pass on.
    """
    if split == "example" or (kind != "wire" and licence != "unstated"):
        return None
    what = "wire copy" if kind == "wire" else "a text whose licence is unstated"
    return f"{what} may be in split example only, not in {split}"


def table_with(folder: CorpusFolder, id: str, split: str) -> bytes:
    """What the table holds with one more article; the same if it is there."""
    before = folder.splits.read_bytes() if folder.splits.is_file() else _HEAD.encode()
    if id in read_splits(folder).splits:
        return before
    line = f'{id} = "{split}"\n'.encode()
    return (before if before.endswith(b"\n") else before + b"\n") + line
