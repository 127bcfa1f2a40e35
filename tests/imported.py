"""Reading small foreign files as `goldfield corpus import` does, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from goldfield.corpus.foreign.account import Account, Skipped
from goldfield.corpus.foreign.catalogue import stream
from goldfield.corpus.loading import Corpus
from goldfield.prediction_files import score
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line

__all__ = ["Imported", "read", "self_scores", "written"]


class Imported(NamedTuple):
    """The records of files as plain data, their account, and every item that was skipped."""

    records: list[dict[str, Any]]
    account: Account
    skipped: list[Skipped]

    @property
    def faults(self) -> list[str]:
        return [f"{fault.where}  {fault.problem}" for fault in self.account.faults]

    def article(self, place: int = 0) -> Article:
        return msgspec.convert(self.records[place], Article)


def read(format: str, *paths: Path) -> Imported:
    """Read files; nothing may be unexplained."""
    skipped: list[Skipped] = []
    account = Account(skipped.append)
    corpus = Corpus(paths[0].parent, format)
    records = [msgspec.json.decode(to_line(one)) for one in stream(paths, corpus, account)]
    assert account.unexplained() == {}
    return Imported(records, account, skipped)


def written(path: Path, content: str | bytes | Sequence[object]) -> Path:
    """A file of text, of bytes, or of values as JSON lines."""
    if isinstance(content, str):
        path.write_bytes(content.encode())
    elif isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_bytes(b"".join(msgspec.json.encode(value) + b"\n" for value in content))
    return path


def self_scores(records: Sequence[dict[str, Any]], suite: str) -> dict[str, float | None]:
    """F1 of records against themselves, of what they annotate."""
    found = score(records, records, suite)
    return {name: field.f1 for name, field in found.fields.items()}
