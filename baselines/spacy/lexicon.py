"""The words of `values.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import msgspec

__all__ = ["LEXICON", "one_of"]


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Each table of the file by its name."""

    numbers: dict[str, int]
    scales: dict[str, int]
    fractions: dict[str, float]
    magnitudes: dict[str, tuple[int, int]]
    comparators: dict[str, str]
    units: dict[str, str]
    months: dict[str, int]
    days: dict[str, int]
    lengths: dict[str, str]
    parts: dict[str, str]
    seasons: dict[str, str]
    references: dict[str, str]
    sets: dict[str, str]


LEXICON = msgspec.convert(
    tomllib.loads(Path(__file__).with_name("values.toml").read_text("utf-8")), Lexicon
)


def one_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first."""
    return f"({'|'.join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))})"
