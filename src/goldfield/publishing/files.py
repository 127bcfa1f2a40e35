"""The files of a published folder against its manifest and its raw records against the schema."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.corpus.withheld import withheld_records
from goldfield.errors import DataError, Fault
from goldfield.publishing.build import MANIFEST
from goldfield.publishing.plan import Commitment, commit
from goldfield.publishing.rows import Record
from goldfield.publishing.tables import CONFIGS
from goldfield.schema.lines import read_lines
from goldfield.schema.predictions import decode
from goldfield.schema.reading import find_faults
from goldfield.schema.records import Article
from goldfield.schema.whole_files import fault_of, read_json
from goldfield.schema.writing import to_line

__all__ = [
    "Commitments",
    "Listing",
    "commitment_faults",
    "file_faults",
    "read_manifest",
    "read_raw",
]

_AGAIN = "build it again: goldfield publish build --out DIR"
_OF_THE_HUB = frozenset({".gitattributes"})


class ListedFile(Struct, frozen=True):
    """A file of the manifest."""

    path: str
    sha256: str
    bytes: int


class Listing(Struct, frozen=True):
    """What `check` and `push` need of a manifest."""

    release: str
    files: list[ListedFile]
    labels_withheld: str | None = None


class Commitments(Struct, frozen=True):
    """``COMMITMENTS.json``."""

    split: str
    method: str
    articles: list[Commitment]


def read_manifest(folder: Path) -> Listing:
    """The manifest of a published folder.

    Raises:
        DataError: it is not there or not whole.
    """
    return read_json(folder / MANIFEST, Listing, _AGAIN)


def file_faults(folder: Path, listing: Listing) -> Iterator[Fault]:
    """Files that are gone, changed, unlisted, or that the Hub refuses to load beside data."""
    listed = {file.path: file for file in listing.files}
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    for name, file in listed.items():
        if name not in found:
            yield Fault(name, "$", "listed in MANIFEST.json and not there", _AGAIN)
            continue
        data = found[name].read_bytes()
        if hashlib.sha256(data).hexdigest() != file.sha256:
            problem = "it is not the file whose SHA-256 is in MANIFEST.json"
            yield Fault(name, "$", problem, _AGAIN)
    for name in sorted(found):
        if name.endswith(".py"):
            problem = "datasets refuses a repository with code: it takes it for a loading script"
            yield Fault(name, "$", problem, "remove the file")
        elif name not in listed and name != MANIFEST and name not in _OF_THE_HUB:
            yield Fault(name, "$", "not listed in MANIFEST.json", f"remove the file, or {_AGAIN}")


def read_raw(folder: Path) -> tuple[dict[str, list[Record]], list[Fault]]:
    """The raw records by split, those without a text among them, and what is wrong with them."""
    full = sorted((folder / "raw").glob("*.jsonl"))
    splits = {path.stem for path in [*full, *(folder / "raw" / "withheld").glob("*.jsonl")]}
    records: dict[str, list[Record]] = {}
    faults = find_faults(full)[1] if full else []
    if not splits:
        faults.append(Fault("raw/", "$", "there are no raw records", _AGAIN))
    for split in sorted(splits):
        path = folder / "raw" / f"{split}.jsonl"
        try:
            whole = list(_json_lines(path)) if path.is_file() else []
            held = withheld_records(path)
        except DataError as error:
            faults += error.faults
            continue
        faults += [fault for record in held for fault in _held_faults(record, split)]
        records[split] = sorted([*whole, *held], key=lambda record: str(record.get("id")))
    return records, faults


def _json_lines(path: Path) -> Iterator[Record]:
    for _, line in read_lines(path):
        try:
            record = msgspec.json.decode(line or b"")
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue  # find_faults has said so
        if isinstance(record, dict):
            yield record


def _held_faults(record: Record, split: str) -> Iterator[Fault]:
    """A record without its text is a prediction by its shape, and has the keys of gold."""
    where = f"raw/withheld/{split}.jsonl ({record['id']})"
    for fault in decode(to_line(record))[1]:
        yield fault._replace(where=where)
    if record.get("text") is not None:
        yield Fault(where, "$.text", "a withheld text is there", _AGAIN)
    (default, *_) = CONFIGS
    for key in sorted(record.keys() - default.features.keys()):
        yield Fault(where, "$", f"unknown key {key!r}", _AGAIN)


def commitment_faults(folder: Path, salt: bytes, gold: Sequence[Article]) -> Iterator[Fault]:
    """Gold that is not what was committed to.

    Args:
        folder: the published folder.
        salt: the secret that was kept.
        gold: the articles with their labels, those of other splits among them if you like.
    """
    path = folder / "COMMITMENTS.json"
    try:
        said = msgspec.json.decode(path.read_bytes(), type=Commitments)
    except (OSError, ValueError, RecursionError) as error:
        yield fault_of(error, path.name, "nothing was withheld here")
        return
    known = {article.id: article for article in gold}
    for commitment in said.articles:
        article = known.get(commitment.id)
        if article is None:
            yield Fault(commitment.id, "$", "committed to, and not in the gold", "give it as well")
        elif commit(article, salt) != commitment:
            problem = "gold and salt are not what was committed to"
            yield Fault(commitment.id, "$", problem, "give the gold and the salt of that release")
