"""`publish check`: everything that could be wrong with a dataset before anybody loads it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from goldfield.errors import Fault
from goldfield.publishing.features import needs_hf
from goldfield.publishing.files import file_faults, read_manifest, read_raw
from goldfield.publishing.loaded import config_faults

__all__ = ["Checked", "check"]


class Checked(NamedTuple):
    """What was found: faults, articles and files looked at, and what could not be checked."""

    faults: list[Fault]
    articles: int
    files: int
    notes: list[str]


def check(folder: Path) -> Checked:
    """Check a published folder, without a network and with caches of its own.

    Raises:
        DataError: it has no manifest.
        MissingExtra: the packages of the extra `hf` are not installed.
    """
    needs_hf()
    listing = read_manifest(folder)
    records, raw = read_raw(folder)
    faults = [*file_faults(folder, listing), *raw, *config_faults(folder, records)]
    notes = []
    try:
        import mlcroissant  # noqa: F401
    except ModuleNotFoundError:
        notes.append("croissant.json was not validated: mlcroissant is not installed")
    else:
        faults += _croissant_faults(folder)
    return Checked(faults, sum(map(len, records.values())), len(listing.files), notes)


def _croissant_faults(folder: Path) -> Iterator[Fault]:
    """What `mlcroissant` has against the document, and hashes in it that the files do not have."""
    import mlcroissant

    path = folder / "croissant.json"
    fix = "build it again; the document is generated"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the libraries below it
            metadata = mlcroissant.Dataset(jsonld=str(path)).metadata
    except Exception as error:  # a file that anyone may have edited
        yield Fault(path.name, "$", f"mlcroissant refuses it: {error}", fix)
        return
    issues = metadata.ctx.issues
    for issue in sorted([*issues.errors, *issues.warnings]):
        yield Fault(path.name, "$", f"mlcroissant: {issue}", fix)
    listed = {file.path: file.sha256 for file in read_manifest(folder).files}
    for item in metadata.distribution:
        if listed.get(str(item.content_url)) != item.sha256:
            problem = f"the hash of {item.content_url} is not that of MANIFEST.json"
            yield Fault(path.name, "$.distribution", problem, fix)
