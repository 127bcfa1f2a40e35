"""Where things lie in a corpus folder and in the seeds beside it.

::

    seeds/ID.txt, seeds/SHA256SUMS        texts as received, with their hashes
    corpus/passes/ID/*.yaml, LOG.md       annotation sheets
    corpus/splits.toml                    which split an article is in
    corpus/data/SPLIT.jsonl               gold records, compiled
    corpus/MANIFEST.json                  what the release holds, compiled
    corpus/RELEASE, corpus/CANARY         its name, and the mark by which leaks are found
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from goldfield.errors import Fault, UsageError
from goldfield.release import root
from goldfield.schema.lines import read_lines

__all__ = ["CorpusFolder", "Stored", "check_id", "corpus_of", "open_folder", "released_drafts"]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Stored(NamedTuple):
    """A record of a data file, as far as it is needed to know it again."""

    where: str
    id: str
    text: str
    status: str | None


class CorpusFolder(NamedTuple):
    """A folder laid out like ``corpus/``; ``seeds/`` lies beside it."""

    path: Path

    @property
    def seeds(self) -> Path:
        """The texts as received."""
        named = self.path.name not in ("", "..")
        return (self.path if named else self.path.resolve()).parent / "seeds"

    @property
    def sums(self) -> Path:
        """The hashes of the seeds, as ``sha256sum`` writes them."""
        return self.seeds / "SHA256SUMS"

    @property
    def passes(self) -> Path:
        """A folder of sheets for each article."""
        return self.path / "passes"

    @property
    def data(self) -> Path:
        """The compiled records, a file for each split."""
        return self.path / "data"

    def split_file(self, split: str) -> Path:
        """The data file of a split."""
        return self.data / f"{split}.jsonl"

    @property
    def splits(self) -> Path:
        """The table of splits."""
        return self.path / "splits.toml"

    @property
    def manifest(self) -> Path:
        """The compiled list of what the release holds."""
        return self.path / "MANIFEST.json"

    @property
    def release(self) -> str | None:
        """The name of the release; None if the folder gives itself none."""
        return self._line("RELEASE")

    @property
    def canary(self) -> str | None:
        """A GUID that stands beside the texts and never in them; None if the folder has none."""
        return self._line("CANARY")

    def _line(self, name: str) -> str | None:
        path = self.path / name
        return path.read_text("utf-8", "replace").strip() or None if path.is_file() else None

    def articles(self) -> list[str]:
        """The ids that have a folder of sheets, sorted."""
        folders = self.passes.iterdir() if self.passes.is_dir() else ()
        return sorted(f.name for f in folders if f.is_dir() and not f.name.startswith("."))

    def stored(self) -> Iterator[Stored]:
        """The records that the data files hold now; lines that cannot be read are passed over."""
        for path in sorted(self.data.glob("*.jsonl")):
            yield from _stored(path)


class _Said(msgspec.Struct):
    status: str | None = None


class _Known(msgspec.Struct):
    id: str
    text: str
    provenance: _Said = msgspec.field(default_factory=_Said)


_known = msgspec.json.Decoder(_Known)


def _stored(path: Path) -> Iterator[Stored]:
    for number, line in read_lines(path):
        try:
            known = _known.decode(line or b"")
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        yield Stored(f"{path}:{number}", known.id, known.text, known.provenance.status)


def corpus_of(path: Path) -> CorpusFolder | None:
    """The corpus folder whose data file `path` is; None if it is a file of its own."""
    folder = CorpusFolder(path.resolve().parent.parent)
    inside = path.is_file() and path.resolve().parent == folder.data
    return folder if inside and folder.splits.is_file() else None


def released_drafts(paths: Iterable[Path]) -> list[Fault]:
    """The records with status draft in those of the files that are data files of a corpus."""
    fix = "finish its sheets in passes/, then `goldfield corpus build`; data/ holds gold only"
    return [
        Fault(record.where, "$.provenance.status", f"{record.id!r} is a draft", fix)
        for path in paths
        if corpus_of(path)
        for record in _stored(path)
        if record.status == "draft"
    ]


def open_folder(corpus: str | Path | None = None) -> CorpusFolder:
    """The folder of a corpus that can be added to and built; None is that of this checkout.

    Raises:
        UsageError: there is no such folder, or goldfield is installed without the seeds.
    """
    if corpus is None and not (root() / "seeds").is_dir():
        raise UsageError("an installed corpus is only read; name a folder with --corpus DIR")
    folder = root() / "corpus" if corpus is None else Path(corpus)
    if not folder.is_dir():
        raise UsageError(f"no folder {folder}; make it first: mkdir -p {folder}")
    return CorpusFolder(folder)


def check_id(id: str) -> str:
    """`id`, if it can name a file and a folder on every system.

    Raises:
        UsageError: it cannot.
    """
    if not _ID.fullmatch(id):
        raise UsageError(f"the id {id!r} cannot name a file; use letters a-z, digits, - and _")
    return id
