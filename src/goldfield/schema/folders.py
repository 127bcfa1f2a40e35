"""Folders that appear whole or not at all, as `goldfield.schema.writing` does with files."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from goldfield.schema.writing import part_of

__all__ = ["writing_folder"]


@contextmanager
def writing_folder(folder: Path) -> Iterator[Path]:
    """An empty folder beside `folder` that replaces it if the block ends without an error.

    Whoever calls it has made sure that what is there may be replaced.

    Args:
        folder: an absolute path.

    Raises:
        OSError: the folder cannot be written; what was there before is still there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = part_of(folder)
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        yield beside
        _put_in_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _put_in_place(new: Path, folder: Path) -> None:
    """Rename; of two jobs that finish at once into one folder the later one stays."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    try:
        while new.exists():
            with suppress(FileNotFoundError):
                folder.rename(old)
            try:
                new.rename(folder)
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
                # Another folder was put here meanwhile: move that away as well.
                shutil.rmtree(old, ignore_errors=True)
    finally:
        if old.exists() and not folder.exists():
            with suppress(OSError):  # another has come in between, and stays
                old.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
