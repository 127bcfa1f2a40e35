"""Where the published folders are: in a checkout, else in the installed package.

A checkout always wins, so that an editable install never reads a stale copy of the data
that a wheel carries under ``goldfield/_release/``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["PUBLISHED", "root", "version"]

PUBLISHED = ("seeds", "schema", "corpus", "eval", "baselines")

_PACKAGE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """The folder that holds ``schema/ corpus/ eval/ baselines/``.

    Raises:
        FileNotFoundError: neither a checkout nor packaged data is there.
    """
    checkout = _PACKAGE.parent.parent
    for folder in (checkout, _PACKAGE / "_release"):
        if all((folder / name).is_dir() for name in ("schema", "corpus", "eval", "baselines")):
            return folder
    raise FileNotFoundError("goldfield's data folders are missing; install goldfield again")


@cache
def version() -> str:
    """The version of the goldfield package that is running."""
    from importlib.metadata import version as installed

    return installed("goldfield")
