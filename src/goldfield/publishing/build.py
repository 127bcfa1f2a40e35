"""The dataset repository as files in memory, and a folder of them that is whole or not there."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping, Sequence
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from goldfield.corpus.loading import load_splits, release_name
from goldfield.corpus.withheld import data_files, withheld_records
from goldfield.errors import UsageError
from goldfield.publishing.card import card, machine_made
from goldfield.publishing.croissant import About, croissant
from goldfield.publishing.features import needs_hf
from goldfield.publishing.metadata import metadata
from goldfield.publishing.pages import Citation, Pages, citation, mended, read_pages
from goldfield.publishing.plan import Outgoing, Plan, plan
from goldfield.publishing.tables import CONFIGS, data_path, parquet_of, rows_of
from goldfield.release import root, version
from goldfield.schema.folders import writing_folder
from goldfield.schema.records import GUIDELINES_VERSION, SCHEMA_VERSION, Article
from goldfield.schema.writing import to_json, to_line

__all__ = ["MANIFEST", "Built", "build", "files_of", "salt_from", "write_folder"]

MANIFEST = "MANIFEST.json"
_CC_BY = "https://creativecommons.org/licenses/by/4.0/"


class Built(NamedTuple):
    """What was built: its files, and rows by config and split."""

    files: dict[str, bytes]
    counts: dict[str, dict[str, int]]
    held: list[str]


def build(wanted: Plan, repo_id: str | None = None) -> Built:
    """The released corpus as a dataset repository. The same corpus makes the same bytes.

    Raises:
        UsageError: this is no checkout, the citation is not that of the release, or texts are
            withheld from this copy of the corpus.
        MissingExtra: the packages of the extra `hf` are not installed.
    """
    needs_hf()
    cited = citation()
    if cited.version != release_name():
        problem = f"preferred-citation of CITATION.cff is of {cited.version}"
        raise UsageError(f"{problem}, and the corpus is {release_name()}")
    corpus = data_files(root() / "corpus", withheld=True)
    missing = [record["id"] for path in corpus for record in withheld_records(path)]
    if missing:
        restore = "first: goldfield corpus restore --text FILE"
        raise UsageError(f"this copy lacks the text of {', '.join(missing)}; {restore}")
    return files_of(load_splits(), wanted, (cited, read_pages()), repo_id)


def files_of(
    gold: Mapping[str, Sequence[Article]], wanted: Plan, told: tuple[Citation, Pages],
    repo_id: str | None = None,
) -> Built:  # fmt: skip
    """The files of a dataset repository, from articles, citation and pages; see `build`."""
    cited, pages = told
    outgoing = plan(gold, wanted)
    tables, counts = _tables(outgoing)
    data = metadata(outgoing, counts, cited)
    texts = {
        **{name: page for name, page in pages.items() if not name.startswith("corpus/")},
        "README.md": card(str(data), outgoing, counts, (cited, wanted, pages), repo_id),
        "CITATION.cff": _cff(cited),
    }
    texts |= {
        name: mended(text, pages, _folder(name))
        for name, text in texts.items()
        if name.endswith(".md") and name != "README.md"
    }
    files = tables | _raw(outgoing) | {name: text.encode() for name, text in texts.items()}
    about = About(
        cited,
        _CC_BY if data["license"] == "cc-by-4.0" else "LICENSE-CONTENT.md",
        f"https://huggingface.co/datasets/{repo_id}" if repo_id else "urn:goldfield:corpus",
        " ".join(machine_made(outgoing)),
        f"goldfield annotation manual {GUIDELINES_VERSION}",
    )
    hashes = {name: _sha256(data) for name, data in files.items()}
    files["croissant.json"] = to_json(croissant(about, counts, hashes)).encode()
    files[MANIFEST] = to_json(_manifest(files, outgoing, wanted)).encode()
    held = [record["id"] for split in outgoing.values() for record in split.held]
    return Built(dict(sorted(files.items())), counts, held)


def _folder(name: str) -> str:
    """Where a page lies in the project, for its links."""
    if name in ("ERRATA.md", "DATASHEET.md"):
        return "corpus/"
    return f"{name.rpartition('/')[0]}/" if "/" in name else ""


def _tables(
    outgoing: Mapping[str, Outgoing],
) -> tuple[dict[str, bytes], dict[str, dict[str, int]]]:
    """Parquet files by path, and rows by config and split.

    A split without rows has no file: readers of Parquet choke on one.
    """
    files: dict[str, bytes] = {}
    counts: dict[str, dict[str, int]] = {config.name: {} for config in CONFIGS}
    for config in CONFIGS:
        for split, out in outgoing.items():
            if rows := rows_of(config, out.records):
                files[data_path(config.name, split)] = parquet_of(config, rows)
                counts[config.name][split] = len(rows)
    return files, counts


def _raw(outgoing: Mapping[str, Outgoing]) -> dict[str, bytes]:
    """JSON lines: full records, those without a text, and commitments to gold."""
    files = {}
    for split, out in outgoing.items():
        if out.full:
            files[f"raw/{split}.jsonl"] = b"".join(map(to_line, out.full))
        if out.held:
            files[f"raw/withheld/{split}.jsonl"] = b"".join(map(to_line, out.held))
        if out.commitments:
            said = {
                "split": split,
                "method": "SHA-256 of the salt followed by the gold record's line of JSON",
                "articles": out.commitments,
            }
            files["COMMITMENTS.json"] = to_json(said).encode()
    return files


def _cff(cited: Citation) -> str:
    message = "If you use this dataset, please cite it as below, with its release."
    fields = {key: value for key, value in cited.fields.items() if key != "type"}
    said = {"cff-version": "1.2.0", "message": message, "type": "dataset", **fields}
    text: str = yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=100)
    return text


def _manifest(
    files: Mapping[str, bytes], outgoing: Mapping[str, Outgoing], wanted: Plan
) -> dict[str, Any]:
    """Everything that is published, with its hashes; nothing tells when or where it was built."""
    return {
        "release": release_name(),
        "canary": (root() / "corpus" / "CANARY").read_text("utf-8").strip(),
        "schema_version": SCHEMA_VERSION,
        "guidelines_version": GUIDELINES_VERSION,
        "built_with": {
            "goldfield": version(),
            **{name: installed(name) for name in ("datasets", "pyarrow")},
        },
        "text_policy": wanted.policy,
        "labels_withheld": wanted.withheld_labels,
        "files": [
            {"path": name, "sha256": _sha256(data), "bytes": len(data)}
            for name, data in sorted(files.items())
        ],
        "articles": [
            {
                "id": record["id"],
                "split": split,
                "text_sha256": record["text_sha256"],
                "text": "withheld" if record["text"] is None else "full",
            }
            for split, out in outgoing.items()
            for record in out.records
        ],
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def salt_from(path: Path) -> bytes:
    """The salt of a private file; if it is not there, it is made, for its owner's eyes only.

    Raises:
        UsageError: the file does not hold 32 bytes in hexadecimal.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as stream:
            stream.write(f"{secrets.token_hex(32)}\n")
    try:
        salt = bytes.fromhex(path.read_text("ascii").strip())
    except (ValueError, UnicodeDecodeError):
        salt = b""
    if len(salt) != 32:
        raise UsageError(f"{path} holds no salt of 32 bytes in hexadecimal")
    return salt


def write_folder(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files beside `out`, then rename; an older dataset there is replaced as a whole.

    Raises:
        UsageError: something else is there.
    """
    out = out.resolve()
    if out.exists() and not (out / MANIFEST).is_file() and (out.is_file() or any(out.iterdir())):
        raise UsageError(f"{out} is there and is no dataset that was built; name another folder")
    with writing_folder(out) as beside:
        for name, data in files.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(data)
