"""Run folders: everything about one extractor on one corpus, complete or not there at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from goldfield.errors import UsageError
from goldfield.release import version
from goldfield.running.timing import Timing
from goldfield.schema.folders import writing_folder
from goldfield.schema.writing import to_json, write_lines, write_text, writing
from goldfield.scoring.scorer import Result

__all__ = ["Manifest", "check_place", "hashes_of", "unnamed", "write_run"]


class Manifest(Struct, frozen=True, kw_only=True):
    """``manifest.json``: what was run on what, in words; the signature says it in one line.

    `sha256` is of the files that cannot be made again from others: predictions and timing. Runs
    of earlier versions have none.
    """

    goldfield: str = msgspec.field(default_factory=version)
    name: str
    extractor: str | None = None
    extractor_version: str | None = None
    layers: list[str] | None = None
    corpus: str
    split: str
    suite: str
    signature: str
    sha256: dict[str, str] | None = None

    @property
    def gold(self) -> str:
        """How the signature calls the gold; of a file that was scored as it is, its name alone."""
        whole = self.extractor_version is None and self.split == "all"
        return self.corpus if whole else f"{self.corpus}/{self.split}"


def write_run(
    folder: Path,
    manifest: Manifest,
    result: Result,
    predictions: Mapping[str, bytes],
    timing: Timing | None = None,
) -> Path:
    """Write a run folder beside its place, then rename it; an older one is replaced as a whole.

    Raises:
        UsageError: something other than a run folder is in its place.
        OSError: the folder cannot be written; what was there before is still there.
    """
    folder = check_place(folder)
    with writing_folder(folder) as beside:
        with writing(beside / "predictions.jsonl") as stream:
            stream.writelines(predictions[id].rstrip() + b"\n" for id in sorted(predictions))
        write_lines(beside / "counts.jsonl", result.counts)
        write_lines(beside / "verdicts.jsonl", result.verdicts)
        write_text(beside / "scores.json", to_json(result.scores))
        if timing is not None:
            write_text(beside / "timing.json", to_json(timing))
        write_text(beside / "manifest.json", to_json(replace(manifest, sha256=hashes_of(beside))))
    return folder


def hashes_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of the files of a run that a manifest answers for."""
    paths = (folder / name for name in ("predictions.jsonl", "timing.json"))
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths if p.is_file()}


def check_place(folder: Path) -> Path:
    """The absolute path of a folder that a run may be written to: new, empty, or an older run.

    Raises:
        UsageError: it is something else, which a run must never replace.
    """
    folder = folder.resolve()
    if all(_foreign(folder) for _ in range(3)):  # a run that is just being replaced looks odd once
        raise UsageError(f"{folder} is there and is no run folder; name another")
    return folder


def _foreign(folder: Path) -> bool:
    """Whether something else than a run is there; judged by one look at its names."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        return True
    return bool(names) and "manifest.json" not in names


def unnamed(path: Path) -> str:
    """What to say of a path that begins with a name, as only `goldfield compare` takes it."""
    name, _, rest = str(path).partition("=")
    there = rest and any(Path(one).exists() for one in rest.split(","))
    return f"; give {rest} itself: {name}= names systems of `goldfield compare`" if there else ""
