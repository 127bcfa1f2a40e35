"""The word lists in ``lexicon/*.toml``, read once, and the patterns made from them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["alternation", "mapping", "table", "words"]

_FOLDER = Path(__file__).with_name("lexicon")


@cache
def table(file: str) -> dict[str, Any]:
    """The parsed file ``lexicon/<file>.toml``."""
    return tomllib.loads((_FOLDER / f"{file}.toml").read_text("utf-8"))


@cache
def words(file: str, key: str) -> frozenset[str]:
    """The words of one list: a string of words apart by blanks, or an array of phrases."""
    value = table(file)[key]
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def mapping(file: str, key: str) -> dict[str, Any]:
    """One table of a file, such as month names to numbers."""
    return dict(table(file)[key])


def alternation(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, longest first so that none hides a longer one."""
    escaped = (re.escape(phrase) for phrase in sorted(phrases, key=lambda p: (-len(p), p)))
    return "(?:" + "|".join(phrase.replace(r"\ ", r"\s+") for phrase in escaped) + ")"
