"""The release build: sheets in, `data/SPLIT.jsonl` and `MANIFEST.json` out, or every fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.folder import CorpusFolder
from goldfield.corpus.gathering import Gathered, Pending, gather
from goldfield.corpus.leakage import find_leaks
from goldfield.corpus.manifest import Manifest, manifest_of
from goldfield.corpus.splits import SPLITS
from goldfield.errors import DataError, Fault
from goldfield.schema.writing import to_json, to_line, write_together

__all__ = ["Built", "build"]


class Built(NamedTuple):
    """What a build made: the manifest, the articles that wait, and the files that changed."""

    manifest: Manifest
    pending: list[Pending]
    changed: list[Path]


def build(folder: CorpusFolder) -> Built:
    """Compile the sheets of a corpus folder into its data files and its manifest.

    The same sheets make the same bytes. Files are written together, or not at all.

    Raises:
        DataError: with every fault of seeds, sheets and splits, and every record that the data
            files hold now and would lose.
        OSError: a file cannot be written.
    """
    found = gather(folder)
    leaks = [
        leak._replace(where=found.table.places[leak.where]) for leak in find_leaks(found.splits)
    ]
    faults = [*found.faults, *leaks]
    if not faults:  # else what is lost may only be what is at fault
        faults = list(_lost(folder, found))
    if faults:
        raise DataError(faults)
    manifest = manifest_of(folder, found.splits)
    files = {
        folder.split_file(split): b"".join(map(to_line, articles))
        for split, articles in sorted(found.splits.items())
    }
    files[folder.manifest] = to_json(manifest).encode()
    changed = [path for path, data in files.items() if _holds(path) != data]
    write_together({path: files[path] for path in changed})
    stale = [path for path in map(folder.split_file, SPLITS) if path.exists() and path not in files]
    for path in stale:  # its articles are in another split now
        path.unlink()
    return Built(manifest, found.pending, [*changed, *stale])


def _holds(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _lost(folder: CorpusFolder, found: Gathered) -> Iterator[Fault]:
    """Records of the data files that would be overwritten without being gold any more."""
    gold = {article.id: article for articles in found.splits.values() for article in articles}
    waits = {article.id: article.missing for article in found.pending}
    for record in folder.stored():
        if record.id not in gold:
            lacks = (
                f"lacks {', '.join(waits[record.id])}" if record.id in waits else "has no sheets"
            )
            problem = f"{record.id!r} is released and {lacks}"
            fix = "restore its files; to withdraw it, remove this line first (corpus/ERRATA.md)"
            yield Fault(record.where, "$.id", problem, fix)
        elif record.text != gold[record.id].text:
            problem = f"{record.id!r} is released with another text"
            yield Fault(record.where, "$.text", problem, "a new text needs a new id")
