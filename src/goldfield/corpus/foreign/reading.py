"""What readers of files share: a document that cannot be read is told, and the next one is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from goldfield.corpus.foreign.account import Account
from goldfield.errors import DataError

__all__ = ["files_in", "read_document"]

Document = TypeVar("Document")


def files_in(folder: Path, *patterns: str) -> list[Path]:
    """The files of the first pattern that has any, by name, without dot files (`._x` of macOS)."""
    for pattern in patterns:
        found = (path for path in folder.glob(pattern) if not path.name.startswith("."))
        if paths := sorted(path for path in found if path.is_file()):
            return paths
    return []


def read_document(account: Account, where: object, read: Callable[[], Document]) -> Document | None:
    """Count a document and read it; if it cannot be, the account has its faults."""
    account.found["document"] += 1
    try:
        return read()
    except DataError as error:
        account.faults += error.faults
        account.skip(str(where), "document", "", "damaged")
        return None
