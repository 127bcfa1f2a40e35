"""Files of gold, JSONL and sheets, brought to a newer schema: all, or none if one is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from goldfield.corpus.sheet import compile_sheet
from goldfield.corpus.sheet.editing import version_in, with_version
from goldfield.errors import DataError, Fault, UsageError
from goldfield.schema.checking import check_article
from goldfield.schema.lines import read_lines
from goldfield.schema.migrations import VERSIONS, migrate
from goldfield.schema.reading import find_faults
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line, writing

__all__ = ["SHEETS", "migrate_files", "targets"]

SHEETS = (".yaml", ".yml")
_KINDS = (".jsonl", *SHEETS)


def targets(files: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Where each file goes.

    One file goes into `out` if that is named like a file. Else `out` is a folder, in which the
    files keep the places that they have below the folder that holds them all.

    Raises:
        UsageError: a file is neither JSONL nor a sheet, or cannot go there.
    """
    for file in files:
        if file.suffix not in _KINDS:
            raise UsageError(f"{file} is neither gold (.jsonl) nor a sheet (.yaml)")
    if out.suffix in _KINDS and not out.is_dir():
        if len(files) > 1 or (out.suffix in SHEETS) != (files[0].suffix in SHEETS):
            raise UsageError(f"{out} can take one file of its own kind; give a folder for others")
        return {files[0]: out}
    whole = {file: Path(os.path.abspath(file)) for file in files}
    top = os.path.commonpath([path.parent for path in whole.values()])
    found = {file: out / path.relative_to(top) for file, path in whole.items()}
    for file, target in found.items():
        place = Path(os.path.abspath(target))
        if place != whole[file] and place in whole.values():
            raise UsageError(f"{file} would be written over {target}; choose another folder")
    return found


def migrate_files(places: Mapping[Path, Path], to: str) -> dict[Path, bool]:
    """Write each file, brought to schema `to`, to its place; whether each had to be changed.

    A file of which nothing is older goes there byte for byte, and is left alone if it is there.

    Args:
        places: JSONL files and sheets, each with the file to write.
        to: one of the published versions.

    Raises:
        DataError: with every fault of every file; nothing is written then.
        OSError: a file cannot be written.
    """
    versions, faults = {}, []
    for source in places:
        versions[source], found = _survey(source, to)
        faults += found
    if faults:
        raise DataError(faults)
    old = {source: not versions[source] <= {to} for source in places}
    for source, target in places.items():
        if old[source] or not (target.exists() and target.samefile(source)):
            with writing(target) as stream:
                stream.writelines(_migrated(source, to) if old[source] else [source.read_bytes()])
    return old


def _survey(source: Path, to: str) -> tuple[set[str], list[Fault]]:
    """The versions in a file, and all that is wrong with its records or forbids to migrate them."""
    if source.suffix in SHEETS:
        return _survey_sheet(source, to)
    versions: set[str] = set()

    def check(article: Article) -> list[Fault]:
        versions.add(article.schema_version)
        return [*check_article(article), *_newer(article.schema_version, to)]

    return versions, find_faults([source], check)[1]


def _survey_sheet(source: Path, to: str) -> tuple[set[str], list[Fault]]:
    try:
        version = compile_sheet(source).schema_version
    except DataError as error:
        return set(), error.faults
    where = f"{source}:{version_in(source.read_bytes()).line}"
    return {version}, [fault._replace(where=where) for fault in _newer(version, to)]


def _newer(version: str, to: str) -> list[Fault]:
    if version not in VERSIONS or VERSIONS.index(version) <= VERSIONS.index(to):
        return []
    problem = f"schema {version} is newer than {to}, and nothing leads back"
    return [Fault("", "$.schema_version", problem, f"migrate to {version} or later")]


def _migrated(source: Path, to: str) -> Iterator[bytes]:
    """The parts of a file without faults, those that are of `to` already as they are."""
    if source.suffix in SHEETS:
        yield with_version(source.read_bytes(), to)
        return
    for _, line in read_lines(source):
        record = msgspec.json.decode(line or b"{}")
        yield line if line and record["schema_version"] == to else to_line(migrate(record, to))
