"""Names of files made from ids, which may hold anything but blanks."""

from __future__ import annotations

import re

from goldfield.schema.text import sha256_of

__all__ = ["file_name"]

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_DEVICES = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)


def file_name(id: str) -> str:
    """A name without an ending for the files of an article; no two ids share one.

    A plain id is its own name. Any other is made plain and gets a dot and a part of its hash, so
    that it is safe on every file system, also where letter case or devices such as ``CON`` matter.
    """
    if _PLAIN.fullmatch(id) and not _DEVICES.fullmatch(id):
        return id
    stem = re.sub("[^A-Za-z0-9]+", "_", id)[:40].strip("_") or "article"
    return f"{stem}{'_' if _DEVICES.fullmatch(stem) else ''}.{sha256_of(id)[:16]}"
