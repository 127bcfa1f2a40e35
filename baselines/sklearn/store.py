"""Models in a file of skops: the same models give the same bytes, and nothing else is loaded."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from goldfield.errors import GoldfieldError

__all__ = ["FILE", "TRUSTED", "load", "save"]

FILE = "models.skops"
TRUSTED = ("scipy.sparse._csr.csr_matrix",)
"""What a file may hold beyond the types that skops itself trusts (scikit-learn's and numpy's)."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def save(models: dict[str, Any], file: Path) -> None:
    """Write models: skops names their parts by addresses and dates them by the clock; we do not."""
    import skops.io

    buffer = io.BytesIO()
    skops.io.dump(models, buffer)
    with zipfile.ZipFile(buffer) as told:
        schema = json.loads(told.read("schema.json"))
        names = _numbered(schema)
        parts = {names[name]: told.read(name) for name in told.namelist() if name in names}
    parts["schema.json"] = json.dumps(schema, sort_keys=True).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in sorted(parts):
            out.writestr(_entry(name), parts[name])


def load(file: Path) -> dict[str, Any]:
    """Read models.

    Raises:
        GoldfieldError: the file is none of skops, or holds a type that is not trusted.
    """
    import skops.io
    from skops.io.exceptions import UntrustedTypesFoundException

    try:
        models: dict[str, Any] = skops.io.load(file, trusted=list(TRUSTED))
    except UntrustedTypesFoundException as error:
        raise GoldfieldError(f"{file}: holds what is not trusted: {error}") from error
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise GoldfieldError(f"{file}: no models of skops: {error}") from error
    return models


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _numbered(schema: Any) -> dict[str, str]:
    """Number the parts of a schema in the order in which they stand; new file names by old."""
    numbers: dict[Any, int] = {}
    names: dict[str, str] = {}

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for inner in node:
                walk(inner)
        elif isinstance(node, dict):
            if "__id__" in node:
                key = len(numbers) if node.get("is_json") else node["__id__"]
                node["__id__"] = numbers.setdefault((bool(node.get("is_json")), key), len(numbers))
            if isinstance(node.get("file"), str):
                old = node["file"]
                names.setdefault(old, f"{len(names)}{Path(old).suffix}")
                node["file"] = names[old]
            for key in sorted(node):
                walk(node[key])

    walk(schema)
    return names
