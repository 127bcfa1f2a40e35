"""Run folders: everything about one extractor on one corpus, complete or not there at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.release import version
from goldfield.running.timing import Timing
from goldfield.schema.writing import to_json, write_lines, write_text, writing
from goldfield.scoring.scorer import Result

__all__ = ["Manifest", "write_run"]


class Manifest(Struct, frozen=True, kw_only=True):
    """``manifest.json``: what was run on what, in words; the signature says it in one line."""

    goldfield: str = msgspec.field(default_factory=version)
    name: str
    extractor: str | None = None
    extractor_version: str | None = None
    layers: list[str] | None = None
    corpus: str
    split: str
    suite: str
    signature: str


def write_run(
    folder: Path,
    manifest: Manifest,
    result: Result,
    predictions: Mapping[str, bytes],
    timing: Timing | None = None,
) -> Path:
    """Write a run folder beside its place, then rename it; an older one is replaced as a whole.

    Raises:
        OSError: the folder cannot be written; what was there before is still there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        write_text(beside / "manifest.json", to_json(manifest))
        with writing(beside / "predictions.jsonl") as stream:
            stream.writelines(predictions[id].rstrip() + b"\n" for id in sorted(predictions))
        write_lines(beside / "counts.jsonl", result.counts)
        write_lines(beside / "verdicts.jsonl", result.verdicts)
        write_text(beside / "scores.json", to_json(result.scores))
        if timing is not None:
            write_text(beside / "timing.json", to_json(timing))
        _put_in_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder


def _put_in_place(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)
