"""Articles that are there without their texts: told of when they are missed, and restored.

They stand beside the data file that they are withheld from: ``data/SPLIT.jsonl`` lacks what
``data/withheld/SPLIT.jsonl`` holds without text and surfaces.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from goldfield.corpus.withholding import restored
from goldfield.errors import DataError, Fault, UsageError
from goldfield.schema.checking import check_article
from goldfield.schema.lines import read_lines
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Article
from goldfield.schema.text import sha256_of, visible
from goldfield.schema.whole_files import read_json
from goldfield.schema.writing import to_json, to_line, write_together

__all__ = [
    "Restored",
    "data_files",
    "restore",
    "tell_withheld",
    "withheld_file",
    "withheld_records",
    "write_restored",
]

_log = logging.getLogger(__name__)


class Restored(NamedTuple):
    """Full records by data file, and what every changed file holds then (None: it goes)."""

    articles: list[Article]
    files: dict[Path, bytes | None]


def data_files(folder: Path, *, withheld: bool = False) -> list[Path]:
    """The data files of a corpus folder, sorted, one a split.

    They lie in its folder `data/` (a corpus) or `raw/` (a published dataset), else in itself.

    Args:
        folder: the folder.
        withheld: also those of which every article is withheld, so that the file is not there.
    """
    patterns = ("*.jsonl", "withheld/*.jsonl") if withheld else ("*.jsonl",)
    for inner in (folder / "data", folder / "raw", folder):
        names = {path.name for pattern in patterns for path in inner.glob(pattern)}
        if names:
            return [inner / name for name in sorted(names)]
    return []


def withheld_file(data: Path) -> Path:
    """The file of what is withheld from a data file."""
    return data.parent / "withheld" / data.name


def withheld_records(data: Path) -> list[dict[str, Any]]:
    """The records withheld from a data file, as plain JSON; most often none.

    Raises:
        DataError: the file does not hold such records.
    """
    file = withheld_file(data)
    if not file.is_file():
        return []
    found, faults = list[dict[str, Any]](), list[Fault]()
    for number, line in read_lines(file):
        try:
            record = msgspec.json.decode(line or b"")
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            record = None
        if isinstance(record, dict) and {"id", "text_sha256"} <= record.keys():
            found.append(record)
        else:
            fix = "install goldfield again, or remove the file"
            faults.append(Fault(f"{file}:{number}", "$", "not a record without its text", fix))
    if faults:
        raise DataError(faults)
    return found


@cache
def tell_withheld(data: Path) -> None:
    """Log, once a process, which articles a data file lacks and how to bring them back."""
    if ids := [visible(str(record["id"])) for record in withheld_records(data)]:
        _log.warning(
            "split %s is here without %s, whose text may not be passed on; "
            "if you have it: goldfield corpus restore --text FILE",
            data.stem, ", ".join(ids),
        )  # fmt: skip


def restore(texts: Mapping[Path, str], files: Sequence[Path], manifest: Path) -> Restored:
    """Put texts back into the records that were withheld for the want of them.

    Args:
        texts: the source texts, by where they come from.
        files: the data files of the corpus.
        manifest: its `MANIFEST.json`, brought up to date if it is there.

    Raises:
        UsageError: a text belongs to no withheld record.
        DataError: a record does not become what it was.
    """
    given = {sha256_of(text): (path, text) for path, text in texts.items()}
    waiting = {file: withheld_records(file) for file in files}
    _all_wanted(given, [record for records in waiting.values() for record in records])
    hashes = _record_hashes(manifest)
    found, changed = list[Article](), dict[Path, bytes | None]()
    for file, records in waiting.items():
        back = [_full(r, given[r["text_sha256"]][1], hashes) for r in _those(records, given, True)]
        if back:
            found += back
            left = _those(records, given, False)
            whole = sorted([*read_articles([file] if file.is_file() else []), *back], key=_id)
            changed[file] = b"".join(map(to_line, whole))
            changed[withheld_file(file)] = b"".join(map(to_line, left)) if left else None
    if manifest.is_file():
        changed[manifest] = _counted(manifest, changed)
    return Restored(found, changed)


def write_restored(files: Mapping[Path, bytes | None]) -> None:
    """Write the files that `restore` changed, all or none, and remove those that go."""
    write_together({path: data for path, data in files.items() if data is not None})
    for path in (path for path, data in files.items() if data is None):
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


def _those(
    records: Iterable[dict[str, Any]], given: Mapping[str, object], here: bool
) -> list[dict[str, Any]]:
    return [record for record in records if (record["text_sha256"] in given) is here]


def _id(article: Article) -> str:
    return article.id


def _all_wanted(given: Mapping[str, tuple[Path, str]], records: list[dict[str, Any]]) -> None:
    wanted = {record["text_sha256"] for record in records}
    if strange := [str(path) for hash, (path, _) in given.items() if hash not in wanted]:
        ids = ", ".join(str(record["id"]) for record in records) or "none"
        raise UsageError(
            f"{', '.join(strange)}: the text of no withheld article, by its SHA-256; "
            f"withheld: {ids}"
        )


def _full(record: dict[str, Any], text: str, hashes: Mapping[str, str]) -> Article:
    """The article of a withheld record, held to what the manifest knows of it."""
    fix = "install goldfield again; its data were changed"
    try:
        article = msgspec.convert(restored(record, text), Article)
    except (msgspec.MsgspecError, KeyError, TypeError) as error:
        raise DataError([Fault(str(record["id"]), "$", str(error), fix)]) from error
    faults = [fault._replace(where=article.id) for fault in check_article(article)]
    line = hashlib.sha256(to_line(article)).hexdigest()
    if hashes.get(article.id, line) != line:
        problem = "restored, it is not the record that MANIFEST.json knows"
        faults.append(Fault(article.id, "$", problem, fix))
    if faults:
        raise DataError(faults)
    return article


class _Listed(msgspec.Struct):
    id: str
    record_sha256: str = ""


class _Listing(msgspec.Struct):
    articles: list[_Listed] = []


def _record_hashes(manifest: Path) -> dict[str, str]:
    if not manifest.is_file():
        return {}
    listing = read_json(manifest, _Listing, "restore the file")
    return {item.id: item.record_sha256 for item in listing.articles if item.record_sha256}


def _counted(manifest: Path, changed: Mapping[Path, bytes | None]) -> bytes:
    """The manifest with hash, size and number of articles of the files that changed."""
    said = msgspec.json.decode(manifest.read_bytes())
    for item in said.get("files", ()):
        data = changed.get(manifest.parent / item["path"])
        if data is not None:
            item["sha256"] = hashlib.sha256(data).hexdigest()
            item["bytes"] = len(data)
            if "articles" in item:
                item["articles"] = data.count(b"\n")
    return to_json(said).encode()
